"""What every saved query keeps to, so that a gallery, an endpoint and a reader can rely on it."""

import re
from itertools import takewhile
from pathlib import Path

import pytest
from pyoxigraph import Store

from tests.questions.expected import QUERIES, ROOT, bound

FILES = sorted(QUERIES.glob("*.rq"))
EVIDENCE = ("document", "start", "end", "quote")
PARAMETER = re.compile(
    r"^(?P<name>[a-z]+) (?P<type>string|xsd:date|xsd:integer|iri(:[a-z-]+)?|code:[a-z-]+) "
    r"(?P<need>optional|required) (?P<example>\S+) \| en: (?P<en>.+) \| es: (?P<es>.+)$"
)

every_query = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def header(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    told = (line[2:].split(": ", 1) for line in takewhile(lambda line: line.startswith("#"), lines))
    return [(key, value) for key, value in told]


def parameters(path: Path) -> list[dict[str, str]]:
    told = [PARAMETER.match(value) for key, value in header(path) if key == "param"]
    assert all(told), f"{path.name}: a parameter is not written as agreed"
    return [match.groupdict() for match in told if match]


def needed(path: Path) -> dict[str, str]:
    """The parameters that must be given, each with its example value."""
    return {one["name"]: one["example"] for one in parameters(path) if one["need"] == "required"}


def rows(graph: Store, text: str) -> list[dict[str, str]]:
    found = graph.query(text)
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value if row[name] else "" for name in names} for row in found]


def test_questions_one_to_twenty_are_saved() -> None:
    numbers = [dict(header(path)).get("question") for path in FILES]
    assert [number for number in numbers if number] == [str(number) for number in range(1, 21)]
    assert all(path.stem.startswith(f"{int(n):02}-") for path, n in zip(FILES, numbers, strict=True) if n)


@every_query
def test_the_header_names_and_explains_the_query_in_both_languages(path: Path) -> None:
    told = dict(header(path))
    assert told["name"] == path.stem
    for key in ("title", "description"):
        english, spanish = told[f"{key}@en"], told[f"{key}@es"]
        assert english.strip() != spanish.strip()
        assert english.endswith(".") == spanish.endswith(".") == (key == "description")


@every_query
def test_each_parameter_is_a_variable_of_the_query(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("WHERE {", 1)[1]
    assert all(re.search(rf"\?{one['name']}\b", body) for one in parameters(path))


@every_query
def test_the_answer_carries_its_evidence_in_a_fixed_order_and_size(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = [variable.value for variable in Store().query(text).variables]
    assert [name for name in names if name in EVIDENCE] == list(EVIDENCE)
    assert re.search(r"\nORDER BY .+\nLIMIT \d+\n$", text)


@every_query
def test_the_query_runs_on_an_empty_graph_with_and_without_parameters(path: Path) -> None:
    examples = {one["name"]: one["example"] for one in parameters(path)}
    assert list(Store().query(path.read_text(encoding="utf-8"))) == []
    assert list(Store().query(bound(path, examples))) == []


@every_query
def test_the_query_answers_from_the_founding_texts(graph: Store, path: Path) -> None:
    found = rows(graph, bound(path, needed(path)))
    assert found
    assert all(row[name] for row in found for name in EVIDENCE)


@every_query
def test_each_example_value_is_answered(graph: Store, path: Path) -> None:
    for one in parameters(path):
        assert rows(graph, bound(path, needed(path) | {one["name"]: one["example"]})), one["name"]


@every_query
def test_a_parameter_picks_the_rows_that_have_its_value(graph: Store, path: Path) -> None:
    if needed(path):
        pytest.skip("asked about one thing at a time")
    everything = rows(graph, bound(path, {}))
    # Asked about one state, 03 also tells where the text leaves open whether that state is bound.
    asked = {one["name"] for one in parameters(path)} - ({"state"} if path.stem == "03-states-bound" else set())
    for name in sorted(asked & set(everything[0])):
        for value in sorted({row[name] for row in everything if row[name]})[:40]:
            picked = rows(graph, bound(path, {name: value}))
            assert picked == [row for row in everything if row[name] == value], (name, value)


@every_query
def test_every_term_of_the_vocabulary_that_a_query_uses_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    vocabulary = (ROOT / "ontology" / "igm.ttl").read_text(encoding="utf-8")
    used = set(re.findall(r"\bigm:(\w+)", text))
    assert used <= set(re.findall(r"^igm:(\w+)", vocabulary, re.MULTILINE))


@every_query
def test_every_code_that_a_query_uses_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    schemes = re.findall(r"^PREFIX \w+: <https://w3id.org/igm/code/([\w-]+)/>$", text, re.MULTILINE)
    for scheme in schemes:
        codes = (ROOT / "ontology" / "codes" / f"{scheme}.ttl").read_text(encoding="utf-8")
        for concept in re.findall(rf"\b{scheme}:([\w-]+)", text):
            assert re.search(rf"^:{concept}$", codes, re.MULTILINE), f"{scheme}/{concept}"
