"""A store that someone else runs, in the place of the embedded engine: the same questions, the same answers."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kg.query.engine import Dataset, Engine, EngineSettings, Question
from kg.query.faults import DeadlinePassed, QueryFault
from kg.query.formats import TABLE, named, offered
from kg.query.interface import QueryEngine, RemoteStore
from kg.query.limits import Limits
from kg.query.remote import RemoteEngine
from kg.query.table import Table
from tests.query.conftest import EX
from tests.query.stores import Running, oxigraph, virtuoso

DATA = f"""
<{EX}a> <{EX}has> "uno"@es .
<{EX}b> <{EX}has> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{EX}b> <{EX}on> "2023-08-24"^^<http://www.w3.org/2001/XMLSchema#date> .
<{EX}b> <{EX}knows> <{EX}a> .
<{EX}a> <{EX}knows> <{EX}c> .
<{EX}c> <{EX}says> "one \\"two\\" \\\\ three\\nfour, five — 日本 𝄞" .
"""
IN_GRAPH = f'<{EX}c> <{EX}has> "named" .'
GRAPH = f"{EX}graph/one"
QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?zebra ?middle ?ant }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    f"SELECT ?whom ?what {{ <{EX}b> <{EX}knows>+ ?whom OPTIONAL {{ ?whom <{EX}has> ?what }} }}",
    f"SELECT ?s ?g {{ GRAPH ?g {{ ?s <{EX}has> 'named' }} }}",
    f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{GRAPH}>) }} GROUP BY ?g",
    f"SELECT ?s ?n {{ GRAPH <{GRAPH}> {{ ?s ?p 'named' }} ?n <{EX}knows> ?s }}",
    f"PREFIX g: <{EX}graph/> SELECT (COUNT(*) AS ?n) {{ GRAPH g:one {{ ?s ?p ?o }} }}",
    f"SELECT ?s FROM <{GRAPH}> {{ ?s ?p ?o }}",  # noqa: S608 (SPARQL, and nobody's input)
    f"SELECT ?g ?s FROM NAMED <{GRAPH}> {{ ?a ?b ?c GRAPH ?g {{ ?s ?p ?o }} }}",  # noqa: S608
    f"SELECT ?g ?s FROM <{GRAPH}> FROM NAMED <{GRAPH}> {{ ?s ?p ?o GRAPH ?g {{ ?s ?p ?o }} }}",  # noqa: S608
    "SELECT ?nothing { ?s ?p ?o FILTER(?o = 'there is no such thing') }",
    f"ASK {{ <{EX}a> ?p ?o }}",
    f"ASK {{ <{EX}nobody> ?p ?o }}",
    f"CONSTRUCT {{ ?o <{EX}knownBy> ?s }} {{ ?s <{EX}knows> ?o }}",
    f"CONSTRUCT {{ <{EX}x> <{EX}y> 1 }} {{ ?s ?p ?o }}",
    f"PREFIX ex: <{EX}> SELECT ?o {{ ex:c ex:says ?o }}",
    "SELECT ?o { <c> <says> ?o }",
)


@pytest.fixture(scope="module")
def store() -> Iterator[Running]:
    """Oxigraph's server with a default graph and a named one."""
    with oxigraph() as running:
        put(running, "", DATA)
        put(running, GRAPH, IN_GRAPH)
        yield running


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Virtuoso with the same data, what belongs in the default graph in the graph that stands in for it."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        put(running, "https://w3id.org/igm/graph/default", DATA)
        put(running, GRAPH, IN_GRAPH)
        put(running, "https://w3id.org/igm/graph/dataset", described("c0ffee"))
        yield running


def described(release: str) -> str:
    node, dcat = f"<{EX}dataset>", "http://www.w3.org/ns/dcat#"
    return (
        f"{node} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{dcat}Dataset> .\n"
        f'{node} <{dcat}version> "{release}" .\n'
        f"{node} <http://rdfs.org/ns/void#subset> <{GRAPH}> .\n"
    )


def put(store: Running, graph: str, triples: str) -> None:
    auth = httpx2.DigestAuth(store.user, store.password) if store.user else None
    where = {"graph": graph} if graph else {"default": ""}
    said = httpx2.put(
        store.graphs,
        params=where,
        content=triples.encode(),
        headers={"content-type": "application/n-triples"},
        auth=auth,
        trust_env=False,
        timeout=60,
    )
    said.raise_for_status()


def settings(**chosen: Any) -> EngineSettings:
    return replace(EngineSettings(base_iri=EX, deadline=30), **chosen)


def over(store: Running | str, work: Callable[[RemoteEngine], Awaitable[Any]], **chosen: Any) -> Any:
    async def run() -> Any:
        url = store if isinstance(store, str) else store.queries
        async with RemoteEngine(RemoteStore(url, poll=0.1), settings(**chosen)) as engine:
            return await work(engine)

    return asyncio.run(run())


async def said(engine: QueryEngine, text: str, form: str = "", dataset: Dataset | None = None) -> bytes:
    seen = await engine.outline(text)
    chosen = named(form, seen.is_graph) if form else offered(seen.is_graph)[0]
    async with await engine.ask(Question(text, seen, chosen, dataset)) as answer:
        return b"".join([chunk async for chunk in answer.chunks()])


def rows(answer: bytes) -> tuple[str, list[str]]:
    """The head of an answer in TSV, and its rows in an order that is the same for the same rows."""
    lines = answer.decode().splitlines()
    return lines[0], sorted(lines[1:])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same data as a release of our own."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    from tests.query.conftest import published

    default = list(parse(DATA, RdfFormat.N_TRIPLES))
    within = (one.triple for one in parse(IN_GRAPH, RdfFormat.N_TRIPLES))
    quads = [*default, *(Quad(*triple, NamedNode(GRAPH)) for triple in within)]
    return published(tmp_path_factory.mktemp("ours") / "one", quads, "c0ffee")


def answers(engine_of: Callable[[], QueryEngine], query: str) -> list[Any]:
    """What an engine answers in every form, comparable."""

    async def run() -> list[Any]:
        async with engine_of() as engine:
            seen = await engine.outline(query)
            if seen.is_graph:
                return [sorted((await said(engine, query, "nt")).splitlines())]
            told = json.loads(await said(engine, query, "json"))
            if seen.form == "ASK":
                return [told["boolean"]]
            return [
                rows(await said(engine, query, "tsv")),
                rows(await said(engine, query, "csv")),
                told["head"]["vars"],
            ]

    return asyncio.run(run())


@pytest.mark.parametrize("query", QUERIES)
def test_oxigraph_answers_as_the_embedded_engine_does(store: Running, ours: Path, query: str) -> None:
    expected = answers(lambda: Engine(ours, settings(workers=1, spare=0)), query)
    assert answers(lambda: RemoteEngine(RemoteStore(store.queries), settings()), query) == expected


@pytest.mark.parametrize("query", QUERIES)
def test_virtuoso_answers_as_the_embedded_engine_does(union: Running, ours: Path, query: str) -> None:
    expected = answers(lambda: Engine(ours, settings(workers=1, spare=0)), query)
    assert answers(lambda: RemoteEngine(RemoteStore(union.queries), settings()), query) == expected


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_a_graph_is_had_in_every_form(store: Running, form: str) -> None:
    from pyoxigraph import RdfFormat, parse

    kinds = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
    answer = over(store, lambda engine: said(engine, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", form))
    assert set(parse(answer, kinds[form])) == set(parse(DATA, RdfFormat.N_TRIPLES))


def test_a_description_is_a_graph(store: Running) -> None:
    assert b"uno" in over(store, lambda engine: said(engine, f"DESCRIBE <{EX}a>", "nt"))


def test_a_page_has_its_first_rows_and_knows_of_more(store: Running) -> None:
    async def table(engine: RemoteEngine) -> Table:
        text = "SELECT * { ?s ?p ?o }"
        async with await engine.ask(Question(text, await engine.outline(text), TABLE, rows=2)) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])

    told = over(store, table)
    assert (told.variables, len(told.rows), told.more) == (("s", "p", "o"), 2, True)


def test_the_protocol_says_which_graphs_are_asked(store: Running) -> None:
    text = "SELECT ?s { ?s ?p ?o }"
    assert rows(over(store, lambda engine: said(engine, text, "csv", Dataset(default=(GRAPH,)))))[1] == [f"{EX}c"]
    assert rows(over(store, lambda engine: said(engine, text, "csv", Dataset(named=(GRAPH,)))))[1] == []


def test_named_graphs_alone_leave_the_default_graph_of_a_union_store_empty(union: Running) -> None:
    text = "SELECT ?s { ?s ?p ?o }"
    assert rows(over(union, lambda engine: said(engine, text, "csv", Dataset(named=(GRAPH,)))))[1] == []


def test_a_graph_that_is_not_there_is_never_asked_for(store: Running) -> None:
    for text in (
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:1/> { ?s ?p ?o }",
    ):
        with pytest.raises(QueryFault, match="not part of this dataset"):
            over(store, lambda engine, text=text: said(engine, text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service-refused"),
        ("INSERT DATA { <a> <b> <c> }", "update-refused"),
        ("SELECT * {" + "{" * 300 + "}" * 301, "nested-too-deep"),
        ("SELECT * { ?s ?p }", "incomplete-triple"),
        ("SELECT * { ?s foaf:name ?o }", "unknown-prefix"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", "needs-integer"),
    ],
)
def test_a_query_that_is_wrong_is_told_as_ever(store: Running, text: str, code: str) -> None:
    with pytest.raises(QueryFault) as caught:
        over(store, lambda engine: said(engine, text))
    assert caught.value.code == code


def test_a_function_that_a_store_lacks_is_told_in_its_words(store: Running) -> None:
    with pytest.raises(QueryFault, match="nobody/has") as caught:
        over(store, lambda engine: said(engine, f"SELECT (<{EX}nobody/has>(1) AS ?x) {{ }}"))
    assert caught.value.code in ("store-failed", "store-rejected")


def test_a_query_is_over_at_the_deadline(store: Running) -> None:
    put(store, f"{EX}many", "\n".join(f"<{EX}{at}> <{EX}is> <{EX}{at}> ." for at in range(3_000)))
    endless = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EX}many> {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} }}"

    async def hurry(engine: RemoteEngine) -> tuple[bool, bytes]:
        with pytest.raises(DeadlinePassed):
            await said(engine, endless)
        return engine.busy == 0, await said(engine, "ASK {}")

    assert over(store, hurry, deadline=0.7)[1].endswith(b"true}")


def test_virtuoso_is_told_how_long_it_has_and_half_an_answer_is_none(union: Running) -> None:
    put(union, f"{EX}many", "\n".join(f"<{EX}{at}> <{EX}is> <{EX}{at}> ." for at in range(3_000)))
    endless = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EX}many> {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} }}"
    with pytest.raises(DeadlinePassed):
        over(union, lambda engine: said(engine, endless), deadline=2)


def test_rows_that_virtuoso_leaves_out_are_missed(union: Running) -> None:
    put(union, f"{EX}many", "\n".join(f"<{EX}{at}> <{EX}is> <{EX}{at}> ." for at in range(300)))
    product = f"SELECT ?a ?d {{ GRAPH <{EX}many> {{ ?a ?b ?c . ?d ?e ?f }} }}"
    with pytest.raises(QueryFault, match="first 10000 rows") as caught:
        over(union, lambda engine: said(engine, product))
    assert caught.value.code == "store-capped"


def test_a_long_answer_comes_in_pieces_and_whole(store: Running) -> None:
    lines = "\n".join(f'<{EX}{at}> <{EX}is> "{"x" * 400}" .' for at in range(20_000))
    put(store, f"{EX}long", lines)

    async def pieces(engine: RemoteEngine) -> tuple[bool, int, int]:
        text = f"SELECT ?o {{ GRAPH <{EX}long> {{ ?s ?p ?o }} }}"
        async with await engine.ask(Question(text, await engine.outline(text), named("csv", False))) as answer:
            whole = answer.whole is None
            chunks = [chunk async for chunk in answer.chunks()]
            return whole, len(chunks), b"".join(chunks).count(b"\n")

    assert over(store, pieces, spool=1 << 20) == (True, pytest.approx(107, abs=30), 20_001)


def test_an_answer_that_is_left_makes_room_for_the_next(store: Running) -> None:
    put(store, f"{EX}long", "\n".join(f'<{EX}{at}> <{EX}is> "{"x" * 400}" .' for at in range(20_000)))
    text = f"SELECT ?o {{ GRAPH <{EX}long> {{ ?s ?p ?o }} }}"

    async def leave(engine: RemoteEngine) -> list[bytes]:
        got = []
        for _ in range(5):
            answer = await engine.ask(Question(text, await engine.outline(text), named("csv", False)))
            await answer.close()
            got.append(await said(engine, "ASK {}"))
        return got

    assert len(over(store, leave, spool=1 << 16, workers=1, queue=1)) == 5


def test_too_many_at_once_are_told_to_come_again(store: Running) -> None:
    put(store, f"{EX}many", "\n".join(f"<{EX}{at}> <{EX}is> <{EX}{at}> ." for at in range(3_000)))
    slow = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EX}many> {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} }}"

    async def crowd(engine: RemoteEngine) -> list[type[BaseException]]:
        got = await asyncio.gather(*(said(engine, slow) for _ in range(4)), return_exceptions=True)
        return [type(one) for one in got if isinstance(one, BaseException)]

    came = Counter(one.__name__ for one in over(store, crowd, workers=1, queue=1, deadline=1))
    # The one that waits is told so in the end, or has its turn and is late as well.
    assert came["Busy"] >= 2
    assert came["DeadlinePassed"] >= 1
    assert came.total() == 4


def test_a_release_is_known_by_what_the_store_tells_and_followed(store: Running) -> None:
    async def follow(engine: RemoteEngine) -> list[str]:
        seen = [engine.release]
        for release in ("abc123", "def456"):
            put(store, "https://w3id.org/igm/graph/dataset", described(release))
            for _ in range(100):
                await asyncio.sleep(0.05)
                if engine.release == release:
                    break
            seen.append(engine.release)
        return seen

    try:
        assert over(store, follow) == ["", "abc123", "def456"]
    finally:
        httpx2.delete(
            store.graphs, params={"graph": "https://w3id.org/igm/graph/dataset"}, trust_env=False
        ).raise_for_status()


@pytest.mark.parametrize("release", ["two words", "x\r\ny", "é" * 3, "a" * 65])
def test_a_release_of_no_proper_name_is_not_known(store: Running, release: str) -> None:
    escaped = release.replace("\r", "\\r").replace("\n", "\\n")
    put(store, "https://w3id.org/igm/graph/dataset", described(escaped))
    try:
        assert over(store, lambda engine: asyncio.sleep(0, engine.release)) == ""
    finally:
        httpx2.delete(store.graphs, params={"graph": "https://w3id.org/igm/graph/dataset"}, trust_env=False)


def test_what_is_known_of_who_asks_is_never_shown() -> None:
    assert "sesame" not in repr(RemoteStore("http://127.0.0.1:1/sparql", "reader", "sesame"))


@pytest.fixture(scope="module")
def mixing() -> Iterator[Running]:
    """Oxigraph's server told to mix its graphs, with a graph that stands in for the default graph."""
    with oxigraph("--union-default-graph") as running:
        put(running, "https://w3id.org/igm/graph/default", DATA)
        put(running, GRAPH, IN_GRAPH)
        put(running, "https://w3id.org/igm/graph/dataset", described("c0ffee"))
        yield running


@pytest.mark.parametrize("query", QUERIES)
def test_a_store_that_mixes_its_graphs_answers_as_the_embedded_engine_does(
    mixing: Running, ours: Path, query: str
) -> None:
    expected = answers(lambda: Engine(ours, settings(workers=1, spare=0)), query)
    assert answers(lambda: RemoteEngine(RemoteStore(mixing.queries), settings()), query) == expected


ANY_GRAPH = f"SELECT ?g {{ GRAPH ?g {{ ?s <{EX}has> 'named' }} }}"
ONE_GRAPH = f"SELECT ?s {{ GRAPH <{GRAPH}> {{ ?s <{EX}has> 'named' }} }}"


def test_more_graphs_than_can_be_told_are_not_left_out_in_silence(mixing: Running) -> None:
    few = Limits(graphs=1)
    assert rows(over(mixing, lambda engine: said(engine, ONE_GRAPH, "csv"), limits=few))[1] == [f"{EX}c"]
    with pytest.raises(QueryFault) as caught:
        over(mixing, lambda engine: said(engine, ANY_GRAPH, "csv"), limits=few)
    assert caught.value.code == "store-graphs"


def test_virtuoso_sees_all_graphs_without_being_told(union: Running) -> None:
    few = Limits(graphs=1)
    assert rows(over(union, lambda engine: said(engine, ONE_GRAPH, "csv"), limits=few))[1] == [f"{EX}c"]
    assert rows(over(union, lambda engine: said(engine, ANY_GRAPH, "csv"), limits=few))[1] == [GRAPH]
