"""The application: addresses, failures, headers, and a release that may change while it runs."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import BrokenRelease
from kg.query.engine import Engine
from kg.query.faults import Busy, QueryFault
from kg.query.interface import QueryEngine, RemoteStore
from kg.query.saved import load
from kg.web.answers import ClientLeft
from kg.web.direct import Direct
from kg.web.downloads import Downloads
from kg.web.endpoint import Endpoint, wants_page
from kg.web.operations import Operations
from kg.web.outcomes import note_fault, note_outcome
from kg.web.pages import language_of
from kg.web.preparation import Preparation
from kg.web.problems import PROBLEM_JSON, problem, status_of
from kg.web.routes import Routes
from kg.web.routing import Site, address, bare_app
from kg.web.search import Search
from kg.web.settings import WebSettings
from kg.web.void import WellKnown

__all__ = ["create_app"]

_log = logging.getLogger(__name__)

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"Content-Location, Content-Profile, ETag, Link, Retry-After, X-Plenary-Release",
    b"content-security-policy": (
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'"
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Accept-Profile, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_AGAIN = 10
"""Looks for another release that are let pass before one that could not be served is tried again."""


def create_app(release: Path | RemoteStore, settings: WebSettings | None = None) -> FastAPI:
    """The application over the release in a folder, over the one a link such as `current` leads to, or over a store.

    Raises BrokenRelease where there is none, BrokenAsset where a saved query cannot be used.
    """
    settings = settings or WebSettings()
    if not settings.public_url:
        settings = replace(settings, public_url="http://localhost/")
    endpoint = Endpoint(_engine(release, settings), settings)
    routes = Routes(endpoint, load(settings.queries), settings)
    preparation = Preparation(settings.downloads)
    downloads = Downloads(endpoint, routes.pages, preparation)
    operations = Operations(endpoint.engine, settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with endpoint.engine, preparation, operations.serving():
            following = asyncio.create_task(_follow(endpoint.engine, release, settings.poll, preparation))
            yield
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    app = bare_app(settings, lifespan=lifespan)
    app.state.engine = endpoint.engine
    app.state.operations = operations
    address(app, Site(routes, downloads, operations, Search(endpoint, routes.pages), WellKnown(endpoint)))
    _answer_failures(app, routes)
    app.add_middleware(Direct, routes=routes, failed=lambda request, fault: _problem(request, routes, fault))
    app.add_middleware(_Headers)
    return app


def _engine(release: Path | RemoteStore, settings: WebSettings) -> QueryEngine:
    if isinstance(release, Path):
        return Engine(release, settings.engine)
    # Its HTTP client takes a tenth of a second to load.
    from kg.query.remote import RemoteEngine

    return RemoteEngine(release, settings.engine)


async def _follow(engine: QueryEngine, release: Path | RemoteStore, poll: float, preparation: Preparation) -> None:
    """Serve what the link leads to, from soon after it changes, and have its downloads prepared.

    A store is looked at by its own engine.
    """
    if not isinstance(engine, Engine) or not isinstance(release, Path):
        return
    failed: Path | None = None
    waiting = 0
    while True:
        await asyncio.sleep(poll)
        preparation.want(engine.folder)
        now, waiting = release.resolve(), max(0, waiting - 1)
        if now == engine.folder or (now == failed and waiting):
            continue
        try:
            await engine.switch(release)
            failed = None
            _log.info("serving release %s", engine.release)
        except (BrokenRelease, OSError) as error:
            # The old release goes on being served; what keeps the new one from it may pass, and is said once.
            if now != failed:
                _log.error("%s", error)
            failed, waiting = now, _AGAIN


def _answer_failures(app: FastAPI, routes: Routes) -> None:
    async def fault(request: Request, error: Any) -> Response:
        return _problem(request, routes, error)

    async def refused(request: Request, error: Any) -> Response:
        allowed = (error.headers or {}).get("Allow", "")
        if error.status_code == 405:
            response = _problem(request, routes, QueryFault("method-not-allowed", found=request.method, near=allowed))
            response.headers["Allow"] = allowed
            return response
        return _problem(request, routes, QueryFault("not-found"))

    async def left(request: Request, error: Exception) -> Response:
        # Nobody reads this.
        note_outcome(request.scope, "left")
        return Response(status_code=499)

    async def defect(request: Request, error: Exception) -> Response:
        response = _problem(request, routes, QueryFault("defect"))
        # The server closes the connection after such an answer: nobody is to send another request into it.
        response.headers["Connection"] = "close"
        return response

    app.add_exception_handler(QueryFault, fault)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(ClientLeft, left)
    app.add_exception_handler(Exception, defect)


def _problem(request: Request, routes: Routes, fault: QueryFault) -> Response:
    note_fault(request.scope, fault)
    language, release = language_of(request), routes.endpoint.engine.release
    said = problem(fault, language, release)
    headers = {"Content-Language": language, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    if isinstance(fault, Busy):
        headers["Retry-After"] = str(fault.retry_after)
    if wants_page(request):
        context = {"problem": {"excerpt": "", **said}, "query": request.query_params.get("query", "")}
        page = routes.pages.page("problem", request, release, said["status"], **context)
        page.headers.update(headers)
        return page
    return JSONResponse(said, status_of(fault), headers, media_type=PROBLEM_JSON)


class _Headers:
    """Headers that every response carries, and the answer to every preflight."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        asked = {name for name, _ in scope["headers"]}
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in asked:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)
