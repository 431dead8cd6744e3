"""Conditions over the whole graph: queries that return nothing, and a bad example for each."""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

CHECKS = Path(__file__).resolve().parents[2] / "ontology" / "checks"
NAMES = sorted(path.stem for path in CHECKS.glob("*.rq"))
GOOD = CHECKS.parent / "examples" / "minutes.ttl"

Published = Callable[..., pyoxigraph.Store]


def caught(store: pyoxigraph.Store) -> dict[str, list[str]]:
    queries = {name: (CHECKS / f"{name}.rq").read_text(encoding="utf-8") for name in NAMES}
    solutions = {name: store.query(query) for name, query in queries.items()}
    found = {}
    for name, rows in solutions.items():
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        found[name] = [str(row) for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def test_there_is_a_check_for_a_good_dozen_of_faults() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_in_two_languages_what_it_finds(name: str) -> None:
    english, spanish, *_ = (CHECKS / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# en: [A-Z].*\.", english)
    assert re.fullmatch(r"# es: [A-ZÁÉÍÓÚÑ].*\.", spanish)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_of_a_check_comes_in_one_order(name: str) -> None:
    assert "ORDER BY" in (CHECKS / f"{name}.rq").read_text(encoding="utf-8")


def test_every_check_has_a_bad_example() -> None:
    assert sorted(path.stem for path in (CHECKS / "bad").glob("*.ttl")) == NAMES


def test_a_good_graph_passes_every_check(published: Published) -> None:
    assert caught(published(GOOD)) == {}


def test_the_vocabulary_alone_passes_every_check(published: Published) -> None:
    assert caught(published()) == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_example_is_caught_by_its_check_alone(name: str, published: Published) -> None:
    assert set(caught(published(GOOD, CHECKS / "bad" / f"{name}.ttl"))) == {name}


def test_positions_count_characters_beyond_the_basic_plane(tmp_path: Path, published: Published) -> None:
    # One code point each, whatever its length in UTF-8 or UTF-16.
    text = "a\U0001f30e\u00e9e\u0301 b"
    quote = text[1:3]
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        f"""@prefix igm: <https://w3id.org/igm/ns#> .
        <https://example.org/doc/x> a igm:Document ; igm:fullText "{text}" ;
            igm:evidencedBy <https://example.org/doc/x#char=1,3> .
        <https://example.org/doc/x#char=1,3> a igm:Passage ; igm:inDocument <https://example.org/doc/x> ;
            igm:startsAt 1 ; igm:endsAt 3 ; igm:quote "{quote}" .""",
        encoding="utf-8",
    )
    assert caught(published(facts)) == {}
