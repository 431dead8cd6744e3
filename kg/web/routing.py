"""Which address leads to which route, and the description of all of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from kg import __version__
from kg.query.messages import LANGUAGES
from kg.web import openapi
from kg.web.downloads import Downloads
from kg.web.operations import Operations
from kg.web.pages import language_of
from kg.web.routes import Routes
from kg.web.search import Search
from kg.web.settings import WebSettings
from kg.web.void import WellKnown

__all__ = ["Site", "address", "bare_app"]

_Route = Callable[[Request], Awaitable[Response]]
_THINGS = ("id", "doc", "code", "graph", "reference", "lexicon")
_VOCABULARY = ("/ns", "/ns.{suffix}", "/ns/{version}", "/shapes", "/shapes.{suffix}")


@dataclass(frozen=True, slots=True)
class Site:
    """What the addresses lead to."""

    routes: Routes
    downloads: Downloads
    operations: Operations
    search: Search
    well_known: WellKnown


def bare_app(settings: WebSettings, language: str = "en", **chosen: Any) -> FastAPI:
    """An application without addresses, that tells of itself in a language."""
    return FastAPI(
        title="Plenary",
        summary=openapi.said(language)["summary"],
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": settings.public_url}],
        **chosen,
    )


def address(app: FastAPI, site: Site, language: str = "en") -> None:
    """Give an application all addresses, described in a language."""
    routes, downloads, search, reading = site.routes, site.downloads, site.search, ("GET", "HEAD")
    add = _adder(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    add("/", routes.home, *reading)
    add("/sparql", routes.sparql, *reading, "POST", "OPTIONS", **openapi.sparql_operations(language))
    add("/sparql/", routes.sparql, *reading, "POST", "OPTIONS")
    add("/sparql.{format}", routes.sparql_as, *reading)
    add("/.well-known/void", site.well_known.void, *reading, GET=openapi.void_operation(language))
    add("/search", search.page, *reading, GET=openapi.search_operation(language, html=True))
    add("/search.json", search.json, *reading, GET=openapi.search_operation(language))
    _address_queries(add, routes, language)
    _address_things(add, routes)
    add("/problem/{code}", routes.code, *reading)
    add("/download", downloads.downloads, *reading)
    add("/download/", downloads.downloads, *reading, GET=openapi.downloads_operation(language))
    document = openapi.document_operation(language, downloads.example())
    add("/download/document/{name}", downloads.download_document, *reading, GET=document)
    add("/download/{path:path}", downloads.download, *reading)
    add("/health", site.operations.health, *reading, GET=openapi.health_operation(language))
    add("/ready", site.operations.ready, *reading, GET=openapi.ready_operation(language))
    add("/metrics", site.operations.metrics, *reading)
    add("/openapi.json", _described(site), *reading, GET=openapi.described_operation(language))


def _address_queries(add: Callable[..., None], routes: Routes, language: str) -> None:
    reading = ("GET", "HEAD")
    add("/query", routes.gallery, *reading, GET=openapi.gallery_operation(language))
    for query in routes.queries.values():
        route = _named(routes.saved_as, name=query.name)
        add(f"/query/{query.name}.{{format}}", route, *reading, GET=openapi.saved_operation(query, language))
    add("/query/{name}.{format}", routes.saved_as, *reading)
    add("/query/{name}", routes.saved, *reading)


def _address_things(add: Callable[..., None], routes: Routes) -> None:
    things, reading = routes.resources, ("GET", "HEAD")
    for root in _THINGS:
        add(f"/{root}/{{path:path}}", things.thing, *reading)
    for path in _VOCABULARY:
        add(path, things.vocabulary, *reading)
    add("/page/{path:path}", things.page, *reading)
    add("/data/{path:path}", things.data, *reading)


def _adder(app: FastAPI) -> Callable[..., None]:
    def add(path: str, route: _Route, *methods: str, **described: Any) -> None:
        for method in methods:
            name = f"{route.__name__}_{method.lower()}"
            shown = method not in ("HEAD", "OPTIONS") and bool(described)
            extra = described.get(method, {})
            app.add_api_route(
                path, _bare(route), methods=[method], name=name, include_in_schema=shown, openapi_extra=extra,
                operation_id=name, summary=extra.get("summary"), response_class=Response,
            )  # fmt: skip

    return add


def _described(site: Site) -> _Route:
    """The route that describes all the others in the language of the request."""

    @lru_cache(maxsize=len(LANGUAGES))
    def document(language: str, release: str) -> dict[str, Any]:
        app = bare_app(site.routes.settings, language)
        address(app, site, language)
        return app.openapi()

    async def described(request: Request) -> Response:
        language = language_of(request)
        headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-cache"}
        return JSONResponse(document(language, site.routes.endpoint.engine.release), headers=headers)

    return described


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
