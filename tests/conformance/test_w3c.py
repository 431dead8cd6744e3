"""The W3C's SPARQL 1.0 and 1.1 suites over HTTP, asked of `kg serve --rdf` on each test's own data."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.query.limits import Limits, outline
from tests.conformance import suite
from tests.conformance.conftest import Ask
from tests.conformance.suite import Case

KNOWN: dict[str, str] = tomllib.loads(Path(__file__).with_name("known.toml").read_text(encoding="utf-8"))
CASES = list(suite.cases()) if suite.FOLDER.is_dir() else []
FORMATS = {
    "json": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    "xml": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    "tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    "csv": ("text/csv", ox.QueryResultsFormat.CSV),
    "nt": ("application/n-triples", None),
}
# In which format a table is asked for: that of the expected one; free where that is written as a graph.
ASKED_IN = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".ttl": "json", ".rdf": "json"}
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
Asked = Callable[[str], bytes]


def marked(kinds: tuple[str, ...]) -> list[object]:
    """The cases of these kinds; what is known to fail must fail."""
    found = [case for case in CASES if case.kind in kinds]
    return [
        pytest.param(
            case, id=case.name, marks=[pytest.mark.xfail(reason=KNOWN[case.name])] if case.name in KNOWN else []
        )
        for case in found
    ] or [pytest.param(None, marks=pytest.mark.skip(reason="needs the folder 'shared' beside the checkout"))]


def sent(client: httpx.Client, case: Case) -> httpx.Response:
    """The answer to a query as it stands in its file, byte for byte."""
    headers = {"Content-Type": "application/sparql-query"}
    return client.post("/sparql", content=case.query.read_bytes(), headers=headers)


@pytest.mark.parametrize("case", marked(("PositiveSyntaxTest", "PositiveSyntaxTest11")))
def test_a_query_that_is_sparql_is_taken(client: httpx.Client, case: Case) -> None:
    response = sent(client, case)
    if response.status_code != 200:
        # Functions that exist nowhere are told of by name, once the query has been read and understood.
        assert (response.status_code, response.json()["type"]) == (400, "/problem/function-unsupported"), response.text


@pytest.mark.parametrize("case", marked(("NegativeSyntaxTest", "NegativeSyntaxTest11")))
def test_a_text_that_is_not_sparql_is_refused_with_a_cause(client: httpx.Client, case: Case) -> None:
    response = sent(client, case)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] != "/problem/function-unsupported"
    assert response.json()["fix"]


@pytest.mark.parametrize("case", marked(EVALUATION))
def test_a_query_has_the_answer_that_the_w3c_says(ask: Ask, case: Case) -> None:
    def over_http(name: str) -> bytes:
        response = ask(case, FORMATS[name][0])
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].split(";")[0] == FORMATS[name][0]
        return response.content

    assert as_wanted(case, over_http)


def failing() -> list[object]:
    found = [case for case in CASES if case.kind in EVALUATION and case.name in KNOWN]
    absent = [pytest.param(None, marks=pytest.mark.skip(reason="needs the folder 'shared' beside the checkout"))]
    return [pytest.param(case, id=case.name) for case in found] or absent


def test_files_served_by_themselves_as_the_default_graph_give_the_same_answers(
    serve: Callable[..., httpx.Client],
) -> None:
    if not CASES:
        pytest.skip("needs the folder 'shared' beside the checkout")
    alone = [case for case in CASES if case.kind in EVALUATION and len(case.data) == 1 and not case.graphs]
    alone = [case for case in alone if case.name not in KNOWN and not re.search(r"\bFROM\b", case.query.read_text())]
    asked = 0
    for suffix in (".ttl", ".rdf"):
        ((file, _),) = Counter(case.data[0] for case in alone if case.data[0].suffix == suffix).most_common(1)
        client = serve(file)
        for case in [one for one in alone if one.data == (file,)]:
            assert as_wanted(case, lambda name: _plainly(client, case, name)), case.name  # noqa: B023
            asked += 1
    assert asked > 20


def _plainly(client: httpx.Client, case: Case, name: str) -> bytes:
    headers = {"Content-Type": "application/sparql-query", "Accept": FORMATS[name][0]}
    return client.post("/sparql", content=case.query.read_bytes(), headers=headers).content


@pytest.mark.parametrize("case", failing())
def test_what_fails_over_http_fails_in_the_engine_by_itself(case: Case) -> None:
    """Nothing is lost on the way: over a store of the test's data alone, in process, the engine passes no more."""
    with suppress(SyntaxError):
        assert not as_wanted(case, lambda name: evaluated(case, name))


def evaluated(case: Case, name: str) -> bytes:
    text, base = case.query.read_text(encoding="utf-8"), suite.iri(case.query)
    found = suite.dataset(case, outline(text, Limits(), base).graphs).query(text, base_iri=base)
    if isinstance(found, ox.QueryTriples):
        return ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    return found.serialize(format=FORMATS[name][1]) or b""


def as_wanted(case: Case, asked: Asked) -> bool:
    """Whether the answer, in the format of the expected one, is what the manifest says."""
    assert case.result is not None
    if case.result.suffix == ".csv":
        return _lines(asked("csv")) == _lines(case.result.read_bytes())
    wanted = suite.expected(case.result)
    if isinstance(wanted, set):
        return suite.same(suite.triples(asked("nt")), wanted)
    name = ASKED_IN[case.result.suffix]
    form = FORMATS[name][1]
    assert form is not None
    return suite.same(suite.parsed(asked(name), form), wanted, case.lax)


def _lines(table: bytes) -> list[str]:
    """The rows of a table; which label a blank node has says nothing."""
    return sorted(re.sub(r"_:\w+", "_:b", line) for line in table.decode().splitlines())


def test_every_known_failure_is_the_name_of_a_test() -> None:
    if not CASES:
        pytest.skip("needs the folder 'shared' beside the checkout")
    assert set(KNOWN) <= {case.name for case in CASES}
