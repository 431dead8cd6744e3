"""`/sparql`, and the same answers under saved queries: from a request to an answer in the form it asks for."""

from starlette.requests import Request
from starlette.responses import Response

from kg.query.description import described
from kg.query.engine import Dataset, Question
from kg.query.faults import QueryFault
from kg.query.formats import GRAPH_FORMATS, TABLE, Format, named, offered
from kg.query.interface import QueryEngine
from kg.query.limits import Outline
from kg.query.table import Table
from kg.web.answers import unless_left
from kg.web.clients import client_of
from kg.web.giving import Giving, content_type
from kg.web.negotiate import best_type
from kg.web.problems import PROBLEM_JSON
from kg.web.settings import WebSettings

__all__ = ["Endpoint", "wants_page"]

_HTML = "text/html"


class Endpoint:
    """Answers over one engine, in every form on offer."""

    def __init__(self, engine: QueryEngine, settings: WebSettings) -> None:
        self.engine = engine
        self.settings = settings
        self.giving = Giving(engine, settings)

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
        question = Question(text, outline, TABLE, dataset, self.settings.page_rows, client_of(request))
        async with await unless_left(request, self.engine.ask(question)) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])

    async def asked(self, text: str, rows: int) -> Table:
        """The answer to a query of our own."""
        question = Question(text, await self.engine.outline(text), TABLE, rows=rows)
        async with await self.engine.ask(question) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])

    def description(self, request: Request) -> Response:
        """What the endpoint says of itself, in an RDF format. Raises QueryFault where none is acceptable."""
        offers = _offers(graph=True)
        wanted = _negotiated(request, [*offers])
        engine = self.engine
        endpoint = f"{self.settings.public_url}sparql"
        body = described(endpoint, engine.release, engine.graphs, engine.settings, offers[wanted])
        return Response(body, headers={"Content-Type": content_type(wanted), "Vary": "Accept"})


def wants_page(request: Request) -> bool:
    """Whether the client would rather read a page than a document for machines."""
    offers = [PROBLEM_JSON, "application/json", "text/turtle", "application/sparql-results+json", _HTML]
    return best_type(request.headers.get("accept", ""), offers) == _HTML


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
