"""The W3C's suites of the SPARQL 1.1 Protocol and of service descriptions, asked of `kg serve --rdf`.

Each request is the manifest's own: path, headers and body as they stand there, over a connection of its own. The
endpoint is read-only, so that of the tests of updates those hold that say what is refused.
"""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest

from tests.conformance import suite
from tests.conformance.suite import MF, RDF

FOLDER = suite.FOLDER / "sparql11" / "protocol"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SD = "http://www.w3.org/ns/sparql-service-description#"
TABLES = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}
FORMATS = {"boolean": TABLES, "tabular": TABLES, "RDF": GRAPHS}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what is expected of the answer: status codes by their first digit, a truth value, a format."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    exchanges: tuple[Exchange, ...]

    @property
    def updates(self) -> bool:
        """Whether it wants something to be updated."""
        return self.name.startswith("update_")


def cases() -> Iterator[Case]:
    store = suite._loaded(FOLDER / "manifest.ttl")
    (root,) = [
        one.subject for one in store.quads_for_pattern(None, suite._node(RDF, "type"), suite._node(MF, "Manifest"))
    ]
    for entry in suite._list(store, suite._one(store, root, MF, "entries")):
        requests = suite._one(store, suite._one(store, entry, MF, "action"), HT, "requests")
        exchanges = tuple(_exchange(store, one) for one in suite._list(store, requests))
        yield Case(entry.value.rsplit("#", 1)[1], exchanges)


def _exchange(store: ox.Store, request: Any) -> Exchange:
    def said(subject: Any, space: str, name: str) -> str | None:
        found = suite._one(store, subject, space, name)
        return None if found is None else found.value

    answer = suite._one(store, request, HT, "resp")
    body = suite._one(store, request, HT, "body")
    text, encoding = (said(body, CNT, name) if body else None for name in ("chars", "characterEncoding"))
    headers = suite._list(store, suite._one(store, request, HT, "headers"))
    boolean = said(answer, MF, "expectedBoolean")
    return Exchange(
        said(request, HT, "methodName") or "",
        said(request, HT, "absolutePath") or "",
        tuple((said(one, HT, "fieldName") or "", said(one, HT, "fieldValue") or "") for one in headers),
        (text or "").encode(encoding or "utf-8"),
        frozenset(one.value.removesuffix("xx")[-1] for one in suite._all(store, answer, MF, "expectedStatus")),
        None if boolean is None else boolean == "true",
        said(answer, MF, "expectedFormat"),
    )


CASES = list(cases()) if FOLDER.is_dir() else []
ABSENT = [pytest.param(None, marks=pytest.mark.skip(reason="needs the folder 'shared' beside the checkout"))]


@pytest.fixture(scope="module")
def site(serve: Callable[..., httpx.Client], tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """A client of a server that holds the graphs that the manifest names, under the names it gives them."""
    store = suite._loaded(FOLDER / "manifest.ttl")
    file = tmp_path_factory.mktemp("protocol") / "data.nq"
    given = {}
    for quad in store.quads_for_pattern(None, suite._node(UT, "graphData"), None):
        given[suite._one(store, quad.object, RDFS, "label").value] = suite.file(
            suite._one(store, quad.object, UT, "graph")
        )
    with file.open("wb") as out:
        for name, path in sorted(given.items()):
            triples = (one.triple for one in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES))
            ox.serialize((ox.Quad(*one, ox.NamedNode(name)) for one in triples), out, ox.RdfFormat.N_QUADS)
    return serve(file)


def answered(site: httpx.Client, exchange: Exchange) -> tuple[int, str, bytes]:
    """Status, media type and body; nothing is sent that the manifest does not say, but host and length."""
    address = urlsplit(str(site.base_url))
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.putrequest(exchange.method, exchange.path, skip_accept_encoding=True)
        for name, value in exchange.headers:
            connection.putheader(name, value)
        if exchange.body:
            connection.putheader("Content-Length", str(len(exchange.body)))
        connection.endheaders(exchange.body or None)
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("case", [pytest.param(one, id=one.name) for one in CASES if not one.updates] or ABSENT)
def test_a_request_is_answered_as_the_protocol_says(site: httpx.Client, case: Case) -> None:
    assert case.exchanges
    for exchange in case.exchanges:
        status, media_type, body = answered(site, exchange)
        assert str(status)[0] in exchange.statuses, body
        if exchange.format is not None:
            assert media_type in FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert suite.parsed(body, ox.QueryResultsFormat.from_media_type(media_type)) is exchange.boolean  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [pytest.param(one, id=one.name) for one in CASES if one.updates] or ABSENT)
def test_a_request_to_update_is_refused_and_changes_nothing(site: httpx.Client, case: Case) -> None:
    """The seven tests that want an update carried out: the service is read-only, and says so."""

    def held() -> str:
        query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        return site.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text

    before = held()
    status, media_type, _ = answered(site, case.exchanges[0])
    assert (status // 100, media_type) == (4, "application/problem+json")
    assert held() == before


def test_the_query_side_has_all_its_tests() -> None:
    if not CASES:
        pytest.skip("needs the folder 'shared' beside the checkout")
    assert sum(not one.updates for one in CASES) == 27


def test_the_service_description_is_rdf_and_names_its_endpoint(site: httpx.Client) -> None:
    """`returns-rdf`, `has-endpoint-triple` and `conforms-to-schema`: the domains of the terms that are used."""
    for media_type in sorted(GRAPHS):
        response = site.get("/sparql", headers={"Accept": media_type})
        assert response.headers["content-type"].split(";")[0] == media_type
        form = ox.RdfFormat.from_media_type(media_type)
        found = ox.Store()
        found.extend(ox.parse(response.content, format=form, base_iri=str(response.url)))
        rows = list(found.query(f"SELECT ?service {{ ?service a <{SD}Service> ; <{SD}endpoint> ?endpoint }}"))
        assert [row["service"].value for row in rows] == [f"{site.base_url}sparql"]  # type: ignore[union-attr]
        assert not found.query(f"ASK {{ ?s <{SD}defaultGraph> ?g FILTER NOT EXISTS {{ ?g a <{SD}Graph> }} }}")
        assert not found.query(f"ASK {{ ?s <{SD}namedGraph> ?g FILTER NOT EXISTS {{ ?g <{SD}name> ?name }} }}")
        for name in ("data1", "data2", "data3"):
            graph = f"http://kasei.us/2009/09/sparql/data/{name}.rdf"
            assert found.query(f"ASK {{ ?d <{SD}namedGraph> ?g . ?g <{SD}name> <{graph}> ; a <{SD}NamedGraph> }}")
