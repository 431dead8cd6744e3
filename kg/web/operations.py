"""What those who run the server ask it: whether it lives, whether it answers, and what it has done."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.query.faults import QueryFault
from kg.query.interface import QueryEngine
from kg.web.metrics import Metrics
from kg.web.settings import WebSettings

__all__ = ["Operations"]

_NOT_KEPT = {"Cache-Control": "no-store"}
_BY_PROXY = frozenset(
    {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x-request-id"}
)


class Operations:
    """The state of one server; no address here asks a worker anything."""

    def __init__(self, engine: QueryEngine, settings: WebSettings) -> None:
        self.engine = engine
        self.counts = Metrics(engine)
        self.metrics_at = 0
        """The port on which `/metrics` alone is answered, where it has one of its own; else 0."""
        self._allowed = settings.metrics
        self._began = False
        self._stopping = False

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Within it queries are answered, until `stop`."""
        self._began = True
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """Say from now on that no more queries should be sent."""
        self._stopping = True

    async def health(self, request: Request) -> Response:
        """That the process lives, and what it is at."""
        engine = self.engine
        said = {"status": "ok", "release": engine.release, "busy": engine.busy, "waiting": engine.waiting}
        said |= {"store": engine.held}
        return JSONResponse(said | {"sockets": not engine.sealed}, headers=_NOT_KEPT)

    async def ready(self, request: Request) -> Response:
        """Whether to send queries here: 200, or 503 with the reason."""
        engine, status = self.engine, self._status()
        said = {
            "status": status,
            "release": engine.release,
            "busy": engine.busy,
            "waiting": engine.waiting,
            "spare": engine.idle,
        }
        return JSONResponse(said, 200 if status == "ready" else 503, _NOT_KEPT)

    async def metrics(self, request: Request) -> Response:
        """The counts, to those who may read them; raises QueryFault to others, as if there were no such address."""
        if not self._may_read(request):
            raise QueryFault("not-found")
        # The system takes its time to count the memory of many pages.
        body, content_type = await asyncio.to_thread(self.counts.told, request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type, "Vary": "Accept", **_NOT_KEPT})

    def _status(self) -> str:
        if self._stopping:
            return "stopping"
        if not self._began:
            return "starting"
        return "ready" if self.engine.able() else "no-workers"

    def _may_read(self, request: Request) -> bool:
        if self._allowed == "loopback":
            # What a proxy on this machine passes on comes from loopback too, and is the whole world's.
            return _is_near(request) and not any(name in request.headers for name in _BY_PROXY)
        return self._allowed == "on" or self._asked_apart(request)

    def _asked_apart(self, request: Request) -> bool:
        server = request.scope.get("server")
        return bool(self.metrics_at and server and server[1] == self.metrics_at)


def _is_near(request: Request) -> bool:
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
