"""One build at a time: a lock that dies with the process that holds it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import BuildUnderWay
from kg.store.layout import Layout

__all__ = ["building"]


@contextmanager
def building(layout: Layout) -> Iterator[None]:
    """Hold the build directory; what dead builds left behind is removed on entry.

    Raises PlenaryError where another process holds it. The kernel lets go of the lock when a process ends in
    whatever way, so a lock file with the number of a dead process never stands in the way.
    """
    layout.root.mkdir(parents=True, exist_ok=True)
    with layout.lock.open("a+", encoding="ascii") as file:
        _take(file, layout.lock)
        _sweep(layout)
        try:
            yield
        finally:
            file.truncate(0)


def _take(file: IO[str], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise BuildUnderWay(
            "Another build is under way",
            str(path.parent),
            f"process {file.read().strip() or 'unknown'} works in this folder",
            "wait until it has ended, or give another build_dir",
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()


def _sweep(layout: Layout) -> None:
    """Remove what is half made: its makers are dead, for this process holds the lock."""
    shutil.rmtree(layout.private, ignore_errors=True)
    for path in (layout.current, layout.history, layout.record):
        for left in path.parent.glob(f".{path.name}.*"):
            left.unlink(missing_ok=True)
