"""The addresses described for programs, in English or Spanish: https://spec.openapis.org/oas/v3.1.0 ."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.query.formats import GRAPH_FORMATS, RESULT_FORMATS, offered
from kg.query.messages import LANGUAGES
from kg.query.paging import Key
from kg.query.parameters import Parameter
from kg.query.saved import SavedQuery
from kg.web import paging
from kg.web.problems import PROBLEM_JSON

__all__ = [
    "described_operation",
    "document_operation",
    "downloads_operation",
    "gallery_operation",
    "health_operation",
    "ready_operation",
    "said",
    "saved_operation",
    "search_operation",
    "sparql_operations",
    "void_operation",
]

_TEXT = {"schema": {"type": "string"}}
_OBJECT = {"schema": {"type": "object"}}
_EXAMPLE = "SELECT ?meeting WHERE { ?meeting a <https://w3id.org/igm/ns#Meeting> } LIMIT 5"
_DUMPED = [*(one.media_type for one in GRAPH_FORMATS), "application/n-quads", "application/trig"]
_LONGEST_SEARCH, _KINDS = 500, (
    "meeting document commitment statement state organisation forum body place topic concept".split()
)  # fmt: skip


@cache
def said(language: str) -> dict[str, Any]:
    """The words of the description in one language."""
    with Path(__file__).with_name("openapi.toml").open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)[language]
    return words


def sparql_operations(language: str = "en") -> dict[str, dict[str, Any]]:
    """The operations of `/sparql` by method."""
    words = said(language)
    graphs = {"type": "array", "items": {"type": "string"}}
    parameters = [
        _parameter("query", words["query"], required=True) | {"example": _EXAMPLE},
        _parameter("default-graph-uri", words["default_graph"], graphs),
        _parameter("named-graph-uri", words["named_graph"], graphs),
    ]
    asked = {"type": "string", "description": words["query"]}
    form = {"type": "object", "required": ["query"], "properties": {"query": asked}}
    body = {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {"schema": form, "example": {"query": _EXAMPLE}},
            "application/sparql-query": _TEXT | {"example": _EXAMPLE},
        },
    }
    formats = [one.media_type for one in (*RESULT_FORMATS, *GRAPH_FORMATS)]
    common = {
        "summary": words["ask"],
        "description": words["ask_more"],
        "tags": [words["sparql"]],
        "responses": _responses(words, _content(formats)),
    }
    return {"GET": common | {"parameters": parameters}, "POST": common | {"requestBody": body}}


def saved_operation(query: SavedQuery, language: str = "en") -> dict[str, Any]:
    """The operation of one saved query."""
    words, formats = said(language), offered(query.form in ("CONSTRUCT", "DESCRIBE"))
    names, media_types = [one.name for one in formats], [one.media_type for one in formats]
    suffix = _parameter("format", words["format"], {"type": "string", "enum": names}, required=True)
    own = [suffix | {"in": "path", "example": names[0]}, *(_bound(one, language) for one in query.parameters)]
    order = words["paged"].format(keys=", ".join(map(_key, query.order))) if query.order else words["unpaged"]
    return {
        "summary": query.title(language),
        "description": f"{query.description(language)}\n\n{order}",
        "tags": [words["saved"]],
        "parameters": [*own, *(_page(words, "limit", paging.USUAL, paging.MOST) if query.order else ())],
        "responses": _responses(words, _content(media_types), paged=bool(query.order), named=True),
    }


def gallery_operation(language: str = "en") -> dict[str, Any]:
    """The operation of the list of saved queries."""
    words = said(language)
    content = {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}, "text/html": _TEXT}
    return {
        "summary": words["gallery"],
        "description": words["gallery_more"],
        "tags": [words["saved"]],
        "parameters": [_language(words)],
        "responses": {"200": {"description": words["gallery_answer"], "content": content}},
    }


def downloads_operation(language: str = "en") -> dict[str, Any]:
    """The operation that lists what there is to download."""
    words = said(language)
    content = {"application/json": _OBJECT, "text/html": _TEXT}
    return {
        "summary": words["downloads"],
        "tags": [words["downloads_tag"]],
        "parameters": [_language(words)],
        "responses": {"200": {"description": words["downloads_answer"], "content": content}},
    }


def document_operation(language: str = "en", example: str | None = None) -> dict[str, Any]:
    """The operation that gives out one document, such as the one of the example."""
    words = said(language)
    name = _parameter("name", words["document_name"], {"type": "string"}, required=True)
    return {
        "summary": words["document"],
        "tags": [words["downloads_tag"]],
        "parameters": [name | {"in": "path"} | ({"example": example} if example else {})],
        "responses": {"200": {"description": words["document_answer"], "content": _content(_DUMPED)}},
    }


def void_operation(language: str = "en") -> dict[str, Any]:
    """The operation that describes the dataset."""
    words = said(language)
    content = {one.media_type: _TEXT for one in GRAPH_FORMATS}
    answer = {"description": words["void_answer"], "content": content}
    return {"summary": words["void"], "tags": [words["service"]], "responses": {"200": answer}}


def health_operation(language: str = "en") -> dict[str, Any]:
    """The operation that says whether queries are answered."""
    words = said(language)
    answer = {"description": words["health_answer"], "content": {"application/json": _OBJECT}}
    return {"summary": words["health"], "tags": [words["service"]], "responses": {"200": answer}}


def ready_operation(language: str = "en") -> dict[str, Any]:
    """The operation that says whether to send queries here."""
    words = said(language)
    answer = {"description": words["ready_answer"], "content": {"application/json": _OBJECT}}
    busy = {"description": words["ready_not"], "content": {"application/json": _OBJECT}}
    return {"summary": words["ready"], "tags": [words["service"]], "responses": {"200": answer, "503": busy}}


def described_operation(language: str = "en") -> dict[str, Any]:
    """The operation that gives this description."""
    words = said(language)
    return {
        "summary": words["described"],
        "tags": [words["service"]],
        "parameters": [_language(words)],
        "responses": {"200": {"description": words["described_answer"], "content": {"application/json": _OBJECT}}},
    }


def search_operation(language: str = "en", html: bool = False) -> dict[str, Any]:
    """The operation of the search, as JSON alone or also as a page."""
    words = said(language)
    schemas: dict[str, dict[str, Any]] = {
        "kind": {"type": "string", "enum": _KINDS},
        "year": {"type": "string", "pattern": "^[0-9]{4}$"},
        "language": {"type": "string", "enum": [*LANGUAGES]},
    }
    text = {"type": "string", "maxLength": _LONGEST_SEARCH}
    example = {"en": "migration", "es": "migración"}[language]
    content = {"application/json": {"schema": _FOUND}} | ({"text/html": _TEXT} if html else {})
    return {
        "summary": words["search"],
        "description": words["search_more"],
        "tags": [words["search_tag"]],
        "parameters": [
            _parameter("q", words["q"], text, required=True) | {"example": example},
            *(
                _parameter(name, words[name], schemas.get(name)) | {"example": shown}
                for name, shown in _NARROWED.items()
            ),
            *_page(words, "search_limit", 20, 100),
            _language(words),
        ],
        "responses": _responses(words, content, paged=True, answer="search_answer"),
    }


_NARROWED = {"kind": "forum", "forum": "rcm", "year": "1997", "language": "en", "strength": "firm"}
_MARKED = {
    "type": "object",
    "required": ["text", "marks"],
    "properties": {
        "text": {"type": "string"},
        "marks": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
    },
}
_RESULT = {
    "type": "object",
    "required": ["iri", "href", "kind", "labels", "snippet", "languages"],
    "properties": {
        "iri": {"type": "string"},
        "href": {"type": "string"},
        "kind": {"type": "string", "enum": _KINDS},
        "labels": {"type": "array", "items": {"type": "object"}},
        "snippet": _MARKED,
        "languages": {"type": "array", "items": {"type": "string"}},
    },
}
_FOUND = {
    "type": "object",
    "required": ["release", "q", "number", "results", "facets"],
    "properties": {
        "release": {"type": "string"},
        "q": {"type": "string"},
        "chosen": {"type": "object"},
        "besides": {"type": "array", "items": {"type": "string"}},
        "number": {"type": "integer"},
        "results": {"type": "array", "items": _RESULT},
        "facets": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
        "next": {"type": "string"},
    },
}


def _bound(one: Parameter, language: str) -> dict[str, Any]:
    kinds = {"xsd:integer": "integer", "xsd:decimal": "number", "xsd:boolean": "boolean"}
    schema: dict[str, Any] = {"type": kinds.get(one.type, "string")}
    if one.type in ("xsd:date", "xsd:dateTime"):
        schema["format"] = {"xsd:date": "date", "xsd:dateTime": "date-time"}[one.type]
    takes = said(language)["takes"].format(type=one.type)
    described = _parameter(one.name, f"{one.label(language)} ({takes})", schema, required=not one.optional)
    return described | {"example": _typed(one.example, str(schema["type"]))}


def _typed(example: str, type_: str) -> str | int | float | bool:
    """The example as JSON has values of that type."""
    readers: dict[str, Any] = {"integer": int, "number": float, "boolean": "true".__eq__}
    typed: str | int | float | bool = readers.get(type_, str)(example)
    return typed


def _content(media_types: list[str]) -> dict[str, Any]:
    return {one: {"schema": {}} if "json" in one else _TEXT for one in media_types}


def _key(key: Key) -> str:
    return f"DESC(?{key.variable})" if key.descending else f"?{key.variable}"


def _page(words: dict[str, Any], limit: str, usual: int, most: int) -> tuple[dict[str, Any], ...]:
    number = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    return _parameter("limit", words[limit], number) | {"example": 10}, _parameter("after", words["after"])


def _language(words: dict[str, Any]) -> dict[str, Any]:
    return _parameter("lang", words["lang"], {"type": "string", "enum": [*LANGUAGES]}) | {"example": LANGUAGES[0]}


def _parameter(
    name: str, description: str, schema: dict[str, Any] | None = None, required: bool = False
) -> dict[str, Any]:
    schema = schema or {"type": "string"}
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def _responses(
    words: dict[str, Any], content: dict[str, Any], paged: bool = False, named: bool = False, answer: str = "answer"
) -> dict[str, Any]:
    problems = {
        status: {"description": meaning, "content": {PROBLEM_JSON: _OBJECT}}
        for status, meaning in words["problems"].items()
        if named or status != "404"
    }
    headers = {name: {"description": words[key]} | _TEXT for name, key in _HEADERS.items() if paged or key != "next"}
    whole = {"description": words[answer], "headers": headers, "content": content}
    return {"200": whole, "304": {"description": words["known"]}} | problems


_HEADERS = {"ETag": "etag", "X-Plenary-Release": "release", "Link": "next"}
