"""What stands on the pages and not in the text: running headers and footers, page numbers, notes at the foot."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.text.pdf_lines import Line, Run

__all__ = ["body_size", "notes_at_foot", "without_furniture"]

_ZONE = 3  # lines at the top and at the foot of a page
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|pag|pág|página|p)\.?\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|de)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\[\S{1,3}\]|\d{1,3}|[*†‡]{1,3})\s*\S")
_SMALLER = 0.93
_Edge = tuple[str, int, str]  # which edge, how high, and the words without their numbers


def without_furniture(pages: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The runs of each page, from top to bottom, without what is on many pages in the same place.

    A header that never changes stays on the first page, where it opens the text.
    """
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in set(page.values()))
    often = max(2, round(0.3 * len(pages)))
    kept: list[list[Run]] = []
    for number, page in enumerate(pages):
        away = {place for place, key in edges[number].items() if seen[key] >= often and not _opens(number, key)}
        kept.append(_unnumbered([run for run in page if _place(run) not in away]))
    return kept


def _place(run: Run) -> int:
    return round(run.y / 2)


def _edges(page: Sequence[Run]) -> dict[int, _Edge]:
    """The lines at the top and at the foot, by their place."""
    rows: dict[int, str] = {}
    for run in page:
        rows[_place(run)] = f"{rows.get(_place(run), '')} {run.words}".strip()
    places = list(rows)
    sides = [(place, "top") for place in places[:_ZONE]] + [(place, "foot") for place in places[_ZONE:][-_ZONE:]]
    return {place: (side, place // 2, _DIGITS.sub("#", rows[place]).casefold()) for place, side in sides}


def _opens(number: int, key: _Edge) -> bool:
    return number == 0 and key[0] == "top" and "#" not in key[2]


def _unnumbered(page: list[Run]) -> list[Run]:
    """The page without a number that stands alone on its first or last line."""
    for edge in (-1, 0):
        if len(page) > 1:
            alone = [run for run in page if abs(run.y - page[edge].y) < run.size / 2]
            if len(alone) == 1 and _NUMBER.fullmatch(alone[0].words):
                page = [run for run in page if run is not alone[0]]
    return page


def body_size(pages: Sequence[Sequence[Run]]) -> float:
    """The size that most of the text is set in."""
    weights: Counter[float] = Counter()
    for run in (run for page in pages for run in page):
        weights[round(run.size, 1)] += len(run.words)
    return weights.most_common(1)[0][0] if weights else 0.0


def notes_at_foot(column: list[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of a column and the notes below them: smaller lines at its foot, the first with a number."""
    first = len(column)
    while first and column[first - 1].size < _SMALLER * body:
        first -= 1
    while first < len(column) and not _NOTE.match(column[first].words):
        first += 1
    return column[:first], column[first:]


def leading(lines: Sequence[Line]) -> float:
    """The distance from one baseline to the next within a paragraph, as a share of the size."""
    steps = sorted(
        (above.y - below.y) / below.size
        for above, below in pairwise(lines)
        if above.column == below.column and 0 < above.y - below.y < 3 * above.size
    )
    return steps[3 * len(steps) // 10] if steps else 1.2
