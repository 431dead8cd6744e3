"""Which found thing answers which annotated one: as many pairs as possible, each thing in one pair at most."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Pairs", "Row", "Weight", "alike", "overlap", "pairs"]

Row = dict[str, Any]
"""A row of an annotation, as JSON has it."""

Weight = Callable[[Row, Row], int]
"""How well a found row answers an annotated one; 0 where it does not."""

Pairs = list[tuple[int, int]]
"""Indices of an annotated row and of the found one that answers it."""

_WHOLE = 1000


def overlap(left: Sequence[int], right: Sequence[int]) -> int:
    """The number of characters that two spans share."""
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def alike(left: Sequence[int], right: Sequence[int]) -> int:
    """How near two spans are: 1000 where they are the same, 1 or more where they overlap, else 0.

    Twice the shared part over both lengths: https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient
    """
    shared = overlap(left, right)
    return max(1, 2 * _WHOLE * shared // (left[1] - left[0] + right[1] - right[0])) if shared else 0


def pairs(there: Sequence[Row], found: Sequence[Row], weight: Weight) -> Pairs:
    """A largest one-to-one matching, in the order of the annotated rows; the heaviest pairs come first.

    Augmenting paths: https://en.wikipedia.org/wiki/Maximum_cardinality_matching
    """
    choices = [_choices(row, found, weight) for row in there]
    taken: dict[int, int] = {}
    placed: set[int] = set()
    edges = sorted((-heavy, left, right) for left, chosen in enumerate(choices) for heavy, right in chosen)
    for _, left, right in edges:
        if left not in placed and right not in taken:
            placed.add(left)
            taken[right] = left
    for left in range(len(there)):
        if left not in placed:
            _make_room(left, choices, taken)
    return sorted((left, right) for right, left in taken.items())


def _choices(row: Row, found: Sequence[Row], weight: Weight) -> list[tuple[int, int]]:
    weighed = [(weight(row, other), index) for index, other in enumerate(found)]
    return sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))


def _make_room(newcomer: int, choices: list[list[tuple[int, int]]], taken: dict[int, int]) -> None:
    """Gives a row a partner, moving as few others to another choice as it takes; none where no move makes room."""
    asked_by: dict[int, int] = {}
    waiting = deque([newcomer])
    while waiting:
        left = waiting.popleft()
        for _, right in choices[left]:
            if right in asked_by:
                continue
            asked_by[right] = left
            if right not in taken:
                _hand_on(right, newcomer, asked_by, taken)
                return
            waiting.append(taken[right])


def _hand_on(free: int, newcomer: int, asked_by: dict[int, int], taken: dict[int, int]) -> None:
    """Each row on the way to the free one gives its partner to the row that asked for it."""
    held = {left: right for right, left in taken.items()}
    right, left = free, asked_by[free]
    while left != newcomer:
        taken[right] = left
        right = held[left]
        left = asked_by[right]
    taken[right] = newcomer
