"""Whole texts of our own invention, in every form of outcome document, read as their annotations read them.

`floors.toml` says how well each form is read in each language: figures that were seen, rounded down, so that what a
change takes away shows. What is never to go wrong has no floor.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kg.annotate import Lexicon, annotate
from kg.annotate.gazetteer import load
from kg.evaluate import Names, TextScore, score, to_gold, totals
from kg.model import Claims, Document, Source
from kg.text import read, segment

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted(path.parent for path in HERE.glob("*/annotation.toml"))
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
GROUPS = sorted({case.name.rsplit("-", 1)[0] for case in CASES})


@pytest.fixture(scope="session")
def scores(written: ModuleType, lexicon: Lexicon) -> dict[str, TextScore]:
    names = Names(load(ROOT / "data" / "reference"))
    made: dict[str, TextScore] = {}
    for case in CASES:
        document, claims = extracted(case, lexicon)
        made[case.name] = score(written.annotation(case), to_gold(document, claims), document.text, names=names)
    return made


def extracted(case: Path, lexicon: Lexicon) -> tuple[Document, Claims]:
    document = read(Source(f"{case.name}.txt", (case / "text.txt").read_bytes()))
    return document, annotate(segment(document), lexicon)


def spans(claims: Claims) -> Iterator[tuple[int, int]]:
    for act in claims.acts:
        yield from ((span.start, span.end) for span in (act.span, act.trigger, act.passage))


@pytest.mark.parametrize("group", GROUPS)
def test_a_form_of_text_is_read_as_well_as_before(group: str, scores: dict[str, TextScore]) -> None:
    own = [scores[case.name] for case in CASES if case.name.rsplit("-", 1)[0] == group]
    figures = totals(own)
    differences = "\n".join(f"{miss.kind} {miss.what}: {miss.words}" for one in own for miss in one.misses)
    assert figures.acts.f1 >= FLOORS[group]["acts"], differences
    assert figures.untyped.precision >= FLOORS[group]["precision"], differences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_act_quotes_its_text_and_its_trigger_lies_inside(case: Path, lexicon: Lexicon) -> None:
    document, claims = extracted(case, lexicon)
    assert all(0 <= start < end <= len(document.text) for start, end in spans(claims))
    assert all(act.span.start <= act.trigger.start and act.trigger.end <= act.span.end for act in claims.acts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_text_gives_the_same_claims(case: Path, lexicon: Lexicon) -> None:
    assert extracted(case, lexicon) == extracted(case, lexicon)


def test_each_form_has_three_texts_in_each_language() -> None:
    forms = ("prose", "verb-run", "heading-verb", "first-person", "preamble-operative", "record-card", "ordered-prose")
    for form in forms:
        for language in ("en", "es"):
            assert sum(case.name.startswith(f"{form}-{language}-") for case in CASES) >= 3
