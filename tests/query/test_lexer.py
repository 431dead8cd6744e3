import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.lexer import Kind, Place, position, tokens


def kinds(text: str) -> list[str]:
    return [token.kind.value for token in tokens(text)]


@given(st.text(alphabet="ab:?$<>\"'\\#@_.-+*/(){}[] \n\u00e91^&|=!;,", max_size=60))
def test_between_tokens_stand_only_space_and_comments(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text
        assert re.fullmatch(r"(?:[ \t\r\n]|#[^\r\n]*)*", text[at : token.start])
        at = token.start + len(token.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'SERVICE' \"LOAD\" '''a'b''' \"\"\"a\"b\"\"\"", ["STRING"] * 4),
        ("ex:SERVICE service: :", ["PNAME"] * 3),
        ("<http://x/SERVICE>", ["IRI"]),
        ("?SERVICE $service", ["VAR", "VAR"]),
        ("@service", ["LANGTAG"]),
        ("# SERVICE\n_:b", ["BNODE"]),
        ("1 1.5 .5 1e9 1.e-9", ["NUMBER"] * 5),
        ("ex:a.b. ex:%41\\,", ["PNAME", "MARK", "PNAME"]),
        ("?会议 ex:اجتماع", ["VAR", "PNAME"]),
    ],
    ids=["strings", "prefixed names", "IRI", "variables", "language", "comment", "numbers", "dots", "scripts"],
)
def test_a_word_inside_another_token_is_no_keyword(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("text", ['"no end', "'no end\n'", '"""no end"', '"\\q"', "“x”", "a \x00", "\u00a0"])
def test_what_is_no_token_ends_the_reading(text: str) -> None:
    assert kinds(text)[-1] == "BROKEN"


def test_an_operator_in_an_expression_is_not_taken_for_an_iri() -> None:
    found = [token.text for token in tokens("ASK { ?s ?p ?o FILTER(?a<?b)SERVICE?g#>\n{ ?x ?y ?z } }")]
    assert "SERVICE" in found


@pytest.mark.parametrize(
    "text", ["ASK { ?a <http://x/?b> ?c }", "ASK { VALUES (?a ?b) { (<x:a> <x:b>) } }", "DESCRIBE ?a <x:b>"]
)
def test_an_iri_after_a_term_is_an_iri_outside_expressions(text: str) -> None:
    assert any(token.kind is Kind.IRI for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ASK { ! }", Place.PATTERNS),
        ("ASK { FILTER(!) }", Place.EXPRESSION),
        ("ASK { FILTER EXISTS { ! } }", Place.PATTERNS),
        ("ASK { ?s a [ ! ] }", Place.NODE),
        ("ASK { ?s a (!) }", Place.LIST),
        ("ASK { ?s (!) ?o }", Place.LIST),
        ("ASK { VALUES ?x { ! } }", Place.DATA),
        ("ASK { VALUES (?x) { (!) } }", Place.DATA),
        ("ASK { FILTER ex:f(!) }", Place.EXPRESSION),
        ("SELECT (! AS ?x) {}", Place.EXPRESSION),
        ("ASK { { SELECT * {} GROUP BY (!) } }", Place.EXPRESSION),
    ],
)
def test_every_token_knows_what_its_bracket_holds(text: str, place: Place) -> None:
    assert [token.place for token in tokens(text) if token.text == "!"] == [place]


@pytest.mark.parametrize("piece", ["a.", '"""', "'", "<", "<a", '"""a', ":", "ex:.", "\\", "_:a.", "@a-", "1e", "#\n"])
def test_a_hundred_kilobytes_of_anything_are_read(piece: str) -> None:
    # Quadratic time would make this test take minutes.
    text = piece * (100_000 // len(piece))
    assert sum(len(token.text) for token in tokens(text)) <= len(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one_in_code_points(end: str) -> None:
    text = f"ASK{end}é🤝 x"
    assert position(text, text.index("x")) == (2, 4)
    assert position(text, 0) == (1, 1)
