"""So many at once, a short queue, and a clear word to whoever finds it full."""

import asyncio

from kg.query.faults import Busy

__all__ = ["Gate"]


class Gate:
    """Lets `size` in at once and `queue` wait, none longer than `patience` seconds."""

    def __init__(self, size: int, queue: int, patience: float) -> None:
        self.waiting = 0
        self.busy = 0
        self._queue = queue
        self._patience = patience
        self._permits = asyncio.Semaphore(size)

    async def enter(self) -> None:
        """Come in, to leave again later. Raises Busy where too many wait, or one too long."""
        if self._permits.locked():
            await self._wait()
        else:
            await self._permits.acquire()
        self.busy += 1

    def leave(self) -> None:
        """Make room for the next."""
        self.busy -= 1
        self._permits.release()

    async def _wait(self) -> None:
        if self.waiting >= self._queue:
            raise self._full()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._permits.acquire()
        except TimeoutError as error:
            raise self._full() from error
        finally:
            self.waiting -= 1

    def _full(self) -> Busy:
        return Busy("busy", count=self.waiting, limit=max(1, round(self._patience / 2)))
