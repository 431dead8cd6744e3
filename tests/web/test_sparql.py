"""The protocol as clients meet it."""

import json
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

SELECT = "SELECT ?s { ?s <http://example.org/kg/ally> ?o } LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?s a ?o } { ?s <http://example.org/kg/ally> ?o } LIMIT 2"
JSON = "application/sparql-results+json"


def typed(content_type: str) -> dict[str, str]:
    return {"Content-Type": content_type}


FORM = typed("application/x-www-form-urlencoded")
DIRECT = typed("application/sparql-query")


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert said["status"] == status
    assert said.keys() >= {"type", "title", "detail", "cause", "fix", "release"}
    return said


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_may_come_in_three_ways(client: httpx.Client, way: str) -> None:
    response = {
        "get": lambda: client.get("/sparql", params={"query": SELECT}),
        "form": lambda: client.post("/sparql", data={"query": SELECT}),
        "direct": lambda: client.post(
            "/sparql", content=SELECT, headers=typed("application/sparql-query; charset=UTF-8")
        ),
    }[way]()  # fmt: skip
    assert response.status_code == 200
    assert response.headers["content-type"] == JSON
    assert len(response.json()["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (SELECT, "*/*", JSON),
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "text/turtle, */*;q=0.1", JSON),
        ("ASK {}", "text/csv", "text/csv; charset=utf-8"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (SELECT, "text/html", "text/html; charset=utf-8"),
        (CONSTRUCT, "text/html", "text/html; charset=utf-8"),
    ],
)
def test_the_answer_is_in_the_format_asked_for(
    client: httpx.Client, query: str, accept: str, content_type: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, content_type)
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("request_", "status", "type_"),
    [
        (("GET", "/sparql?query=", {}, b""), 400, "empty"),
        (("GET", "/sparql?query=a&query=b", {}, b""), 400, "two-queries"),
        (("POST", "/sparql?query=ASK{}", FORM, b"query=ASK%7B%7D"), 400, "two-queries"),
        (("POST", "/sparql", FORM, b"query=ASK%7B%7D&update=DROP+ALL"), 400, "two-queries"),
        (("POST", "/sparql", FORM, b"update=DROP+ALL"), 400, "update-refused"),
        (("POST", "/sparql", FORM, b""), 400, "missing-query"),
        (("GET", "/sparql?query=%C0%AF", {}, b""), 400, "bad-encoding"),
        (("POST", "/sparql", DIRECT, b"ASK {} # \xff"), 400, "bad-encoding"),
        (("GET", "/sparql?query=ASK%7B%7D" + "&default-graph-uri=urn:a" * 2000, {}, b""), 400, "too-many-fields"),
        (("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=urn:a", {}, b""), 400, "graph-unknown"),
        (("GET", "/sparql?query=ASK%7B%7D", {"Accept": "image/png"}, b""), 406, "not-acceptable"),
        (("GET", "/sparql.ttl?query=ASK%7B%7D", {}, b""), 406, "no-such-format"),
        (("POST", "/sparql", DIRECT, b"ASK {} #" + b"x" * 100_000), 413, "too-long"),
        (("POST", "/sparql", DIRECT, b"x" * 400_000), 413, "body-too-large"),
        (("POST", "/sparql", {"Content-Type": "application/json"}, b"{}"), 415, "unsupported-media-type"),
        (("POST", "/sparql", {}, b"query=ASK%7B%7D"), 415, "unsupported-media-type"),
        (("POST", "/sparql", typed("application/sparql-update"), b"DROP ALL"), 415, "unsupported-media-type"),
        (("POST", "/sparql", typed("application/sparql-query; charset=utf-16"), b"A"), 415, "unsupported-media-type"),
        (("POST", "/sparql", DIRECT | {"Content-Encoding": "gzip"}, b"ASK {}"), 415, "unsupported-media-type"),
        (("DELETE", "/sparql", {}, b""), 405, "method-not-allowed"),
        (("GET", "/nowhere", {}, b""), 404, "not-found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_request_that_is_not_answered_says_why(
    client: httpx.Client, request_: tuple[str, str, dict[str, str], bytes], status: int, type_: str
) -> None:
    method, path, headers, body = request_
    said = problem(client.request(method, path, headers=headers, content=body), status)
    assert said["type"] == f"/problem/{type_}"


def test_a_syntax_error_says_line_column_cause_and_fix_in_the_language_asked_for(client: httpx.Client) -> None:
    response = client.get(
        "/sparql", params={"query": "SELECT * {\n  ?s rdfs:label ?o }"}, headers={"Accept-Language": "es"}
    )
    said = problem(response, 400)
    assert (said["line"], said["column"]) == (2, 6)
    assert said["excerpt"].splitlines()[1].index("^") == 5
    assert said["title"] == "Prefijo desconocido"
    assert "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>" in said["fix"]
    assert response.headers["content-language"] == "es"


def test_a_limit_says_its_size_and_the_time_taken(hasty: Any) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with hasty.client() as client:
        said = problem(client.get("/sparql", params={"query": query}), 504)
    assert said["limit"] == 0.6
    assert 0.5 < said["elapsed"] < 5


def test_the_dataset_of_the_request_is_asked(client: httpx.Client) -> None:
    graph = "http://example.org/kg/graph/one"
    query = "SELECT ?o { ?s ?p ?o }"
    response = client.get(
        "/sparql", params={"query": query, "default-graph-uri": graph}, headers={"Accept": "text/csv"}
    )
    assert response.text == "o\r\nin a graph\r\n"
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    response = client.post(f"/sparql?named-graph-uri={graph}", content=query, headers=DIRECT | {"Accept": "text/csv"})
    assert response.text == f"g\r\n{graph}\r\n"


def test_an_answer_carries_its_release_and_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    assert first.headers["x-plenary-release"] == "0123456789abcdef"
    tag = first.headers["etag"]
    again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv", "If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_an_answer_that_changes_has_no_tag(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "SELECT (NOW() AS ?now) {}"})
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    head = client.head("/sparql", params={"query": SELECT})
    get = client.get("/sparql", params={"query": SELECT})
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == get.headers[name]


def test_other_sites_may_ask(client: httpx.Client) -> None:
    response = client.options(
        "/sparql", headers={"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    )
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    plain = client.options("/sparql")
    assert plain.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_without_a_query_the_service_describes_itself_with_its_limits(client: httpx.Client, site: Any) -> None:
    response = client.get("/sparql", headers={"Accept": "application/n-triples", "Host": "evil.example"})
    triples = {str(quad.triple) for quad in parse(response.content, format=RdfFormat.N_TRIPLES)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    service = f"<{site.address}sparql>"
    assert f"{service} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{sd}Service>" in triples
    limit = f'<{site.address}sparql#limit-deadline> <https://schema.org/value> "20"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert limit in triples
    assert not any("evil" in one for one in triples)
    assert client.get("/sparql").headers["content-type"].startswith("text/turtle")


def test_a_suffix_is_as_good_as_a_header(client: httpx.Client) -> None:
    response = client.get("/sparql.csv", params={"query": SELECT})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert client.get("/sparql.jsonld", params={"query": CONSTRUCT}).json()


def test_a_saved_query_is_an_address(client: httpx.Client) -> None:
    assert client.get("/query/meetings.csv").text.count("\r\n") == 4
    one = client.get("/query/meetings.json", params={"number": "6000"}).json()
    assert [row["meeting"]["value"] for row in one["results"]["bindings"]] == ["http://example.org/kg/meeting/5999"]
    assert b"<script>" not in client.get("/query/about.nt?thing=http://example.org/kg/y").content
    assert client.get("/query/meetings", headers={"Accept": "text/csv"}).headers["etag"]
    listed = client.get("/query", headers={"Accept-Language": "es"}).json()
    assert [(one["name"], one["title"]) for one in listed] == [("about", "Sobre"), ("meetings", "Reuniones")]


@pytest.mark.parametrize(
    ("path", "status", "type_"),
    [
        ("/query/meeting.json", 404, "query-unknown"),
        ("/query/meetings.json?numbr=1", 400, "parameter-unknown"),
        ("/query/meetings.json?number=1)%7D", 400, "parameter-value"),
        ("/query/meetings.json?number=1&number=2", 400, "parameter-repeated"),
        ("/query/about.nt", 400, "parameter-missing"),
        ("/query/about.csv?thing=urn:x", 406, "no-such-format"),
    ],
)
def test_a_saved_query_asked_wrongly_says_why(client: httpx.Client, path: str, status: int, type_: str) -> None:
    assert problem(client.get(path), status)["type"] == f"/problem/{type_}"


def test_the_description_for_programs_names_every_saved_query(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert json.dumps(described["servers"]).count("127.0.0.1") == 1
    operation = described["paths"]["/query/meetings.{format}"]["get"]
    assert [one["name"] for one in operation["parameters"]] == ["format", "number"]
    assert operation["parameters"][1]["schema"] == {"type": "integer"}
    assert set(described["paths"]["/sparql"]) == {"get", "post"}
    names = [one["operationId"] for path in described["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))


def test_health_is_told_without_a_query(client: httpx.Client) -> None:
    said = client.get("/health").json()
    assert (said["status"], said["release"]) == ("ok", "0123456789abcdef")
