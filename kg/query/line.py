"""The frames that a process says, taken one at a time; a process that is not listened to is held up."""

import asyncio

from kg.query.frames import HEADER, Frame, header

__all__ = ["Line"]

_ENOUGH = 1 << 20


class Line:
    """What has been heard of one process and not yet been taken."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._source: asyncio.ReadTransport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._paused = False
        self._dropped = False
        self._ended = False

    def open(self, source: asyncio.BaseTransport | None) -> None:
        """Hear from this transport."""
        if isinstance(source, asyncio.ReadTransport):
            self._source = source

    def hear(self, data: bytes) -> None:
        """Keep what has come in."""
        if self._dropped:
            return
        self._held += data
        if self._waiter is not None:
            self._wake()
        elif len(self._held) > _ENOUGH:
            self._pause()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._wake()

    def drop(self) -> None:
        """Throw away what is there and what still comes: a process is not seen to end before its pipe is empty."""
        self._dropped = True
        self._held.clear()
        self._resume()

    async def frame(self) -> tuple[Frame, bytes]:
        """The next frame. Raises EOFError where the process said no more."""
        while True:
            if len(self._held) >= HEADER:
                frame, length = header(bytes(self._held[:HEADER]))
                end = HEADER + length
                if len(self._held) >= end:
                    content = bytes(memoryview(self._held)[HEADER:end])
                    del self._held[:end]
                    return frame, content
            if self._ended or self._dropped:
                raise EOFError
            await self._more()

    async def _more(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        self._resume()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _pause(self) -> None:
        if not self._paused and self._source is not None and not self._source.is_closing():
            self._paused = True
            self._source.pause_reading()

    def _resume(self) -> None:
        if self._paused and self._source is not None:
            self._paused = False
            if not self._source.is_closing():
                self._source.resume_reading()
