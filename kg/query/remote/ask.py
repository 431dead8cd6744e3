"""One question to a store, from the first byte of the request to the last of the answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from types import TracebackType
from typing import Self

import httpx2

from kg.query.engine import EngineSettings, Question
from kg.query.faults import AnswerCutShort, DeadlinePassed, QueryFault, StoreLost
from kg.query.remote.failures import fault_of, mismatch, unreachable
from kg.query.remote.passage import Passage
from kg.query.remote.transcript import ACCEPTED

__all__ = ["RemoteAnswer"]

_HEAD = 1 << 14

Fields = dict[str, str | Sequence[str]]


class RemoteAnswer:
    """The answer of a store to one question, from its beginning."""

    def __init__(
        self,
        question: Question,
        settings: EngineSettings,
        release: Callable[[], str],
        on_end: Callable[[], None],
    ) -> None:
        self.question = question
        self.format = question.format
        self.expires = asyncio.get_running_loop().time() + settings.deadline
        self._settings = settings
        self._release = release
        self._released = release()
        self._on_end = on_end
        self._began = time.monotonic()
        self._took: float | None = None
        self._held = bytearray()
        self._done = False
        self._passage: Passage | None = None

    @property
    def release(self) -> str:
        """The release that it is taken from; empty where that is not known, or has changed meanwhile."""
        return self._released if self._release() == self._released else ""

    @property
    def edition(self) -> str:
        """The release: nothing else of the store is known to change its bytes."""
        return self.release

    @property
    def whole(self) -> bytes | None:
        """All of it, where it was small enough to be held back whole; else None."""
        return bytes(self._held) if self._done else None

    @property
    def elapsed(self) -> float:
        """Seconds since the question was put to the store."""
        return self._took if self._took is not None else time.monotonic() - self._began

    async def begin(self, client: httpx2.AsyncClient, url: str, fields: Fields, threads: Executor) -> None:
        """Put the question; the answer is complete then, or its first megabytes are there. Raises QueryFault."""
        try:
            async with asyncio.timeout_at(self.expires):
                response = await self._sent(client, url, fields)
                self._passage = Passage(response, self.question, self._settings.memory)
                self._passage.start(threads, self._left)
                while not self._done and len(self._held) < self._settings.spool:
                    self._held += await self._more()
        except BaseException as error:
            self._stop()
            if isinstance(error, TimeoutError):
                raise self._late() from error
            raise

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes in order. Raises AnswerCutShort where they end before their end."""
        yield bytes(self._held)
        self._held.clear()
        while not self._done:
            try:
                async with asyncio.timeout_at(self.expires):
                    chunk = await self._more()
            except TimeoutError as error:
                self._stop()
                raise AnswerCutShort.by(self._late()) from error
            except QueryFault as fault:
                self._stop()
                raise AnswerCutShort.by(fault) from fault
            yield chunk

    async def close(self) -> None:
        """Let go of the connection; where the answer is unfinished, by breaking it off."""
        self._stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _sent(self, client: httpx2.AsyncClient, url: str, fields: Fields) -> httpx2.Response:
        headers = {"accept": ACCEPTED[self.question.outline.is_graph]}
        try:
            response = await client.send(client.build_request("POST", url, data=fields, headers=headers), stream=True)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise unreachable(error) from error
        except httpx2.TimeoutException as error:
            raise self._late() from error
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise StoreLost("store-broke-off") from error
        fault = await self._refused(response)
        if fault is not None:
            await response.aclose()
            raise fault
        return response

    async def _refused(self, response: httpx2.Response) -> QueryFault | None:
        if response.status_code == 200:
            return mismatch(response.headers, self.question, self._settings)
        head = await _head(response)
        return fault_of(response.status_code, response.headers, head, self.question, self._settings, self.elapsed)

    async def _more(self) -> bytes:
        if self._passage is None:
            raise StoreLost("store-broke-off")
        chunk = await self._passage.next()
        if not chunk:
            self._done = True
            self._stop()
        return chunk

    def _late(self) -> DeadlinePassed:
        return DeadlinePassed("deadline", limit=self._settings.deadline, elapsed=self.elapsed)

    def _stop(self) -> None:
        if self._took is None:
            self._took = time.monotonic() - self._began
            if self._passage is None:
                self._left()
            else:
                self._passage.stop()

    def _left(self) -> None:
        self._on_end()


async def _head(response: httpx2.Response) -> str:
    """How the body of a refusal begins."""
    head = b""
    try:
        async for chunk in response.aiter_raw():
            head += chunk
            if len(head) >= _HEAD:
                break
    except (httpx2.RequestError, httpx2.StreamError):
        pass
    return head[:_HEAD].decode("utf-8", "replace")
