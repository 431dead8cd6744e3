"""Who judges the texts of a build: this process, several, or a cluster, through one door."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from kg.errors import UnreadableSource, WorkersMissing
from kg.model import Source
from kg.pipeline.cell import Cell, CellGone, TookTooLong
from kg.pipeline.journey import Assets
from kg.pipeline.order import Order, shard_for
from kg.pipeline.shards import Shard, refused

__all__ = ["Crew", "Processes", "Serial", "Task", "crew_for", "finished"]

_FEW = 8
"""So many texts are judged here before a second process is ready."""
_ATTEMPTS = 2
_LOOK_S = 30.0
_FAREWELL_S = 2.0


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be judged: its place among the texts of the build, its key in the cache, its bytes."""

    position: int
    key: str
    source: Source


class Crew(Protocol):
    """Judges texts; `width` is how many may be given at a time."""

    width: int

    def submit(self, source: Source) -> Future[Shard]:
        """Have a text judged."""

    def look(self) -> None:
        """See whether anybody is still there; raises WorkersMissing where not."""

    def close(self) -> None:
        """Let everybody go, whatever they are at."""


def crew_for(order: Order, texts: int, on: str | None) -> Crew:
    """The crew for so many texts: the cluster at an address, else as many processes as the settings say.

    Raises MisusedCommand where the cluster's package is missing, WorkersMissing where nobody answers.
    """
    if on is not None:
        from kg.pipeline.cluster import Cluster

        return Cluster(on, order)
    jobs = order.settings.jobs or (1 if texts <= _FEW else _cores())
    return Serial(order) if jobs == 1 else Processes(order, min(jobs, texts))


def finished(crew: Crew, tasks: Iterable[Task]) -> Iterator[tuple[Task, Shard]]:
    """Every task with what came of it, in the order in which they end; tasks are taken as there is room for them."""
    under_way: dict[Future[Shard], Task] = {}
    for task in tasks:
        under_way[crew.submit(task.source)] = task
        if len(under_way) >= crew.width:
            yield from _ended(crew, under_way)
    while under_way:
        yield from _ended(crew, under_way)


def _ended(crew: Crew, under_way: dict[Future[Shard], Task]) -> Iterator[tuple[Task, Shard]]:
    while not (done := wait(under_way, _LOOK_S, FIRST_COMPLETED).done):
        crew.look()
    for future in done:
        yield under_way.pop(future), future.result()


class Serial:
    """This process, one text after the other."""

    width = 1

    def __init__(self, order: Order) -> None:
        self._order = order
        self._assets: Assets | None = None

    def submit(self, source: Source) -> Future[Shard]:
        """Judge the text, and come back when that is done."""
        future: Future[Shard] = Future()
        future.set_result(self._judged(source))
        return future

    def look(self) -> None:
        """This process is there."""

    def close(self) -> None:
        """Nobody is to be let go."""

    def _judged(self, source: Source) -> Shard:
        self._assets = self._assets or self._order.assets()
        limit = self._order.settings.text_s
        try:
            with _limited(limit):
                return shard_for(source, self._assets)
        except _TimeUp:
            return refused(source.name, _too_long(source.name, limit), passing=True)


class Processes:
    """Processes on this machine, started as they are needed.

    One that is killed gives its text to another; a text that ends two is refused, and so is one that takes too long.
    """

    def __init__(self, order: Order, number: int) -> None:
        # While a worker hands over one shard, the next text waits for it.
        self.width = 2 * number
        self._order = order
        self._threads = ThreadPoolExecutor(number)
        self._lock = threading.Lock()
        self._idle: list[Cell] = []
        self._cells: set[Cell] = set()
        self._closed = False

    def submit(self, source: Source) -> Future[Shard]:
        """Have the text judged as soon as a process is free."""
        return self._threads.submit(self.judge, source)

    def look(self) -> None:
        """Processes that end are seen by the thread that waits for them."""

    def close(self) -> None:
        """End the processes, and wait for their threads."""
        with self._lock:
            self._closed = True
            for cell in self._cells.difference(self._idle):
                cell.kill()
        self._threads.shutdown(cancel_futures=True)
        for cell in self._cells:
            cell.end(_FAREWELL_S)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that run now."""
        with self._lock:
            return tuple(cell.pid for cell in self._cells)

    def judge(self, source: Source) -> Shard:
        """What comes of a text; any number of threads may ask, each has a process to itself meanwhile."""
        status = 0
        for _ in range(_ATTEMPTS):
            cell = self._cell()
            try:
                shard = cell.judge(source)
            except TookTooLong:
                self._forget(cell)
                return refused(source.name, _too_long(source.name, self._order.settings.text_s), passing=True)
            except CellGone as gone:
                self._forget(cell)
                status = gone.status
            else:
                with self._lock:
                    self._idle.append(cell)
                return shard
        return refused(source.name, _ended_its_process(source.name, status), passing=True)

    def _cell(self) -> Cell:
        """A process that is free, or a new one."""
        while True:
            with self._lock:
                if self._closed:
                    raise CancelledError
                cell = self._idle.pop() if self._idle else None
            if cell is None:
                return self._new()
            if cell.alive:
                return cell
            self._forget(cell)

    def _new(self) -> Cell:
        try:
            cell = Cell(self._order)
        except CellGone as gone:
            raise WorkersMissing(
                "A worker could not be started",
                "",
                f"its process ended with {_told(gone.status)}",
                "give it more memory, or take fewer processes (KG_JOBS)",
            ) from gone
        with self._lock:
            self._cells.add(cell)
            if self._closed:
                cell.kill()
        return cell

    def _forget(self, cell: Cell) -> None:
        cell.end()
        with self._lock:
            self._cells.discard(cell)


def _cores() -> int:
    """How many cores this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _TimeUp(BaseException):
    """The time of a text is up: no exception of the ordinary kind, for libraries catch those."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _TimeUp after so many seconds; without a limit outside the main thread, where signals do not come."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def up(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(name: str, seconds: float) -> UnreadableSource:
    return UnreadableSource(
        "The text takes too long",
        name,
        f"it was given up after {seconds:g} seconds",
        "split it, or raise text_s in the settings",
    )


def _ended_its_process(name: str, status: int) -> UnreadableSource:
    return UnreadableSource(
        "The text ends the process that reads it",
        name,
        f"{_ATTEMPTS} processes ended over it, the last with {_told(status)}",
        "split it, or give the processes more memory, then build again",
    )


def _told(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
