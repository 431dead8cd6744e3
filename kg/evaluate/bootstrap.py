"""How far a figure would move with other texts of the same kind: percentile bootstrap intervals.

Texts are drawn with replacement, since the acts of one text resemble one another.
https://en.wikipedia.org/wiki/Bootstrapping_(statistics)#Percentile_bootstrap
"""

import random
from collections.abc import Sequence
from operator import mul

from kg.evaluate.figures import Figure, Totals, measure_names

__all__ = ["LEVEL", "REPLICATES", "SEED", "Intervals", "intervals"]

LEVEL = 0.95
REPLICATES = 1000
SEED = 1997

Intervals = dict[str, tuple[float, float]]
"""Lower and upper bound by name of measure."""

_Column = tuple[int, ...]


def intervals(texts: Sequence[Totals], total: Totals) -> Intervals:
    """The interval of each measure of `total`, the sum over the texts; none for fewer than two texts.

    The same texts in the same order, the same bounds. Draws in which nothing counts are left out; an interval is
    widened to hold the figure itself where it would not.
    """
    if len(texts) < 2:
        return {}
    draws = _draws(len(texts))
    known: dict[_Column, list[int]] = {}
    per_text = [text.figures() for text in texts]
    found: Intervals = {}
    for name, figure in total.figures().items():
        columns = _columns(name, figure, per_text)
        for column in columns:
            if column not in known:
                known[column] = [sum(map(mul, column, draw)) for draw in draws]
        drawn = [type(figure)(*counts) for counts in zip(*(known[column] for column in columns), strict=True)]
        found.update(_bounds(name, figure, drawn))
    return found


def _draws(number: int) -> list[list[int]]:
    """How often each text is drawn, for each replicate."""
    chance = random.Random(SEED)  # noqa: S311  (statistics, not secrets)
    draws = []
    for _ in range(REPLICATES):
        draw = [0] * number
        for index in chance.choices(range(number), k=number):
            draw[index] += 1
        draws.append(draw)
    return draws


def _columns(name: str, figure: Figure, texts: Sequence[dict[str, Figure]]) -> list[_Column]:
    nothing = type(figure)().counts
    counts = [text[name].counts if name in text else nothing for text in texts]
    return list(zip(*counts, strict=True))


def _bounds(name: str, figure: Figure, drawn: Sequence[Figure]) -> Intervals:
    found: Intervals = {}
    ratios = zip(*(one.ratios for one in drawn), strict=True)
    for measure, value, column in zip(measure_names(name, figure), figure.ratios, ratios, strict=True):
        counted = sorted(ratio for ratio in column if ratio is not None)
        if value is not None and counted:
            tail = int(len(counted) * (1 - LEVEL) / 2)
            found[measure] = (min(value, counted[tail]), max(value, counted[-1 - tail]))
    return found
