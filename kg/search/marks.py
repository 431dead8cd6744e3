"""Text in which some words are marked: pieces, so that nobody has to tell markup from words."""

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CLOSE", "OPEN", "Mark", "Marked", "marked"]

OPEN, CLOSE = "\x02", "\x03"
"""What the engine puts around a word that it found; no text of the index holds them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters, from `start` up to `end`, that was looked for."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A text on one line, and what of it was looked for."""

    text: str
    marks: tuple[Mark, ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        at = 0
        for mark in self.marks:
            if mark.start > at:
                yield self.text[at : mark.start], False
            yield self.text[mark.start : mark.end], True
            at = mark.end
        if at < len(self.text):
            yield self.text[at:], False


def marked(text: str) -> Marked:
    """A text with the engine's marks in it, read; line breaks become blanks."""
    plain: list[str] = []
    marks: list[Mark] = []
    length = 0
    for number, piece in enumerate(" ".join(text.split()).replace(CLOSE, OPEN).split(OPEN)):
        if number % 2:
            marks.append(Mark(length, length + len(piece)))
        plain.append(piece)
        length += len(piece)
    return Marked("".join(plain), tuple(marks))
