"""The download of a release, prepared beside the releases by a process that gives way to all others."""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import PlenaryError
from kg.export.download import CONTENTS, download
from kg.query.confine import die_with
from kg.store.release import read_release

__all__ = ["main", "prepare"]


def main(arguments: Sequence[str]) -> int:
    """Prepare the release in one folder below another, as long as its parent lives; why not goes to standard error."""
    release, downloads, parent = arguments
    die_with(int(parent))
    # Its server ends it in its own time, having been interrupted or not: neither is a failure.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way()
    try:
        prepare(Path(release), Path(downloads))
    except (OSError, PlenaryError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def prepare(release: Path, downloads: Path) -> None:
    """Write the download of the release in a folder to `downloads/<id>/`, unless it is there.

    One at a time works below `downloads`; another waits. What is left of one that died is removed, and so is what
    belongs to a release that is kept no longer.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    with _alone(downloads / ".lock"):
        _sweep(downloads, release.parent)
        told = read_release(release)
        if not (downloads / told.id / CONTENTS).is_file():
            download(told, downloads / told.id)


def _give_way() -> None:
    with suppress(OSError):
        os.nice(19)
    if hasattr(os, "SCHED_IDLE"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # The kernel lets go of the lock when its process ends, in whatever way.
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(downloads: Path, releases: Path) -> None:
    for left in downloads.iterdir():
        if left.is_dir() and (left.name.startswith(".") or not (releases / left.name).is_dir()):
            shutil.rmtree(left, ignore_errors=True)
