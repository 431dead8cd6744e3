"""`/sparql`, and the same answers under saved queries: from a request to an answer in the form it asks for."""

import asyncio
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from kg.query.description import described
from kg.query.engine import Dataset, Question
from kg.query.faults import QueryFault
from kg.query.formats import GRAPH_FORMATS, TABLE, Format, content_type, named, offered
from kg.query.interface import QueryEngine
from kg.query.limits import Outline
from kg.query.saved import SavedQuery
from kg.query.table import Table
from kg.web.answers import unless_left
from kg.web.clients import client_of
from kg.web.giving import Giving
from kg.web.negotiate import best_type
from kg.web.outcomes import note_outcome, note_query
from kg.web.problems import PROBLEM_JSON
from kg.web.settings import WebSettings

__all__ = ["Endpoint", "graph_type", "wants_page"]

_HTML = "text/html"


class Endpoint:
    """Answers over one engine, in every form on offer."""

    def __init__(self, engine: QueryEngine, settings: WebSettings) -> None:
        self.engine = engine
        self.settings = settings
        self.giving = Giving(engine, settings)
        self._described: dict[tuple[str, str], bytes] = {}

    async def answer(self, request: Request, text: str, dataset: Dataset | None) -> Response:
        """The answer in the form that the request asks for. Raises QueryFault, ClientLeft."""
        outline = await self.engine.outline(text)
        offers = _offers(outline.is_graph)
        wanted = _negotiated(request, [*offers])
        question = Question(text, outline, offers[wanted], dataset, client=client_of(request))
        return await self.giving.response(request, question, wanted)

    async def answer_as(self, request: Request, text: str, dataset: Dataset | None, name: str) -> Response:
        """The answer in the format of this name. Raises QueryFault, ClientLeft."""
        outline = await self.engine.outline(text)
        form = named(name, outline.is_graph)
        question = Question(text, outline, form, dataset, client=client_of(request))
        return await self.giving.response(request, question, form.media_type)

    async def table(self, request: Request, text: str, outline: Outline, dataset: Dataset | None = None) -> Table:
        """The first rows of the answer, for a page. Raises QueryFault, ClientLeft."""
        note_query(request.scope, text)
        question = Question(text, outline, TABLE, dataset, self.settings.page_rows, client_of(request))
        async with await unless_left(request, self.engine.ask(question)) as answer:
            note_outcome(request.scope, "answered")
            return Table.read([chunk async for chunk in answer.chunks()])

    async def asked(self, text: str, rows: int) -> Table:
        """The answer to a query of our own."""
        question = Question(text, await self.engine.outline(text), TABLE, rows=rows)
        async with await self.engine.ask(question) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])

    async def description(self, request: Request, queries: Iterable[SavedQuery]) -> Response:
        """What the endpoint says of itself, in an RDF format. Raises QueryFault where none is acceptable."""
        wanted, form = graph_type(request)
        body = self._described.get((self.engine.release, form.name)) or await self._describe(form, tuple(queries))
        return Response(body, headers={"Content-Type": content_type(wanted), "Vary": "Accept"})

    async def _describe(self, form: Format, queries: tuple[SavedQuery, ...]) -> bytes:
        """Describe the service in one format, once a release."""
        engine, release = self.engine, self.engine.release
        # Where there are tens of thousands of graphs this takes a while, in which others are answered.
        body = await asyncio.to_thread(
            described, self.settings.public_url, release, engine.graphs, engine.settings, form, queries
        )
        kept = {key: value for key, value in self._described.items() if key[0] == release}
        self._described = kept | {(release, form.name): body}
        return body


def wants_page(request: Request) -> bool:
    """Whether the client would rather read a page than a document for machines."""
    offers = [PROBLEM_JSON, "application/json", "text/turtle", "application/sparql-results+json", _HTML]
    return best_type(request.headers.get("accept", ""), offers) == _HTML


def graph_type(request: Request) -> tuple[str, Format]:
    """The media type that a client wants a graph in, and its format. Raises QueryFault where none is acceptable."""
    offers = _offers(graph=True)
    wanted = _negotiated(request, [*offers])
    return wanted, offers[wanted]


def _offers(graph: bool) -> dict[str, Format]:
    """Media types on offer, the preferred ones first, synonyms last."""
    formats = offered(graph) if not graph else GRAPH_FORMATS
    synonyms = {alias: one for one in formats for alias in one.aliases if "/" in alias}
    return {one.media_type: one for one in formats} | synonyms


def _negotiated(request: Request, offers: list[str]) -> str:
    wanted = best_type(request.headers.get("accept", ""), offers)
    if wanted is None:
        raise QueryFault("not-acceptable", near=", ".join([*offers, _HTML]))
    return wanted
