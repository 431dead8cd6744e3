"""How much of a text is cited by what was found in it."""

from collections.abc import Iterable
from itertools import pairwise

from kg.model import Span


def coverage(text: str, cited: Iterable[Span]) -> tuple[int, int]:
    """The number of non-blank characters inside a cited passage, and of all of them; overlaps count once."""
    inside = sum(_visible(text[start:end]) for start, end in _merged(cited))
    return inside, _visible(text)


def uncited(text: str, cited: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches with words that no passage cites, in order, without their outer white space."""
    edges = [(0, 0), *_merged(cited), (len(text), len(text))]
    gaps = ((left[1], right[0]) for left, right in pairwise(edges))
    return tuple(span for start, end in gaps if (span := _trimmed(text, start, end)))


def _merged(cited: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(cited):
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def _visible(words: str) -> int:
    return sum(not character.isspace() for character in words)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    if not words.strip():
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
