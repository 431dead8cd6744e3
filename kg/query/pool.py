"""Workers kept ready: so many at work, one more in reserve, a short queue, and a release that can change under it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from kg.errors import BrokenRelease
from kg.query.nursery import Nursery, worth_holding
from kg.query.process import Release, Worker
from kg.query.tally import Tally
from kg.query.turns import Turns

__all__ = ["Pool"]

_SWOLLEN = 256 << 20
_TRIED = 3


class Pool:
    """At most `size` workers answer at once; killed ones are replaced before they are missed.

    The first workers read the store from disk. Where the store is small enough, those that follow share one in memory,
    from when it is loaded; whatever happens to that, there are those that read from disk again.
    """

    def __init__(
        self, release: Release, *, size: int, spare: int, memory: int, queue: int, patience: float, in_memory: int = 0
    ) -> None:
        self.release = release
        self.graphs: frozenset[str] = frozenset()
        self.sealed = False
        self.busy: set[Worker] = set()
        self.tally = Tally()
        self._idle: list[Worker] = []
        self._kept = size + spare
        self._memory = memory
        self._in_memory = in_memory
        self._turns = Turns(size, queue, patience)
        self._starting = 0
        self._nursery: Nursery | None = None
        self._tried = 0
        self._chores: set[asyncio.Task[Any]] = set()
        self._loading: asyncio.Task[Any] | None = None
        self._closed = False

    @property
    def waiting(self) -> int:
        """Questions in the queue."""
        return self._turns.waiting

    @property
    def in_memory(self) -> bool:
        """Whether the store is shared in memory."""
        return self._nursery is not None and self._nursery.alive and self._nursery.release == self.release

    @property
    def loading(self) -> bool:
        """Whether the store is being loaded into memory."""
        return self._loading is not None

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
        self._load()

    async def take(self, client: str = "") -> Worker:
        """A worker over the current release, for one question. Raises Busy where too many wait, or one too long."""
        await self._turns.take(client)
        try:
            worker = self._ready() or await self._new(self.release)
        except BaseException:
            self._turns.give()
            raise
        self.busy.add(worker)
        self._refill()
        self._look_after()
        return worker

    def give(self, worker: Worker, clean: bool) -> None:
        """Hand a worker back; one that is not clean, has grown, or is not as those that start now, ends."""
        self.busy.discard(worker)
        self.tally.killed += not clean
        fit = clean and self._fits(worker) and worker.grown < _SWOLLEN
        if fit and len(self._idle) < self._kept and not self._closed:
            self._idle.append(worker)
            self._turns.give()
            return
        self._turns.give()
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
        self._tried = 0
        self._load()
        await asyncio.gather(*(worker.close() for worker in old))

    async def close(self) -> None:
        """End all workers and wait for them."""
        self._closed = True
        if self._loading is not None:
            self._loading.cancel()
        if self._nursery is not None:
            self._retire(self._nursery)
        workers = [*self._idle, *self.busy]
        self._idle.clear()
        await asyncio.gather(*(worker.close() for worker in workers))
        while self._chores:
            await asyncio.gather(*self._chores, return_exceptions=True)

    def _fits(self, worker: Worker) -> bool:
        return worker.alive and worker.release == self.release and worker.in_memory == self.in_memory

    def _ready(self) -> Worker | None:
        """One of the workers that wait; those that are not as they should be go."""
        while self._idle:
            worker = self._idle.pop()
            if self._fits(worker):
                return worker
            self._later(worker.close())
        return None

    async def _new(self, release: Release) -> Worker:
        """Another worker over a release: of memory where it is held there, else from disk. Raises BrokenRelease."""
        with self.tally.starting():
            nursery = self._nursery
            if nursery is not None and nursery.alive and nursery.release == release:
                try:
                    return await nursery.worker()
                except BrokenRelease:
                    self._retire(nursery)
            return await Worker.start(release, self._memory)

    async def _add(self, release: Release) -> None:
        worker = await self._new(release)
        if self._closed or not self._fits(worker) or len(self._idle) >= self._kept:
            await worker.close()
            return
        if not worker.in_memory:
            self.graphs = worker.graphs
        self.sealed = worker.sealed
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

    def _look_after(self) -> None:
        """Where the process that holds the store has ended, load it again; a few times only."""
        if self._nursery is not None and not self._nursery.alive and self._loading is None:
            self._load()

    def _load(self) -> None:
        """Have the release loaded into memory beside what goes on, if it is worth that."""
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._later(self._loaded(self.release)) if self._tried < _TRIED else None
        self._tried += 1

    async def _loaded(self, release: Release) -> None:
        old, self._nursery = self._nursery, None
        if old is not None:
            self._retire(old)
        if not await asyncio.to_thread(worth_holding, release, self._in_memory):
            return
        nursery = await Nursery.start(release, self._memory)
        try:
            fresh = [await nursery.worker() for _ in range(self._kept)]
        except BaseException:
            await nursery.close()
            raise
        old_ones, self._idle, self._nursery = self._idle, fresh, nursery
        for worker in old_ones:
            self._later(worker.close())

    def _retire(self, nursery: Nursery) -> None:
        """No more copies of it; its process ends with the last of them."""
        if not nursery.retired:
            nursery.retired = True
            self._later(nursery.retire())

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._chores.discard(task)
        if task is self._loading:
            self._loading = None
        # A worker that could not be started is tried again by whoever needs it, who then hears why.
        if not task.cancelled():
            task.exception()
