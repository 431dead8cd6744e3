"""Memory of this process and of those that it started, as far as the system tells.

https://docs.kernel.org/filesystems/proc.html
"""

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["memory_of", "started_by"]

_PROC = Path("/proc")
_MOST = 1_000


def memory_of(pid: int) -> int:
    """Bytes of memory, a page shared by several processes counted in part for each; 0 where it cannot be known."""
    return _proportional(pid) or _resident(pid)


def started_by(pid: int) -> list[int]:
    """The processes that a process started, and those that they did; none where it cannot be known."""
    found: list[int] = []
    seen = {pid}
    waiting = [pid]
    while waiting and len(found) < _MOST:
        fresh = [child for child in _children(waiting.pop()) if child not in seen]
        seen.update(fresh)
        found += fresh
        waiting += fresh
    return found


def _children(pid: int) -> Iterator[int]:
    # A child is listed under the thread that started it.
    try:
        for thread in (_PROC / str(pid) / "task").iterdir():
            yield from map(int, (thread / "children").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return


def _proportional(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return 0


def _resident(pid: int) -> int:
    try:
        pages = (_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
