"""The title that front matter gives, read like a heading: YAML's quoting and escapes undone."""

import re
from collections.abc import Iterator

from kg.annotate.context import Context
from kg.annotate.reading import Reading, reading_of
from kg.model import Passage, PassageKind, Span, View

_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)", re.MULTILINE)
_ESCAPE = re.compile(
    r"\\(?:\r?\n\s*\\?|x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|(?P<plain>.))|''|\n\s*", re.DOTALL
)
_ENDS = {'"': re.compile(r'(?<!\\)"'), "'": re.compile(r"(?<!')'(?!')"), "": re.compile(r"\n(?!\s)|\Z")}
_PLAIN = str.maketrans({"\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "_": " "})


def title_reading(context: Context) -> Reading | None:
    """The front matter's title as a heading, None where there is none."""
    for reading in context.readings[:1]:
        if reading.passage.kind is PassageKind.FRONT:
            return _read(context, reading.passage)
    return None


def _read(context: Context, front: Passage) -> Reading | None:
    text = context.document.text
    found = _TITLE.search(text, front.span.start, front.span.end)
    if found is None:
        return None
    end = _ENDS[found["quote"]].search(text, found.end(), front.span.end)
    last = end.start() if end else front.span.end
    pieces = list(_letters(text, found.end(), last))
    if not pieces:
        return None
    letters = "".join(letter for letter, _ in pieces)
    view = View(letters, tuple(offset for _, offset in pieces))
    span = Span(found.end(), last)
    passage = Passage(front.index, span, PassageKind.HEADING, view, front.paragraph)
    return reading_of(passage, context.lexicon, context.tongue)


def _letters(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Each letter of the title with the place where it is written."""
    position = start
    while position < end:
        escape = _ESCAPE.match(text, position, end)
        if escape is None:
            yield text[position].translate(_PLAIN), position
            position += 1
            continue
        if (letter := _meant(escape)) != "":
            yield letter, position
        position = escape.end()


def _meant(escape: re.Match[str]) -> str:
    code = escape["x"] or escape["u"]
    if code:
        return chr(int(code, 16)).translate(_PLAIN)
    if escape["plain"]:
        return escape["plain"].translate(_PLAIN)
    return "'" if escape.group() == "''" else "" if escape.group().startswith("\\") else " "
