"""The rows of an answer as values, for pages and terminals."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Cell", "Table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One term: `kind` is uri, literal, bnode or triple; an unbound variable is no cell at all."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Variables, rows of terms, whether there are more rows; the answer to ASK is `boolean`."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool
    boolean: bool | None = None

    @classmethod
    def read(cls, chunks: Iterable[bytes]) -> "Table":
        """The table that a worker wrote."""
        said = json.loads(b"".join(chunks))
        if "boolean" in said:
            return cls((), (), False, bool(said["boolean"]))
        rows = tuple(tuple(_cell(one) for one in row) for row in said["rows"])
        return cls(tuple(said["variables"]), rows, bool(said["more"]))


def _cell(said: dict[str, Any] | None) -> Cell | None:
    if said is None:
        return None
    return Cell(said["type"], said["value"], said.get("language", ""), said.get("datatype", ""))
