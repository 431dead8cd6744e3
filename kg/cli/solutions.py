"""Solutions of a query laid out for a terminal: columns where they fit, else one block a row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.cli.console import aligned

if TYPE_CHECKING:
    from kg.query.table import Cell, Table

__all__ = ["laid_out"]

_LABEL = "Label"


def laid_out(table: "Table", width: int, base: str) -> str:
    """All rows, nothing cut off; a variable beside its label (`meeting`, `meetingLabel`) gives way to the label."""
    shown = [index for index, name in enumerate(table.variables) if name + _LABEL not in table.variables]
    names = [table.variables[index].removesuffix(_LABEL) for index in shown]
    rows = [[_words(row[index], base) for index in shown] for row in table.rows]
    if not rows:
        return "  ".join(names)
    columns = aligned([names, *rows], indent="")
    return columns if max(map(len, columns.splitlines())) <= width else _blocks(names, rows)


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    blocks = [
        aligned([pair for pair in zip(names, row, strict=True) if pair[1]], indent="  ").replace("  ", f"{number} ", 1)
        for number, row in enumerate(rows, 1)
    ]
    return "\n\n".join(blocks)


def _words(cell: "Cell | None", base: str) -> str:
    if cell is None:
        return ""
    return _short(cell.value, base) if cell.kind == "uri" else " ".join(cell.value.split())


def _short(iri: str, base: str) -> str:
    """The IRI as a prefixed name, or without the base of the release: `kg explain` takes that too."""
    from kg.vocabulary import HOME, PREFIXES

    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return next((iri.removeprefix(home) for home in (base, HOME) if iri.startswith(home)), iri)
