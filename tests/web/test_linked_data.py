"""Linked data over the founding texts: every IRI leads somewhere, in every format, and says the same in all of them."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.compare import to_isomorphic
from starlette.testclient import TestClient

from kg.cli.app import run
from kg.graph.serialize import nquads
from kg.query.engine import EngineSettings
from kg.store import Edition, Layout, current, ground, publish, write_part
from kg.vocabulary import HOME, IGM, PREFIXES, RDF
from kg.web.absent import kinds
from kg.web.addresses import Addresses, lengthened, shortened
from kg.web.app import create_app
from kg.web.pages import short
from kg.web.resource_pages import told
from kg.web.settings import WebSettings
from tests.web.conftest import Site, Start
from tests.web.test_pages import read

FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "trig": ("application/trig", RdfFormat.TRIG),
}
HTML = {"Accept": "text/html"}
RCM = "/data/forum/rcm"
SAMPLE = 2
"""Things of each kind that are read in every format."""


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding texts, and texts with hostile names where there are some beside the checkout."""
    folder = tmp_path_factory.mktemp("linked") / "build"
    hostile = root.parent / "shared" / "hostile" / "docs"
    names = [path for path in (hostile / "script_in_names.txt", hostile / "bidi.txt") if path.is_file()]
    texts = [*sorted((root / "data" / "corpus").glob("*.txt")), *names]
    assert run(["build", *map(str, texts), "--build-dir", str(folder), "--json"]) in (0, 1)
    return folder


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    return current(Layout(built)).open()


@pytest.fixture(scope="module")
def web(start: Start, built: Path) -> Site:
    return start(built)


@pytest.fixture
def client(web: Site) -> Iterator[httpx.Client]:
    with web.client() as client:
        yield client


def documents(store: Store) -> list[str]:
    """What is fetched for each IRI of the graph: the IRI without its fragment, in order."""
    graphs = [None, *store.named_graphs()]
    subjects = {quad.subject.value for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    return sorted({iri.partition("#")[0] for iri in subjects if iri.startswith(HOME)})


def by_kind(iris: list[str]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for iri in iris:
        found["/".join(iri.removeprefix(HOME).split("/")[:2] if "/id/" in iri else [iri[len(HOME) :][:4]])].append(iri)
    return found


@pytest.fixture(scope="module")
def sample(store: Store) -> list[str]:
    """A few of each kind, spread over the whole, and both vocabularies."""
    some = [one for of in by_kind(documents(store)).values() for one in of[:: max(1, len(of) // SAMPLE)][:SAMPLE]]
    return [*some, f"{HOME}shapes", f"{HOME}lexicon/en/agree-to-establish", f"{HOME}lexicon/es/acordar"]


def local(iri: str) -> str:
    return "/" + iri.removeprefix(HOME)


def triples(body: bytes, name: str) -> set[str]:
    """The triples of a graph, its blank nodes named by what they hold."""
    graph = rdflib.Graph()
    lines = "".join(f"{quad.triple} .\n" for quad in parse(body, format=FORMATS[name][1]))
    graph.parse(data=lines, format="nt")
    isomorphic = to_isomorphic(graph) if "_:" in lines else graph
    found = {" ".join(one.n3() for one in triple) for triple in isomorphic if not has_blank(triple)}
    return found | ({str(isomorphic.internal_hash())} if "_:" in lines else set())  # type: ignore[attr-defined]


def has_blank(triple: tuple[object, ...]) -> bool:
    return any(isinstance(one, rdflib.BNode) for one in triple)


def test_every_iri_of_the_graph_leads_to_its_data(client: httpx.Client, store: Store) -> None:
    every = documents(store)
    places = [iri for iri in every if "/id/place/" in iri]
    for iri in [*(set(every) - set(places)), *places[::500]]:
        answer = client.get(local(iri), headers={"Accept": "application/n-triples"}, follow_redirects=True)
        assert answer.status_code == 200, iri
        assert answer.text.startswith(f"<{iri}"), iri
        assert answer.headers["content-type"] == "application/n-triples"


def test_a_description_says_the_same_in_every_format(client: httpx.Client, sample: list[str]) -> None:
    for iri in sample:
        said = {}
        for name, (media_type, _) in FORMATS.items():
            answer = client.get(local(iri), headers={"Accept": media_type}, follow_redirects=True)
            assert answer.status_code == 200, (iri, name)
            assert answer.headers["content-type"].partition(";")[0] == media_type
            said[name] = triples(answer.content, name)
        assert said["ttl"] == said["nt"] == said["rdf"] == said["jsonld"] != set(), iri
        assert {one for one in said["ttl"] if " " in one} <= said["trig"], iri


def test_a_description_holds_all_that_the_default_graph_says_of_a_thing_and_of_its_fragments(
    client: httpx.Client, store: Store, sample: list[str]
) -> None:
    for iri in sample:
        held = list(store.quads_for_pattern(NamedNode(iri), None, None, None))
        default = {f"{quad.triple} ." for quad in held if not isinstance(quad.graph_name, NamedNode)}
        said = set(client.get(Addresses(HOME).data(iri, "nt")).text.splitlines())
        assert default <= said, iri
    document = client.get("/data/document/rcm-1997-panama.nt").text
    passages = store.quads_for_pattern(None, IGM["inDocument"], NamedNode(f"{HOME}doc/rcm-1997-panama"), None)
    assert all(f"{quad.subject} {IGM['quote']} " in document for quad in passages)


def test_the_fact_comes_with_the_words_that_support_it(client: httpx.Client) -> None:
    said = client.get("/data/meeting/rcm-conference-2.jsonld").json()
    assert said["@id"] == f"{HOME}id/meeting/rcm-conference-2"
    assert said["@type"] == "Meeting"
    assert any("was held in Panama City" in passage["quote"] for passage in said["evidencedBy"])
    assert set(said) - {"@context", "@id", "@type"} <= set(said["@context"])


def test_trig_keeps_graphs_apart_and_tells_how_a_fact_was_found(client: httpx.Client) -> None:
    answer = client.get("/data/meeting/rcm-conference-2.trig")
    graphs = {str(quad.graph_name) for quad in parse(answer.content, format=RdfFormat.TRIG)}
    assert graphs == {f"<{HOME}graph/rcm-1997-panama>", f"<{HOME}graph/rcm-1997-panama/provenance>"}
    assert f"<{IGM['rule'].value}>" in answer.text or "igm:rule" in answer.text
    assert answer.headers["content-profile"] == "<http://www.w3.org/ns/prov#>"


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("/id/forum/rcm", "text/html", "/page/forum/rcm"),
        ("/id/forum/rcm", "text/turtle", "/data/forum/rcm.ttl"),
        ("/id/forum/rcm", "*/*", "/data/forum/rcm.ttl"),
        ("/id/forum/rcm", "application/json", "/data/forum/rcm.jsonld"),
        ("/id/forum/rcm", "application/rdf+xml;q=0.9, text/html;q=0.5", "/data/forum/rcm.rdf"),
        ("/id/forum/rcm.nt", "text/html", "/data/forum/rcm.nt"),
        ("/id/forum/rcm?lang=es", "text/html", "/page/forum/rcm?lang=es"),
        ("/doc/rcm-1997-panama", "text/html,application/xhtml+xml,*/*;q=0.8", "/page/document/rcm-1997-panama"),
        ("/code/role/host", "text/html", "/page/code/role/host"),
        ("/graph/rcm-1997-panama", "application/trig", "/data/graph/rcm-1997-panama.trig"),
        ("/id/time/1997-03-13--1997-03-14", "text/html", "/page/time/1997-03-13--1997-03-14"),
        ("/data/forum/rcm", "text/html", "/page/forum/rcm"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(client: httpx.Client, path: str, accept: str, target: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"], answer.content) == (303, target, b"")
    assert "Accept" in answer.headers["vary"]
    assert client.get(target, headers={"Accept": accept}).status_code == 200
    assert client.head(path, headers={"Accept": accept}).headers["location"] == target


def test_the_ontology_is_rdf_for_whoever_does_not_ask_for_a_page(client: httpx.Client) -> None:
    for path, accept, media_type in (
        ("/ns", "*/*", "text/turtle"),
        ("/ns", "text/html", "text/html"),
        ("/ns", "application/rdf+xml", "application/rdf+xml"),
        ("/ns.jsonld", "text/html", "application/ld+json"),
        ("/ns/0.1.0", "*/*", "text/turtle"),
        ("/shapes", "*/*", "text/turtle"),
        ("/shapes.csv", "*/*", "text/csv"),
    ):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] == media_type
    assert client.get("/ns/9.9", headers=HTML).status_code == 404


def test_every_term_shape_and_passage_is_an_anchor_of_its_page(client: httpx.Client, store: Store, root: Path) -> None:
    page = set(read(client.get("/ns", headers=HTML).text).ids)
    terms = {quad.subject.value for quad in store.quads_for_pattern(None, None, NamedNode(f"{HOME}ns"), None)}
    assert {iri.removeprefix(IGM.base) for iri in terms if iri.startswith(IGM.base)} <= page
    shapes = {
        quad.subject.value.partition("#")[2]
        for path in (root / "ontology" / "shapes").glob("*.ttl")
        for quad in parse(path=path)
        if isinstance(quad.subject, NamedNode)
    }
    assert shapes <= set(read(client.get("/shapes", headers=HTML).text).ids)
    document = NamedNode(f"{HOME}doc/rcm-sacm-2023-panama")
    passages = store.quads_for_pattern(None, IGM["inDocument"], document, None)
    anchors = set(read(client.get("/page/document/rcm-sacm-2023-panama").text).ids)
    assert {quad.subject.value.partition("#")[2] for quad in passages} <= anchors


def test_the_page_of_a_document_holds_its_text_and_below_a_passage_the_facts_that_quote_it(
    client: httpx.Client, root: Path
) -> None:
    page = client.get("/page/document/rcm-1997-panama").text
    text = (root / "data" / "corpus" / "rcm-1997-panama.txt").read_text(encoding="utf-8")
    shown = "".join(re.findall(r'<p class="words[^"]*"[^>]*>(.*?)</p>', page, re.DOTALL))
    assert "".join(unescape(re.sub(r"<[^>]+>", "", shown)).split()) == "".join(text.split())
    assert 'href="/page/meeting/rcm-conference-2"' in page


def test_a_long_text_is_shown_a_stretch_at_a_time() -> None:
    addresses = Addresses(HOME)
    assert addresses.page(f"{HOME}doc/x#char=60,149") == "/page/document/x#char=60,149"
    assert (
        addresses.page(f"{HOME}doc/x#char=64000,64010", "es") == "/page/document/x?from=60000&lang=es#char=64000,64010"
    )


def test_headers_say_what_else_there_is(client: httpx.Client, web: Site) -> None:
    answer = client.get(f"{RCM}.ttl")
    for said in (
        '</data/forum/rcm.jsonld>; rel="alternate"; type="application/ld+json"',
        '</page/forum/rcm>; rel="alternate"; type="text/html"',
        f'<{HOME}id/forum/rcm>; rel="describes"',
        '</.well-known/void>; rel="describedby"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{web.address}data/forum/rcm.ttl>; rel="canonical"',
        f'<{HOME}ns#>; rel="profile"',
    ):
        assert said in answer.headers["link"]
    negotiated = client.get(RCM, headers={"Accept": "application/ld+json"})
    assert negotiated.headers["content-location"] == f"{RCM}.jsonld"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"Accept", "Accept-Profile"} <= set(answer.headers["vary"].split(", "))


def test_what_a_client_holds_is_not_sent_again_and_each_form_has_its_own_tag(client: httpx.Client) -> None:
    tags = set()
    addresses = [f"{RCM}.{name}" for name in FORMATS]
    addresses += [f"{RCM}.ttl?_profile=schema", "/page/forum/rcm?lang=en", "/page/forum/rcm?lang=es", "/ns.ttl"]
    for address in addresses:
        answer = client.get(address)
        again = client.get(address)
        assert answer.content == again.content
        held = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", answer.headers["etag"])
        head = client.head(address)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
        tags.add(answer.headers["etag"])
    assert len(tags) == len(addresses)
    assert not any(tag.startswith("W/") for tag in tags)


def test_a_profile_is_asked_for_by_header_or_by_address(client: httpx.Client) -> None:
    by_header = client.get("/data/meeting/rcm-conference-2.ttl", headers={"Accept-Profile": "<https://schema.org/>"})
    by_address = client.get("/data/meeting/rcm-conference-2.ttl?_profile=schema")
    assert by_header.headers["content-profile"] == by_address.headers["content-profile"] == "<https://schema.org/>"
    said = triples(by_address.content, "ttl")
    meeting = f"<{HOME}id/meeting/rcm-conference-2>"
    assert f"{meeting} <{RDF['type'].value}> <https://schema.org/Event>" in said
    day = '"1997-03-13"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert f"{meeting} <https://schema.org/startDate> {day}" in said
    preferred = {"Accept-Profile": "<https://schema.org/>;q=0.2, <http://www.w3.org/ns/prov#>;q=0.9"}
    assert "rule" in client.get(f"{RCM}.ttl", headers=preferred).text
    assert client.get(f"{RCM}.ttl?_profile=nothing").status_code == 406
    assert client.get("/data/code/role/host.ttl?_profile=schema").status_code == 406
    without = client.get("/data/code/role/host.ttl", headers={"Accept-Profile": "<https://schema.org/>"})
    assert without.headers["content-profile"] == f"<{HOME}ns#>"


def test_a_date_that_is_only_bounded_is_no_date_in_the_words_of_schema(client: httpx.Client, store: Store) -> None:
    held = {quad.subject.value: quad.object for quad in store.quads_for_pattern(None, IGM["heldDuring"], None, None)}
    for meeting, time in held.items():
        (written,) = {quad.object.value for quad in store.quads_for_pattern(time, IGM["edtf"], None, None)}
        said = client.get(Addresses(HOME).data(meeting, "ttl") + "?_profile=schema").text
        days = re.fullmatch(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?", written)
        assert ("startDate" in said) == bool(days), (meeting, written)


def test_what_speaks_of_a_thing_is_had_a_page_at_a_time_and_nothing_twice(client: httpx.Client, store: Store) -> None:
    address, seen = "/data/code/topic.nt?part=incoming", []
    while address:
        answer = client.get(address)
        seen += answer.text.splitlines()
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        address = following[1] if following else ""
    incoming = {
        f"{quad.triple} ."
        for quad in store.quads_for_pattern(None, None, NamedNode(f"{HOME}code/topic"), None)
        if not isinstance(quad.graph_name, NamedNode)
    }
    assert set(seen) == incoming
    assert len(seen) == len(incoming) > 50


def test_lists_are_had_as_csv_and_nothing_else_is(client: httpx.Client, store: Store) -> None:
    def rows(path: str) -> list[dict[str, str]]:
        answer = client.get(path)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(StringIO(answer.text)))

    roles = store.quads_for_pattern(None, NamedNode("http://www.w3.org/2004/02/skos/core#inScheme"),
                                    NamedNode(f"{HOME}code/role"), None)  # fmt: skip
    assert {row["concept"] for row in rows("/data/code/role.csv")} == {quad.subject.value for quad in roles}
    assert {"anfitrión"} <= {row["label_es"] for row in rows("/data/code/role.csv")}
    assert all(int(row["end"]) > int(row["start"]) for row in rows("/data/document/rcm-1997-panama.csv"))
    assert len(rows("/data/ns.csv")) > 100
    assert client.get(f"{RCM}.csv").status_code == 406


def test_a_thing_that_nobody_spoke_of_is_not_found_and_what_is_like_it_is_named(client: httpx.Client) -> None:
    answer = client.get("/id/meeting/rcm-conference-9", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"{HOME}id/meeting/rcm-conference-9" in answer.json()["cause"]
    near = [one["page"] for one in answer.json()["nearest"]]
    assert "/page/meeting/rcm-conference-2" in near
    page = client.get("/page/meeting/rcm-conference-9", headers=HTML | {"Accept-Language": "es"})
    assert (page.status_code, page.headers["content-language"]) == (404, "es")
    assert 'href="/page/meeting/rcm-conference-2"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/", "/id/nothing/at/all", "/doc/%00", "/id/state/%3Cscript%3E", "/id/state/ca%20", "/page/", "/data/x",
        "/code/role/", "/id/state/%E2%80%AE", "/id/state/%FF", f"/id/{'x' * 5000}", "/page/../../etc/passwd",
        "/data/state/ca.ttl/more", "/lexicon/en/nothing", "/graph/nothing", "/reference/nothing",
        '/id/state/"><script>alert(1)</script>',
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_a_clean_refusal(client: httpx.Client, path: str) -> None:
    for headers in (HTML, {"Accept": "text/turtle"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code in (404, 406), path
        assert "<script>" not in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", ["after=%3E%22%3Cscript%3E", f"after={'x' * 2000}", "after=%00", "part=x", "from=-1"])
def test_hostile_parameters_are_refused_or_harmless(client: httpx.Client, query: str) -> None:
    for path in (f"{RCM}.ttl", "/page/forum/rcm", "/page/document/rcm-1997-panama"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in (200, 400, 404), (path, query)
        assert "<script>" not in answer.text


def test_nothing_of_a_text_is_ever_markup(client: httpx.Client, store: Store, shared: Path) -> None:
    graphs = [g for g in store.named_graphs() if "script-in-names" in g.value or g.value.endswith("bidi")]
    assert graphs, "the hostile texts are in the graph"
    subjects = {q.subject.value for g in graphs for q in store.quads_for_pattern(None, None, None, g)}
    pages = {Addresses(HOME).page(one).partition("#")[0] for one in subjects} - {""}
    for path in sorted(pages):
        page = client.get(path)
        assert page.status_code == 200, path
        outline = read(page.text)
        assert (outline.faults, outline.open) == ([], []), path
        assert not {tag for tag, _ in outline.tags} & {"script", "img", "iframe", "object"}
        assert not any(name.startswith("on") for _, given in outline.tags for name in given)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_is_sound_and_in_one_language(client: httpx.Client, sample: list[str], language: str) -> None:
    words = told(language)
    for iri in sample:
        answer = client.get(local(iri), headers=HTML | {"Accept-Language": language}, follow_redirects=True)
        assert answer.headers["content-language"] == language
        page = read(answer.text)
        assert (page.faults, page.open) == ([], []), iri
        assert len(page.ids) == len(set(page.ids)), iri
        assert [tag for tag, _ in page.tags].count("h1") == 1
        loaded = [given.get("src") or given.get("href") for tag, given in page.tags if tag in ("script", "link", "img")]
        assert loaded == ["/static/style.css", "/static/icon.svg"]
        assert f'<h2 id="forms">{words["forms"]}</h2>' in answer.text
        assert told("es" if language == "en" else "en")["forms"] not in answer.text


def test_a_page_names_things_in_the_language_of_its_reader(client: httpx.Client) -> None:
    page = client.get("/page/meeting/rcm-conference-2?lang=es").text
    for words in ("celebrada en", "Ciudad de Panamá", "Estado participante", "Qué dice el grafo"):
        assert words in page
    assert 'href="/page/forum/rcm?lang=es"' in page
    assert 'lang="en"' in page


def test_what_only_an_earlier_release_spoke_of_is_gone_and_why(start: Start, tmp_path: Path) -> None:
    states = tmp_path / "states.ttl"
    states.write_text(f"<{HOME}id/state/mt> a <{IGM.base}State> .")
    layout = Layout(tmp_path / "build")

    def release(**said: list[str]) -> None:
        parts = []
        for slug, things in said.items():
            graph = NamedNode(f"{HOME}graph/{slug}")
            quads = [Quad(NamedNode(HOME + one), RDF["type"], IGM["Meeting"], graph) for one in things]
            parts.append(write_part(tmp_path / f"{slug}.nq", graph.value, "facts", nquads(quads), slug))
        on = ground(layout, "1", {"reference": (states,)})
        publish(layout, Edition(HOME, "1", on, parts, [{"slug": slug} for slug in said], {}))

    release(one=["id/meeting/kept", "id/meeting/dropped"], two=["id/meeting/withdrawn"])
    release(one=["id/meeting/kept"])
    with start(layout.root).client() as client:
        assert client.get("/id/meeting/kept").status_code == 303
        for path in ("/id/meeting/withdrawn", "/page/meeting/withdrawn", "/data/meeting/withdrawn.ttl"):
            withdrawn = client.get(path)
            assert withdrawn.status_code == 410
            assert f"{HOME}graph/two" in withdrawn.json()["cause"]
        dropped = client.get("/id/meeting/dropped", headers={"Accept-Language": "es"})
        assert dropped.status_code == 410
        assert "siguen aquí" in dropped.json()["cause"]
        assert client.get("/id/meeting/never").status_code == 404


def test_the_paths_of_pages_and_of_things_are_each_others_inverse() -> None:
    for path in ("id/forum/rcm", "doc/x", "code/role/host", "graph/x/provenance", "ns", "shapes", "reference/places",
                 "id/document/x", "id/code/x", "id/id/x", "lexicon/en/agree"):  # fmt: skip
        assert lengthened(shortened(path)) == path


def test_iris_of_a_base_of_ones_own_are_found_by_path_and_those_of_the_vocabulary_too() -> None:
    addresses = Addresses("https://here.example/kg/")
    own = "https://here.example/kg/id/meeting/a"
    assert addresses.candidates("id/meeting/a") == (own, f"{HOME}id/meeting/a")
    assert addresses.page(own) == addresses.page(f"{HOME}id/meeting/a") == "/page/meeting/a"
    assert addresses.page("https://other.example/id/meeting/a") == ""
    assert addresses.candidates(quote("id/x/é")) == tuple(
        f"{base}id/x/{word}" for base in addresses.bases for word in ("%C3%A9", "é")
    )


def test_every_kind_of_thing_has_its_class(store: Store) -> None:
    found = {
        iri.removeprefix(f"{HOME}id/").partition("/")[0] for iri in documents(store) if iri.startswith(f"{HOME}id/")
    }
    assert found - set(kinds()) <= {"dataset", "finding", "query", "software"}
    classes = {quad.subject.value for quad in store.quads_for_pattern(None, RDF["type"], None, None)}
    assert set(kinds().values()) <= classes


def test_both_languages_have_the_same_words() -> None:
    def shape(words: object) -> object:
        return {key: shape(value) for key, value in words.items()} if isinstance(words, dict) else None

    assert shape(told("en")) == shape(told("es"))
    assert all(json.dumps(told(language)) for language in ("en", "es"))


def test_every_property_and_class_of_others_has_words_in_both_languages(store: Store, root: Path) -> None:
    graphs = [DefaultGraph(), *store.named_graphs()]
    quads = [quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)]
    quads += [quad for path in (root / "ontology" / "shapes").glob("*.ttl") for quad in parse(path=path)]
    used = {quad.predicate.value for quad in quads}
    used |= {
        quad.object.value for quad in quads if quad.predicate == RDF["type"] and isinstance(quad.object, NamedNode)
    }
    names = {short(iri, PREFIXES.items()) for iri in used if not iri.startswith(HOME)}
    assert names <= set(told("en")["terms"])


def test_a_long_description_comes_in_pages_that_make_up_the_whole(built: Path, client: httpx.Client) -> None:
    settings = WebSettings(engine=EngineSettings(workers=1, spare=0), triples=40, page_triples=40)
    with TestClient(create_app(built / "current", settings), base_url="http://localhost") as paged:
        for path in ("/data/document/rcm-1997-panama.nt", "/data/ns.nt", f"{RCM}.nt"):
            address, lines = path, []
            while address:
                answer = paged.get(address)
                assert answer.status_code == 200
                assert len(answer.text.splitlines()) <= 40
                lines += answer.text.splitlines()
                following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
                address = following[1] if following else ""
            whole = client.get(path).text.splitlines()
            assert (len(lines), set(lines)) == (len(whole), set(whole))
        page = paged.get("/page/ns", headers=HTML).text
        following = re.search(r'href="([^"]+)" rel="next"', page)
        assert following is not None
        assert paged.get(following[1].replace("&amp;", "&"), headers=HTML).status_code == 200
