"""`/search`: words looked for in names, quotes and texts, as a page or as JSON."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.query.faults import Busy, QueryFault
from kg.search import LONGEST, FacetValue, Found, Hit, Marked
from kg.search.files import FACETS
from kg.vocabulary import HOME
from kg.web.answers import held_tag
from kg.web.endpoint import Endpoint, wants_page
from kg.web.pages import Pages, language_of
from kg.web.problems import status_of
from kg.web.search_query import USUAL, Query, digest, read
from kg.web.searching import Searching

__all__ = ["Search", "search_words"]

_SHOWN_VALUES = 8
_BESIDES = 3


class Search:
    """The search page and its answers for programs. Raises QueryFault or ClientLeft, which the application answers."""

    def __init__(self, endpoint: Endpoint, pages: Pages) -> None:
        self._endpoint = endpoint
        self._pages = pages
        self._searching = Searching(endpoint.engine)

    async def page(self, request: Request) -> Response:
        """The page, or JSON where that is asked for."""
        if not wants_page(request):
            return await self.json(request)
        try:
            return await self._answered(request, html=True)
        except QueryFault as fault:
            return self._refused(request, fault)

    async def json(self, request: Request) -> Response:
        """JSON, whatever the request would rather have."""
        return await self._answered(request, html=False)

    async def _answered(self, request: Request, html: bool) -> Response:
        query, release = read(request, self._endpoint.settings), self._endpoint.engine.release
        if html and not query.words.strip():
            return self._shown(request, query, release, None)
        headers = _headers(request, query, release, html)
        if held_tag(request, headers["ETag"]) is not None:
            return Response(status_code=304, headers=headers)
        found = await self._searching.found(request, query.asked(release))
        if self._endpoint.engine.release != release:
            # Another release came between: what was found is of one of them, and the tag must not be of the other.
            return await self._answered(request, html)
        path = "/search" if html else "/search.json"
        following = query.link(path, query.following(release, found)) if found.after else ""
        headers |= {"Link": f'<{following}>; rel="next"'} if following else {}
        if html:
            response = self._shown(request, query, release, found, following)
            response.headers.update(headers)
            return response
        return JSONResponse(self._told(query, release, found, following), headers=headers)

    # --- for programs ---------------------------------------------------------------------------------------------

    def _told(self, query: Query, release: str, found: Found, following: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "release": release,
            "q": query.words,
            "chosen": dict(query.chosen),
            "besides": list(found.besides),
            "number": found.number,
            "results": [self._result(hit) for hit in found.hits],
            "facets": {
                facet: [_value(query, facet, one) for one in values] for facet, values in found.facets.items() if values
            },
        }
        return told | ({"next": following} if following else {})

    def _result(self, hit: Hit) -> dict[str, Any]:
        return {
            "iri": hit.iri,
            "href": self._path(hit.iri),
            "kind": hit.kind,
            "labels": [{"language": language, **_marked(label)} for language, label in hit.labels],
            "snippet": _marked(hit.snippet),
            "languages": list(hit.languages),
        }

    def _path(self, iri: str) -> str:
        """Where this service tells of a resource: the path of its IRI."""
        base = next((one for one in (self._endpoint.settings.base_iri, HOME) if iri.startswith(one)), "")
        return f"/{iri.removeprefix(base)}" if base else iri if urlsplit(iri).scheme in ("http", "https") else ""

    # --- for people -----------------------------------------------------------------------------------------------

    def _shown(
        self, request: Request, query: Query, release: str, found: Found | None, following: str = ""
    ) -> Response:
        say = search_words(query.language)
        context: dict[str, Any] = {"say": say, "query": query, "found": found, "following": following, "fault": None}
        if found is not None:
            number = say["number_one" if found.number == 1 else "number_many"].format(
                number=_counted(found.number, say)
            )
            context |= {
                "number": number,
                "hits": [self._hit(hit, query.language) for hit in found.hits],
                "facets": [one for name in FACETS if (one := _facet(query, name, found.facets[name]))["values"]],
                "chosen": [_choice(query, name, found.facets[name]) for name in FACETS if name in query.chosen],
                "besides": found.besides[:_BESIDES],
                "exact": replace(query, words=query.exactly()).link(),
                "json": query.link("/search.json"),
                "first": query.link() if query.after else "",
            }
        return self._pages.page("search", request, release, **context)

    def _refused(self, request: Request, fault: QueryFault) -> Response:
        """The page with what is wrong on it, so that it can be mended there."""
        language = language_of(request)
        words = request.query_params.get("q", "")[:LONGEST]
        title, cause, fix = fault.said(language)
        query = Query(words, {}, USUAL, "", language, "lang" in request.query_params)
        context = {"say": search_words(language), "query": query, "found": None, "following": ""}
        response = self._pages.page(
            "search", request, self._endpoint.engine.release, status_of(fault), **context,
            fault={"title": title, "cause": cause, "fix": fix},
        )  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        if isinstance(fault, Busy):
            response.headers["Retry-After"] = str(fault.retry_after)
        return response

    def _hit(self, hit: Hit, language: str) -> dict[str, Any]:
        labels = dict(reversed(hit.labels))
        spoken = language if language in labels else next(iter(dict(hit.labels)), "")
        label = labels.get(spoken) or Marked(hit.iri.rsplit("/", 1)[-1], ())
        words = search_words(language)
        return {
            "href": self._path(hit.iri),
            "label": list(label.pieces()),
            "label_language": spoken,
            "kind": words["kind"].get(hit.kind, hit.kind),
            "snippet": list(hit.snippet.pieces()),
            "snippet_language": hit.languages[0] if len(hit.languages) == 1 else "",
        }


@cache
def search_words(language: str) -> dict[str, Any]:
    """The words of the search page in one language."""
    with Path(__file__).with_name("search.toml").open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)[language]
    return words


def _headers(request: Request, query: Query, release: str, html: bool) -> dict[str, str]:
    tag = digest(release, __version__, html, query.language, request.scope["query_string"])
    return {
        "ETag": f'"{tag}"',
        "Vary": "Accept, Accept-Language",
        "Cache-Control": "public, no-cache",
        "Content-Language": query.language,
        "X-Plenary-Release": release,
    }


def _marked(text: Marked) -> dict[str, Any]:
    return {"text": text.text, "marks": [[one.start, one.end] for one in text.marks]}


def _value(query: Query, facet: str, one: FacetValue) -> dict[str, Any]:
    label = _named(query.language, facet, one)
    return {
        "code": one.code,
        "label": label,
        "number": one.number,
        "href": query.link("/search.json", **{facet: one.code}),
    }


def _facet(query: Query, facet: str, values: tuple[FacetValue, ...]) -> dict[str, Any]:
    # A single value that everything has narrows nothing down.
    offered = (
        [one for one in values if one.code != query.chosen.get(facet)] if values[1:] or facet in query.chosen else []
    )
    say = search_words(query.language)
    links = [
        (_named(query.language, facet, one), _counted(one.number, say), query.link(**{facet: one.code}))
        for one in offered
    ]
    return {"name": say["facets"][facet], "values": links[:_SHOWN_VALUES], "more": links[_SHOWN_VALUES:]}


def _choice(query: Query, facet: str, values: tuple[FacetValue, ...]) -> tuple[str, str, str]:
    """Name, value, and the address of the search without it."""
    code = query.chosen[facet]
    one = next((one for one in values if one.code == code), FacetValue(code, (), 0))
    name = search_words(query.language)["facets"][facet]
    return name, _named(query.language, facet, one), query.link(**{facet: ""})


def _counted(number: int, say: Mapping[str, Any]) -> str:
    """A number as it is written in the language: in Spanish four digits stand together."""
    mark, least = say["thousands"]["mark"], say["thousands"]["from"]
    return f"{number:,}".replace(",", mark) if number >= least else str(number)


def _named(language: str, facet: str, one: FacetValue) -> str:
    words = search_words(language)
    own = {"kind": words["kinds"], "language": words["languages"]}.get(facet, {})
    labels = dict(reversed(one.labels))
    return str(own.get(one.code) or labels.get(language) or next(iter(labels.values()), one.code))
