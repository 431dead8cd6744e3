"""From a question to a response: what the client holds, what is kept, what another is working out, what is asked.

An answer of a release never changes, so that whole ones are kept, and one evaluation serves all who ask at once.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.query.engine import Question
from kg.query.faults import Busy, QueryFault
from kg.query.formats import content_type
from kg.query.interface import QueryAnswer, QueryEngine
from kg.web.answers import AnswerResponse, KeptResponse, collected, entity_tag, held_tag, unless_left
from kg.web.cache import Cache, Headers, Kept
from kg.web.coding import IDENTITY, best_coding, coded, worth_coding
from kg.web.outcomes import note_outcome, note_query
from kg.web.settings import WebSettings

__all__ = ["AGAIN", "VARY", "Giving", "unchanged"]

VARY = "Accept, Accept-Encoding"
"""What an answer depends on beside its address."""
AGAIN = b"cache"
"""What the timing of an answer says that was there already."""

_LONG = 1 << 15


@dataclass(frozen=True, slots=True)
class _Wish:
    """A question, and the form in which its answer is to go out."""

    question: Question
    media_type: str
    coding: str

    def tag(self, edition: str, coding: str) -> str | None:
        return entity_tag(self.question, edition, self.media_type, coding)

    def headers(self, edition: str, release: str, coding: str) -> Headers:
        """Those that speak of the answer."""
        tag = self.tag(edition, coding)
        named = {
            "content-type": content_type(self.media_type),
            "vary": VARY,
            "x-plenary-release": release or "unknown",
            **({"content-encoding": coding} if coding else {}),
            **({"etag": tag, "cache-control": "public, no-cache"} if tag else {"cache-control": "no-store"}),
        }
        return tuple((name.encode(), value.encode("latin-1")) for name, value in named.items())


class Giving:
    """The answers of one engine, given to clients."""

    def __init__(self, engine: QueryEngine, settings: WebSettings) -> None:
        self.cache = Cache(settings.cache, settings.cache_largest)
        self._engine = engine
        self._old_protocol = settings.old_protocol

    async def response(self, request: Request, question: Question, media_type: str) -> Response:
        """The answer to a question, in the coding that suits the client. Raises QueryFault, ClientLeft."""
        note_query(request.scope, question.text)
        wish = _Wish(question, media_type, best_coding(request.headers.get("accept-encoding", "")))
        edition = self._engine.edition
        tag, plain = wish.tag(edition, wish.coding), wish.tag(edition, IDENTITY)
        if tag is None or plain is None:
            return await self._asked(request, wish)
        held = held_tag(request, tag, plain)
        if held is not None:
            coding = wish.coding if held == tag else IDENTITY
            note_outcome(request.scope, "unchanged")
            return unchanged(wish.headers(edition, self._engine.release, coding))
        kept = self.cache.get(tag) or self.cache.get(plain)
        if kept is not None:
            note_outcome(request.scope, "cached")
            return KeptResponse(await self._in(kept, wish), AGAIN)
        return await self._shared(request, wish, plain)

    async def _shared(self, request: Request, wish: _Wish, tag: str) -> Response:
        """The answer, worked out here or awaited from another who works it out."""
        turn = self.cache.turn(tag)
        if turn is None:
            await self._awaited(request, tag)
            kept = self.cache.get(tag)
            # Where it was not kept, or whoever worked it out has left, everyone asks for himself.
            if kept is None:
                return await self._asked(request, wish)
            note_outcome(request.scope, "cached")
            return KeptResponse(await self._in(kept, wish), AGAIN)
        try:
            return await self._asked(request, wish)
        except QueryFault as fault:
            turn.failed(fault)
            raise
        finally:
            turn.over()

    async def _awaited(self, request: Request, tag: str) -> None:
        try:
            await unless_left(request, self.cache.other(tag))
        except Busy:
            # It was the other client that asked too much.
            return

    async def _asked(self, request: Request, wish: _Wish) -> Response:
        answer = await unless_left(request, self._engine.ask(wish.question))
        note_outcome(request.scope, "answered")
        timing = f"query;dur={answer.elapsed * 1000:.1f}".encode()
        whole = answer.whole
        if whole is None and request.scope["http_version"] == "1.0":
            # HTTP/1.0 ends a body by closing the connection, broken or not: give it whole or not at all.
            async with answer:
                whole = await collected(answer, self._old_protocol)
        if whole is None:
            headers = wish.headers(answer.edition, answer.release, wish.coding)
            return AnswerResponse(answer, (*headers, (b"server-timing", timing)), wish.coding)
        kept = self._keep(wish, answer, whole)
        return KeptResponse(await self._in(kept, wish), timing)

    def _keep(self, wish: _Wish, of: QueryAnswer | Kept, body: bytes, coding: str = IDENTITY) -> Kept:
        tag = wish.tag(of.edition, coding)
        headers = wish.headers(of.edition, of.release, coding)
        length = (b"content-length", str(len(body)).encode())
        kept = Kept(body, (*headers, length), tag or "", of.edition, of.release)
        if tag is not None:
            self.cache.put(kept)
        return kept

    async def _in(self, kept: Kept, wish: _Wish) -> Kept:
        """A kept answer in the coding that is wished for: as it is where it has one, or is too short for one."""
        if (
            not wish.coding
            or not worth_coding(len(kept.body))
            or (b"content-encoding", wish.coding.encode()) in (kept.headers)
        ):
            return kept
        if len(kept.body) < _LONG:
            body = coded(kept.body, wish.coding)
        else:
            # Others are not kept waiting.
            body = await asyncio.to_thread(coded, kept.body, wish.coding)
        return self._keep(wish, kept, body, wish.coding)


def unchanged(headers: Headers) -> Response:
    """Word that the client holds the answer already."""
    response = Response(status_code=304)
    response.raw_headers = list(headers)
    return response
