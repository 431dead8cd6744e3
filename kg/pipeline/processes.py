"""Texts judged by processes of their own, which may be killed."""

import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from signal import Signals

from kg.errors import WorkersMissing
from kg.model import Source
from kg.pipeline.cell import Cell, CellGone, TookTooLong
from kg.pipeline.order import Order, ended, too_long
from kg.pipeline.shards import Shard

__all__ = ["Processes"]

_ATTEMPTS = 2
_FAREWELL_S = 2.0


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
                return too_long(source.name, self._order.settings.text_s)
            except CellGone as gone:
                self._forget(cell)
                status = gone.status
            else:
                with self._lock:
                    self._idle.append(cell)
                return shard
        return ended(source.name, f"{_ATTEMPTS} processes ended over it, the last with {_told(status)}")

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


def _told(status: int) -> str:
    return Signals(-status).name if status < 0 else f"exit {status}"
