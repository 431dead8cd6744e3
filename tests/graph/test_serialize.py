import random
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BrokenAsset
from kg.graph.serialize import nquads, ntriples, read_nquads, read_turtle, write
from kg.terms import Literal, NamedNode, Quad

GRAPH = NamedNode("https://example.org/graph/one")
NAMES = st.integers(0, 5).map(lambda number: NamedNode(f"https://example.org/{number}"))
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
LITERALS = st.builds(Literal, WORDS) | st.builds(lambda words: Literal(words, language="es"), WORDS)
QUADS = st.lists(st.builds(Quad, NAMES, NAMES, NAMES | LITERALS, st.just(GRAPH)), max_size=8)


@given(QUADS, st.randoms())
def test_the_order_in_which_quads_come_changes_no_byte(quads: list[Quad], chance: random.Random) -> None:
    shuffled = [*quads, *quads]
    chance.shuffle(shuffled)
    assert nquads(shuffled) == nquads(quads)


@given(QUADS)
def test_what_is_written_is_read_again_whole(quads: list[Quad]) -> None:
    assert set(read_nquads(nquads(quads))) == set(quads)


@given(QUADS)
def test_each_quad_has_one_line_whatever_its_words(quads: list[Quad]) -> None:
    assert nquads(quads).count(b"\n") == len(set(quads))


@given(QUADS)
def test_triples_come_in_the_order_of_their_quads(quads: list[Quad]) -> None:
    assert ntriples(quads) == nquads(quads).replace(b" <https://example.org/graph/one> .\n", b" .\n")


def test_blank_nodes_of_turtle_have_the_same_labels_in_every_run(tmp_path: Path) -> None:
    path = tmp_path / "lists.ttl"
    path.write_text('@prefix x: <https://example.org/> . x:a x:b ( x:c [ x:d "e" ] ) .')
    first, second = (read_turtle([path], GRAPH) for _ in range(2))
    assert first == second
    assert b"_:one-c14n" in first


def test_files_of_one_graph_never_share_a_blank_node(tmp_path: Path) -> None:
    for name in ("1.ttl", "2.ttl"):
        (tmp_path / name).write_text(f'@prefix x: <https://example.org/> . _:a x:b "{name}" .')
    subjects = {quad.subject for quad in read_nquads(read_turtle(tmp_path.glob("*.ttl"), GRAPH))}
    assert len(subjects) == 2


def test_turtle_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<https://example.org/a> <https://example.org/b>\n  oops .")
    with pytest.raises(BrokenAsset, match=r"broken\.ttl.*line 2"):
        read_turtle([path], GRAPH)


def test_a_form_without_graphs_drops_them() -> None:
    out = BytesIO()
    write([Quad(GRAPH, GRAPH, GRAPH, GRAPH)], "ttl", out)
    assert b"{" not in out.getvalue()
