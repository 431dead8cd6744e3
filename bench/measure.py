"""Programs run as a person would run them, timed from outside, with the most memory that they took."""

import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Run", "folder", "machine", "median", "once"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall-clock seconds, and the largest resident set of it and its children in megabytes."""

    seconds: float
    megabytes: float


def once(command: Sequence[str | Path], folder: Path) -> Run:
    """Runs a command in a folder, its output thrown away; raises CalledProcessError where it fails."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Run(seconds, usage.ru_maxrss / 1024)


def median(runs: int, command: Sequence[str | Path], prepared: Callable[[], Path]) -> Run:
    """The median of several runs, each in the folder that `prepared` gives it."""
    measured = [once(command, prepared()) for _ in range(runs)]
    return Run(statistics.median(one.seconds for one in measured), statistics.median(one.megabytes for one in measured))


def machine() -> str:
    """What the figures were measured on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


@contextmanager
def folder(place: Path | None = None) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
