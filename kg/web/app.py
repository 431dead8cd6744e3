"""The application: addresses, failures, headers, and a release that may change while it runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.errors import BrokenRelease
from kg.query.engine import Engine
from kg.query.faults import Busy, QueryFault
from kg.query.saved import load
from kg.web.answers import ClientLeft
from kg.web.endpoint import Endpoint, wants_page
from kg.web.openapi import saved_operation, sparql_operations
from kg.web.operations import Operations
from kg.web.outcomes import note_fault, note_outcome
from kg.web.pages import language_of
from kg.web.problems import PROBLEM_JSON, problem, status_of
from kg.web.routes import Routes
from kg.web.settings import WebSettings

__all__ = ["create_app"]

_log = logging.getLogger(__name__)

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"ETag, Link, Retry-After, X-Plenary-Release",
    b"content-security-policy": (
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'"
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_Route = Callable[[Request], Awaitable[Response]]


def create_app(release: Path, settings: WebSettings | None = None) -> FastAPI:
    """The application over the release in a folder, or over the one a link such as `current` leads to at any time.

    Raises BrokenRelease where there is none, BrokenAsset where a saved query cannot be used.
    """
    settings = settings or WebSettings()
    if not settings.public_url:
        settings = replace(settings, public_url="http://localhost/")
    endpoint = Endpoint(Engine(release, settings.engine), settings)
    routes = Routes(endpoint, load(settings.queries), settings)
    operations = Operations(endpoint.engine, settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with endpoint.engine, operations.serving():
            following = asyncio.create_task(_follow(endpoint.engine, release, settings.poll))
            yield
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    app = FastAPI(
        title="Plenary",
        summary="Communiqués of intergovernmental meetings as a knowledge graph.",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": settings.public_url}],
    )
    app.state.engine = endpoint.engine
    app.state.operations = operations
    _address(app, routes, operations)
    _answer_failures(app, routes)
    app.add_middleware(_Headers)
    return app


async def _follow(engine: Engine, release: Path, poll: float) -> None:
    """Serve what the link leads to, from soon after it changes."""
    failed: Path | None = None
    while True:
        await asyncio.sleep(poll)
        now = release.resolve()
        if now in (engine.folder, failed):
            continue
        try:
            await engine.switch(release)
            failed = None
            _log.info("serving release %s", engine.release)
        except BrokenRelease as error:
            # The old release goes on being served; said once for each release that cannot be.
            failed = now
            _log.error("%s", error)


def _address(app: FastAPI, routes: Routes, operations: Operations) -> None:
    def add(path: str, route: _Route, *methods: str, **described: Any) -> None:
        for method in methods:
            name = f"{route.__name__}_{method.lower()}"
            shown = method not in ("HEAD", "OPTIONS") and bool(described)
            extra = described.get(method, {})
            app.add_api_route(
                path, _bare(route), methods=[method], name=name, include_in_schema=shown, openapi_extra=extra,
                operation_id=name, summary=extra.get("summary"), response_class=Response,
            )  # fmt: skip

    reading = ("GET", "HEAD")
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    add("/", routes.home, *reading)
    add("/sparql", routes.sparql, *reading, "POST", "OPTIONS", **sparql_operations())
    add("/sparql.{format}", routes.sparql_as, *reading)
    add("/query", routes.gallery, *reading, GET={"summary": "All saved queries"})
    for query in routes.queries.values():
        route = _named(routes.saved_as, name=query.name)
        add(f"/query/{query.name}.{{format}}", route, *reading, GET=saved_operation(query))
    add("/query/{name}.{format}", routes.saved_as, *reading)
    add("/query/{name}", routes.saved, *reading)
    add("/problem/{code}", routes.code, *reading)
    add("/health", operations.health, *reading, GET={"summary": "Whether the server runs"})
    add("/ready", operations.ready, *reading, GET={"summary": "Whether queries are answered"})
    add("/metrics", operations.metrics, *reading)


def _bare(route: _Route) -> _Route:
    """The route as the framework takes it: a function of the request alone."""

    async def bare(request: Request) -> Response:
        return await route(request)

    return bare


def _named(route: _Route, name: str) -> _Route:
    async def named(request: Request) -> Response:
        request.path_params["name"] = name
        return await route(request)

    named.__name__ = "query_" + name.replace("-", "_")
    return named


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
        return _problem(request, routes, QueryFault("defect"))

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
