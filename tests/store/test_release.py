import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BrokenRelease
from kg.graph.serialize import read_nquads
from kg.store import Edition, Ground, Layout, Release, building, current, dataset, ground, kept, publish, rollback
from kg.terms import DefaultGraph, Literal, NamedNode
from kg.vocabulary import DCTERMS, HOME, IGM, RDF, VOID

MALTA = NamedNode(HOME + "id/state/mt")
DATASET = NamedNode(HOME + "id/dataset/plenary")
Editor = Callable[..., Edition]


class Stopped(Exception):
    """A build that ends in the middle."""


def stop_at(step: str) -> Callable[[str], None]:
    def heard(name: str) -> None:
        if name == step:
            raise Stopped(name)

    return heard


def every_file(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*") if not path.is_dir()
    }


def test_what_is_published_is_what_is_served(layout: Layout, edition: Editor) -> None:
    with building(layout):
        release = publish(layout, edition("one"))
    assert current(layout) == release
    assert layout.current.readlink() == Path("releases") / release.id


def test_a_triple_of_several_graphs_is_once_in_the_default_graph(layout: Layout, edition: Editor) -> None:
    store = publish(layout, edition("one", "two")).open()
    rows = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ <{MALTA.value}> a <{IGM.base}State> }}")
    assert [row["n"].value for row in rows] == ["1"]  # type: ignore[union-attr, index]
    named = store.quads_for_pattern(MALTA, RDF["type"], IGM["State"], None)
    assert len({quad.graph_name for quad in named}) == 4  # the default graph, the reference graph, two documents


def test_the_default_graph_is_the_union_of_what_is_asserted(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one", "two"))
    store, dumped = release.open(), release.dump.read_bytes()
    default = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    asserted = {
        quad.triple
        for part in release.graphs
        if part.kind != "provenance"
        for quad in read_nquads(dumped[part.offset : part.offset + part.size])
    }
    assert default == asserted


def test_how_facts_were_found_is_in_no_default_graph(layout: Layout, edition: Editor) -> None:
    store = publish(layout, edition("one")).open()
    assert not list(store.quads_for_pattern(None, IGM["rule"], None, DefaultGraph()))
    assert len(list(store.quads_for_pattern(None, IGM["rule"], None, NamedNode(f"{HOME}graph/one/provenance")))) == 1


def test_a_text_whole_is_in_its_own_graph_and_in_the_default_graph(layout: Layout, edition: Editor) -> None:
    store = publish(layout, edition("one")).open()
    held = {quad.graph_name for quad in store.quads_for_pattern(None, IGM["fullText"], None, None)}
    assert held == {DefaultGraph(), NamedNode(f"{HOME}graph/one/text")}


def test_a_release_names_every_graph_of_a_text_as_a_part_of_it(layout: Layout, edition: Editor) -> None:
    store = publish(layout, edition("one")).open()
    named = {quad.object for quad in store.quads_for_pattern(DATASET, VOID["subset"], None, DefaultGraph())}
    assert named == {NamedNode(f"{HOME}graph/one{kind}") for kind in ("", "/provenance", "/text")}


def test_the_dump_holds_every_graph_in_the_slice_that_is_told(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one", "two"))
    dumped = release.dump.read_bytes()
    assert [part.graph for part in release.graphs] == sorted(part.graph for part in release.graphs)
    assert sum(part.size for part in release.graphs) == len(dumped)
    for part in release.graphs:
        lines = dumped[part.offset : part.offset + part.size].splitlines()
        assert len(lines) == part.triples
        assert lines == sorted(lines)
        assert all(line.endswith(f"<{part.graph}> .".encode()) for line in lines)


def test_the_same_edition_is_the_same_release_byte_for_byte(layout: Layout, edition: Editor, tmp_path: Path) -> None:
    first = publish(layout, edition("one"))
    elsewhere = Layout(tmp_path / "elsewhere")
    there = ground(elsewhere, "1", {"reference": (tmp_path / "states.ttl",)})
    one = edition("one")
    second = publish(elsewhere, Edition(one.base, one.version, there, one.parts, one.documents, one.files))
    assert first.id == second.id
    for name in ("quads.nq", "release.json"):
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()


def test_publishing_the_same_again_writes_nothing_into_the_release(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    before = every_file(release.path)
    assert publish(layout, edition("one")) == release
    assert every_file(release.path) == before


def test_reading_writes_nothing_into_the_release(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    before = every_file(release.path)
    assert len(release.open()) > 0
    assert every_file(release.path) == before


def test_a_later_build_leaves_an_earlier_release_as_it_was(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    before = every_file(release.path)
    publish(layout, edition("one", "two"))
    assert every_file(release.path) == before


def test_another_report_makes_another_release(layout: Layout, edition: Editor) -> None:
    assert publish(layout, edition("one", report=b"a")).id != publish(layout, edition("one", report=b"b")).id


def test_files_lie_beside_the_store(layout: Layout, edition: Editor) -> None:
    assert (publish(layout, edition("one", report=b"fine")).path / "report.txt").read_bytes() == b"fine"


@pytest.mark.parametrize("step", ["load", "optimize", "index", "dump", "move", "switch"])
def test_a_build_that_fails_leaves_the_served_release_as_it_was(layout: Layout, edition: Editor, step: str) -> None:
    served = publish(layout, edition("one"))
    before = every_file(served.path)
    with pytest.raises(Stopped):
        publish(layout, edition("one", "two"), stop_at(step))
    assert current(layout) == served
    assert every_file(served.path) == before


@pytest.mark.parametrize("step", ["load", "dump", "move", "switch"])
def test_a_build_after_a_failed_one_succeeds(layout: Layout, edition: Editor, step: str) -> None:
    with building(layout), pytest.raises(Stopped):
        publish(layout, edition("one"), stop_at(step))
    with building(layout):
        release = publish(layout, edition("one"))
    assert current(layout) == release
    assert len(release.open()) > 0


def test_going_back_serves_the_release_before(layout: Layout, edition: Editor) -> None:
    first, second = publish(layout, edition("one")), publish(layout, edition("one", "two"))
    assert rollback(layout) == first.id
    assert current(layout) == first
    assert kept(layout) == (first.id, second.id)


def test_going_back_twice_goes_two_releases_back(layout: Layout, edition: Editor) -> None:
    first, *_ = (publish(layout, edition(*slugs)) for slugs in (("one",), ("two",), ("three",)))
    rollback(layout)
    assert rollback(layout) == first.id


def test_after_going_back_the_next_build_comes_after_what_is_served(layout: Layout, edition: Editor) -> None:
    first, second = publish(layout, edition("one")), publish(layout, edition("two"))
    rollback(layout)
    third = publish(layout, edition("three"))
    assert kept(layout) == (second.id, first.id, third.id)
    assert rollback(layout) == first.id


def test_before_the_first_release_there_is_nothing_to_go_back_to(layout: Layout, edition: Editor) -> None:
    publish(layout, edition("one"))
    with pytest.raises(BrokenRelease, match="no earlier release"):
        rollback(layout)


def test_five_releases_are_kept(layout: Layout, edition: Editor) -> None:
    made = [publish(layout, edition(f"text-{number}")).id for number in range(7)]
    assert kept(layout) == tuple(made[-5:])
    assert {path.name for path in layout.releases.iterdir()} == set(made[-5:])


def test_a_lost_history_loses_no_release(layout: Layout, edition: Editor) -> None:
    made = {publish(layout, edition(slug)).id for slug in ("one", "two")}
    layout.history.unlink()
    made.add(publish(layout, edition("three")).id)
    assert set(kept(layout)) == made


def test_no_release_yet_is_said_so(layout: Layout) -> None:
    with pytest.raises(BrokenRelease, match="no published graph yet"):
        current(layout)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"sha256": 1}'])
def test_a_damaged_release_is_said_so(layout: Layout, edition: Editor, damage: str) -> None:
    release = publish(layout, edition("one"))
    (release.path / "release.json").write_text(damage)
    with pytest.raises(BrokenRelease, match="damaged"):
        current(layout)


def test_a_store_that_is_gone_is_said_so(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    shutil.rmtree(release.store)
    with pytest.raises(BrokenRelease, match="cannot be opened"):
        release.open()


def test_the_ground_is_loaded_once_for_each_state_of_its_files(
    layout: Layout, made_ground: Ground, tmp_path: Path
) -> None:
    before = every_file(made_ground.store)
    again = ground(layout, "1", {"reference": (tmp_path / "states.ttl",)})
    assert (again, every_file(again.store)) == (made_ground, before)


def described(release: Release) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for quad in release.open().quads_for_pattern(DATASET, None, None, DefaultGraph()):
        found.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def test_a_release_describes_itself_with_its_own_counts(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one", "two"))
    told = described(release)
    graph = NamedNode(HOME + "graph/dataset")
    described_by = len(list(release.open().quads_for_pattern(None, None, None, graph)))
    triples = len(list(release.open().quads_for_pattern(None, None, None, DefaultGraph())))
    assert told[VOID["triples"].value] == [
        Literal(str(triples - described_by), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    ]
    assert release.counts == {"Meeting": 2, "State": 1, "triples": triples - described_by}


def test_a_release_names_itself_and_its_licence_in_both_languages(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    told = described(release)
    assert told[DCTERMS["license"].value] == [NamedNode("https://creativecommons.org/licenses/by/4.0/")]
    assert {title.language for title in told[DCTERMS["title"].value]} == {"en", "es"}
    assert Literal(release.id) in told["http://www.w3.org/ns/dcat#version"]


def test_what_is_told_of_a_release_has_no_folder_and_no_clock(layout: Layout, edition: Editor, tmp_path: Path) -> None:
    release = publish(layout, edition("one"))
    told = (release.path / "release.json").read_text()
    assert str(tmp_path) not in told
    assert sorted(json.loads(told)) == ["base", "counts", "release", "sha256", "version"]


def test_a_release_that_is_being_read_outlives_its_removal(layout: Layout, edition: Editor) -> None:
    store = publish(layout, edition("text")).open()
    for number in range(6):
        publish(layout, edition(f"text-{number}"))
    assert store.query(f"ASK {{ ?meeting a <{IGM.base}Meeting> }}")


LOOK = """
import sys
from pathlib import Path
folder, missing = Path(sys.argv[1]), 0
print("looking", flush=True)
while not (folder / "stop").exists():
    missing += not (folder / "current" / "release.json").is_file()
print(missing)
"""


def test_another_process_sees_the_link_at_every_moment(layout: Layout, edition: Editor) -> None:
    publish(layout, edition("one"))
    with subprocess.Popen([sys.executable, "-c", LOOK, str(layout.root)], stdout=subprocess.PIPE, text=True) as looking:
        assert looking.stdout is not None
        assert looking.stdout.readline() == "looking\n"
        for _ in range(5):
            publish(layout, edition("two"))
            publish(layout, edition("one"))
        (layout.root / "stop").touch()
        assert looking.stdout.read() == "0\n"


def test_subjects_are_as_many_whether_they_are_held_in_memory_or_met_in_order(
    layout: Layout, edition: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = publish(layout, edition("one", "three", "two")).open()
    held = dataset.count(store)
    monkeypatch.setattr(dataset, "_HELD", 0)
    assert dataset.count(store) == held


def test_a_store_filled_in_many_loads_holds_the_same(
    layout: Layout, edition: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = edition("one", "three", "two")
    first = publish(layout, at_once)
    monkeypatch.setattr("kg.store.parts._CHUNK", 50)
    monkeypatch.setattr("kg.store.release._FEW_LOADS", 1)
    elsewhere = Layout(tmp_path / "elsewhere")
    there = ground(elsewhere, "1", {"reference": (tmp_path / "states.ttl",)})
    second = publish(elsewhere, replace(at_once, ground=there))
    assert (first.path / "quads.nq").read_bytes() == (second.path / "quads.nq").read_bytes()
    assert set(map(str, first.open())) == set(map(str, second.open()))
