"""Answers on the wire: whole ones with their length, long ones in chunks, broken ones visibly broken."""

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.query.engine import Question
from kg.query.faults import AnswerCutShort, QueryFault
from kg.query.interface import QueryAnswer
from kg.web.cache import Headers, Kept
from kg.web.coding import coder
from kg.web.outcomes import note_outcome

__all__ = [
    "AnswerResponse",
    "ClientLeft",
    "KeptResponse",
    "collected",
    "entity_tag",
    "held_tag",
    "unless_left",
]

_T = TypeVar("_T")
_UNWATCHED = 0.1
"""Seconds that work takes before anyone looks whether the client is still there: most of it is done by then."""
_LONG = 1 << 15


class ClientLeft(Exception):
    """The client closed its connection before it was answered."""


async def unless_left(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """The result of `work`, which is given up as soon as the client leaves. Raises ClientLeft.

    To be called once the request's body has been read.
    """
    return await _first(work, request.receive, _UNWATCHED)


async def collected(answer: QueryAnswer, limit: int) -> bytes:
    """All of an answer. Raises QueryFault where it is longer than `limit`, or cut short."""
    held = bytearray()
    async for chunk in answer.chunks():
        held += chunk
        if len(held) > limit:
            raise QueryFault("old-protocol", limit=limit)
    return bytes(held)


def entity_tag(question: Question, edition: str, media_type: str, coding: str = "") -> str | None:
    """A strong tag of the answer; None where the same query may be answered differently the next time.

    So it may where the release is not known, and the edition is empty then.
    """
    if question.outline.changing or not edition:
        return None
    dataset = question.dataset
    graphs = [*dataset.default, "", *dataset.named] if dataset else []
    parts = "\0".join((edition, media_type, question.text, *graphs))
    digest = hashlib.sha256(parts.encode()).hexdigest()[:32]
    return f'"{digest}-{coding}"' if coding else f'"{digest}"'


def held_tag(request: Request, *tags: str | None) -> str | None:
    """Which of these tags is that of an answer that the client says it holds already."""
    said = request.headers.get("if-none-match", "")
    if not said or request.method not in ("GET", "HEAD"):
        return None
    held = {one.strip().removeprefix("W/") for one in said.split(",")}
    return next((tag for tag in tags if tag in held), None)


class KeptResponse(Response):
    """A whole answer."""

    def __init__(self, kept: Kept, timing: bytes) -> None:
        self.status_code = 200
        self.background = None
        self.kept = kept
        self.raw_headers = [*kept.headers, (b"server-timing", timing)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, as ASGI has it."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.kept.body})


class AnswerResponse(Response):
    """The bytes of a long answer as they come, compressed as they come where there is a coding.

    Where they end too early the connection is broken: the last chunk is never sent, so no client takes it for complete.
    """

    def __init__(self, answer: QueryAnswer, headers: Headers, coding: str) -> None:
        self.answer = answer
        self.status_code = 200
        self.background = None
        self.raw_headers = list(headers)
        self._coder = coder(coding)
        self._coding = coding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, as ASGI has it."""
        async with self.answer:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            try:
                async with asyncio.timeout_at(self.answer.expires):
                    await _first(self._stream(send), receive)
            except (AnswerCutShort, TimeoutError, ClientLeft) as why:
                note_outcome(scope, "left" if isinstance(why, ClientLeft) else "cut-short")
                # Returning without the last chunk makes the server close the connection.
                return

    async def _stream(self, send: Send) -> None:
        async for chunk in self.answer.chunks():
            ready = await self._coded(chunk)
            if ready:
                await send({"type": "http.response.body", "body": ready, "more_body": True})
        await send({"type": "http.response.body", "body": self._coder.end()})

    async def _coded(self, chunk: bytes) -> bytes:
        if self._coding and len(chunk) > _LONG:
            # Others are not kept waiting.
            return await asyncio.to_thread(self._coder.more, chunk)
        return self._coder.more(chunk)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(work: Coroutine[Any, Any, _T], receive: Receive, unwatched: float = 0.0) -> _T:
    """The result of the work; where the client leaves first, that is given up. Raises ClientLeft."""
    task = asyncio.ensure_future(work)
    watch: asyncio.Future[None] | None = None
    try:
        if unwatched:
            await asyncio.wait((task,), timeout=unwatched)
        if not task.done():
            watch = asyncio.ensure_future(_left(receive))
            await asyncio.wait((task, watch), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeft
        return task.result()
    finally:
        both = [one for one in (task, watch) if one is not None and not one.done()]
        for one in both:
            one.cancel()
        if both:
            await asyncio.gather(*both, return_exceptions=True)
