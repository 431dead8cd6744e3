"""A worker seen from its parent: asked one question at a time, killed without asking."""

import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kg.errors import BrokenRelease
from kg.query.frames import Frame, packed, told
from kg.query.line import Line
from kg.query.spawned import spawned

__all__ = ["Process", "Release", "Worker", "WorkerGone"]


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

    @property
    def store(self) -> Path:
        """The folder of its store."""
        return self.folder / "store"


class Process(Protocol):
    """What runs a worker: a fresh program, or a copy of one that holds the store in memory."""

    line: Line

    @property
    def pid(self) -> int:
        """The process id."""

    @property
    def alive(self) -> bool:
        """Whether it is still running, as far as is known."""

    @property
    def last_words(self) -> str:
        """The end of what it wrote to its error stream."""

    def tell(self, data: bytes) -> None:
        """Write to its input. Raises ConnectionError where it hears no more."""

    def kill(self) -> None:
        """End it now."""

    async def wait(self) -> int:
        """The status with which it ended, once nothing of it is left."""


class WorkerGone(Exception):
    """The worker ended before it had answered; `memory` where it ran out of that."""

    def __init__(self, status: int | None, last_words: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.memory = "memory allocation" in last_words or "MemoryError" in last_words or "bad_alloc" in last_words


class Worker:
    """One process over one release."""

    def __init__(self, process: Process, release: Release, in_memory: bool = False) -> None:
        self._process = process
        self.release = release
        self.in_memory = in_memory
        self.graphs: frozenset[str] = frozenset()
        self.sealed = False
        self.grown = 0
        """Bytes of memory that it has taken since it was ready."""

    @classmethod
    async def start(cls, release: Release, memory: int) -> "Worker":
        """A worker ready for questions; `memory` is in bytes. Raises BrokenRelease where the store cannot be opened."""
        process = await spawned("kg.query.worker", [str(release.store), str(memory), str(os.getpid())])
        return await cls(process, release).introduced()

    async def introduced(self) -> "Worker":
        """This worker, once it is ready. Raises BrokenRelease where it never is."""
        try:
            _, content = await self._frame()
        except WorkerGone as gone:
            raise BrokenRelease(
                "the store of a published graph cannot be opened",
                str(self.release.folder),
                f"its reader ended with {gone}",
                "run: kg build",
            ) from gone
        except BaseException:
            self.kill()
            await self.close()
            raise
        said = told(content)
        self.graphs = frozenset(said["graphs"])
        self.sealed = bool(said["sealed"])
        return self

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still running, as far as is known."""
        return self._process.alive

    async def ask(self, question: dict[str, Any]) -> AsyncIterator[tuple[Frame, bytes]]:
        """The frames of the answer, END or FAULT being the last. Raises WorkerGone."""
        try:
            self._process.tell(packed(Frame.QUESTION, question))
        except (ConnectionError, RuntimeError) as error:
            raise await self._gone() from error
        while True:
            frame, content = await self._frame()
            if frame is Frame.END:
                self.grown = int(told(content)["grown"])
            yield frame, content
            if frame is not Frame.DATA:
                return

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    async def close(self) -> None:
        """End the process and wait until nothing of it is left."""
        self.kill()
        await self._process.wait()

    async def _frame(self) -> tuple[Frame, bytes]:
        try:
            return await self._process.line.frame()
        except EOFError as error:
            raise await self._gone() from error

    async def _gone(self) -> WorkerGone:
        self.kill()
        status = await self._process.wait()
        return WorkerGone(status, self._process.last_words)
