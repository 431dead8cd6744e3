"""The commands that look at a release, or choose one: stats, export, diff, rollback, doctor."""

from pathlib import Path

import pytest

from tests.cli.conftest import CORPUS, Kg

FORMS = {"nq": " .\n", "nt": " .\n", "ttl": "@prefix", "trig": "@prefix", "jsonld": "@context", "rdfxml": "<?xml"}


@pytest.fixture
def two(kg: Kg, own: Path, corpus: Path) -> Path:
    """A build folder with a second release, of the first text alone."""
    assert kg("build", corpus / CORPUS[0], "--build-dir", own).status == 0
    return own


def test_stats_says_how_much_of_each_text_is_cited(kg: Kg, release: Path) -> None:
    texts = kg("stats", "--json", "--build-dir", release).value["texts"]
    assert [one["name"] for one in texts] == list(CORPUS)
    assert [one["slug"] for one in texts if one["coverage"]["share"] < 0.95] == []


def test_stats_says_that_every_quote_is_the_words_of_its_text(kg: Kg, release: Path) -> None:
    quotes = [one["quotes"] for one in kg("stats", "--json", "--build-dir", release).value["texts"]]
    assert all(one["of"] > 10 and one["right"] == one["of"] for one in quotes)


def test_stats_counts_what_a_reader_would_ask_for(kg: Kg, release: Path) -> None:
    out = kg("stats", "--build-dir", release).out
    assert "participations" in out
    assert "of them with a deadline" in out


@pytest.mark.parametrize("form", FORMS)
def test_the_graph_is_exported_in_every_form(kg: Kg, release: Path, form: str) -> None:
    ran = kg("export", "--format", form, "--document", "rcm-1997-panama", "--graphs", "facts", "--build-dir", release)
    assert ran.status == 0
    assert FORMS[form] in ran.out


def test_an_export_has_the_words_of_a_text_whole_only_where_asked(kg: Kg, release: Path) -> None:
    def exported(*choice: str) -> str:
        return kg("export", "--document", "rcm-1997-panama", *choice, "--build-dir", release).out

    assert "ns#fullText>" not in exported() + exported("--graphs", "facts")
    assert exported("--graphs", "text").count("ns#fullText>") == 1
    assert exported("--graphs", "all").count("ns#fullText>") == 1


def test_an_export_is_the_same_bytes_in_a_file_and_on_standard_output(kg: Kg, release: Path, tmp_path: Path) -> None:
    said = kg("export", "--graphs", "facts", "--output", "f.nq", "--json", "--build-dir", release).value
    written = (tmp_path / "f.nq").read_bytes()
    assert said["bytes"] == len(written)
    assert kg("export", "--graphs", "facts", "--build-dir", release).out == written.decode()


def test_an_export_that_fails_leaves_no_half_file(kg: Kg, release: Path, tmp_path: Path) -> None:
    assert kg("export", "--document", "nowhere", "--output", "f.nq", "--build-dir", release).status == 2
    assert list(tmp_path.iterdir()) == []


def test_diff_says_what_came_and_what_went(kg: Kg, two: Path) -> None:
    told = kg("diff", "--json", "--build-dir", two).value
    assert any("rcm-sacm-2023-panama" in quad for quad in told["removed"])
    assert not any("graph/rcm-1997-panama>" in quad for quad in told["removed"] + told["added"])


def test_diff_is_a_finding_only_where_there_is_a_difference(kg: Kg, two: Path) -> None:
    release = (two / "current").readlink().name
    assert kg("diff", "--build-dir", two).status == 1
    assert kg("diff", release, release[:6], "--build-dir", two).status == 0


def test_diff_needs_two_releases(kg: Kg, release: Path) -> None:
    assert kg("diff", "--build-dir", release).status == 2


def test_a_release_that_is_not_there_is_said_not_to_be(kg: Kg, two: Path) -> None:
    assert "zzz" in kg("diff", "zzz", "--build-dir", two).err


def test_rollback_serves_the_release_before(kg: Kg, two: Path, release: Path) -> None:
    ran = kg("rollback", "--build-dir", two)
    assert ran.status == 0
    assert (two / "current").readlink() == (release / "current").readlink()


def test_rollback_says_when_there_is_nothing_to_go_back_to(kg: Kg, own: Path) -> None:
    assert kg("rollback", "--build-dir", own).status == 5


def test_doctor_finds_everything_in_order(kg: Kg, release: Path) -> None:
    ran = kg("doctor", "--json", "--build-dir", release)
    assert ran.status == 0
    assert {"Python", "ontology", "pyoxigraph", "release"} <= {one["what"] for one in ran.value}


def test_doctor_says_what_is_missing(kg: Kg) -> None:
    ran = kg("doctor")
    assert ran.status == 5
    assert [one for one in ran.out.splitlines() if one.startswith("missing")] == [ran.out.splitlines()[-1]]
