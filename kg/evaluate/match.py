"""Which found thing answers which annotated one: as many pairs as possible, each thing in one pair at most."""

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Pairs", "Row", "Weight", "overlap", "pairs"]

Row = dict[str, Any]
"""A row of an annotation, as JSON has it."""

Weight = Callable[[Row, Row], int]
"""How well a found row answers an annotated one; 0 where it does not."""

Pairs = list[tuple[int, int]]
"""Indices of an annotated row and of the found one that answers it."""


def overlap(left: Sequence[int], right: Sequence[int]) -> int:
    """The number of characters that two spans share."""
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def pairs(there: Sequence[Row], found: Sequence[Row], weight: Weight) -> Pairs:
    """A largest one-to-one matching, in the order of the annotated rows; heavier pairs are tried first.

    Augmenting paths: https://en.wikipedia.org/wiki/Maximum_cardinality_matching
    """
    choices = [_choices(row, found, weight) for row in there]
    taken: dict[int, int] = {}
    for index in range(len(there)):
        _place(index, choices, taken, set())
    return sorted((left, right) for right, left in taken.items())


def _choices(row: Row, found: Sequence[Row], weight: Weight) -> list[int]:
    weighed = [(weight(row, other), index) for index, other in enumerate(found)]
    return [index for heavy, index in sorted(weighed, key=lambda pair: (-pair[0], pair[1])) if heavy > 0]


def _place(left: int, choices: list[list[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Gives `left` a partner, moving others to their next choice where that makes room."""
    for right in choices[left]:
        if right in tried:
            continue
        tried.add(right)
        if right not in taken or _place(taken[right], choices, taken, tried):
            taken[right] = left
            return True
    return False
