"""The columns of a page in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from kg.text.pdf_lines import Run

__all__ = ["Column", "columns"]

_FEWEST = 4  # runs that make a column
_WORDS = 3  # on average in a run of prose: cells of a table have fewer
_FILLED = 0.55  # of a column's width by half of its runs
_CROSSING = 0.35


@dataclass(frozen=True, slots=True)
class Column:
    """Runs that are read together, from top to bottom; `beside` where others stand to their left or right."""

    runs: list[Run]
    beside: bool = False


def columns(runs: Sequence[Run], beside: bool = False, deep: int = 2) -> Iterator[Column]:
    """The columns of a page, left before right between the lines that go across; `runs` are from top to bottom."""
    gutter = _gutter(runs) if deep else None
    if gutter is None:
        yield Column(list(runs), beside)
        return
    held: list[Run] = []
    for band in _bands(runs, gutter):
        above, left, right = _sides(band, gutter)
        held += above
        if not (_is_prose(left) and _is_prose(right)):
            held += band[len(above) :]
            continue
        if held:
            yield Column(held, beside)
        held = []
        yield from columns(left, True, deep - 1)
        yield from columns(right, True, deep - 1)
    if held:
        yield Column(held, beside)


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where the fewest runs go across, with columns to its left and right; None where there is no such place."""
    if len(runs) < 2 * _FEWEST:
        return None
    edges = sorted({one.x1 for one in runs})
    starts = sorted({one.x0 for one in runs})
    best: tuple[int, float, float] | None = None
    for edge in edges[:400]:
        start = next((one for one in starts if one > edge), None)
        if start is None:
            break
        middle = (edge + start) / 2
        left, right = sum(one.x1 <= middle for one in runs), sum(one.x0 >= middle for one in runs)
        across = len(runs) - left - right
        if min(left, right) >= max(_FEWEST, 0.15 * len(runs)) and across <= _CROSSING * len(runs):
            best = min(best or (across, edge - start, middle), (across, edge - start, middle))
    return best[2] if best else None


def _bands(runs: Sequence[Run], gutter: float) -> Iterator[list[Run]]:
    """Stretches from top to bottom in which either nothing or everything goes across the gutter."""
    held: list[Run] = []
    before: bool | None = None
    for one in runs:
        across = one.x0 < gutter < one.x1
        if before is not None and across is not before:
            yield held
            held = []
        held.append(one)
        before = across
    if held:
        yield held


def _sides(band: list[Run], gutter: float) -> tuple[list[Run], list[Run], list[Run]]:
    """What stands above the place where both columns begin, and the columns; those are empty where runs go across."""
    left, right = [one for one in band if one.x1 <= gutter], [one for one in band if one.x0 >= gutter]
    if not left or not right or len(left) + len(right) < len(band):
        return [], [], []
    top = min(left[0].y, right[0].y) + left[0].size
    above = [one for one in band if one.y > top]
    return above, [one for one in left if one.y <= top], [one for one in right if one.y <= top]


def _is_prose(side: Sequence[Run]) -> bool:
    if len(side) < 2:
        return False
    width = max(one.x1 for one in side) - min(one.x0 for one in side)
    filled = median(one.x1 - one.x0 for one in side) >= _FILLED * width
    return filled and fmean(len(one.words.split()) for one in side) >= _WORDS
