"""From the glyphs of a page to its lines: what stands on one baseline, side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kg.text.footnotes import cites
from kg.text.layout import MARK, row

__all__ = ["Glyph", "Line", "Run", "edges", "lines", "runs"]

Glyph = tuple[str, float, float, float, float]
"""A character with its left and right edge, its baseline and its size, in points from the page's lower left corner."""
_STRETCHED = 3.0  # of the size: as far a space goes that fills a line
_WIDE = 1.8  # of the size: a gap like that parts columns, cells, and numbers from their items


@dataclass(slots=True)
class Run:
    """Words side by side on one baseline."""

    words: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Line:
    """A line of a column, which reaches from `left` to `right` and has so many `lines`; `cells` is a table's row."""

    words: str
    x0: float
    x1: float
    y: float
    size: float
    cells: bool = False
    left: float = 0.0
    right: float = 0.0
    column: int = 0
    lines: int = 1


def runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The runs of a page, from top to bottom; numbers that lead to notes are left out, raised letters are not."""
    pieces = _settled(list(_pieces(glyphs)))
    found: list[Run] = []
    for baseline in _baselines(pieces):
        found.extend(_joined(baseline))
    return found


def _pieces(glyphs: Iterable[Glyph]) -> Iterator[Run]:
    """Characters that follow one another in one size."""
    run: Run | None = None
    space = False
    for character, x0, x1, y, size in glyphs:
        if character.isspace():
            space = True
            continue
        if run is not None and _follows(run, x0, y, size, space):
            run.words += f" {character}" if space or x0 - run.x1 > 0.3 * size else character
            run.x1 = max(run.x1, x1)
        else:
            if run is not None:
                yield run
            run = Run(character, x0, x1, y, size)
        space = False
    if run is not None:
        yield run


def _follows(run: Run, x0: float, y: float, size: float, space: bool) -> bool:
    level = abs(y - run.y) <= 0.12 * size and 0.8 < size / run.size < 1.25
    return level and -0.5 * size <= x0 - run.x1 <= (_STRETCHED if space else _WIDE) * size


def _settled(pieces: list[Run]) -> list[Run]:
    """Raised pieces put on the line that they belong to, or left out."""
    kept: list[Run] = []
    for position, piece in enumerate(pieces):
        near = pieces[max(0, position - 3) : position] + pieces[position + 1 : position + 4]
        base = next((one for one in near if _is_raised(piece, one)), None)
        kept += [piece] if base is None else _lowered(piece, base, near)
    return kept


def _lowered(piece: Run, base: Run, near: list[Run]) -> list[Run]:
    before = next((one for one in near if _is_level(one, base) and one.x0 < piece.x0), None)
    if before is None and cites(piece.words, ""):
        # The number of the note itself, which stands apart from its words.
        return [Run(f"[{piece.words}]", piece.x0, base.x0 - 0.3 * base.size, base.y, base.size)]
    if before is None or not cites(piece.words, before.words):
        return [Run(piece.words, piece.x0, piece.x1, base.y, base.size)]
    before.x1 = max(before.x1, piece.x1)
    return []


def _is_level(one: Run, base: Run) -> bool:
    return abs(one.y - base.y) < 1 and one.size == base.size


def _is_raised(piece: Run, base: Run) -> bool:
    touches = min(abs(piece.x0 - base.x1), abs(base.x0 - piece.x1)) < 0.5 * base.size
    return touches and piece.size < 0.85 * base.size and 0.1 * base.size < piece.y - base.y < 0.8 * base.size


def _baselines(pieces: Iterable[Run]) -> Iterator[list[Run]]:
    held: list[Run] = []
    for piece in sorted(pieces, key=lambda one: (-one.y, one.x0)):
        if held and held[0].y - piece.y > 0.3 * min(held[0].size, piece.size):
            yield held
            held = []
        held.append(piece)
    if held:
        yield held


def _joined(baseline: list[Run]) -> Iterator[Run]:
    held: Run | None = None
    for piece in sorted(baseline, key=attrgetter("x0")):
        if held is not None and piece.x0 - held.x1 <= _WIDE * held.size:
            held.words += f" {piece.words}" if piece.x0 - held.x1 > 0.15 * held.size else piece.words
            held.x1, held.size = max(held.x1, piece.x1), max(held.size, piece.size)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def edges(runs: Iterable[Run]) -> tuple[float, float]:
    """How far runs reach to the left and to the right."""
    held = list(runs)
    return min((one.x0 for one in held), default=0.0), max((one.x1 for one in held), default=0.0)


def lines(column: Sequence[Run], least: tuple[float, float] | None = None) -> list[Line]:
    """The lines of one column, from top to bottom; what is far apart on one line are the cells of a row.

    The column reaches as far as its lines do, and from the one edge to the other of `least` where that is further.
    """
    found = [_line(baseline) for baseline in _baselines(column)]
    left, right = edges(column)
    if least is not None:
        left, right = min(left, least[0]), max(right, least[1])
    for one in found:
        one.left, one.right = left, right
    return found


def _line(baseline: list[Run]) -> Line:
    cells = sorted(baseline, key=attrgetter("x0"))
    first, last = cells[0], cells[-1]
    listed = len(cells) > 1 and MARK.fullmatch(f"{first.words} ") is not None
    words = (
        [f"{first.words} {cells[1].words}", *(one.words for one in cells[2:])]
        if listed
        else [one.words for one in cells]
    )
    return Line(row(words), first.x0, last.x1, first.y, max(one.size for one in cells), len(words) > 1)
