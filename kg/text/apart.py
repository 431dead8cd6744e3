"""Reading in a process apart: what a parser does with a hostile file ends with that process.

The process has the memory and the processor time that the limits allow, no environment but what starts it, and is
killed where it does not answer.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import BinaryIO

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text.limits import Limits, too_slow

__all__ = ["answer", "extract_apart"]

_BOOT = """import sys
sys.path[:0] = sys.argv[1].split(sys.argv[2])
from kg.text.apart import answer
answer(sys.stdin.buffer, sys.stdout.buffer)"""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_PARSERS = ("pypdfium2", "selectolax")
_MEMORY = 400_000_000  # bytes of address space: Python with the parsers, before a file is read
_PATIENCE = 2.5  # a process may wait for the processor so many times as long as it may use it


def extract_apart(module: str, source: Source, limits: Limits) -> str:
    """What `extract` of a module of readers gives, from a process of its own; raises UnreadableSource."""
    asked = json.dumps({"module": module, "name": source.name, "limits": asdict(limits)}).encode()
    try:
        done = subprocess.run(  # noqa: S603
            _command(),
            input=asked + b"\n" + source.data,
            capture_output=True,
            timeout=_PATIENCE * limits.max_seconds + 5,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_slow(source.name, limits.max_seconds) from error
    return _told(done, source.name, limits)


def _told(done: "subprocess.CompletedProcess[bytes]", name: str, limits: Limits) -> str:
    if done.returncode == 0:
        said = json.loads(done.stdout)
        if "refused" in said:
            raise UnreadableSource(*said["refused"])
        return str(said["text"])
    if -done.returncode in _out_of_time():
        raise too_slow(name, limits.max_seconds)
    raise UnreadableSource(
        what="The file cannot be read safely",
        where=name,
        why="its reader ran out of memory, or broke off",
        fix="open it and save it anew, or as plain text; or raise max_unpacked in the settings",
    )


def _out_of_time() -> tuple[int, ...]:
    import signal

    return tuple(number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, None)) is not None)


def answer(asks: BinaryIO, hears: BinaryIO) -> None:
    """The other side: one line that says what is wanted, the bytes of the file, and JSON with what comes of it."""
    asked = json.loads(asks.readline())
    limits = Limits(**asked["limits"])
    _confine(limits)
    reader = import_module(f"kg.text.{asked['module']}")
    try:
        said = {"text": reader.extract(Source(asked["name"], asks.read()), limits)}
    except UnreadableSource as error:
        said = {"refused": [error.what, error.where, error.why, error.fix]}
    hears.write(json.dumps(said).encode())


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # a system without it ends the process by the clock alone
        return
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY + 2 * limits.max_unpacked),
        (resource.RLIMIT_CPU, ceil(limits.max_seconds) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _command() -> list[str]:
    # Isolated and without site: a fresh interpreter is ready in half the time, and no one's environment changes it.
    return [sys.executable, "-I", "-S", "-c", _BOOT, os.pathsep.join(_homes()), os.pathsep]


@cache
def _homes() -> tuple[str, ...]:
    """The folders in which this package and the parsers are found."""
    homes = [Path(__file__).resolve().parents[2]]
    for parser in _PARSERS:
        found = find_spec(parser)
        if found is not None and found.origin is not None:
            homes.append(Path(found.origin).parents[1])
    return tuple(dict.fromkeys(str(home) for home in homes))


def _environment() -> dict[str, str]:
    # Nothing is chosen by these: the system's loader may need them to start Python at all.
    return {name: os.environ[name] for name in _KEPT if name in os.environ}  # noqa: TID251
