"""Outlines that are remembered are those that would be found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.query.faults import QueryFault
from kg.query.limits import Limits, Outline, outline
from kg.query.remembered import Remembered

BASE = "http://example.org/"
PIECES = [
    "SELECT ", "SELECT * ", "ASK ", "?a ", "?b", "{ ", "} ", "( ", ") ", "<{}>", "<{}> ", "< ", "> ", "'<{}>' ",
    '"<{}> ', "'", '"""', "# <{}>", "# ", "\n", "FILTER", "FILTER(", " < ", ". ", "UNION ", "FROM <{}> ",
    "PREFIX p: <{}> ", "BASE <{}> ", "p:x ", "NOW() ", "VALUES ?a { ", "GROUP BY ", "SERVICE <{}> ",
    "\\u0047", "[ ", "] ", "|| ", "a ", "1 ",
]  # fmt: skip
IRIS = st.text(alphabet="ab:/#?&='{<(\\u0-_é ", max_size=8)
LIMITS = Limits(nesting=4, patterns=5, branches=2, operators=3)


def found(look: object, text: str) -> Outline | tuple[str, object]:
    try:
        return look(text)  # type: ignore[no-any-return, operator]
    except QueryFault as fault:
        return fault.code, fault.at


@settings(deadline=None, max_examples=400)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.lists(st.lists(IRIS, min_size=14, max_size=14), min_size=2, max_size=4),
)
def test_what_is_remembered_is_what_would_be_found(pieces: list[str], fillings: list[list[str]]) -> None:
    remembered = Remembered(LIMITS, BASE)
    for filling in fillings:
        text = "".join(
            piece.replace("{}", iri) if "{}" in piece else piece for piece, iri in zip(pieces, filling, strict=False)
        )
        assert found(remembered.outline, text) == found(lambda one: outline(one, LIMITS, BASE), text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ASK { <a> ?p ?o }", "ASK { <b> ?p ?o }"),
        ("ASK FROM <a> { ?s ?p ?o }", "ASK FROM <b> { ?s ?p ?o }"),
        ("PREFIX p: <a> ASK { p:x ?p ?o }", "PREFIX p: <b> ASK { p:x ?p ?o }"),
        ("ASK # {\n FROM <a> { ?s ?p ?o }", "ASK # {\n FROM <b> { ?s ?p ?o }"),
        ("# {\n PREFIX p: <a> ASK { p:x ?p ?o }", "# {\n PREFIX p: <b> ASK { p:x ?p ?o }"),
        ("ASK { FILTER(?a<?b&&?c>?d) }", "ASK { FILTER(?a<?b||?c>?d) }"),
        ("ASK { ?s ?p '<a>' }", "ASK { ?s ?p '<NOW()>' }"),
        ("ASK { ?s ?p ?o # <a>\n }", "ASK { ?s ?p ?o # <b>\n FILTER(NOW() = ?o) }"),
    ],
)
def test_one_query_is_never_taken_for_another(first: str, second: str) -> None:
    remembered = Remembered(Limits(), BASE)
    for text in (first, second, first):
        assert remembered.outline(text) == outline(text, Limits(), BASE)


def test_an_iri_that_makes_a_query_too_long_is_told() -> None:
    limits = Limits(length=100)
    remembered = Remembered(limits, BASE)
    remembered.outline("ASK { <a> ?p ?o }")
    with pytest.raises(QueryFault, match="Query too long"):
        remembered.outline(f"ASK {{ <{'a' * 100}> ?p ?o }}")
