"""`/sparql` past the framework: a request that was made before is answered from its bytes alone.

What is known of a request are its address and the headers that an answer depends on; with these it leads to a kept
answer. Any other request for `/sparql` goes its usual way, without the framework's.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.query.faults import QueryFault
from kg.web.answers import ClientLeft, KeptResponse, held_tag
from kg.web.cache import Kept
from kg.web.giving import AGAIN, unchanged
from kg.web.outcomes import note_outcome
from kg.web.routes import Routes

__all__ = ["Direct"]

_KNOWN = 2_048
_LONGEST = 8_000
_DEPENDS = frozenset({b"accept", b"accept-encoding"})
_Known = tuple[bytes | tuple[bytes, bytes], ...]


class Direct:
    """Takes what is asked of `/sparql`, and leaves everything else to the application behind it."""

    def __init__(self, app: ASGIApp, routes: Routes, failed: Callable[[Request, QueryFault], Response]) -> None:
        self._app = app
        self._routes = routes
        self._failed = failed
        self._known: OrderedDict[_Known, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as ASGI has it."""
        if scope["type"] != "http" or scope["path"] != "/sparql" or scope["method"] not in ("GET", "HEAD", "POST"):
            await self._app(scope, receive, send)
            return
        known = _known(scope)
        kept = self._kept(known)
        if kept is not None:
            response = _given(kept, scope, receive)
            note_outcome(scope, "unchanged" if response.status_code == 304 else "cached")
            await response(scope, receive, send)
            return
        request = Request(scope, receive, send)
        response = await self._answered(request, self._routes.sparql)
        self._learn(known, response)
        await response(scope, receive, send)

    def _kept(self, known: _Known) -> Kept | None:
        tag = self._known.get(known)
        if tag is None:
            return None
        kept = self._routes.endpoint.giving.cache.get(tag)
        if kept is None or kept.edition != self._routes.endpoint.engine.edition:
            del self._known[known]
            return None
        self._known.move_to_end(known)
        return kept

    def _learn(self, known: _Known, response: Response) -> None:
        if not known or not isinstance(response, KeptResponse) or not response.kept.tag:
            return
        self._known[known] = response.kept.tag
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)

    async def _answered(self, request: Request, route: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await route(request)
        except QueryFault as fault:
            return self._failed(request, fault)
        except ClientLeft:
            # Nobody reads this.
            note_outcome(request.scope, "left")
            return Response(status_code=499)


def _known(scope: Scope) -> _Known:
    """All that the answer to a request depends on; nothing where that is more than its address and a few headers."""
    if scope["method"] == "POST" or len(scope["query_string"]) > _LONGEST:
        return ()
    wanted = [header for header in scope["headers"] if header[0] in _DEPENDS]
    return () if sum(len(value) for _, value in wanted) > _LONGEST else (scope["query_string"], *wanted)


def _given(kept: Kept, scope: Scope, receive: Receive) -> Response:
    if any(name == b"if-none-match" for name, _ in scope["headers"]) and held_tag(Request(scope, receive), kept.tag):
        return unchanged(tuple(header for header in kept.headers if header[0] != b"content-length"))
    return KeptResponse(kept, AGAIN)
