"""Workers kept ready: so many at work, one more in reserve, a short queue, and a release that can change under it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from kg.query.faults import Busy
from kg.query.process import Release, Worker
from kg.query.tally import Tally

__all__ = ["Pool"]

_SWOLLEN = 256 << 20


class Pool:
    """At most `size` workers answer at once; killed ones are replaced before they are missed."""

    def __init__(self, release: Release, *, size: int, spare: int, memory: int, queue: int, patience: float) -> None:
        self.release = release
        self.graphs: frozenset[str] = frozenset()
        self.sealed = False
        self.waiting = 0
        self.busy: set[Worker] = set()
        self.tally = Tally()
        self._idle: list[Worker] = []
        self._kept = size + spare
        self._memory = memory
        self._queue = queue
        self._patience = patience
        self._permits = asyncio.Semaphore(size)
        self._starting = 0
        self._chores: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def idle(self) -> int:
        """Workers that wait for a question."""
        return sum(worker.alive for worker in self._idle)

    def able(self) -> bool:
        """Whether a question would be answered; where no worker is left and none could be started, try again."""
        if not self.tally.failing or self.idle or self.busy:
            return True
        self._refill()
        return False

    async def start(self) -> None:
        """Start the first worker, and the others behind it. Raises BrokenRelease."""
        await self._add(self.release)
        self._refill()

    async def take(self) -> Worker:
        """A worker over the current release, for one question. Raises Busy where too many wait, or one too long."""
        if self._permits.locked():
            await self._wait()
        else:
            await self._permits.acquire()
        try:
            worker = self._ready() or await self._new(self.release)
        except BaseException:
            self._permits.release()
            raise
        self.busy.add(worker)
        return worker

    def give(self, worker: Worker, clean: bool) -> None:
        """Hand a worker back; one that is not clean, has grown, or serves an older release, ends."""
        self.busy.discard(worker)
        self._permits.release()
        self.tally.killed += not clean
        fit = clean and worker.alive and worker.release == self.release and worker.resident < _SWOLLEN
        if fit and len(self._idle) < self._kept and not self._closed:
            self._idle.append(worker)
            return
        worker.kill()
        self._later(worker.close())
        self._refill()

    async def switch(self, release: Release) -> None:
        """Serve another release from now on: its workers start one by one, then the old ones go as they fall idle."""
        if release == self.release:
            return
        fresh: list[Worker] = []
        try:
            for _ in range(self._kept):
                fresh.append(await self._new(release))
        except BaseException:
            await asyncio.gather(*(worker.close() for worker in fresh))
            # That says nothing of the release that goes on being served.
            self.tally.failing = False
            raise
        old, self._idle = self._idle, fresh
        self.release, self.graphs, self.sealed = release, fresh[0].graphs, fresh[0].sealed
        await asyncio.gather(*(worker.close() for worker in old))

    async def close(self) -> None:
        """End all workers and wait for them."""
        self._closed = True
        workers = [*self._idle, *self.busy]
        self._idle.clear()
        await asyncio.gather(*(worker.close() for worker in workers))
        while self._chores:
            await asyncio.gather(*self._chores, return_exceptions=True)

    async def _wait(self) -> None:
        if self.waiting >= self._queue:
            raise Busy("busy", count=self.waiting, limit=max(1, round(self._patience / 2)))
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._permits.acquire()
        except TimeoutError as error:
            raise Busy("busy", count=self.waiting, limit=max(1, round(self._patience / 2))) from error
        finally:
            self.waiting -= 1

    def _ready(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and worker.release == self.release:
                return worker
            self._later(worker.close())
            self._refill()
        return None

    async def _new(self, release: Release) -> Worker:
        with self.tally.starting():
            return await Worker.start(release, self._memory)

    async def _add(self, release: Release) -> None:
        worker = await self._new(release)
        if self._closed or release != self.release or len(self._idle) >= self._kept:
            await worker.close()
            return
        self.graphs, self.sealed = worker.graphs, worker.sealed
        self._idle.append(worker)

    def _refill(self) -> None:
        missing = self._kept - len(self._idle) - len(self.busy) - self._starting
        for _ in range(0 if self._closed else missing):
            self._starting += 1
            self._later(self._reinforce())

    async def _reinforce(self) -> None:
        try:
            await self._add(self.release)
        finally:
            self._starting -= 1

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._chores.discard(task)
        # A worker that could not be started is tried again by whoever needs it, who then hears why.
        if not task.cancelled():
            task.exception()
