"""Answers on the wire: whole ones with their length, long ones in chunks, broken ones visibly broken."""

import asyncio
import hashlib
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.query.engine import Answer, Question
from kg.query.faults import AnswerCutShort, QueryFault
from kg.web.outcomes import note_outcome

__all__ = ["AnswerResponse", "ClientLeft", "collected", "entity_tag", "is_current", "unless_left"]

_T = TypeVar("_T")


class ClientLeft(Exception):
    """The client closed its connection before it was answered."""


async def unless_left(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """The result of `work`, which is given up as soon as the client leaves. Raises ClientLeft.

    To be called once the request's body has been read.
    """
    return await _first(work, _left(request.receive))


async def collected(answer: Answer, limit: int) -> bytes:
    """All of an answer. Raises QueryFault where it is longer than `limit`, or cut short."""
    held = bytearray()
    async for chunk in answer.chunks():
        held += chunk
        if len(held) > limit:
            raise QueryFault("old-protocol", limit=limit)
    return bytes(held)


def entity_tag(question: Question, release: str, media_type: str) -> str | None:
    """A strong tag of the answer; None where the same query may be answered differently the next time."""
    if question.outline.changing:
        return None
    dataset = question.dataset
    graphs = [*dataset.default, "", *dataset.named] if dataset else []
    parts = "\0".join((release, media_type, question.text, *graphs))
    return f'"{hashlib.sha256(parts.encode()).hexdigest()[:32]}"'


def is_current(request: Request, tag: str | None) -> bool:
    """Whether the client holds the answer with this tag already."""
    said = request.headers.get("if-none-match", "")
    held = {one.strip().removeprefix("W/") for one in said.split(",")}
    return tag is not None and request.method in ("GET", "HEAD") and tag in held


class AnswerResponse(Response):
    """The bytes of an answer as they come.

    Where they end too early the connection is broken: the last chunk is never sent, so no client takes it for complete.
    """

    def __init__(self, answer: Answer, headers: dict[str, str]) -> None:
        self.answer = answer
        self.status_code = 200
        self.background = None
        whole = answer.whole
        length = {} if whole is None else {"content-length": str(len(whole))}
        self.raw_headers = [(name.encode(), value.encode("latin-1")) for name, value in (headers | length).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, as ASGI has it."""
        async with self.answer:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            whole = self.answer.whole
            if whole is not None:
                await send({"type": "http.response.body", "body": whole})
                return
            try:
                async with asyncio.timeout_at(self.answer.expires):
                    await _first(self._stream(send), _left(receive))
            except (AnswerCutShort, TimeoutError, ClientLeft) as why:
                note_outcome(scope, "left" if isinstance(why, ClientLeft) else "cut-short")
                # Returning without the last chunk makes the server close the connection.
                return

    async def _stream(self, send: Send) -> None:
        async for chunk in self.answer.chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(work: Coroutine[Any, Any, _T], leaving: Awaitable[None]) -> _T:
    task, watch = asyncio.ensure_future(work), asyncio.ensure_future(leaving)
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeft
        return task.result()
    finally:
        for one in (task, watch):
            one.cancel()
        await asyncio.gather(task, watch, return_exceptions=True)
