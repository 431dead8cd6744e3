"""Lines that belong to the page and not to the text: page numbers, and headers that run from page to page."""

import re
from collections import Counter

from kg.model import Span

__all__ = ["furniture"]

_LINE = re.compile(r"[^\n]*\n?")
_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:page|pag|pág|página|p)\.?\s+\d{1,4}(?:\s*(?:of|de|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*/\s*\d{1,4})\s*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s*\d{1,3}\s*$")
_DIGITS = re.compile(r"\d+")
_LONGEST = 120
_OFTEN = 3


def furniture(text: str) -> tuple[Span, ...]:
    """The whole lines that are furniture, in order."""
    lines = [Span(*found.span()) for found in _LINE.finditer(text) if found.group()]
    numbered = {index for index, line in enumerate(lines) if _is_number(text, lines, index)}
    running = _running(text, lines, numbered)
    return tuple(
        line
        for index, line in enumerate(lines)
        if index in numbered or (_told(text, line) in running and _is_beside(index, numbered, text, lines))
    )


def _is_number(text: str, lines: list[Span], index: int) -> bool:
    """A page number: a line that says so, or a number that stands alone between blank lines or page breaks."""
    words = lines[index].of(text)
    if _NUMBER.match(words):
        return True
    return _ALONE.match(words) is not None and "\f" in "".join(
        line.of(text) for line in lines[max(0, index - 1) : index + 2]
    )


def _running(text: str, lines: list[Span], numbered: set[int]) -> set[str]:
    counted = Counter(_told(text, line) for index, line in enumerate(lines) if _is_beside(index, numbered, text, lines))
    return {words for words, times in counted.items() if words and times >= _OFTEN}


def _is_beside(index: int, numbered: set[int], text: str, lines: list[Span]) -> bool:
    near = range(max(0, index - 2), min(len(lines), index + 3))
    return any(one in numbered or "\f" in lines[one].of(text) for one in near)


def _told(text: str, line: Span) -> str:
    words = " ".join(line.of(text).split())
    return _DIGITS.sub("#", words) if len(words) <= _LONGEST else ""
