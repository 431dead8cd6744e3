from io import BytesIO
from pathlib import Path

import pytest

from kg.errors import ExitStatus
from kg.query.engine import EngineSettings
from kg.query.faults import AnswerCutShort, DeadlinePassed, QueryFault
from kg.query.once import query_into, query_once, table_of
from kg.query.table import Cell

EX = "http://example.org/"


@pytest.mark.parametrize(
    ("text", "name", "start"),
    [
        ("ASK {}", "", b'{"head"'),
        ("ASK {}", "csv", b"true"),
        ("DESCRIBE <x:y>", "", b""),
        (f"DESCRIBE <{EX}b>", "nt", f"<{EX}b>".encode()),
        (f"DESCRIBE <{EX}b>", "json", b"[{"),
        (f"DESCRIBE <{EX}b>", "rdfxml", b"<?xml"),
    ],
)
def test_one_query_is_answered_in_the_format_asked_for(small: Path, text: str, name: str, start: bytes) -> None:
    assert query_once(small, text, name).startswith(start)


def test_the_outcome_says_what_was_written(small: Path) -> None:
    sink = BytesIO()
    outcome = query_into(small, "SELECT * { ?s ?p ?o }", sink, "tsv")
    assert (outcome.media_type, outcome.release) == ("text/tab-separated-values", "c0ffee")
    assert outcome.size == len(sink.getvalue())


def test_a_format_of_the_other_kind_is_refused_with_those_there_are(small: Path) -> None:
    with pytest.raises(QueryFault, match="json, xml, csv, tsv") as caught:
        query_once(small, "ASK {}", "ttl")
    assert caught.value.exit_status is ExitStatus.BAD_INPUT


def test_one_query_has_a_deadline_too(large: Path) -> None:
    with pytest.raises(DeadlinePassed):
        query_once(large, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", settings=EngineSettings(deadline=0.2))


def test_what_is_cut_short_is_said_to_be(large: Path) -> None:
    settings = EngineSettings(deadline=0.5, spool=1_000)
    with pytest.raises(AnswerCutShort):
        query_into(large, "SELECT * { ?a ?b ?c . ?d ?e ?f }", BytesIO(), settings=settings)


def test_a_table_holds_the_first_rows_as_terms(small: Path) -> None:
    table = table_of(small, f"SELECT ?s ?o ?none {{ ?s <{EX}has> ?o }} ORDER BY ?s", rows=1)
    assert table.variables == ("s", "o", "none")
    assert table.rows == ((Cell("uri", f"{EX}a"), Cell("literal", "uno", "es"), None),)
    assert table.more
    assert not table_of(small, "SELECT * { ?s ?p ?o }", rows=2).more


def test_a_table_of_a_yes_or_of_a_graph(small: Path) -> None:
    assert table_of(small, "ASK {}", rows=1).boolean is True
    table = table_of(small, f"DESCRIBE <{EX}b>", rows=5)
    assert table.variables == ("subject", "predicate", "object")
    assert [cell and cell.value for cell in table.rows[0]] == [f"{EX}b", f"{EX}has", "2"]
