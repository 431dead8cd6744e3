"""`kg query`: what is asked, the form of the answer, and what is wrong with a query in words."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kg, Ran

HELD = """SELECT ?label WHERE {
  <https://w3id.org/igm/id/meeting/rcm-conference-2> <http://www.w3.org/2000/01/rdf-schema#label> ?label
  FILTER(LANG(?label) = "en")
}"""
TYPE = "CONSTRUCT WHERE { <https://w3id.org/igm/id/meeting/rcm-conference-2> a ?class }"


def rows(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_without_a_query_it_lists_the_saved_ones(kg: Kg) -> None:
    out = kg("query").out
    assert "02-commitments-with-deadline" in out
    assert "Which commitments have a deadline" in out
    assert "Qué compromisos tienen plazo" in kg("query", "--lang", "es").out


def test_the_list_as_json_has_the_parameters(kg: Kg) -> None:
    by_name = {one["name"]: one for one in kg("query", "--json").value}
    assert by_name["02-commitments-with-deadline"]["parameters"] == [
        {"name": "before", "type": "xsd:date", "optional": True}
    ]


@pytest.mark.parametrize("name", ["02-commitments-with-deadline", "2", "02"])
def test_a_saved_query_is_found_by_its_name_and_by_its_number(kg: Kg, release: Path, name: str) -> None:
    ran = kg("query", name, "--format", "csv", "--build-dir", release)
    assert [row["due"] for row in rows(ran)] == ["1997-12-31", "1998-06-30"]


def test_a_parameter_narrows_the_answer(kg: Kg, release: Path) -> None:
    ran = kg("query", "2", "--param", "before=1998-01-01", "--format", "csv", "--build-dir", release)
    assert [row["due"] for row in rows(ran)] == ["1997-12-31"]


@pytest.mark.parametrize("value", ["before=soon", "before", "after=1998-01-01"])
def test_a_parameter_that_cannot_be_is_said_to_be_wrong(kg: Kg, release: Path, value: str) -> None:
    ran = kg("query", "2", "--param", value, "--build-dir", release)
    assert ran.status in (2, 3)
    assert ran.out == ""
    assert "fix" in ran.err


def test_a_typed_query_takes_no_parameters(kg: Kg, release: Path) -> None:
    assert kg("query", "ASK { ?s ?p ?o }", "-p", "s=x", "--build-dir", release).status == 2


def test_a_query_is_read_from_a_file_and_from_standard_input(
    kg: Kg, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "held.rq").write_text(HELD, encoding="utf-8")
    from_file = kg("query", "held.rq", "--build-dir", release)
    monkeypatch.setattr("sys.stdin", io.StringIO(HELD))
    from_input = kg("query", "-", "--build-dir", release)
    typed = kg("query", HELD, "--build-dir", release)
    assert from_file.out == from_input.out == typed.out == "label\nII Regional Conference on Migration\n"


def test_a_file_that_is_not_there_is_said_to_be_missing(kg: Kg, release: Path) -> None:
    ran = kg("query", "nowhere.rq", "--build-dir", release)
    assert ran.status == 2
    assert "nowhere.rq" in ran.err


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", '{"head"'), ("xml", "<?xml"), ("csv", "label\r\n"), ("tsv", "?label\n"), ("table", "label\n")],
)
def test_solutions_come_in_every_form(kg: Kg, release: Path, form: str, begins: str) -> None:
    assert kg("query", HELD, "--format", form, "--build-dir", release).out.startswith(begins)


@pytest.mark.parametrize("form", ["", "table", "ttl", "nt", "jsonld", "rdf"])
def test_graphs_come_in_every_form(kg: Kg, release: Path, form: str) -> None:
    ran = kg("query", TYPE, "--format", form, "--build-dir", release)
    assert ran.status == 0
    assert "Meeting" in ran.out


def test_json_is_the_form_of_the_standard(kg: Kg, release: Path) -> None:
    assert set(json.loads(kg("query", HELD, "--json", "--build-dir", release).out)) == {"head", "results"}


def test_json_of_a_graph_is_json_ld(kg: Kg, release: Path) -> None:
    assert "@id" in kg("query", TYPE, "--json", "--build-dir", release).out


def test_a_form_that_does_not_exist_names_those_that_do(kg: Kg, release: Path) -> None:
    ran = kg("query", HELD, "--format", "yaml", "--build-dir", release)
    assert ran.status == 3
    assert "csv" in ran.err


@pytest.mark.parametrize(("asked", "answer"), [("ASK { ?s ?p ?o }", "yes"), ("ASK { ?s ?p 'no such' }", "no")])
def test_ask_is_answered_with_a_word(kg: Kg, release: Path, asked: str, answer: str) -> None:
    assert kg("query", asked, "--build-dir", release).out == f"{answer}\n"


def test_rows_too_wide_for_the_terminal_become_blocks_with_nothing_cut_off(kg: Kg, release: Path) -> None:
    ran = kg("query", "2", "--build-dir", release)
    assert "Costa Rica." in ran.out
    assert ran.out.startswith("1 due ")
    assert "Rows: 2" in ran.err


@pytest.mark.parametrize(
    ("language", "line", "fix"), [("en", "line 1, column 24", "fix"), ("es", "línea 1", "remedio")]
)
def test_a_syntax_error_has_line_column_cause_and_fix(
    kg: Kg, release: Path, language: str, line: str, fix: str
) -> None:
    ran = kg("query", "SELECT * WHERE { ?s ?p }", "--lang", language, "--build-dir", release)
    assert (ran.status, ran.out) == (3, "")
    assert line in ran.err
    assert "\n                           ^" in ran.err
    assert fix in ran.err


def test_a_misspelt_saved_query_gets_the_nearest_one(kg: Kg, release: Path) -> None:
    ran = kg("query", "10-participant", "--build-dir", release)
    assert ran.status == 3
    assert "10-participants" in ran.err


def test_what_changes_data_or_goes_elsewhere_is_refused(kg: Kg, release: Path) -> None:
    for text in ("INSERT DATA { <a:a> <a:b> 1 }", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"):
        assert kg("query", text, "--build-dir", release).status == 3
