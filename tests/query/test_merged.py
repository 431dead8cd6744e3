"""A dataset is made of sets: what stands in several of its graphs, or is named twice, is found once."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.query.engine import Dataset, Engine, EngineSettings, Question
from kg.query.faults import MemoryExhausted, QueryFault
from kg.query.formats import named
from kg.query.merged import asked_as_one
from kg.query.once import query_once

EX = "http://example.org/"
A, B, C = (f"{EX}graph/{name}" for name in "abc")
COUNT = "{ ?s ?p ?o }"


@pytest.fixture(scope="module")
def folder(publish: Callable[..., Path]) -> Path:
    """One triple in a, b and c; one in a alone; one in c alone."""
    has = NamedNode(f"{EX}has")
    shared = [Quad(NamedNode(f"{EX}x"), has, Literal("shared"), NamedNode(one)) for one in (A, B, C)]
    own = [Quad(NamedNode(f"{EX}x"), has, Literal(f"only {one}"), NamedNode(one)) for one in (A, C)]
    return publish([*shared, *own])


def counted(folder: Path, clauses: str, where: str = COUNT, dataset: Dataset | None = None, **chosen: Any) -> int:
    text = f"BASE <{EX}> PREFIX g: <graph/> SELECT (COUNT(*) AS ?n) {clauses} WHERE {where}"
    return int(query_once(folder, text, "csv", dataset=dataset, settings=EngineSettings(**chosen)).split()[1])


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        (f"FROM <{A}>", 2),
        (f"FROM <{A}> FROM <{A}>", 2),
        (f"FROM <{A}> FROM <{B}>", 2),
        (f"FROM <{B}> FROM g:a FROM <{C}>", 3),
    ],
)
def test_a_triple_of_several_from_graphs_counts_once(folder: Path, clauses: str, found: int) -> None:
    assert counted(folder, clauses) == found


def test_the_names_of_from_are_read_against_the_query_s_own_base(folder: Path) -> None:
    assert counted(folder, "FROM <graph/a> FROM g:c") == 3


def test_a_named_graph_that_is_named_twice_is_one_graph(folder: Path) -> None:
    inside = f"{{ GRAPH ?g {COUNT} }}"
    assert counted(folder, f"FROM NAMED <{A}> FROM NAMED <{A}>", inside) == 2
    assert counted(folder, f"FROM <{A}> FROM <{B}> FROM NAMED <{B}> FROM NAMED <{C}>", inside) == 3
    assert counted(folder, f"FROM <{A}> FROM <{B}>", inside) == 0
    assert counted(folder, f"FROM NAMED <{A}> FROM NAMED <{B}>") == 0


def test_the_graphs_of_the_protocol_are_merged_likewise_and_come_first(folder: Path) -> None:
    assert counted(folder, "", dataset=Dataset((A, B, A), (C,))) == 2
    assert counted(folder, f"FROM <{A}>", dataset=Dataset((B, C))) == 2
    assert counted(folder, f"FROM <{A}> FROM <{C}>", dataset=Dataset((B,))) == 1
    assert counted(folder, f"FROM <{A}> FROM <{C}>", dataset=Dataset((), (B, B))) == 0
    assert counted(folder, "", f"{{ GRAPH ?g {COUNT} }}", Dataset((A, C), (B, B))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_graphs_too_large_to_be_merged_are_refused_and_never_half_merged(publish: Callable[..., Path]) -> None:
    has = NamedNode(f"{EX}has")
    folder = publish(
        Quad(NamedNode(f"{EX}{at}"), has, Literal("x" * 500 + str(at)), NamedNode(graph))
        for at in range(40_000)
        for graph in (A, B)
    )
    with pytest.raises(MemoryExhausted):
        counted(folder, f"FROM <{A}> FROM <{B}>", memory=16)
    assert counted(folder, f"FROM <{A}> FROM <{B}>") == 40_000


def test_a_graph_that_is_not_there_is_empty_where_that_is_chosen(folder: Path) -> None:
    assert counted(folder, f"FROM <nowhere> FROM <{A}>", empty_graphs=True) == 2
    with pytest.raises(QueryFault, match="Unknown graph"):
        counted(folder, f"FROM <nowhere> FROM <{A}>")


def test_a_name_that_is_no_iri_is_no_empty_graph(folder: Path) -> None:
    async def asked(graph: str) -> bytes:
        async with Engine(folder, EngineSettings(empty_graphs=True, workers=1, spare=0)) as engine:
            seen = await engine.outline("ASK { ?s ?p ?o }")
            question = Question("ASK { ?s ?p ?o }", seen, named("csv", False), Dataset((graph,)))
            async with await engine.ask(question) as answer:
                return b"".join([chunk async for chunk in answer.chunks()])

    assert asyncio.run(asked("http://nowhere.example/g")) == b"false"
    with pytest.raises(Exception, match="Unknown graph"):
        asyncio.run(asked("no iri"))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12),
    st.lists(st.integers(0, 2), max_size=4),
    st.lists(st.integers(0, 2), max_size=3),
)
def test_a_dataset_holds_the_union_of_its_graphs_as_a_set(
    placed: list[tuple[int, int]], default: list[int], named_: list[int]
) -> None:
    store, names = Store(), [A, B, C]
    has = NamedNode(f"{EX}has")
    for value, graph in placed:
        store.add(Quad(has, has, Literal(value), NamedNode(names[graph])))
    asked = {"default": [names[one] for one in default], "named": [names[one] for one in named_]}
    merged, question = asked_as_one(store, asked)

    def rows(text: str) -> list[Any]:
        chosen = {"default_graph": _graphs(question["default"]), "named_graphs": _graphs(question["named"])}
        return list(merged.query(text, **chosen))  # type: ignore[arg-type]

    found = sorted(int(row["o"].value) for row in rows("SELECT ?o { ?s ?p ?o }"))
    assert found == sorted({value for value, graph in placed if graph in default})
    inside = rows("SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }")
    assert len(inside) == len({one for one in placed if one[1] in named_})


def _graphs(names: list[str]) -> list[NamedNode | DefaultGraph]:
    return [NamedNode(one) if one else DefaultGraph() for one in names]
