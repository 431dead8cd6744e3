"""What the service says of its dataset: VoID, DCAT, limits, examples, for programs that have never been here."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from kg.pipeline import asset_files, build_release
from kg.query import saved
from kg.settings import Settings
from tests.web.conftest import Site, Start

TEXT = """JOINT COMMUNIQUÉ

The II Lake Forum Conference was held in Lisbon, Portugal, on May 4 and 5, 2001.

The governments agreed to hold a meeting, at the technical level, in the second half of 2001, in Malta.
"""
PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> """
# What the editors of others ask an endpoint for: https://github.com/sib-swiss/sparql-editor
EXAMPLES = """SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:label|rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
DECLARED = (
    "SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"
)
VOID = "/.well-known/void"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, start: Start) -> Site:
    """A server over a release of one small text, on a ground that is loaded in no time."""
    folder = tmp_path_factory.mktemp("void")
    (folder / "lisbon.txt").write_text(TEXT, encoding="utf-8")
    (folder / "ground.ttl").write_text(
        '<https://w3id.org/igm/id/state/pt> <http://www.w3.org/2000/01/rdf-schema#label> "Portugal"@en .'
    )
    files = replace(asset_files(), ground={"reference": (folder / "ground.ttl",)})
    result = build_release([folder / "lisbon.txt"], Settings(build_dir=folder / "build"), files=files)
    assert result.release is not None
    return start(folder / "build")


@pytest.fixture
def there(built: Site) -> Iterator[httpx.Client]:
    with built.client() as client:
        yield client


def read(response: httpx.Response) -> Store:
    assert response.status_code == 200, response.text
    store = Store()
    form = RdfFormat.from_media_type(response.headers["content-type"])
    store.load(response.content, format=form, base_iri=str(response.url))
    return store


def rows(store: Store, query: str) -> list[list[str]]:
    return [[getattr(term, "value", "") for term in row] for row in store.query(PREFIXES + query)]  # type: ignore[union-attr]


def asked(client: httpx.Client, query: str) -> list[dict[str, str]]:
    said: dict[str, Any] = client.get("/sparql", params={"query": PREFIXES + query}).json()
    return [{name: one["value"] for name, one in row.items()} for row in said["results"]["bindings"]]


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_the_description_is_at_the_well_known_address_in_every_rdf_format(there: httpx.Client, media_type: str) -> None:
    response = there.get(VOID, headers={"Accept": f"{media_type}, */*;q=0.1"})
    assert response.headers["content-type"].split(";")[0] == media_type
    assert response.headers["access-control-allow-origin"] == "*"
    (found,) = rows(read(response), "SELECT ?n { ?d a void:Dataset ; void:triples ?n ; void:uriSpace ?space }")
    assert int(found[0]) > 20


def test_a_catalogue_leads_to_the_dataset_its_files_and_its_service_at_this_address(
    there: httpx.Client, built: Site
) -> None:
    store = read(there.get(VOID))
    ((dataset, endpoint, licence),) = rows(
        store,
        "SELECT ?d ?endpoint ?licence { ?c a dcat:Catalog ; dcat:dataset ?d ; dcat:service ?s ; dcterms:license ?l ."
        " ?d a dcat:Dataset ; dcterms:license ?licence ; void:sparqlEndpoint ?endpoint ."
        " ?s a dcat:DataService ; dcat:servesDataset ?d ; dcat:endpointURL ?endpoint }",
    )
    assert (dataset, endpoint) == ("https://w3id.org/igm/id/dataset/plenary", f"{built.address}sparql")
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    files = rows(
        store,
        "SELECT ?url ?type { ?d dcat:distribution ?f ; void:dataDump ?url ."
        " ?f a dcat:Distribution ; dcat:downloadURL ?url ; dcat:mediaType ?type ; dcterms:format ?form } ORDER BY ?url",
    )
    assert [url for url, _ in files] == [
        f"{built.address}download/rdf/plenary.{ending}.gz" for ending in ("jsonld", "nq", "nt", "rdf", "trig", "ttl")
    ]
    languages = rows(store, "SELECT ?l { ?d a dcat:Dataset ; dcterms:language ?l } ORDER BY ?l")
    assert [one[-3:] for (one,) in languages] == ["ENG", "SPA"]
    titles = "SELECT ?t { ?d a dcat:Dataset ; dcterms:title ?title BIND(LANG(?title) AS ?t) } ORDER BY ?t"
    assert rows(store, titles) == [["en"], ["es"]]
    period = "SELECT ?from ?to { ?d dcterms:temporal [ dcat:startDate ?from ; dcat:endDate ?to ] }"
    assert rows(store, period) == [["2001-05-04", "2001-05-05"]]


def test_the_graph_itself_says_the_same_below_its_own_base(there: httpx.Client) -> None:
    (found,) = asked(there, "SELECT ?e { GRAPH <https://w3id.org/igm/graph/dataset> { ?s dcat:endpointURL ?e } }")
    assert found["e"] == "https://w3id.org/igm/sparql"
    assert len(asked(there, "SELECT ?f { ?f a dcat:Distribution }")) == 6


def test_the_description_is_short_however_many_graphs_there_are(there: httpx.Client) -> None:
    assert rows(read(there.get(VOID)), "SELECT ?part { ?d void:subset ?part }") == []
    assert len(asked(there, "SELECT ?part { ?d void:subset ?part }")) > 1


def test_the_description_is_sent_once_and_has_a_head(there: httpx.Client) -> None:
    first = there.get(VOID)
    again = there.get(VOID, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert there.get(VOID, headers={"Accept": "application/n-triples"}).headers["etag"] != first.headers["etag"]
    head = there.head(VOID)
    assert (head.content, head.headers["content-length"]) == (b"", first.headers["content-length"])
    refused = there.get(VOID, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")


def test_data_without_a_description_is_told_by_its_endpoint_alone(client: httpx.Client, site: Site) -> None:
    store = read(client.get(VOID))
    assert rows(store, "SELECT ?e { ?d a void:Dataset ; void:sparqlEndpoint ?e }") == [[f"{site.address}sparql"]]
    assert rows(store, "SELECT ?n { ?d void:triples|dcterms:temporal ?n }") == []


def test_editors_find_every_saved_query_as_an_example_that_runs(there: httpx.Client) -> None:
    queries = saved.load()
    found = asked(there, EXAMPLES)
    texts = {one["sq"].rsplit("/", 1)[1]: one["query"] for one in found}
    assert set(texts) == set(queries)
    assert len(found) == 4 * len(queries)
    for name, text in texts.items():
        response = there.post("/sparql", data={"query": text}, headers={"Accept": "*/*"})
        assert response.status_code == 200, f"{name}: {response.text}"


def test_editors_find_the_prefixes_once_each(there: httpx.Client) -> None:
    found = asked(there, DECLARED)
    names = [one["prefix"] for one in found]
    assert names == sorted(set(names))
    assert {"prefix": "igm", "namespace": "https://w3id.org/igm/ns#"} in found


def test_an_example_says_its_kind_and_where_to_ask_it(there: httpx.Client) -> None:
    kinds = asked(there, "SELECT ?q { ?q a sh:SPARQLSelectExecutable ; sh:select ?text ; schema:target ?t }")
    assert len(kinds) == sum(one.form == "SELECT" for one in saved.load().values())
    (languages,) = asked(
        there,
        "SELECT (GROUP_CONCAT(DISTINCT LANG(?l); SEPARATOR=' ') AS ?all) { ?q a sh:SPARQLExecutable ; rdfs:label ?l }",
    )
    assert set(languages["all"].split()) == {"en", "es"}


def test_the_service_description_holds_limits_graphs_formats_and_the_queries_of_the_service(
    client: httpx.Client, site: Site
) -> None:
    store = read(client.get("/sparql"))
    found = rows(
        store, "SELECT DISTINCT ?t { ?q a sh:SPARQLConstructExecutable ; sh:construct ?text ; schema:target ?t }"
    )
    assert found == [[f"{site.address}sparql"]]
    assert ["Reuniones"] in rows(store, "SELECT ?l { ?q rdfs:label ?l ; sh:prefixes ?p . ?p sh:declare ?one }")
    assert rows(store, "SELECT ?g { ?n a sd:NamedGraph ; sd:name ?g }") == [["http://example.org/kg/graph/one"]]
    assert rows(store, "SELECT ?d { ?x sd:defaultDataset ?d . ?d sd:defaultGraph ?g ; rdfs:seeAlso ?void }") != []
    names = rows(store, "SELECT ?n { ?l a schema:PropertyValue ; schema:name ?n ; schema:value ?v }")
    assert {name for (name,) in names} >= {
        "deadline",
        "memory",
        "queue",
        "length",
        "nesting",
        "patterns",
        "branches",
        "graphs",
    }
    assert len(rows(store, "SELECT ?f { ?s a sd:Service ; sd:resultFormat ?f }")) == 8


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_the_endpoint_s_address_may_end_with_a_slash(client: httpx.Client, method: str) -> None:
    fields = {"data": {"query": "ASK {}"}} if method == "POST" else {"params": {"query": "ASK {}"}}
    response = client.request(method, "/sparql/", **fields)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["content-type"]) == (200, "application/sparql-results+json")


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_an_update_is_refused_in_whatever_way_it_comes(client: httpx.Client, way: str) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    response = {
        "get": lambda: client.get("/sparql", params={"update": update}),
        "form": lambda: client.post("/sparql", data={"update": update}),
        "direct": lambda: client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
    }[way]()
    assert response.status_code // 100 == 4
    assert response.headers["content-type"] == "application/problem+json"
    assert client.get("/sparql", params={"query": "ASK { <urn:a> ?p ?o }"}).json()["boolean"] is False


def test_a_triple_of_several_graphs_counts_once_in_the_default_graph(built: Site, there: httpx.Client) -> None:
    """The default graph of a release is a set, though each triple stands in a named graph as well."""
    counted = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT *) AS ?d) { ?s ?p ?o }"
    ((found),) = asked(there, counted)
    assert found["n"] == found["d"]
    graphs = [one["g"] for one in asked(there, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")]
    both = "".join(f" FROM <{one}>" for one in graphs)
    ((merged),) = asked(there, f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT *) AS ?d) {both} {{ ?s ?p ?o }}")
    assert merged["n"] == merged["d"]
    fields = [("query", counted), *(("default-graph-uri", one) for one in (*graphs, graphs[0]))]
    said = there.get("/sparql", params=fields).json()["results"]["bindings"][0]
    assert said["n"]["value"] == said["d"]["value"] == merged["n"]
