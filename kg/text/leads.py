"""Which passage leads into which: the words before a list, at each of its levels, and what a heading opens.

Levels are told apart by the marks of their items ("1." "a)" "(i)" "•"), whatever numbers they bear: a list whose
items are all "1." has one level.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Passage, PassageKind

_ROMAN = re.compile(r"[ivxl]+|[IVXL]+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBERED_WITHIN = re.compile(r"\((?:i|1|a)\)\s")  # a sentence that numbers its parts is a list of its own
_UNFINISHED = re.compile(r"[,;:][\"”’»]?(?:\s+(?:and|or|y|e|o))?$")
_FOLLOWING = re.compile(r"\b(?:the following|as follows|siguientes?|a continuación)$", re.IGNORECASE)
_INFINITIVE = {
    "en": re.compile(r"To [a-z]{2,} [a-z]"),
    "es": re.compile(r"(?:No )?[A-ZÁÉÍÓÚ][a-záéíóúñ]+(?:[aei]|í)r(?:se|l[aeo]s?)? [^\W\d_]+"),
}
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    lead: int | None


def with_leads(text: str, passages: Sequence[Passage], language: str) -> tuple[Passage, ...]:
    """The passages of a text, each with the index of the passage that leads into it, the nearest where several do."""
    led: list[Passage] = []
    levels: tuple[_Level, ...] = ()
    for passage in passages:
        previous = led[-1] if led else None
        levels, lead = _placed(text, passage, previous, levels, passage.language or language)
        listed = (
            lead is not None
            and passage.kind is PassageKind.SENTENCE
            and _starts(passage, previous, passage.language or language)
        )
        led.append(replace(passage, lead=lead, kind=PassageKind.ITEM if listed else passage.kind))
    return tuple(led)


def _placed(
    text: str, passage: Passage, previous: Passage | None, levels: tuple[_Level, ...], language: str
) -> tuple[tuple[_Level, ...], int | None]:
    """The levels that are open at a passage, and its lead."""
    if previous is not None and passage.paragraph == previous.paragraph:
        return _within(passage, previous, levels)
    opener = previous.index if previous is not None and _opens(previous) else None
    if passage.kind is PassageKind.HEADING:
        if opener is not None and not _is_heading(previous) and not _is_item(previous):
            levels = (_Level("", opener),)
        outer = levels[:1]
        return outer, outer[0].lead if outer else opener
    if passage.kind is PassageKind.ITEM:
        if opener is None and previous is not None and _breaks_off(previous):
            opener = previous.index
        levels = _at_item(_styles(text, passage), opener, levels)
    elif opener is not None:
        levels = (*levels, _Level("", opener))[-_DEEPEST:] if _is_item(previous) else (_Level("", opener),)
    elif not _goes_on(passage, previous, language):
        levels = ()
    return levels, levels[-1].lead if levels else None


def _within(passage: Passage, previous: Passage, levels: tuple[_Level, ...]) -> tuple[tuple[_Level, ...], int | None]:
    """A later sentence of a paragraph has a lead only where it is a list itself."""
    if not _NUMBERED_WITHIN.search(passage.view.text):
        return levels, None
    return levels, previous.index if _opens(previous) else levels[-1].lead if levels else None


def _at_item(styles: tuple[str, ...], opener: int | None, levels: tuple[_Level, ...]) -> tuple[_Level, ...]:
    """The levels with the item's own on top; `styles` are what its mark may be, the likeliest first."""
    if opener is not None:
        return (*levels, _Level(styles[0], opener))[-_DEEPEST:]
    for depth in range(len(levels), 0, -1):
        if levels[depth - 1].style in styles:
            return levels[:depth]
    return (*levels, _Level(styles[0], levels[-1].lead if levels else None))[-_DEEPEST:]


def _opens(passage: Passage) -> bool:
    """Whether the next paragraph goes on from this one: after a colon, a heading, or a recital's comma."""
    ends = passage.view.text[-1]
    sentence = passage.kind is PassageKind.SENTENCE
    return ends == ":" or _is_heading(passage) or (sentence and (ends == "," or opens_list(passage.view.text)))


def opens_list(words: str) -> bool:
    """Whether words announce what follows them, with a colon or without: "… agreed on the following"."""
    return words.endswith(":") or _FOLLOWING.search(words) is not None


def _starts(passage: Passage, previous: Passage | None, language: str) -> bool:
    """Whether a paragraph without a mark is an item all the same: an infinitive opens it."""
    first = previous is None or passage.paragraph != previous.paragraph
    opens = _INFINITIVE.get(language)
    return first and opens is not None and opens.match(passage.view.text) is not None


def _goes_on(passage: Passage, previous: Passage | None, language: str) -> bool:
    """Whether a paragraph without a mark still belongs to the list above it."""
    unfinished = previous is not None and _UNFINISHED.search(previous.view.text) is not None
    return unfinished or _NUMBERED_WITHIN.search(passage.view.text) is not None or _starts(passage, previous, language)


def _breaks_off(passage: Passage) -> bool:
    """Whether a sentence stops without a mark, so that the items below it are its end: "To this end, we will"."""
    return passage.kind is PassageKind.SENTENCE and passage.view.text[-1].isalnum()


def _is_heading(passage: Passage | None) -> bool:
    return passage is not None and passage.kind is PassageKind.HEADING


def _is_item(passage: Passage | None) -> bool:
    return passage is not None and passage.kind is PassageKind.ITEM


def _styles(text: str, passage: Passage) -> tuple[str, ...]:
    """The mark before an item with its number or letter made plain: "2." and "14." are "1."; "v)" is "i)" or "a)"."""
    line = text.rfind("\n", 0, passage.span.start) + 1
    mark = text[line : passage.span.start].strip()
    bare = mark.strip("().")
    roman = _ROMAN.sub("i" if mark.islower() else "I", mark, count=1)
    if _WORD.search(bare) and not _ROMAN.fullmatch(bare):
        return (_WORD.sub("First", mark),)
    letter = _LETTER.sub("a" if mark.islower() else "A", _DIGITS.sub("1", mark))
    if not _ROMAN.fullmatch(bare):
        return (letter,)
    return (roman, letter) if len(bare) > 1 or bare in "iI" else (letter, roman)
