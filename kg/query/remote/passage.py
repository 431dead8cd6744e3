"""The way of an answer: its bytes come in on the event loop, are written anew in a thread, and go out on the loop.

The engine that reads them wants a file, and lets its results be used in one thread only.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

import httpx2

from kg.query.engine import Question
from kg.query.faults import MemoryExhausted, QueryFault, StoreLost
from kg.query.remote.failures import media_type_of
from kg.query.remote.transcript import transcribe

__all__ = ["Passage"]

_CHUNK = 1 << 16
_AHEAD = 4
_LONGEST_VALUE = 16
"""Megabytes in which the engine's readers must find the end of a term."""


class _Stopped(Exception):
    """Nobody wants the answer any more."""


class Passage:
    """The way of an answer from the store through the thread that writes it anew."""

    def __init__(self, response: httpx2.Response, question: Question, megabytes: int) -> None:
        self._response = response
        self._question = question
        self._megabytes = megabytes
        self._loop = asyncio.get_running_loop()
        self._incoming: asyncio.Queue[bytes | None] = asyncio.Queue(_AHEAD)
        self._outgoing: asyncio.Queue[bytes | QueryFault] = asyncio.Queue(_AHEAD)
        self._cause: QueryFault | None = None
        self._waiting: asyncio.Task[Any] | None = None
        self._stopped = False

    def start(self, threads: Executor, on_end: Callable[[], None]) -> None:
        """Set it going; `on_end` is told when the thread is free again."""
        self._pump = self._loop.create_task(self._pumped())
        self._thread = self._loop.run_in_executor(threads, self._written)
        self._thread.add_done_callback(lambda thread: on_end())

    async def next(self) -> bytes:
        """The next bytes of the answer; none at its end. Raises QueryFault."""
        told = await self._outgoing.get()
        if isinstance(told, QueryFault):
            raise told
        return told

    def stop(self) -> None:
        """End it, wherever it stands."""
        if not self._stopped:
            self._stopped = True
            self._pump.cancel()
            if self._waiting is not None:
                self._waiting.cancel()

    async def _pumped(self) -> None:
        size = 0
        try:
            async for chunk in self._response.aiter_raw():
                size += len(chunk)
                if size > self._megabytes << 20:
                    self._cause = MemoryExhausted("store-flood", limit=self._megabytes)
                    break
                await self._incoming.put(chunk)
        except (httpx2.RequestError, httpx2.StreamError):
            self._cause = StoreLost("store-broke-off")
        finally:
            await self._response.aclose()
        await self._incoming.put(b"" if self._cause is None else None)

    # What follows runs in the thread.

    def _written(self) -> None:
        try:
            sink = _Sink(self)
            transcribe(self._question, media_type_of(self._response.headers), _Source(self), sink)
            sink.flush()
            self.on_loop(self._outgoing.put(b""))
        except BaseException as error:
            # Whatever the engine makes of it: what it read was cut, or was no answer.
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        fault = self._cause or _unread(error)
        # Where nobody is there to hear it, it need not be said.
        with suppress(BaseException):
            self.on_loop(self._outgoing.put(fault))

    def on_loop(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of work on the event loop, for the thread. Raises whatever ends it."""
        guarded = self._guarded(work)
        try:
            return asyncio.run_coroutine_threadsafe(guarded, self._loop).result()
        except RuntimeError:
            # The loop is gone: neither will ever be waited for.
            guarded.close()
            work.close()
            raise

    async def taken(self) -> bytes:
        """What has come in, once there is something; none at the end. Raises the fault that ended it."""
        content = await self._incoming.get()
        if content is None:
            raise self._cause or StoreLost("store-broke-off")
        return content

    async def given(self, content: bytes) -> None:
        """Pass bytes of the answer on."""
        await self._outgoing.put(content)

    async def _guarded(self, work: Coroutine[Any, Any, Any]) -> Any:
        if self._stopped:
            work.close()
            raise _Stopped
        self._waiting = asyncio.current_task()
        try:
            return await work
        finally:
            self._waiting = None


class _Source:
    """What comes in, as a file for the thread."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._left = b""
        self._over = False

    def read(self, size: int = -1, /) -> bytes:
        if not self._left and not self._over:
            self._left = self._passage.on_loop(self._passage.taken())
            self._over = not self._left
        size = len(self._left) if size < 0 else size
        content, self._left = self._left[:size], self._left[size:]
        return content


class _Sink:
    """What goes out, as a file for the thread."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        self._held += data
        if len(self._held) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held:
            content = bytes(self._held)
            self._held.clear()
            self._passage.on_loop(self._passage.given(content))


def _unread(error: BaseException) -> QueryFault:
    if isinstance(error, MemoryError):
        return MemoryExhausted("store-flood", limit=_LONGEST_VALUE)
    return StoreLost("store-garbled")
