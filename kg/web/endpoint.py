"""`/sparql`, and the same answers under saved queries: from a request to an answer in the form it asks for."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.query.description import described
from kg.query.engine import Answer, Dataset, Engine, Question
from kg.query.faults import QueryFault
from kg.query.formats import GRAPH_FORMATS, TABLE, Format, named, offered
from kg.query.limits import Outline
from kg.query.table import Table
from kg.web.answers import AnswerResponse, collected, entity_tag, is_current, unless_left
from kg.web.negotiate import best_type
from kg.web.outcomes import note_outcome, note_query
from kg.web.problems import PROBLEM_JSON
from kg.web.settings import WebSettings

__all__ = ["Endpoint", "wants_page"]

_HTML = "text/html"
_CACHING = "public, no-cache"


class Endpoint:
    """Answers over one engine, in every form on offer."""

    def __init__(self, engine: Engine, settings: WebSettings) -> None:
        self.engine = engine
        self.settings = settings

    async def answer(self, request: Request, text: str, dataset: Dataset | None) -> Response:
        """The answer in the form that the request asks for. Raises QueryFault, ClientLeft."""
        outline = await self.engine.outline(text)
        offers = _offers(outline.is_graph)
        wanted = _negotiated(request, [*offers])
        return await self._written(request, Question(text, outline, offers[wanted], dataset), wanted)

    async def answer_as(self, request: Request, text: str, dataset: Dataset | None, name: str) -> Response:
        """The answer in the format of this name. Raises QueryFault, ClientLeft."""
        outline = await self.engine.outline(text)
        form = named(name, outline.is_graph)
        return await self._written(request, Question(text, outline, form, dataset), form.media_type)

    async def table(self, request: Request, text: str, outline: Outline, dataset: Dataset | None = None) -> Table:
        """The first rows of the answer, for a page. Raises QueryFault, ClientLeft."""
        note_query(request.scope, text)
        question = Question(text, outline, TABLE, dataset, self.settings.page_rows)
        async with await unless_left(request, self.engine.ask(question)) as answer:
            note_outcome(request.scope, "answered")
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
        return Response(body, headers={"Content-Type": _content_type(wanted), "Vary": "Accept"})

    async def _written(self, request: Request, question: Question, media_type: str) -> Response:
        note_query(request.scope, question.text)
        tag = entity_tag(question, self.engine.release, media_type)
        if is_current(request, tag):
            note_outcome(request.scope, "unchanged")
            return Response(status_code=304, headers=_headers(question, self.engine.release, media_type))
        answer = await unless_left(request, self.engine.ask(question))
        note_outcome(request.scope, "answered")
        took = {"server-timing": f"query;dur={answer.elapsed * 1000:.1f}"}
        headers = _headers(question, answer.release, media_type) | took
        if answer.whole is None and request.scope["http_version"] == "1.0":
            return await self._unchunked(answer, headers)
        return AnswerResponse(answer, headers)

    async def _unchunked(self, answer: Answer, headers: dict[str, str]) -> Response:
        """HTTP/1.0 ends a body by closing the connection, broken or not: give it whole or not at all."""
        async with answer:
            return Response(await collected(answer, self.settings.old_protocol), headers=headers)


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


def _headers(question: Question, release: str, media_type: str) -> dict[str, str]:
    tag = entity_tag(question, release, media_type)
    caching: Mapping[str, Any] = {"etag": tag, "cache-control": _CACHING} if tag else {"cache-control": "no-store"}
    return {
        "content-type": _content_type(media_type),
        "vary": "Accept",
        "x-plenary-release": release,
        **caching,
    }


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
