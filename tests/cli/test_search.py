from pathlib import Path

from kg.search import NAME
from tests.cli.conftest import Kg


def test_an_organisation_is_found_by_its_acronym_in_the_other_language(kg: Kg, release: Path) -> None:
    ran = kg("search", "OIM", "--build-dir", release, "--json")
    assert ran.status == 0
    assert ran.value["results"][0]["iri"].endswith("/id/organisation/iom")
    words = kg("search", "OIM", "--build-dir", release, "--lang", "es")
    assert words.out.startswith("Organización Internacional para las Migraciones\n")
    assert f"Resultados: {ran.value['number']}" in words.err


def test_results_are_narrowed_down_to_a_kind_and_a_number(kg: Kg, release: Path) -> None:
    value = kg("search", "migra*", "--kind", "meeting", "--limit", "2", "--build-dir", release, "--json").value
    assert [one["kind"] for one in value["results"]] == ["meeting", "meeting"]
    assert value["number"] > 2


def test_nothing_found_is_told(kg: Kg, release: Path) -> None:
    ran = kg("search", "nowhereland", "--build-dir", release)
    assert (ran.status, ran.out) == (0, "")
    assert "unknown" in ran.err


def test_what_cannot_be_looked_for_is_refused(kg: Kg, release: Path) -> None:
    assert kg("search", "-", "--build-dir", release, "--lang", "es").status == 3
    assert "escriba una palabra" in kg("search", "…", "--build-dir", release, "--lang", "es").err
    assert kg("search", "lake", "--limit", "0", "--build-dir", release).status == 2


def test_a_release_without_an_index_says_what_to_do(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    ran = kg("search", "lake", "--build-dir", tmp_path)
    assert (ran.status, NAME in ran.err) == (5, False)
    assert "kg build" in ran.err
