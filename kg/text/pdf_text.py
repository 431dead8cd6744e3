"""From the lines of all pages to a text: paragraphs made whole across lines, columns and pages."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from kg.text.layout import MARK
from kg.text.pdf_columns import columns
from kg.text.pdf_furniture import body_size, leading, notes_at_foot, without_furniture
from kg.text.pdf_lines import Glyph, Line, Run, edges, lines, runs
from kg.text.symbols import PLAIN

__all__ = ["page_runs", "text_of"]

_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_PAUSES = re.compile(r"(?:[.!?:;,…][\"'”’»)\]]*|\b(?:and|or|y|e|o|u))$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_HEAD = re.compile(r"[^\W_]+")
# Before these a hyphen at the end of a line is the word's own.
_PREFIXES = frozenset("non self co ex vice well high low long short mid cross anti semi multi".split())
_CONTENTS = re.compile(r"(?:\.\s?){5,}\s*\d{1,4}$")  # a line of a list of contents
_LONG = 0.8  # of the column: what breaks off there goes on in the next
_LOST = re.compile(r"(?<![^\W\d_])\ufffd+(?![^\W\d_])")


def page_runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """What is kept of a page until all have been seen."""
    return runs(glyphs)


def text_of(pages: Sequence[Sequence[Run]]) -> str:
    """The text of the pages in reading order, notes at its end."""
    kept = without_furniture(pages)
    body = body_size(kept)
    text: list[Line] = []
    notes: list[Line] = []
    usual = _usual(kept)
    for page in kept:
        for column in columns(page):
            above, below = notes_at_foot(lines(column.runs, None if column.beside else usual), body)
            text += _numbered([line for line in above if not _CONTENTS.search(line.words)], len(text))
            notes += _numbered(below, len(text))
    written = [_written(part, _words([*text, *notes])) for part in (text, notes) if part]
    return _LOST.sub("", "\n\n".join(written)) + "\n" if written else ""


def _usual(pages: Sequence[Sequence[Run]]) -> tuple[float, float]:
    """How far the text of most pages reaches to the left and to the right."""
    found = [edges(page) for page in pages if page]
    return (median(left for left, _ in found), median(right for _, right in found)) if found else (0.0, 0.0)


def _numbered(column: list[Line], number: int) -> list[Line]:
    for line in column:
        line.column, line.lines = number, len(column)
        line.words = line.words.translate(PLAIN)
    return column


def _words(text: Iterable[Line]) -> set[str]:
    return {word.casefold() for line in text for word in _WORD.findall(line.words)}


def _written(text: Sequence[Line], known: set[str]) -> str:
    step = leading(text)
    parts = [text[0].words]
    listed = _is_item(text[0])
    for before, line in pairwise(text):
        between = _between(before, line, step, listed)
        if between == " ":
            parts[-1], between = _hyphened(parts[-1], line.words, known)
        else:
            listed = _is_item(line) or (listed and between == "\n")
        parts += (between, line.words)
    return "".join(parts)


def _is_item(line: Line) -> bool:
    return MARK.match(f"{line.words} ") is not None


def _between(before: Line, line: Line, step: float, listed: bool) -> str:
    """What parts two lines: a blank line, a line break, or a space where a sentence runs on."""
    if before.cells or line.cells or not 0.88 < line.size / before.size < 1.14:
        return "\n\n"
    full, closed = _is_full(before, line), _ENDS.search(before.words) is not None
    near = before.column == line.column
    gap = (before.y - line.y) / line.size if near else 0.0
    if _is_item(line) and (not full or _PAUSES.search(before.words) or gap > 1.15 * step):
        return "\n" if listed else "\n\n"
    if _BROKEN.search(before.words) and line.words[:1].islower():
        return " "
    if not near:
        runs_on = line.words[:1].islower() or (before.lines > 2 and _is_long(before))
        return " " if runs_on and not closed else "\n\n"
    if gap > 1.35 * step or _is_set_off(before, line, listed, full, closed):
        return "\n\n"
    return " " if full else "\n\n" if closed else "\n"


def _is_full(before: Line, line: Line) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    width = (line.x1 - line.x0) / max(1, len(line.words))
    word = len(line.words.split(" ", 1)[0])
    return before.x1 + (word + 0.5) * width > before.right - 0.3 * before.size


def _is_long(line: Line) -> bool:
    return line.x1 - line.left > _LONG * (line.right - line.left)


def _is_set_off(before: Line, line: Line, listed: bool, full: bool, closed: bool) -> bool:
    """An indent that opens a paragraph, or the way back from an item to the margin."""
    if full and not closed:
        return False
    indent = line.x0 - before.x0
    return indent < -0.8 * line.size if listed else indent > 0.8 * line.size and before.x0 - before.left < line.size


def _hyphened(before: str, after: str, known: set[str]) -> tuple[str, str]:
    """The words before, and what parts them from those after: a word that the line broke is whole again."""
    broken, head = _BROKEN.search(before), _HEAD.match(after)
    if broken is None or head is None:
        return before, " "
    first, second = broken.group(1).casefold(), head.group().casefold()
    whole = before[: broken.end(1)]
    if before[-1] == "\u00ad" or first + second in known:
        return whole, ""
    own = first in _PREFIXES or f"{first}-{second}" in known or not head.group()[0].islower()
    return (f"{whole}-" if own else whole), ""
