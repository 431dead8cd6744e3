import pytest

from kg.query.faults import QueryFault, TooLong
from kg.query.limits import Limits, outline

LIMITS = Limits(length=5_000, nesting=10, patterns=10, branches=10, operators=20, graphs=2)


def refusal(text: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(QueryFault) as caught:
        outline(text, limits, "http://example.org/")
    return caught.value.code


def joined(count: int) -> str:
    return " . ".join(f"?a{at} <x:p> ?b{at}" for at in range(count))


AT_THE_LIMIT = {
    "nested-too-deep": ("ASK {" + "{" * 9 + "}" * 10, "ASK {" + "{" * 10 + "}" * 11),
    "too-many-patterns": (f"ASK {{ {joined(10)} }}", f"ASK {{ {joined(11)} }}"),
    "too-many-branches": ("ASK { {}" + " UNION {}" * 10 + "}", "ASK { {}" + " UNION {}" * 11 + "}"),
    "too-many-operators": ("ASK { FILTER(1" + " + 1" * 19 + ") }", "ASK { FILTER(1" + " + 1" * 20 + ") }"),
    "too-many-graphs": ("ASK FROM <x:a> FROM <x:b> {}", "ASK FROM <x:a> FROM <x:b> FROM <x:c> {}"),
}


@pytest.mark.parametrize("code", AT_THE_LIMIT)
def test_a_limit_is_the_most_that_is_allowed(code: str) -> None:
    allowed, refused = AT_THE_LIMIT[code]
    outline(allowed, LIMITS)
    assert refusal(refused) == code


def test_a_query_is_measured_in_bytes() -> None:
    outline("ASK {} #" + "x" * 4_992, LIMITS)
    with pytest.raises(TooLong):
        outline("ASK {} #" + "é" * 2_500, LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?a ?b " + "[ ?p " * 11 + "1" + " ]" * 11 + " }",
        "ASK { ?a " + "/".join(["<x:p>"] * 12) + " ?b }",
        "ASK { ?a ?b (" + "1 " * 12 + ") }",
        "ASK { ?a ?b " + ", ".join(f"?o{at}" for at in range(12)) + " }",
        "ASK { ?a ?b ?c " + " OPTIONAL { ?a ?b ?c }" * 11 + " }",
        "ASK { " + " ".join(f"GRAPH ?g {{ ?a{at} ?b ?c }}" for at in range(12)) + " }",
        "ASK { { " + joined(6) + " } { " + joined(6) + " } }",
    ],
    ids=["nodes in nodes", "path", "list", "objects", "optional", "graphs", "groups"],
)
def test_patterns_are_counted_in_whatever_way_they_are_written(text: str) -> None:
    assert refusal(text, Limits(patterns=10)) == "too-many-patterns"


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ {{ {joined(8)} }} UNION {{ {joined(8)} }} UNION {{ {joined(8)} }} }}",
        f"ASK {{ {joined(6)} OPTIONAL {{ {joined(8)} }} MINUS {{ {joined(8)} }} }}",
        f"ASK {{ {joined(8)} FILTER EXISTS {{ {joined(8)} }} }}",
        f"CONSTRUCT {{ {joined(8)} }} WHERE {{ {joined(8)} }}",
        f"ASK {{ {joined(5)} {{ SELECT * {{ {joined(8)} }} }} }}",
        "SELECT (COUNT(?a) AS ?n) (SUM(?b) AS ?m) { ?a ?b ?c FILTER(?a IN (1,2,3,4,5,6,7,8,9,10,11)) } GROUP BY ?a",
        "ASK { VALUES (?a ?b) { " + "(1 2) " * 20 + "} }",
    ],
    ids=["branches", "optional and minus", "exists", "template", "subquery", "expressions", "data"],
)
def test_what_is_planned_by_itself_is_counted_by_itself(text: str) -> None:
    outline(text, LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> {} }",
        "SELECT * { sErViCe#x\n<http://x/> {} }",
        "SELECT * { BIND('''a'b\"#''' AS ?x) SERVICE SILENT <http://x/> {} }",
        "SELECT * { ?s ?p ?o FILTER(?s<?p)SERVICE?g#>\n{ ?x ?y ?z } }",
        "SELECT * { ?s ?p ?o FILTER(<http://x><?p)SERVICE?g#>\n{ ?x ?y ?z } }",
        "SELECT * { ?s ?p ?o FILTER('a'@en<?p)SERVICE?g#>\n{ ?x ?y ?z } }",
    ],
)
def test_service_is_found_wherever_it_hides(text: str) -> None:
    assert refusal(text) == "service-refused"


@pytest.mark.parametrize(
    "text",
    ['SELECT ("SERVICE <http://x/>" AS ?x) {}', "PREFIX service: <x:> ASK { service:SERVICE ?load <x:SERVICE> }"],
)
def test_service_in_a_string_or_name_is_nothing(text: str) -> None:
    outline(text, LIMITS)


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA {}", "PREFIX x: <x:> DELETE WHERE {}", "LOAD <http://x>", "CLEAR ALL", "ASK {} ; DROP ALL"],
)
def test_updates_are_refused_by_name(text: str) -> None:
    assert refusal(text) == "update-refused"


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("# only", "empty"), ("hello", "no-query-form"), ("ASK \x00", "not-text")]
)
def test_a_text_without_a_query_is_refused(text: str, code: str) -> None:
    assert refusal(text) == code


def test_the_graphs_of_a_query_are_read_against_its_prefixes_and_base() -> None:
    prologue = "BASE <http://b.example/> PREFIX x: <http://x.example/>"
    text = f"{prologue} ASK FROM <g> FROM NAMED x:h FROM NAMED <urn:i> {{ ?from ?named <j> }}"
    assert outline(text, Limits()).graphs == ("http://b.example/g", "http://x.example/h", "urn:i")


@pytest.mark.parametrize(
    ("text", "form", "is_graph"),
    [
        ("SELECT * {}", "SELECT", False),
        ("PREFIX select: <x:> ask {}", "ASK", False),
        ("CONSTRUCT WHERE {}", "CONSTRUCT", True),
        ("DESCRIBE <x:ask>", "DESCRIBE", True),
        ("ASK { { SELECT * {} } }", "ASK", False),
    ],
)
def test_the_form_is_the_first_word_of_its_kind(text: str, form: str, is_graph: bool) -> None:
    seen = outline(text, Limits())
    assert (seen.form, seen.is_graph) == (form, is_graph)


@pytest.mark.parametrize(
    ("text", "changing"), [("SELECT (NOW() AS ?x) {}", True), ("SELECT ('NOW()' AS ?x) {}", False)]
)
def test_a_query_that_asks_for_the_time_is_known(text: str, changing: bool) -> None:
    assert outline(text, Limits()).changing is changing


def test_every_limit_is_declared() -> None:
    assert LIMITS.declared() == {
        "length": 5_000, "nesting": 10, "patterns": 10, "branches": 10, "operators": 20, "graphs": 2,
    }  # fmt: skip
