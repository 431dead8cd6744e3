"""The addresses described for programs: https://spec.openapis.org/oas/v3.1.0 ."""

from typing import Any

from kg.query.formats import GRAPH_FORMATS, RESULT_FORMATS, offered
from kg.query.parameters import Parameter
from kg.query.saved import SavedQuery
from kg.web.problems import PROBLEM_JSON

__all__ = ["saved_operation", "sparql_operations"]

_TEXT = {"schema": {"type": "string"}}
_PROBLEMS = {
    "400": "The request or the query is wrong; the problem says where.",
    "406": "None of the formats asked for is offered.",
    "413": "The query is too long.",
    "503": "Too many queries are waiting; Retry-After says when to try again.",
    "504": "The query did not end before its deadline.",
    "507": "The query needed too much memory.",
}


def sparql_operations() -> dict[str, dict[str, Any]]:
    """The operations of `/sparql` by method."""
    parameters = [
        _parameter("query", "The SPARQL query", required=True),
        _parameter("default-graph-uri", "A graph of the default graph; may be repeated", many=True),
        _parameter("named-graph-uri", "A named graph; may be repeated", many=True),
    ]
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": form}, "application/sparql-query": _TEXT},
    }
    formats = [one.media_type for one in (*RESULT_FORMATS, *GRAPH_FORMATS)]
    get = {"summary": "Ask a SPARQL query", "parameters": parameters, "responses": _responses(formats)}
    post = {"summary": "Ask a SPARQL query", "requestBody": body, "responses": _responses(formats)}
    return {"GET": get, "POST": post}


def saved_operation(query: SavedQuery) -> dict[str, Any]:
    """The operation of one saved query."""
    formats = offered(query.form in ("CONSTRUCT", "DESCRIBE"))
    suffix = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [one.name for one in formats]},
    }
    return {
        "summary": query.title("en"),
        "description": f"{query.description('en')}\n\n{query.title('es')}. {query.description('es')}",
        "tags": ["saved queries"],
        "parameters": [suffix, *(_bound(one) for one in query.parameters)],
        "responses": _responses([one.media_type for one in formats]),
    }


def search_operation() -> dict[str, Any]:
    """The operation of the search."""
    return {"summary": "Search"}


def _bound(one: Parameter) -> dict[str, Any]:
    kinds = {"xsd:integer": "integer", "xsd:decimal": "number", "xsd:boolean": "boolean"}
    schema: dict[str, Any] = {"type": kinds.get(one.type, "string")}
    if one.type in ("xsd:date", "xsd:dateTime"):
        schema["format"] = {"xsd:date": "date", "xsd:dateTime": "date-time"}[one.type]
    said = _parameter(one.name, f"{one.label('en')} / {one.label('es')} ({one.type})", required=not one.optional)
    return said | {"schema": schema, "example": one.example}


def _parameter(name: str, description: str, required: bool = False, many: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}} if many else {"type": "string"}
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def _responses(media_types: list[str]) -> dict[str, Any]:
    problems = {
        status: {"description": said, "content": {PROBLEM_JSON: {"schema": {"type": "object"}}}}
        for status, said in _PROBLEMS.items()
    }
    answer = {"description": "The answer", "content": dict.fromkeys(media_types, _TEXT)}
    return {"200": answer, "304": {"description": "The client has it already"}} | problems
