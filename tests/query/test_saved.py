from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store, Variable

from kg import assets
from kg.errors import BrokenAsset
from kg.query.faults import QueryFault
from kg.query.lexer import Kind, tokens
from kg.query.parameters import Parameter
from kg.query.saved import SavedQuery, find, load, read

BASE = "https://here.example/"
TYPES = [
    "string", "iri", "iri:meeting", "iri:state", "code:topic",
    "xsd:date", "xsd:dateTime", "xsd:integer", "xsd:decimal", "xsd:boolean",
]  # fmt: skip
HEADER = """# name: {name}
# title@en: Things
# title@es: Cosas
# description@en: All things.
# description@es: Todas las cosas.
# question: 2, 7
"""


def parameter(type_: str, name: str = "value", optional: bool = True) -> Parameter:
    return Parameter(name, type_, optional, "example", {"en": "the value", "es": "el valor"})


def written(folder: Path, body: str, name: str = "things") -> SavedQuery:
    path = folder / f"{name}.rq"
    path.write_text(HEADER.format(name=name) + body, encoding="utf-8")
    return read(path)


def test_a_saved_query_is_its_header_and_its_text(tmp_path: Path) -> None:
    query = written(
        tmp_path,
        '# param: before xsd:date optional "2000-01-01" | en: before | es: antes de\n'
        "SELECT * WHERE { ?s ?p ?before }\n",
    )
    assert (query.name, query.form, query.questions) == ("things", "SELECT", (2, 7))
    assert (query.title("es"), query.title("fr"), query.description("en")) == ("Cosas", "Things", "All things.")
    assert query.parameters == (
        Parameter("before", "xsd:date", True, "2000-01-01", {"en": "before", "es": "antes de"}),
    )
    assert query.body == "SELECT * WHERE { ?s ?p ?before }\n"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("SELECT * { SERVICE <x:y> {} }", "SERVICE is not offered"),
        ("# param: x string sometimes\nASK { ?s ?p ?x }", "cannot be read"),
        ("# param: x xsd:dat optional\nASK { ?s ?p ?x }", "no type 'xsd:dat'"),
        ("# param: x string optional | fr: le x\nASK { ?s ?p ?x }", "another language"),
        ("# param: x string optional\nASK { ?s ?p ?o }", "no variable of the query"),
        ("# param: x string optional\nSELECT * { SELECT ?x { ?s ?p ?x } }", "no group"),
        ("# param: x string optional\nDESCRIBE ?x", "no group"),
        ("INSERT DATA {}", "Updates"),
    ],
)
def test_a_saved_query_that_cannot_work_is_refused_when_it_is_read(tmp_path: Path, body: str, told: str) -> None:
    with pytest.raises(BrokenAsset, match=told):
        written(tmp_path, body)


def test_a_file_and_its_query_have_one_name(tmp_path: Path) -> None:
    path = tmp_path / "other.rq"
    path.write_text(HEADER.format(name="things") + "ASK {}")
    with pytest.raises(BrokenAsset, match="its name is things"):
        read(path)


@pytest.mark.parametrize(
    "body",
    [
        "SELECT ?s WHERE { ?s ?p ?x }",
        "SELECT ?s FROM <urn:g> { ?s ?p ?x }",
        "ASK { ?s ?p ?x }",
        "CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }",
        "DESCRIBE ?x { ?s ?p ?x }",
        "# {\nSELECT ('{' AS ?y) { ?s ?p ?x }",
        "SELECT * { { SELECT ?x {\n# bind\n?s ?p ?x } } }",
    ],
)
def test_a_value_is_bound_in_the_outermost_group_or_where_a_line_says(tmp_path: Path, body: str) -> None:
    query = written(tmp_path, f"# param: x iri:meeting optional\n{body}")
    text = query.bound({"x": "rcm-conference-2"}, BASE)
    assert f"VALUES (?x) {{ (<{BASE}id/meeting/rcm-conference-2>) }}" in text
    Store().query(text)


def test_a_parameter_left_out_or_empty_binds_nothing(tmp_path: Path) -> None:
    query = written(tmp_path, "# param: x iri:meeting optional\nASK { ?s ?p ?x }")
    assert query.bound({}, BASE) == query.bound({"x": ""}, BASE) == query.text


def test_what_is_asked_of_a_query_that_it_does_not_know_is_told(tmp_path: Path) -> None:
    query = written(tmp_path, "# param: meeting iri:meeting required rcm-conference-2\nASK { ?s ?p ?meeting }")
    for values, code, fix in [
        ({"meetin": "x"}, "parameter-unknown", "did you mean meeting?"),
        ({}, "parameter-missing", "give it, for example meeting=rcm-conference-2"),
        ({"meeting": "a b"}, "parameter-value", "write it like rcm-conference-2"),
    ]:
        with pytest.raises(QueryFault) as caught:
            query.bound(values, BASE)
        assert (caught.value.code, caught.value.fix) == (code, fix)
    with pytest.raises(QueryFault, match="did you mean things"):
        find({"things": query}, "thing")


@pytest.mark.parametrize(
    ("type_", "value", "term"),
    [
        ("string", ' a"b ', Literal(' a"b ')),
        ("iri", "urn:x:y", NamedNode("urn:x:y")),
        ("iri:meeting", "rcm-conference-2", NamedNode(f"{BASE}id/meeting/rcm-conference-2")),
        ("iri:meeting", "https://other.example/m", NamedNode("https://other.example/m")),
        ("iri:state", "pa", NamedNode("https://w3id.org/igm/id/state/pa")),
        ("code:topic", "human-rights", NamedNode("https://w3id.org/igm/code/topic/human-rights")),
        ("xsd:date", "1997-03-14", Literal("1997-03-14", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
        (
            "xsd:dateTime",
            "1997-03-14",
            Literal("1997-03-14T00:00:00Z", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")),
        ),
        ("xsd:integer", "+007", Literal(7)),
        ("xsd:boolean", "true", Literal(True)),
    ],
)
def test_a_value_becomes_the_term_of_its_type(type_: str, value: str, term: object) -> None:
    assert parameter(type_).term(value, BASE) == term


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("iri", "slug"), ("iri", "http://a b"), ("iri", "http://a>"), ("iri:meeting", "../x"), ("iri:meeting", "a/b"),
        ("iri:meeting", "a b"), ("code:topic", "a#b"), ("xsd:date", "1997-02-30"), ("xsd:date", "97-1-1"),
        ("xsd:date", "1997-03-14Z"), ("xsd:integer", "1.5"), ("xsd:integer", "١"), ("xsd:integer", "9" * 19),
        ("xsd:boolean", "yes"), ("string", "\x00"), ("string", "\ud800"), ("string", "x" * 1001),
        ("xsd:decimal", "1e5"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(type_: str, value: str) -> None:
    with pytest.raises(QueryFault) as caught:
        parameter(type_).term(value, BASE)
    assert caught.value.code == "parameter-value"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> SavedQuery:
    body = "# param: value string optional\n# param: other iri optional\nSELECT ?value { ?s ?other ?value }"
    return written(tmp_path_factory.mktemp("saved"), body)


NASTY = st.text(st.sampled_from("ab\"'\\<>{}()?$.;:#@^|&\n\r\t \u2028\u202e/é𝒳")) | st.text()


@given(st.sampled_from(TYPES), NASTY)
def test_no_value_can_alter_the_structure_of_a_query(template: SavedQuery, type_: str, value: str) -> None:
    query = SavedQuery(
        template.name, {}, {}, (), (parameter(type_),), template.text, template.form, template.slots
    )  # fmt: skip
    try:
        text = query.bound({"value": value}, BASE)
    except QueryFault:
        return
    added = [token.kind for token in tokens(text)]
    plain = [token.kind for token in tokens(template.text)]
    if text != template.text:
        at = next(index for index, pair in enumerate(zip(added, plain, strict=False)) if pair[0] is not pair[1])
        clause = added[at : len(added) - len(plain) + at]
        typed = [Kind.MARK, Kind.IRI] if len(clause) > 9 else []
        assert added == plain[:at] + clause + plain[at:]
        assert clause[:6] == [Kind.WORD, Kind.MARK, Kind.VAR, Kind.MARK, Kind.MARK, Kind.MARK]
        assert clause[6:] in (
            [Kind.IRI, Kind.MARK, Kind.MARK],
            [Kind.STRING, Kind.MARK, Kind.MARK],
            [Kind.STRING, *typed, Kind.MARK, Kind.MARK],
        )


@given(NASTY.filter(bool))
def test_a_text_comes_back_from_the_engine_as_it_was_given(template: SavedQuery, value: str) -> None:
    query = SavedQuery(template.name, {}, {}, (), (parameter("string"),), "SELECT ?value { }", "SELECT", (16,))
    try:
        text = query.bound({"value": value}, BASE)
    except QueryFault:
        return
    (solution,) = list(Store().query(text))
    assert solution[Variable("value")] == Literal(value)


def test_every_query_of_the_package_can_be_asked_with_and_without_its_parameters() -> None:
    if not assets.directory("sparql").exists():
        pytest.skip("needs the folder 'sparql'")
    for query in load().values():
        assert query.titles.keys() == query.descriptions.keys() == {"en", "es"}
        Store().query(query.bound({one.name: one.example for one in query.parameters}, "https://w3id.org/igm/"))
        Store().query(query.text)
