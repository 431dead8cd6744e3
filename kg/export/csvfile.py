"""Tables as CSV: https://www.rfc-editor.org/rfc/rfc4180 in UTF-8, safe to open in a spreadsheet.

A spreadsheet runs a cell that begins like a formula, and communiqués are written by others: such a cell gets an
apostrophe in front, as does one that begins with an apostrophe, so that taking one away always gives the words back.
"""

import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from kg.export.tables import Row, Table, Value

__all__ = ["GUARD", "RISKY", "guarded", "read_csv", "unguarded", "write_csv"]

GUARD = "'"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD)
"""What a guarded cell begins with, half or full width; cells of lists and labels are guarded as a whole."""

_LONGEST_CELL = 1 << 30


def write_csv(table: Table, rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a header and the rows, ended by CR and LF; nothing is empty, not quoted."""
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(column.name for column in table.columns)
        for row in rows:
            writer.writerow([_told(value) for value in row])
    finally:
        text.detach()


def read_csv(table: Table, path: Path) -> Iterator[Row]:
    """The rows of a file that `write_csv` wrote, as they were."""
    csv.field_size_limit(_LONGEST_CELL)
    kinds = [column.stored for column in table.columns]
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        next(reader)
        for row in reader:
            yield tuple(_read(kind, cell) for kind, cell in zip(kinds, row, strict=True))


def guarded(text: str) -> str:
    """The text, an apostrophe before it where a spreadsheet might run it."""
    return GUARD + text if text.startswith(RISKY) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(RISKY) else cell


def _told(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else guarded(value)


def _read(kind: str, cell: str) -> Value:
    if not cell:
        return None
    if kind == "integer":
        return int(cell)
    return cell == "true" if kind == "boolean" else unguarded(cell)
