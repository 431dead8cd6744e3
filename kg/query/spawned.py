"""A process of our own package, started fresh: what it is told, what it says, and how it ends."""

import asyncio
import importlib.util
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from kg.query.line import Line

__all__ = ["LAST_WORDS", "Spawned", "spawned"]

LAST_WORDS = 4_000
"""Bytes of its error stream that are kept of a process."""

_BOOT = """import sys
sys.path[:0] = sys.argv[1].split(sys.argv[2])
from importlib import import_module
import_module(sys.argv[3]).main(sys.argv[4:])"""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


class Spawned(asyncio.SubprocessProtocol):
    """The process, from its start to the end of its pipes."""

    def __init__(self) -> None:
        self.line = Line()
        self._words = b""
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.SubprocessTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It runs."""
        self._transport = cast(asyncio.SubprocessTransport, transport)
        self.line.open(self._running.get_pipe_transport(1))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It says something, or complains."""
        if fd == 1:
            self.line.hear(data)
        else:
            self._words = (self._words + data)[-LAST_WORDS:]

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """It says no more."""
        if fd == 1:
            self.line.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, and its pipes are empty."""
        self.line.end()
        if not self._over.done():
            self._over.set_result(None)

    @property
    def pid(self) -> int:
        """The process id."""
        return int(self._running.get_pid() or 0)

    @property
    def alive(self) -> bool:
        """Whether the process is still running, as far as is known."""
        return self._running.get_returncode() is None

    @property
    def last_words(self) -> str:
        """The end of what it wrote to its error stream."""
        return self._words.decode("utf-8", "replace")

    def tell(self, data: bytes) -> None:
        """Write to its input. Raises ConnectionError where it hears no more."""
        pipe = cast(asyncio.WriteTransport | None, self._running.get_pipe_transport(0))
        if pipe is None or pipe.is_closing() or not self.alive:
            raise BrokenPipeError
        pipe.write(data)

    def kill(self) -> None:
        """End the process now."""
        if self.alive:
            try:
                self._running.kill()
            except ProcessLookupError:
                return

    async def wait(self) -> int:
        """The status with which it ended, once nothing of it is left; what it said and was not taken is lost."""
        self.line.drop()
        pipe = self._running.get_pipe_transport(0)
        if pipe is not None:
            pipe.close()
        await asyncio.shield(self._over)
        status = self._running.get_returncode()
        self._running.close()
        return -1 if status is None else status

    @property
    def _running(self) -> asyncio.SubprocessTransport:
        if self._transport is None:
            raise TypeError("a process is spoken to once it runs")
        return self._transport


async def spawned(module: str, arguments: Sequence[str], inherited: Sequence[int] = ()) -> Spawned:
    """A process that runs `main` of a module of this package, given these arguments and open files."""
    extra: dict[str, Any] = {"pass_fds": tuple(inherited)} if inherited else {}
    _, process = await asyncio.get_running_loop().subprocess_exec(
        Spawned, *_command(module), *arguments, env=_environment(), **extra
    )
    return process


def _command(module: str) -> list[str]:
    # Isolated and without site: a fresh interpreter is ready in half the time, and no one's environment changes it.
    return [sys.executable, "-I", "-S", "-c", _BOOT, os.pathsep.join(_homes()), os.pathsep, module]


@cache
def _homes() -> tuple[str, ...]:
    """The folders in which this package and the engine's are found."""
    homes = [Path(__file__).resolve().parents[2]]
    engine = importlib.util.find_spec("pyoxigraph")
    if engine is not None and engine.origin is not None:
        homes.append(Path(engine.origin).parents[1])
    return tuple(str(home) for home in homes)


def _environment() -> dict[str, str]:
    # Nothing is chosen by these: the system's loader may need them to start Python at all.
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}  # noqa: TID251
    return kept | {"RUST_BACKTRACE": "0"}
