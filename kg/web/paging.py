"""Pages of a saved query's answer: `limit` rows, from `after` on, and a link to the next."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.query.engine import Question
from kg.query.faults import QueryFault
from kg.query.formats import TABLE, named
from kg.query.messages import Found
from kg.query.paging import Place, keys_query, page_query
from kg.query.saved import SavedQuery
from kg.query.table import Table
from kg.web.answers import unless_left
from kg.web.cursors import opened, sealed
from kg.web.endpoint import Endpoint

__all__ = ["MOST", "USUAL", "Pager", "whole_number"]

USUAL, MOST = 1_000, 10_000
"""Rows of a page, where `limit` is left out and at most."""

_LONGEST_NUMBER = 9


class Pager:
    """Answers to saved queries, whole where neither `limit` nor `after` is given. Raises QueryFault, ClientLeft."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def answer(self, request: Request, query: SavedQuery, values: Mapping[str, str], form: str = "") -> Response:
        """The answer in the format of this name, else in the form that the request asks for."""
        base = self._endpoint.settings.base_iri
        given = {name: value for name, value in values.items() if name not in ("limit", "after")}
        text = query.bound(given, base)
        if given == values:
            return await self._told(request, text, form)
        if form:
            # A format that is not offered is told before anything is asked.
            named(form, graph=query.form != "SELECT")
        if not query.order:
            raise QueryFault("not-paged", name=query.name)
        limit, release = whole_number("limit", values.get("limit", ""), USUAL, MOST), self._endpoint.engine.release
        mark = _mark(query, given)
        after = _after(query, mark, values.get("after", ""), release)
        following = await self._following(request, query, text, after, limit)
        response = await self._told(request, page_query(text, query.order, after, limit), form)
        if following is not None and response.headers.get("x-plenary-release") == release:
            address = urlencode({**given, "limit": limit, "after": sealed(release, [mark, *following])})
            response.headers["Link"] = f'<{request.url.path}?{address}>; rel="next"'
        return response

    async def _told(self, request: Request, text: str, form: str) -> Response:
        if form:
            return await self._endpoint.answer_as(request, text, None, form)
        return await self._endpoint.answer(request, text, None)

    async def _following(
        self, request: Request, query: SavedQuery, text: str, after: Place | None, limit: int
    ) -> Place | None:
        """Where the page after this one begins; None where this is the last."""
        asked = keys_query(text, query.order, after, limit + 1)
        question = Question(asked, await self._endpoint.engine.outline(asked), TABLE, rows=limit + 1)
        async with await unless_left(request, self._endpoint.engine.ask(question)) as answer:
            rows = Table.read([chunk async for chunk in answer.chunks()]).rows
        if len(rows) <= limit:
            return None
        last, beyond = (tuple(one.value if one else "" for one in row) for row in rows[limit - 1 :])
        if last == beyond:
            # Rows that its keys cannot tell apart must not fall between two pages.
            raise QueryFault("not-paged", name=query.name)
        return last


def whole_number(name: str, said: str, usual: int, most: int) -> int:
    """The number of a parameter, `usual` where nothing is said. Raises QueryFault where it is not from 1 to `most`."""
    if not said:
        return usual
    if said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER and 1 <= int(said) <= most:
        return int(said)
    kind = f"xsd:integer, 1 … {most}"
    raise QueryFault("parameter-value", value=Found(said), found=name, type=kind, example=str(usual))


def _mark(query: SavedQuery, given: Mapping[str, str]) -> str:
    """What tells a place in this answer from one in another."""
    told = repr((query.text, sorted(given.items()))).encode("utf-8", "backslashreplace")
    return hashlib.sha256(told).hexdigest()[:16]


def _after(query: SavedQuery, mark: str, said: str, release: str) -> Place | None:
    if not said:
        return None
    place: Any = opened(said, release)
    whole = isinstance(place, list) and all(isinstance(one, str) for one in place)
    if not whole or len(place) != 1 + 2 * len(query.order) or place[0] != mark:
        raise QueryFault("cursor-unknown")
    return tuple(place[1:])
