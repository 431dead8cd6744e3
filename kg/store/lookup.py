"""One line of many, found where it lies: the file is in order and is never read as a whole."""

import json
from pathlib import Path
from typing import IO, Any

__all__ = ["found_line"]


def found_line(path: Path, key: str) -> list[Any] | None:
    """The list whose first item is `key`, in a file of such lists, a line each, in the order of their first items.

    Raises OSError, or ValueError where a line is no JSON.
    """
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            start, row = _line_before((low + high) // 2, low, file)
            if row[0] == key:
                return row
            if row[0] < key:
                low = file.tell()
            else:
                high = start
    return None


def _line_before(at: int, low: int, file: IO[bytes]) -> tuple[int, list[Any]]:
    """The line that holds the byte `at`, with its start, which is `low` at the least; the file stands at its end."""
    start = at
    while start > low:
        begin = max(low, start - 4_096)
        file.seek(begin)
        found = file.read(start - begin).rfind(b"\n")
        if found >= 0:
            start = begin + found + 1
            break
        start = begin
    file.seek(start)
    return start, list(json.loads(file.readline()))
