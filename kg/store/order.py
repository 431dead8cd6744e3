"""Lines in order, each once, when there may be more of them than memory holds."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

__all__ = ["in_order"]


def in_order(pieces: Iterable[bytes], scratch: Path) -> Iterator[bytes]:
    """The lines of all pieces by code point, each once; `scratch` is a file that does not exist yet, and goes again."""
    with closing(sqlite3.connect(scratch)) as shelf:
        shelf.execute("PRAGMA journal_mode = OFF")
        shelf.execute("CREATE TABLE lines (line BLOB PRIMARY KEY) WITHOUT ROWID")
        lines = ((line,) for piece in pieces for line in piece.split(b"\n") if line)
        shelf.executemany("INSERT OR IGNORE INTO lines VALUES (?)", lines)
        for (line,) in shelf.execute("SELECT line FROM lines ORDER BY line"):
            yield line + b"\n"
    scratch.unlink()
