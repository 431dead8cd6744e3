"""What each address answers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.query.engine import Dataset
from kg.query.faults import QueryFault
from kg.query.formats import offered
from kg.query.limits import Outline
from kg.query.messages import codes, pattern
from kg.query.parameters import Parameter
from kg.query.saved import RESERVED, SavedQuery, find
from kg.query.table import Table
from kg.vocabulary import PREFIXES
from kg.web.endpoint import Endpoint, wants_page
from kg.web.facts import Facts
from kg.web.outcomes import note_fault, note_query
from kg.web.pages import Pages, count_said, language_of, spoken
from kg.web.paging import Pager
from kg.web.protocol import fields, read
from kg.web.resources import Resources
from kg.web.settings import WebSettings

__all__ = ["Routes"]

_METHODS = "GET, HEAD, POST, OPTIONS"


class Routes:
    """The addresses of one endpoint. Each raises QueryFault or ClientLeft, which the application answers."""

    def __init__(self, endpoint: Endpoint, queries: Mapping[str, SavedQuery], settings: WebSettings) -> None:
        self.endpoint = endpoint
        self.queries = queries
        self.settings = settings
        self.pages = Pages(settings)
        self.resources = Resources(endpoint, self.pages, settings)
        self._facts = Facts(endpoint)
        self._pager = Pager(endpoint)

    async def home(self, request: Request) -> Response:
        """What the graph holds, questions ready to ask, and a place to write one's own."""
        language = language_of(request)
        facts = await self._facts.told(language)
        return self._page("home", request, facts=facts, queries=self.queries.values())

    async def sparql(self, request: Request) -> Response:
        """The SPARQL Protocol; without a query, the service description, or a form for people."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _METHODS, "Accept-Post": "application/sparql-query"})
        asked = await read(request, self.settings)
        if asked.text is None:
            return await self._unasked(request)
        note_query(request.scope, asked.text)
        return await self._answered(request, asked.text, asked.dataset)

    async def sparql_as(self, request: Request) -> Response:
        """The same with the format as a suffix, for links."""
        asked = await read(request, self.settings)
        if asked.text is None:
            raise QueryFault("missing-query")
        note_query(request.scope, asked.text)
        return await self.endpoint.answer_as(request, asked.text, asked.dataset, request.path_params["format"])

    async def gallery(self, request: Request) -> Response:
        """All saved queries: a page, or JSON."""
        if wants_page(request):
            return self._page("gallery", request, queries=self.queries.values())
        language = language_of(request)
        return JSONResponse([_listed(one, language) for one in self.queries.values()], headers=_VARIED)

    async def saved(self, request: Request) -> Response:
        """The answer to a saved query in the form asked for, or its page."""
        query = find(self.queries, request.path_params["name"])
        if wants_page(request):
            return await self._saved_page(request, query)
        return await self._pager.answer(request, query, self._values(request))

    async def saved_as(self, request: Request) -> Response:
        """The answer to a saved query in the format of the suffix."""
        query = find(self.queries, request.path_params["name"])
        return await self._pager.answer(request, query, self._values(request), request.path_params["format"])

    async def code(self, request: Request) -> Response:
        """What a type of problem means."""
        code = request.path_params["code"]
        if code not in codes():
            raise QueryFault("not-found")
        title, cause, fix = pattern(code, language_of(request))
        return self._page("code", request, title=title, cause=cause, fix=fix)

    async def _unasked(self, request: Request) -> Response:
        if request.method == "POST":
            raise QueryFault("missing-query")
        if wants_page(request):
            query = spoken(language_of(request))["first_query"]
            return self._page("editor", request, query=query, queries=self.queries.values())
        return await self.endpoint.description(request, self.queries.values())

    async def _answered(self, request: Request, text: str, dataset: Dataset | None) -> Response:
        if not wants_page(request):
            return await self.endpoint.answer(request, text, dataset)
        outline = await self.endpoint.engine.outline(text)
        table = await self.endpoint.table(request, text, outline, dataset)
        told = self._told(request, text, outline, table, dataset)
        return self._page("editor", request, query=text, queries=(), **told)

    async def _saved_page(self, request: Request, query: SavedQuery) -> Response:
        # The page shows the first rows, whatever page of them a program would be given.
        values = {name: value for name, value in self._values(request).items() if name not in RESERVED}
        context: dict[str, Any] = {"saved": query, "values": values, "table": None, "fault": None}
        shown, status = query.body, 200
        try:
            text = query.bound(values, self.settings.base_iri)
            outline = await self.endpoint.engine.outline(text)
            table = await self.endpoint.table(request, text, outline)
            context |= self._told(request, text, outline, table, None, labelled=True)
            context["downloads"] = self._saved_downloads(query, values, outline)
            shown = text
        except QueryFault as fault:
            note_fault(request.scope, fault)
            # A page that still waits for its required values is no failure.
            status = 200 if fault.code == "parameter-missing" and not values else 400
            context["fault"] = dict(zip(("title", "cause", "fix"), fault.said(language_of(request)), strict=True))
        href = f"/sparql?{urlencode({'query': shown})}"
        return self._page("saved", request, status, shown=shown, editor_href=href, **context)

    def _told(
        self,
        request: Request,
        text: str,
        outline: Outline,
        table: Table,
        dataset: Dataset | None,
        labelled: bool = False,
    ) -> dict[str, Any]:
        graphs = [("default-graph-uri", one) for one in dataset.default] if dataset else []
        graphs += [("named-graph-uri", one) for one in dataset.named] if dataset else []
        address = urlencode([("query", text), *graphs])
        return {
            "table": self.pages.table(table, PREFIXES | outline.prefixes, labelled),
            "count_said": count_said(table, spoken(language_of(request))),
            "downloads": [(one.name.upper(), f"/sparql.{one.name}?{address}") for one in offered(outline.is_graph)],
        }

    def _saved_downloads(self, query: SavedQuery, values: Mapping[str, str], outline: Outline) -> list[tuple[str, str]]:
        given = f"?{urlencode(values)}" if values else ""
        return [(one.name.upper(), f"/query/{query.name}.{one.name}{given}") for one in offered(outline.is_graph)]

    def _values(self, request: Request) -> dict[str, str]:
        """The parameters in the address; `lang` is about the page, and an empty field of a form is not given."""
        values: dict[str, str] = {}
        for name, value in fields(request.scope["query_string"], self.settings):
            if name in values:
                raise QueryFault("parameter-repeated", found=name)
            if name != "lang" and value:
                values[name] = value
        return values

    def _page(self, name: str, request: Request, status: int = 200, **context: Any) -> Response:
        return self.pages.page(name, request, self.endpoint.engine.release, status, **context)


_VARIED = {"Vary": "Accept, Accept-Language"}


def _listed(query: SavedQuery, language: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title(language),
        "description": query.description(language),
        "href": f"/query/{query.name}",
        "paged": bool(query.order),
        "parameters": [_parameter(one, language) for one in query.parameters],
    }


def _parameter(one: Parameter, language: str) -> dict[str, Any]:
    said = {"name": one.name, "type": one.type, "example": one.example, "label": one.label(language)}
    return said | {"optional": one.optional}
