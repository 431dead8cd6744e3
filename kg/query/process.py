"""A worker seen from its parent: started fresh, asked one question at a time, killed without asking."""

import asyncio
import importlib.util
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import BrokenRelease
from kg.query.frames import HEADER, Frame, header, packed, told

__all__ = ["Release", "Worker", "WorkerGone"]

_BOOT = """import sys
sys.path[:0] = sys.argv[1].split(sys.argv[2])
from kg.query.worker import main
main(sys.argv[3:])"""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_LAST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Release:
    """A published release: its folder, and the hex name that is in every answer."""

    folder: Path
    name: str

    @classmethod
    def read(cls, folder: Path) -> "Release":
        """The release in a folder, or where a link to one leads. Raises BrokenRelease where there is none."""
        real = folder.resolve()
        try:
            said = json.loads((real / "release.json").read_text(encoding="utf-8"))
            name = str(said["release"])
        except FileNotFoundError as error:
            raise BrokenRelease(
                "there is no published graph", str(folder), "nothing has been built there", "run: kg build"
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenRelease(
                "a published graph is damaged", str(real), "its release.json cannot be read", "run: kg build"
            ) from error
        if not (real / "store").is_dir():
            raise BrokenRelease("a published graph is damaged", str(real), "its store is missing", "run: kg build")
        return cls(real, name)


class WorkerGone(Exception):
    """The worker ended before it had answered; `memory` where it ran out of that."""

    def __init__(self, status: int | None, last_words: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.memory = "memory allocation" in last_words or "MemoryError" in last_words or "bad_alloc" in last_words


class Worker:
    """One process over one release."""

    def __init__(self, process: asyncio.subprocess.Process, release: Release) -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise TypeError("a worker is spoken to over pipes")
        self._process = process
        self._asks = process.stdin
        self._hears = process.stdout
        self._last_words = asyncio.ensure_future(process.stderr.read())
        self.release = release
        self.graphs: frozenset[str] = frozenset()
        self.sealed = False
        self.resident = 0

    @classmethod
    async def start(cls, release: Release, memory: int) -> "Worker":
        """A worker ready for questions; `memory` is in bytes. Raises BrokenRelease where the store cannot be opened."""
        process = await asyncio.create_subprocess_exec(
            *_command(release.folder / "store", memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
            limit=1 << 20,
        )
        worker = cls(process, release)
        try:
            await worker._introduced()
        except BaseException:
            await worker.close()
            raise
        return worker

    async def _introduced(self) -> None:
        try:
            _, content = await self._frame()
        except WorkerGone as gone:
            raise BrokenRelease(
                "the store of a published graph cannot be opened",
                str(self.release.folder),
                f"its reader ended with {gone}",
                "run: kg build",
            ) from gone
        said = told(content)
        self.graphs = frozenset(said["graphs"])
        self.sealed = bool(said["sealed"])

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still running, as far as is known."""
        return self._process.returncode is None

    async def ask(self, question: dict[str, Any]) -> AsyncIterator[tuple[Frame, bytes]]:
        """The frames of the answer, END or FAULT being the last. Raises WorkerGone."""
        try:
            self._asks.write(packed(Frame.QUESTION, question))
            await self._asks.drain()
        except (ConnectionError, RuntimeError) as error:
            raise await self._gone() from error
        while True:
            frame, content = await self._frame()
            if frame is Frame.END:
                self.resident = int(told(content)["resident"])
            yield frame, content
            if frame is not Frame.DATA:
                return

    def kill(self) -> None:
        """End the process now."""
        if self.alive:
            try:
                self._process.kill()
            except ProcessLookupError:
                return

    async def close(self) -> None:
        """End the process and wait until nothing of it is left."""
        self.kill()
        self._asks.close()
        await self._emptied()
        await self._last_words
        await self._process.wait()

    async def _emptied(self) -> None:
        # A process is not seen to end before its pipes are empty, and a full one is not read by itself.
        while not self._hears.at_eof():
            try:
                await self._hears.read(1 << 20)
            except RuntimeError:
                # Whoever was at a question is still reading, and will meet the end.
                await asyncio.sleep(0.01)

    async def _frame(self) -> tuple[Frame, bytes]:
        try:
            frame, length = header(await self._hears.readexactly(HEADER))
            return frame, await self._hears.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise await self._gone() from error

    async def _gone(self) -> WorkerGone:
        self.kill()
        await self._emptied()
        last_words = (await self._last_words)[-_LAST_WORDS:].decode("utf-8", "replace")
        return WorkerGone(await self._process.wait(), last_words)


def _command(store: Path, memory: int) -> list[str]:
    # Isolated and without site: a fresh interpreter is ready in half the time, and no one's environment changes it.
    found = os.pathsep.join(_homes())
    return [sys.executable, "-I", "-S", "-c", _BOOT, found, os.pathsep, str(store), str(memory), str(os.getpid())]


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
