"""One copy of a process that holds a store in memory: its pipes, and word of its end."""

import asyncio
import os
from collections.abc import Callable
from typing import IO

from kg.query.line import Line
from kg.query.spawned import LAST_WORDS

__all__ = ["Copy", "opened"]


class Copy:
    """A copy as a worker's process; who made it says when it is born and when it has ended."""

    def __init__(self, kill: Callable[[int], None]) -> None:
        self.line = Line()
        self.pid = 0
        self._kill = kill
        self._words = b""
        self._status: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._silent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pipes: list[asyncio.BaseTransport] = []
        self._asks: asyncio.WriteTransport | None = None

    @property
    def alive(self) -> bool:
        """Whether the process is still running, as far as is known."""
        return not self._status.done()

    @property
    def last_words(self) -> str:
        """The end of what it wrote to its error stream."""
        return self._words.decode("utf-8", "replace")

    def tell(self, data: bytes) -> None:
        """Write to its input. Raises ConnectionError where it hears no more."""
        if self._asks is None or self._asks.is_closing() or not self.alive:
            raise BrokenPipeError
        self._asks.write(data)

    def kill(self) -> None:
        """End the process now."""
        if self.alive and self.pid:
            self._kill(self.pid)

    def complain(self, data: bytes) -> None:
        """Keep the end of what it writes to its error stream."""
        self._words = (self._words + data)[-LAST_WORDS:]

    def _hush(self) -> None:
        if not self._silent.done():
            self._silent.set_result(None)

    def end(self, status: int) -> None:
        """The process has ended with this status."""
        if not self._status.done():
            self._status.set_result(status)

    async def wait(self) -> int:
        """The status with which it ended, once nothing of it is left; what it said and was not taken is lost."""
        self.line.drop()
        status = await asyncio.shield(self._status)
        # Its last words may come after word of its end.
        await asyncio.shield(self._silent)
        self.abandon()
        return status

    def abandon(self) -> None:
        """Close the pipes; a process that hears no more ends by itself."""
        for pipe in self._pipes:
            pipe.close()

    async def connect(self, asks: IO[bytes], hears: IO[bytes], complaints: IO[bytes]) -> None:
        """Speak to the process over these pipes."""
        loop = asyncio.get_running_loop()
        self._asks, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, asks)
        heard, _ = await loop.connect_read_pipe(lambda: _Hearing(self.line.hear, self.line.end), hears)
        wailed, _ = await loop.connect_read_pipe(lambda: _Hearing(self.complain, self._hush), complaints)
        self._pipes = [self._asks, heard, wailed]
        self.line.open(heard)


async def opened(kill: Callable[[int], None]) -> tuple[list[int], Copy]:
    """Input, output and error stream for a copy that is still to be made, and the copy that has their other ends."""
    copy = Copy(kill)
    (reads, asks), (hears, writes), (complaints, wails) = os.pipe(), os.pipe(), os.pipe()
    await copy.connect(os.fdopen(asks, "wb", 0), os.fdopen(hears, "rb", 0), os.fdopen(complaints, "rb", 0))
    return [reads, writes, wails], copy


class _Hearing(asyncio.Protocol):
    """Passes on what comes through a pipe."""

    def __init__(self, hear: Callable[[bytes], None], end: Callable[[], None]) -> None:
        self._hear = hear
        self._end = end

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        self._hear(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """No more will come."""
        self._end()
