"""A release into stores that others run: all of it, again and again, and nothing of anybody else's."""

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pyoxigraph import RdfFormat, parse

from kg.cli.app import run as kg
from kg.errors import MisusedCommand, StoreRefused
from kg.export.remote import load_into, plan, queries_of
from kg.query.engine import Engine, EngineSettings, Question
from kg.query.formats import named
from kg.query.interface import QueryEngine, RemoteStore
from kg.query.remote import RemoteEngine
from kg.store import Release
from kg.vocabulary import HOME
from tests.export.conftest import HARD, published
from tests.query.doubles import Conduct, head, rogue
from tests.query.stores import Running, oxigraph, virtuoso

OTHERS = "http://example.org/others"
FOREIGN = "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"
QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{HOME}')) }} GROUP BY ?g",
    "PREFIX igm: <https://w3id.org/igm/ns#> SELECT ?passage ?quote { ?passage igm:quote ?quote }",
    "PREFIX igm: <https://w3id.org/igm/ns#> SELECT ?state { ?state a igm:State }",
    "PREFIX igm: <https://w3id.org/igm/ns#> SELECT ?rule { ?document igm:rule ?rule }",
    "PREFIX igm: <https://w3id.org/igm/ns#> SELECT ?g ?rule { GRAPH ?g { ?document igm:rule ?rule } }",
    f"PREFIX igm: <https://w3id.org/igm/ns#> ASK {{ GRAPH <{HOME}graph/one> {{ ?s igm:quote ?quote }} }}",
)


@pytest.fixture
def empty() -> Iterator[Running]:
    with oxigraph() as running:
        yield running


@pytest.fixture
def mixed() -> Iterator[Running]:
    with oxigraph("--union-default-graph") as running:
        yield running


def loaded(release: Release, store: Running, default: str = "auto") -> str:
    graphs = RemoteStore(store.graphs, store.user, store.password)
    queries = RemoteStore(store.queries, store.user, store.password)
    return load_into(plan(release, graphs, queries, default)).default


def answers(engine_of: Any) -> list[list[str]]:
    async def said(engine: QueryEngine, text: str) -> list[str]:
        form = named("csv", False)
        async with await engine.ask(Question(text, await engine.outline(text), form)) as answer:
            return sorted(b"".join([chunk async for chunk in answer.chunks()]).decode().split("\r\n"))

    async def run() -> list[list[str]]:
        async with engine_of() as engine:
            return [[engine.release], *[await said(engine, query) for query in QUERIES]]

    return asyncio.run(run())


def remotely(store: Running) -> list[list[str]]:
    return answers(lambda: RemoteEngine(RemoteStore(store.queries), EngineSettings(deadline=30)))


def here(release: Release) -> list[list[str]]:
    return answers(lambda: Engine(release.path, EngineSettings(workers=1, spare=0, deadline=30)))


def graph(store: Running, name: str) -> set[Any]:
    where = {"graph": name} if name else {"default": ""}
    said = httpx2.get(store.graphs, params=where, headers={"accept": "application/n-triples"}, trust_env=False)
    return set(parse(said.content, RdfFormat.N_TRIPLES)) if said.is_success else set()


def everything(store: Running) -> set[Any]:
    said = httpx2.get(store.graphs, headers={"accept": "application/n-quads"}, trust_env=False)
    return set(parse(said.raise_for_status().content, RdfFormat.N_QUADS))


def put(store: Running, name: str, triples: str) -> None:
    where = {"graph": name} if name else {"default": ""}
    kind = {"content-type": "application/n-triples"}
    httpx2.put(store.graphs, params=where, content=triples, headers=kind, trust_env=False).raise_for_status()


def test_oxigraph_then_answers_as_the_release_does(release: Release, empty: Running) -> None:
    assert loaded(release, empty) == "own"
    assert remotely(empty) == here(release)


def test_virtuoso_then_answers_as_the_release_does(release: Release, tmp_path: Path) -> None:
    with virtuoso(tmp_path) as running:
        assert loaded(release, running) == "named"
        first = remotely(running)
        assert first == here(release)
        assert loaded(release, running) == "named"
        assert remotely(running) == first


def test_a_store_that_mixes_its_graphs_gets_the_default_graph_under_a_name(release: Release, mixed: Running) -> None:
    assert loaded(release, mixed) == "named"
    assert remotely(mixed) == here(release)


def test_twice_is_as_once(release: Release, empty: Running) -> None:
    loaded(release, empty)
    once = everything(empty)
    loaded(release, empty)
    assert everything(empty) == once


def test_nothing_in_it_is_a_blank_node(release: Release, empty: Running) -> None:
    loaded(release, empty)
    assert b"_:" in release.dump.read_bytes()
    assert not [quad for quad in everything(empty) if "_:" in (str(quad.subject)[:2], str(quad.object)[:2])]


def test_small_batches_come_to_the_same(release: Release, empty: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(release, empty)
    whole = everything(empty)
    from kg.export.graph_store import GraphStore

    with GraphStore(RemoteStore(empty.graphs), batch=200) as store:
        lines = [line + b" .\n" for line in (f"<a:{at}> <b:b> <c:c>".encode() for at in range(50))]
        assert sum(store.replace(f"{OTHERS}/small", lines)) == 50
        assert store.requests > 5
    assert len(graph(empty, f"{OTHERS}/small")) == 50
    assert whole < everything(empty)


def test_what_others_have_in_the_store_stays(release: Release, empty: Running) -> None:
    put(empty, OTHERS, FOREIGN)
    loaded(release, empty)
    loaded(release, empty)
    assert len(graph(empty, OTHERS)) == 1


def test_a_default_graph_of_others_is_not_replaced_unasked(release: Release, empty: Running) -> None:
    put(empty, "", FOREIGN)
    before = everything(empty)
    with pytest.raises(StoreRefused, match="--default-graph named"):
        loaded(release, empty)
    assert everything(empty) == before
    assert loaded(release, empty, "named") == "named"
    assert len(graph(empty, "")) == 1
    assert loaded(release, empty, "replace") == "replace"
    assert len(graph(empty, "")) > 1


def test_graphs_of_an_earlier_release_go(release: Release, empty: Running, tmp_path: Path) -> None:
    loaded(release, empty)
    assert graph(empty, f"{HOME}graph/two")
    smaller = published(tmp_path, {"one": HARD})
    loaded(smaller, empty)
    assert not graph(empty, f"{HOME}graph/two")
    assert remotely(empty) == here(smaller)


def test_a_graph_is_only_ours_where_ours_are(release: Release, empty: Running) -> None:
    """What a store tells of itself does not make us take away what is somebody else's."""
    put(empty, OTHERS, FOREIGN)
    dataset = f"<{HOME}id/dataset/plenary>"
    told = f"{dataset} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n"
    told += f"{dataset} <http://rdfs.org/ns/void#subset> <{OTHERS}> .\n"
    put(empty, f"{HOME}graph/dataset", told)
    loaded(release, empty)
    assert len(graph(empty, OTHERS)) == 1


def test_a_release_on_its_way_is_not_known_and_comes_again_whole(release: Release, empty: Running) -> None:
    broken = plan(release, RemoteStore(empty.graphs), RemoteStore(empty.queries))
    seen = 0

    class Interrupted(Exception):
        pass

    def stop(done: int, name: str) -> None:
        nonlocal seen
        seen += 1
        if seen == 6:
            raise Interrupted

    with pytest.raises(Interrupted):
        load_into(broken, stop)
    assert remotely(empty)[0] == [""]
    assert loaded(release, empty) == "own"
    assert remotely(empty) == here(release)


def told(conduct: Conduct, release: Release, queries: str) -> StoreRefused:
    with rogue(conduct) as server, pytest.raises(StoreRefused) as caught:
        loaded(release, Running(queries, server.url, "reader", "sesame"))
    assert "sesame" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("status", "what"),
    [
        ("401 Unauthorized", "lets nobody write"),
        ("403 Forbidden", "lets nobody write"),
        ("404 Not Found", "takes no graphs there"),
        ("405 Method Not Allowed", "takes no graphs there"),
        ("302 Found", "takes no graphs there"),
        ("413 Too Large", "no triple as long"),
        ("500 Error", "does not take a graph"),
    ],
)
def test_a_store_that_refuses_is_told_with_a_way_out(release: Release, empty: Running, status: str, what: str) -> None:
    said = told(lambda one, request: one.sendall(head(status, "Content-Length: 0")), release, empty.queries)
    assert what in said.what
    assert said.fix


def test_a_store_that_is_gone_is_told(release: Release, empty: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreRefused, match="cannot be reached"):
        loaded(release, Running(empty.queries, f"http://127.0.0.1:{port}/store"))


def test_a_batch_that_is_too_large_is_sent_in_halves() -> None:
    taken: list[bytes] = []

    def conduct(one: socket.socket, request: bytes) -> None:
        body = request.partition(b"\r\n\r\n")[2]
        if len(body) > 300:
            one.sendall(head("413 Too Large", "Content-Length: 0"))
            return
        taken.append(request[:4] + body)
        one.sendall(head("204 No Content"))

    from kg.export.graph_store import GraphStore

    lines = [f"<a:{at}> <b:b> <c:c> .\n".encode() for at in range(100)]
    with rogue(conduct) as server, GraphStore(RemoteStore(server.url)) as store:
        assert sum(store.replace(OTHERS, lines)) == 100
    assert [one[:4] for one in taken] == [b"PUT ", *[b"POST"] * (len(taken) - 1)]
    assert b"".join(one[4:] for one in taken) == b"".join(lines)


@pytest.mark.parametrize(
    ("address", "given", "expected"),
    [
        ("http://h:7878/store", "", ("http://h:7878/store", "http://h:7878/query")),
        ("http://h:7878/query", "", ("http://h:7878/store", "http://h:7878/query")),
        ("https://h/sparql", "", ("https://h/sparql-graph-crud-auth", "https://h/sparql")),
        ("https://h/a/sparql-graph-crud-auth", "", ("https://h/a/sparql-graph-crud-auth", "https://h/a/sparql")),
        ("https://h/data", "https://h/q", ("https://h/data", "https://h/q")),
    ],
)
def test_one_address_tells_of_the_other(address: str, given: str, expected: tuple[str, str]) -> None:
    assert queries_of(address, given) == expected


def test_an_address_that_tells_nothing_is_asked_about() -> None:
    with pytest.raises(MisusedCommand, match="--store"):
        queries_of("https://h/data", "")


def export(release: Release, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = kg(["export", "--build-dir", str(release.path.parent.parent), *arguments])
    return (status, *capsys.readouterr())


def test_the_command_says_first_what_it_would_do(
    release: Release, empty: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    put(empty, "", FOREIGN)
    before = everything(empty)
    status, out, _ = export(release, capsys, "--to", empty.graphs, "--dry-run", "--lang", "en")
    assert status == 0
    assert f"Release {release.id} would be put into the store {empty.graphs}" in out
    assert "triples of others" in out
    assert everything(empty) == before


def test_the_command_puts_the_release_there(
    release: Release, empty: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = export(release, capsys, "--to", empty.graphs, "--json")
    said = json.loads(out)
    assert (status, said["release"], said["default_graph"], said["done"]) == (0, release.id, "own", True)
    assert remotely(empty)[0] == [release.id]
    status, out, _ = export(release, capsys, "--to", empty.queries, "--lang", "es")
    assert (status, f"kg serve --store {empty.queries}" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "http://reader:sesame@127.0.0.1:1/store"), "--to"),
        (("--to", "ftp://127.0.0.1/store"), "--to"),
        (("--to", "http://127.0.0.1:1/store", "--document", "one"), "whole release"),
        (("--to", "http://127.0.0.1:1/store", "--default-graph", "mine"), "choice of default graph"),
        (("--to", "http://127.0.0.1:1/nowhere"), "--store"),
    ],
)
def test_a_command_that_makes_no_sense_is_told(
    release: Release, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    status, out, errors = export(release, capsys, *arguments, "--lang", "en")
    assert (status, out) == (2, "")
    assert words in errors
    assert "sesame" not in errors
