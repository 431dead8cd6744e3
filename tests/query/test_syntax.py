"""One named bad query for every cause that there is a message for."""

import json
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.query import grammar
from kg.query.faults import QueryFault, spot
from kg.query.limits import Limits, outline
from kg.query.messages import LANGUAGES, codes, pattern
from kg.query.syntax import explain

# code: query, and the text at which the fault is shown
BAD: dict[str, tuple[str, str | None]] = {
    "empty": ("  # nothing", None),
    "html": ("<html><script>alert(1)</script>", "<html>"),
    "no-query-form": ("hello { ?s ?p ?o }", "hello"),
    "unclosed-string": ('SELECT * { ?s ?p "abc }', '"abc'),
    "bad-escape": ('SELECT * { ?s ?p "a\\qb" }', "\\q"),
    "smart-quote": ("SELECT * { ?s ?p “x” }", "“"),
    "unclosed-iri": ("SELECT * { ?s <http://a b> ?o }", "<http"),
    "invisible-character": ("SELECT * { ?s ?p\u00a0?o }", "\u00a0"),
    "stray-character": ("SELECT * { ?s ?p % }", "%"),
    "unknown-prefix": ("SELECT * { ?s rdfs:label ?o }", "rdfs:"),
    "unknown-prefix-near": ("PREFIX exam: <x:> SELECT * { ?s exm:p ?o }", "exm:"),
    "unknown-prefix-new": ("SELECT * { ?s zzz:p ?o }", "zzz:"),
    "prefix-without-colon": ("PREFIX ex <x:> SELECT * {}", "ex <"),
    "misspelt-keyword": ("SELECT * { ?s ?p ?o OPTINAL { ?s ?p ?o } }", "OPTINAL"),
    "missing-projection": ("SELECT WHERE { ?s ?p ?o }", "WHERE"),
    "comma-in-projection": ("SELECT ?s, ?p { ?s ?p ?o }", ","),
    "alias-needs-parentheses": ("SELECT COUNT(?s) AS ?n { ?s ?p ?o }", "COUNT"),
    "missing-alias": ("SELECT (COUNT(?s)) { ?s ?p ?o }", ") {"),
    "missing-group": ("SELECT * WHERE ?s ?p ?o", "?s"),
    "union-needs-groups": ("SELECT * { ?s ?p ?o UNION { ?a ?b ?c } }", "UNION"),
    "unclosed-bracket": ("SELECT * { ?s ?p ?o", ""),
    "wrong-bracket": ("SELECT * { ?s ?p ?o FILTER(?o > 3 }", "}"),
    "extra-bracket": ("SELECT * { ?s ?p ?o } }", "}"),
    "incomplete-triple": ("SELECT * { ?s ?p }", "}"),
    "missing-dot": ("SELECT * {\n  ?s ?p ?o\n  ?a ?b ?c }", "?a"),
    "filter-needs-parentheses": ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", "?o >"),
    "double-equals": ("SELECT * { ?s ?p ?o FILTER(?o == 3) }", "= 3"),
    "word-operator": ("SELECT * { ?s ?p ?o FILTER(?o > 3 and ?o < 5) }", "and"),
    "unknown-function": ("SELECT * { ?s ?p ?o FILTER(STRSTART(?o, 'a')) }", "STRSTART"),
    "function-without-prefix": ("SELECT * { ?s ?p ?o FILTER(zzz(?o)) }", "zzz"),
    "needs-by": ("SELECT * { ?s ?p ?o } ORDER ?s", "?s"),
    "needs-integer": ("SELECT * { ?s ?p ?o } LIMIT ten", "ten"),
    "broken-path": ("SELECT * { ?s <x:p>/ ?o }", "?o"),
    "literal-predicate": ('SELECT * { ?s "p" ?o }', '"p"'),
    "misplaced-modifier": ("SELECT * { ?s ?p ?o } LIMIT 3 ORDER BY ?s", "ORDER"),
    "after-the-end": ("SELECT * { ?s ?p ?o } FILTER(?o > 3)", "FILTER"),
    "ungrouped-variable": ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p", "?s"),
    "star-with-group": ("SELECT * { ?s ?p ?o } GROUP BY ?s", "*"),
    "variable-reused": ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "?x"),
    "blank-node-shared": ("SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }", "_:a"),
    "values-row": ("SELECT * { VALUES (?a ?b) { (1 2) (3) } }", ") }"),
    "invalid-iri": ("SELECT * { <a> ?p ?o }", "<a>"),
    "unexpected": ("SELECT * { GRAPH { ?s ?p ?o } }", "{ ?s"),
}
LAST = {"extra-bracket", "needs-by", "variable-reused", "blank-node-shared"}
# The engine takes these as a blank or says them on the way: no example from the engine is needed.
RUNTIME = {
    "too-long", "nested-too-deep", "too-many-patterns", "too-many-branches", "too-many-operators", "too-many-graphs",
    "service-refused", "update-refused", "graph-unknown", "not-text", "deadline", "memory", "busy", "engine-lost",
    "evaluation", "function-unsupported", "cut-short", "no-such-format", "query-unknown", "parameter-unknown",
    "parameter-repeated",
    "parameter-missing", "parameter-value", "missing-query", "two-queries", "bad-encoding", "too-many-fields",
    "body-too-large", "body-too-slow", "unsupported-media-type", "not-acceptable", "old-protocol", "not-found",
    "method-not-allowed", "defect", "no-worker", "cursor-unknown", "cursor-outdated", "not-paged",
    "search-empty", "search-long", "search-deadline", "search-index",
    "store-broke-off", "store-capped", "store-denied", "store-elsewhere", "store-failed",
    "store-flood", "store-garbled", "store-graphs", "store-rejected", "store-unreachable",
    "document-unknown", "download-not-ready", "download-unknown", "no-such-form", "no-such-part", "no-such-profile",
    "no-such-profile-of-it", "not-in-xml", "release-changed", "resource-read-otherwise", "resource-unknown",
    "resource-unknown-near", "resource-withdrawn",
}  # fmt: skip


def rejected(text: str) -> QueryFault:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    return explain(text, str(caught.value))


@pytest.mark.parametrize("code", BAD)
def test_a_rejected_query_is_told_its_place_cause_and_fix(code: str) -> None:
    text, at = BAD[code]
    fault = rejected(text)
    assert fault.code == code
    if at is not None:
        start = len(text) if not at else text.rindex(at) if code in LAST else text.index(at)
        assert fault.at == spot(text, start)
    for language in LANGUAGES:
        assert all(part and not re.search(r"\{\w+\}", part) for part in fault.said(language))


def test_every_message_has_an_example_or_is_said_elsewhere() -> None:
    assert set(codes()) - set(BAD) - RUNTIME == {"malformed"}


def test_what_only_the_engine_knows_is_told_at_its_place() -> None:
    fault = explain("SELECT * {\n}", "error at 2:1: expected something")
    assert (fault.code, fault.at and fault.at.line) == ("malformed", 2)


def test_the_caret_stands_under_the_fault_in_a_long_line() -> None:
    text = f"SELECT * {{ {'?s ?p ?o . ' * 30}?s ?p “x” }}"
    fault = rejected(text)
    assert fault.at is not None
    line, caret = fault.at.excerpt.splitlines()
    assert line[caret.index("^")] == "“"
    assert len(line) < 80


def test_control_characters_never_reach_a_terminal() -> None:
    fault = rejected("SELECT * { ?s ?p \x1b[2J }")
    assert fault.at is not None
    assert "\x1b" not in fault.at.excerpt + str(fault)


def test_a_fault_crosses_a_process_boundary_whole() -> None:
    fault = rejected("SELECT * { ?s foaf:name ?o }")
    copy = pickle.loads(pickle.dumps(fault))  # noqa: S301  (its own bytes)
    assert (copy.as_dict(), copy.said("es")) == (fault.as_dict(), fault.said("es"))


def test_a_fault_for_a_machine_is_plain_json() -> None:
    said = json.loads(json.dumps(rejected("SELECT * { ?s ?p }").as_dict()))
    assert (said["code"], said["line"], said["column"]) == ("incomplete-triple", 1, 18)


def test_one_token_of_look_ahead_decides_everywhere_in_the_grammar() -> None:
    assert grammar.conflicts() == frozenset()


@given(
    st.lists(
        st.sampled_from("SELECT * ?x { } ( ) [ ] . ; , a <x:a> 'b' 5 FILTER = + / UNION ex:p".split()), max_size=12
    )
)
def test_whatever_the_tokens_a_rejected_query_gets_an_explanation(pieces: list[str]) -> None:
    text = " ".join(pieces)
    faults = []
    try:
        outline(text, Limits())
        Store().query(text)
    except QueryFault as fault:
        faults.append(fault)
    except SyntaxError as error:
        faults.append(explain(text, str(error)))
    assert all(fault.fix for fault in faults)


@pytest.mark.parametrize("code", codes())
def test_every_message_is_said_in_both_languages(code: str) -> None:
    spoken = [pattern(code, language) for language in LANGUAGES]
    assert all(all(parts) for parts in spoken)
    assert spoken[0] != spoken[1]
