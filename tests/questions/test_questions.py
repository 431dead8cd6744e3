"""The competency questions answered from the founding texts, held against answers written from reading them."""

import pytest
from pyoxigraph import Store

from tests.questions.expected import Table, answer, compare, open_tables, tables

TABLES = tuple(tables())
OPEN = open_tables()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_answer_is_the_one_that_a_reader_gives(graph: Store, table: Table) -> None:
    comparison = compare(answer(graph, table), table)
    if table.name in OPEN:
        assert not comparison.exact, f"{table.name} is no longer open. Take it off open.toml."
        pytest.skip(f"open, {comparison.figures}: {OPEN[table.name]}")
    assert comparison.exact, f"{table.name}: {comparison}"


def test_what_is_open_is_a_table_and_has_a_reason() -> None:
    assert set(OPEN) <= {table.name for table in TABLES}
    assert all(reason.strip() for reason in OPEN.values())


def test_the_twenty_questions_have_an_expected_answer() -> None:
    asked = {table.query[:2] for table in TABLES}
    assert {f"{number:02}" for number in range(1, 21)} <= asked


def test_an_answer_is_paired_whatever_the_order_of_its_rows() -> None:
    rows = ({"words": "a", "start": "1"}, {"words": "*", "start": "0"})
    table = Table("x", "x", {}, ("words", "start"), rows)
    assert compare([{"words": "b", "start": "5"}, {"words": "a", "start": "5"}], table).exact
    assert compare([{"words": "a", "start": "5"}, {"words": "b", "start": "5"}], table).exact


def test_what_is_missing_and_what_is_too_much_are_both_told() -> None:
    table = Table("x", "x", {}, ("state",), ({"state": "bz"}, {"state": "ca"}))
    told = str(compare([{"state": "bz"}, {"state": "us"}], table))
    assert "precision 0.50 (1 of 2), recall 0.50 (1 of 2)" in told
    assert "missing:    state=ca" in told
    assert "unexpected: state=us" in told
