"""The W3C's SPARQL 1.0 and 1.1 suites, through the same lexer, limits and serializers that serve the endpoint."""

import io
import re
import tomllib
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.query.faults import QueryFault
from kg.query.limits import Limits, outline
from kg.query.syntax import explain
from kg.query.worker import evaluate
from tests.conformance import suite
from tests.conformance.suite import Case

KNOWN: dict[str, str] = tomllib.loads(Path(__file__).with_name("known.toml").read_text(encoding="utf-8"))
CASES = list(suite.cases()) if suite.FOLDER.is_dir() else []


def marked(kinds: tuple[str, ...]) -> list[object]:
    """The cases of these kinds; what is known to fail must fail."""
    found = [case for case in CASES if case.kind in kinds]
    return [
        pytest.param(
            case, id=case.name, marks=[pytest.mark.xfail(reason=KNOWN[case.name])] if case.name in KNOWN else []
        )
        for case in found
    ] or [pytest.param(None, marks=pytest.mark.skip(reason="needs the folder 'shared' beside the checkout"))]


def read(text: str, base: str) -> None:
    """Let the lexer and the engine read a query; what either rejects is told in words."""
    outline(text, Limits(), base)
    try:
        ox.Store().query(text, base_iri=base)
    except SyntaxError as error:
        raise explain(text, str(error)) from error


def asked(case: Case, form: str) -> bytes:
    text = case.query.read_text(encoding="utf-8")
    base = suite.iri(case.query)
    seen = outline(text, Limits(), base)
    question = {"text": text, "base": base, "default": None, "named": None, "format": form, "prefixes": {}, "rows": 0}
    question |= {"star": seen.star, "variables": list(seen.variables)}
    out = io.BytesIO()
    evaluate(suite.dataset(case, seen.graphs), question, out)
    return out.getvalue()


@pytest.mark.parametrize("case", marked(("PositiveSyntaxTest", "PositiveSyntaxTest11")))
def test_a_query_that_is_sparql_is_taken(case: Case) -> None:
    text = case.query.read_text(encoding="utf-8")
    outline(text, Limits(), suite.iri(case.query))
    with suppress(RuntimeError):
        # Raised for functions that exist nowhere, once the query has been read and understood.
        ox.Store().query(text, base_iri=suite.iri(case.query))


@pytest.mark.parametrize("case", marked(("NegativeSyntaxTest", "NegativeSyntaxTest11")))
def test_a_text_that_is_not_sparql_is_refused_with_a_cause(case: Case) -> None:
    text = case.query.read_text(encoding="utf-8")
    with pytest.raises(QueryFault) as caught:
        read(text, suite.iri(case.query))
    assert caught.value.fix


@pytest.mark.parametrize("case", marked(("QueryEvaluationTest", "CSVResultFormatTest")))
def test_a_query_has_the_answer_that_the_w3c_says(case: Case) -> None:
    assert case.result is not None
    if case.result.suffix == ".csv":
        assert _lines(asked(case, "csv")) == _lines(case.result.read_bytes())
        return
    wanted = suite.expected(case.result)
    if isinstance(wanted, set):
        assert suite.same(suite.triples(asked(case, "nt")), wanted)
        return
    assert suite.same(suite.parsed(asked(case, "json"), ox.QueryResultsFormat.JSON), wanted, case.lax)


def _lines(table: bytes) -> list[str]:
    """The rows of a table; which label a blank node has says nothing."""
    return sorted(re.sub(r"_:\w+", "_:b", line) for line in table.decode().splitlines())


def test_every_known_failure_is_the_name_of_a_test() -> None:
    if not CASES:
        pytest.skip("needs the folder 'shared' beside the checkout")
    assert set(KNOWN) <= {case.name for case in CASES}
