"""Requests read as the SPARQL Protocol says.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.query.engine import Dataset
from kg.query.faults import QueryFault
from kg.query.messages import Found
from kg.web.settings import WebSettings

__all__ = ["Asked", "fields", "read"]

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the query's text, None where there is none, and the dataset it is to be asked of."""

    text: str | None
    dataset: Dataset | None


async def read(request: Request, settings: WebSettings) -> Asked:
    """The query that a request carries. Raises QueryFault where it carries it wrongly."""
    given = fields(request.scope["query_string"], settings)
    if request.method != "POST":
        return _asked(given, _values(given, "query"))
    kind, charset = _content_type(request)
    encoded = request.headers.get("content-encoding", "identity").strip().lower()
    if kind not in (_FORM, _DIRECT) or charset not in ("", "utf-8", "utf8") or encoded not in ("identity", ""):
        found = Found(request.headers.get("content-type") or "-")
        raise QueryFault("unsupported-media-type", found=found, near=f"{_FORM} / {_DIRECT}")
    body = await _body(request, settings)
    if kind == _FORM:
        own = fields(body, settings)
        return _asked(given + own, _values(given + own, "query"))
    return _asked(given, [*_values(given, "query"), _text(body)])


def fields(raw: bytes, settings: WebSettings) -> _Fields:
    """Names and values of a query string or form. Raises QueryFault where it is not one."""
    try:
        return parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=settings.fields, separator="&"
        )
    except UnicodeDecodeError as error:
        raise QueryFault("bad-encoding") from error
    except ValueError as error:
        raise QueryFault("too-many-fields", limit=settings.fields) from error


def _asked(given: _Fields, queries: list[str]) -> Asked:
    updates = _values(given, "update")
    if len(queries) > 1 or (queries and updates):
        raise QueryFault("two-queries")
    if updates:
        raise QueryFault("update-refused", word="update")
    default, named = _values(given, "default-graph-uri"), _values(given, "named-graph-uri")
    dataset = Dataset(tuple(default), tuple(named)) if default or named else None
    return Asked(queries[0] if queries else None, dataset)


def _values(given: _Fields, name: str) -> list[str]:
    return [value for key, value in given if key == name]


def _content_type(request: Request) -> tuple[str, str]:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((one[8:].strip('"') for one in parameters if one.startswith("charset=")), "")
    return kind, charset


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryFault("bad-encoding") from error


async def _body(request: Request, settings: WebSettings) -> bytes:
    """The body, within its size and its time."""
    said = request.headers.get("content-length", "0")
    if said.isdigit() and int(said) > settings.body:
        raise QueryFault("body-too-large", limit=settings.body)
    held = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for chunk in request.stream():
                held += chunk
                if len(held) > settings.body:
                    raise QueryFault("body-too-large", limit=settings.body)
    except TimeoutError as error:
        raise QueryFault("body-too-slow", limit=f"{settings.body_seconds:g}") from error
    return bytes(held)
