"""The outermost layer of the server: each request gets a name, is counted, and leaves one line in the log.

Whatever answers inside is seen from here alone: by the messages that it sends, and by what it notes on the request
(`kg.web.outcomes`). Its template comes from the route that the router found, or else that an address is by itself.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kg.web.logs import Fields
from kg.web.operations import Operations
from kg.web.outcomes import noted_outcome, noted_query

__all__ = ["Watch"]

Log = Callable[[Fields], None]
_NAME = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_LONGEST = 200
_METHOD = 16
_APART = frozenset({"/metrics", "/health", "/ready"})
_NOWHERE = "(none)"
_LEFT = 499


class Watch:
    """Names, counts and logs the requests of an application, and believes proxies that it was told to believe."""

    def __init__(self, app: Starlette, forwarded: Iterable[str] = (), log: Log | None = None) -> None:
        self._log = log
        self._operations: Operations = app.state.operations
        self._proxies = ProxyHeadersMiddleware(app, [*forwarded])  # type: ignore[arg-type]
        self._app: ASGIApp = self._proxies if forwarded else app  # type: ignore[assignment]
        self._plain = frozenset(path for route in app.routes if "{" not in (path := getattr(route, "path", "{")))
        self._mounts = tuple(route.path for route in app.routes if isinstance(route, Mount))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when it has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        seen = _Exchange(self._name(scope), send)
        try:
            await self._inside(scope)(scope, receive, seen.send)
        finally:
            self._tell(scope, seen, time.perf_counter() - began)

    def _inside(self, scope: Scope) -> ASGIApp:
        """The application; on the port of the metrics, only what is for those who run the server."""
        port, server = self._operations.metrics_at, scope.get("server")
        if port and server and server[1] == port and scope["path"] not in _APART:
            return PlainTextResponse("Not here.\n", 404)
        return self._app

    def _name(self, scope: Scope) -> bytes:
        """The name that a trusted proxy gave the request, or one that nothing has."""
        client = scope.get("client")
        if client and client[0] in self._proxies.trusted_hosts:
            given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
            if _NAME.fullmatch(given):
                return bytes(given)
        return os.urandom(8).hex().encode()

    def _tell(self, scope: Scope, seen: "_Exchange", seconds: float) -> None:
        outcome = noted_outcome(scope)
        status = seen.status or (_LEFT if outcome == "left" else 500)
        sent = 0 if scope["method"] == "HEAD" else seen.sent
        route = self._route(scope)
        self._operations.counts.count(route, scope["method"], status, seconds, sent, outcome)
        if self._log is not None:
            fields = {
                "request": seen.name.decode(),
                "method": scope["method"][:_METHOD],
                "route": route,
                "path": _path(scope),
                "status": status,
                "bytes": sent,
                "ms": round(seconds * 1000, 1),
                "release": self._operations.engine.release,
                "outcome": outcome,
                "query": _hash(noted_query(scope)),
            }
            self._log({name: one for name, one in fields.items() if one is not None})

    def _route(self, scope: Scope) -> str:
        template = getattr(scope.get("route"), "path", None)
        if isinstance(template, str):
            return template
        path = scope["path"]
        if path in self._plain:
            return str(path)
        return next((mount for mount in self._mounts if path.startswith(f"{mount}/")), _NOWHERE)


class _Exchange:
    """What was sent in answer to one request."""

    __slots__ = ("_send", "name", "sent", "status")

    def __init__(self, name: bytes, send: Send) -> None:
        self._send = send
        self.name = name
        self.status = 0
        self.sent = 0

    async def send(self, message: Message) -> None:
        """Pass a message on, with the request's name in its head."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], (b"x-request-id", self.name)]}
        elif message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
        await self._send(message)


def _path(scope: Scope) -> str:
    raw: Any = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    path = raw[: _LONGEST + 1].decode("ascii", "backslashreplace")
    return path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"


def _hash(query: str | None) -> str | None:
    return query and hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:16]
