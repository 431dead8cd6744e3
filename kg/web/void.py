"""`/.well-known/void`: what the dataset says of itself, with the addresses of this service.

https://www.w3.org/TR/void/#well-known and https://www.w3.org/TR/vocab-dcat-3/
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.query.engine import Question
from kg.query.formats import GRAPH_FORMATS, Format, content_type, named
from kg.query.retold import retold
from kg.store.catalogue import ADDRESSES
from kg.web.answers import collected, held_tag, unless_left
from kg.web.endpoint import Endpoint, graph_type

__all__ = ["WellKnown"]

_QUERY = Path(__file__).with_name("void.rq")
_LONGEST = 16 << 20


class WellKnown:
    """The description of the release that is served, kept as long as that is."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._told: tuple[str, bytes] = ("", b"")
        self._written = lru_cache(maxsize=len(GRAPH_FORMATS))(self._as)

    async def void(self, request: Request) -> Response:
        """The description in the RDF format asked for, at once. Raises QueryFault, ClientLeft."""
        wanted, form = graph_type(request)
        release = self._endpoint.engine.release
        if self._told[0] != release:
            self._told = await unless_left(request, self._asked())
        body = self._written(*self._told, form)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"Content-Type": content_type(wanted), "Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
        headers["X-Plenary-Release"] = self._told[0]
        if held_tag(request, tag) is not None:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    async def _asked(self) -> tuple[str, bytes]:
        text = _QUERY.read_text(encoding="utf-8")
        engine = self._endpoint.engine
        question = Question(text, await engine.outline(text), named("nt", True))
        async with await engine.ask(question) as answer:
            return answer.release, await collected(answer, _LONGEST)

    def _as(self, release: str, ntriples: bytes, form: Format) -> bytes:
        settings = self._endpoint.settings
        return retold(ntriples, settings.base_iri, settings.public_url, release, ADDRESSES, form)
