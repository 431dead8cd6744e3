"""Workers that share one store in memory: copies of a process that has loaded it, seen from their parent.

On Linux alone: elsewhere nothing ends the copies when the process they come from is killed.
"""

import asyncio
import os
import socket
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

from kg.errors import BrokenRelease
from kg.query.copied import Copy, opened
from kg.query.frames import COPY, KILL, Frame, told
from kg.query.process import Release, Worker
from kg.query.spawned import Spawned, spawned

__all__ = ["Nursery", "worth_holding"]

_AVAILABLE = Path("/proc/meminfo")
_TIMES = 4
"""So many times its size on disk is room enough: for one copy of most of it, and what each worker makes its own."""


def worth_holding(release: Release, megabytes: int) -> bool:
    """Whether the store is small enough on disk to be held in memory, and there is room for it."""
    if sys.platform != "linux" or megabytes <= 0:
        return False
    size = sum(file.stat().st_size for file in release.store.iterdir())
    return size <= megabytes << 20 and size * _TIMES <= _room()


def _room() -> int:
    try:
        lines = _AVAILABLE.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)


class Nursery:
    """The process that holds the store, and its copies."""

    def __init__(self, process: Spawned, wishes: socket.socket, release: Release) -> None:
        self.release = release
        self._process = process
        self._wishes = wishes
        self._unborn: deque[asyncio.Future[int]] = deque()
        self._copies: dict[int, Copy] = {}
        self._ended: dict[int, int] = {}
        self.retired = False
        """Whether it makes no more copies."""
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, release: Release, memory: int) -> "Nursery":
        """One that has loaded the release; each copy may take so many more bytes. Raises BrokenRelease."""
        wishes, theirs = socket.socketpair()
        with theirs:
            wishes.setblocking(False)
            arguments = [str(release.store), str(memory), str(os.getpid()), str(theirs.fileno())]
            try:
                process = await spawned("kg.query.zygote", arguments, (theirs.fileno(),))
            except BaseException:
                wishes.close()
                raise
        nursery = cls(process, wishes, release)
        try:
            await process.line.frame()
        except EOFError as error:
            await nursery.close()
            why = process.last_words.strip().splitlines()[-1:] or [""]
            fix = "it is served from disk meanwhile"
            raise BrokenRelease(
                "a published graph cannot be held in memory", str(release.folder), why[0], fix
            ) from error
        except BaseException:
            await nursery.close()
            raise
        nursery._listening = asyncio.create_task(nursery._listen())
        return nursery

    @property
    def alive(self) -> bool:
        """Whether copies can be made, as far as is known."""
        return self._process.alive and not self.retired

    async def worker(self) -> Worker:
        """Another copy, ready for questions. Raises BrokenRelease where there is none to be had."""
        files, copy = await opened(self._kill)
        try:
            pid = await self._wished(files)
        except BaseException:
            copy.abandon()
            raise
        finally:
            for file in files:
                os.close(file)
        self._adopt(pid, copy)
        return await Worker(copy, self.release, in_memory=True).introduced()

    async def retire(self) -> None:
        """Make no more copies, end with the last of them, and wait until nothing is left."""
        self.retired = True
        if not self._copies:
            self._process.kill()
        if self._listening is not None:
            await asyncio.gather(asyncio.shield(self._listening), return_exceptions=True)
        await self.close()

    async def close(self) -> None:
        """End the process, with it every copy, and wait until nothing of them is left."""
        self.retired = True
        self._process.kill()
        await self._process.wait()
        if self._listening is not None:
            await asyncio.gather(self._listening, return_exceptions=True)
        self._wishes.close()

    def _kill(self, pid: int) -> None:
        # Its own parent does it: there, the number is nobody else's before it is buried.
        with suppress(OSError):
            self._wishes.send(KILL + pid.to_bytes(4, "big"))

    async def _wished(self, files: list[int]) -> int:
        born: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        try:
            socket.send_fds(self._wishes, [COPY], files)
        except OSError as error:
            raise self._childless() from error
        self._unborn.append(born)
        pid = await born
        if pid <= 0:
            raise self._childless()
        return pid

    def _childless(self) -> BrokenRelease:
        why, fix = "its process cannot be copied", "it is served from disk meanwhile"
        return BrokenRelease("a published graph is not held in memory any more", str(self.release.folder), why, fix)

    def _adopt(self, pid: int, copy: Copy) -> None:
        copy.pid = pid
        if pid in self._ended or not self._process.alive:
            copy.end(self._ended.pop(pid, -1))
        else:
            self._copies[pid] = copy

    async def _listen(self) -> None:
        """Hear of copies that are born and that end; when the process itself ends, so have all of them."""
        try:
            while True:
                frame, content = await self._process.line.frame()
                said = told(content)
                if frame is Frame.READY:
                    self._born(said["pid"])
                else:
                    self._bury(said["pid"], said["status"])
        except EOFError:
            for born in self._unborn:
                if not born.done():
                    born.set_result(-1)
            for pid in [*self._copies]:
                self._bury(pid, -9)

    def _born(self, pid: int) -> None:
        born = self._unborn.popleft()
        if not born.done():
            born.set_result(pid)

    def _bury(self, pid: int, status: int) -> None:
        copy = self._copies.pop(pid, None)
        if copy is None:
            self._ended[pid] = status
        else:
            copy.end(status)
        if self.retired and not self._copies:
            self._process.kill()
