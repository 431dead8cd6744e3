"""Evaluations kept, read again and compared."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.evaluate import Miss, Share, Tally, Totals
from kg.evaluate.baseline import compare, read_baseline
from kg.evaluate.evaluation import evaluation
from kg.evaluate.measure import Measured
from kg.evaluate.report import as_json, saved
from tests.evaluate.annotations import TOTALS, measured

LOST = Miss("false-negative", "acts", "agreed to meet", "Commitment", span=(5, 19), line=1)
STRAY = Miss("false-positive", "acts", "was said", "Position", span=(80, 88), line=1)
GOOD, FAIR = Totals(acts=Tally(4, 4, 4)), Totals(acts=Tally(3, 4, 4))


def kept(*texts: Measured) -> dict[str, Measured]:
    return {text.name: text for text in texts}


def changed(now: Measured, before: Measured, **options: Any) -> dict[str, str]:
    compared = compare(evaluation([now]), kept(before), **options)
    return {one.measure: one.verdict for one in compared.changes if not one.where}


@pytest.mark.parametrize(
    ("now", "before", "verdict"), [(GOOD, FAIR, "better"), (FAIR, GOOD, "worse"), (GOOD, GOOD, "same")]
)
def test_a_figure_is_better_worse_or_the_same(now: Totals, before: Totals, verdict: str) -> None:
    assert changed(measured(figures=now), measured(figures=before))["acts.f1"] == verdict


def test_what_has_something_to_count_on_one_side_only_is_new_or_gone() -> None:
    some = Totals(quotes=Share(1, 2))
    assert changed(measured(figures=some), measured()) == {"quotes": "new"}
    assert changed(measured(), measured(figures=some)) == {"quotes": "gone"}


def test_a_fall_within_the_tolerance_is_not_held_against_it() -> None:
    now, before = evaluation([measured(figures=FAIR)]), kept(measured(figures=GOOD))
    assert compare(now, before, 0.25).worse == ()
    assert {one.measure for one in compare(now, before, 0.24).worse} == {"acts.precision", "acts.recall", "acts.f1"}


def test_one_text_that_got_worse_shows_though_the_total_is_the_same() -> None:
    now = evaluation([measured("a", GOOD), measured("b", FAIR)])
    compared = compare(now, kept(measured("a", FAIR), measured("b", GOOD)))
    assert {(one.where, one.of_text) for one in compared.worse} == {("b", True)}


def test_acts_gained_and_lost_are_told_by_text() -> None:
    compared = compare(evaluation([measured("a", FAIR, LOST)]), kept(measured("a", FAIR, STRAY)))
    (moved,) = compared.moved
    assert (moved.name, moved.come, moved.gone) == ("a", (LOST,), (STRAY,))


@pytest.mark.parametrize("side", ["now", "before"])
def test_of_a_text_held_out_on_either_side_no_act_is_told(side: str) -> None:
    held = measured("a", FAIR, held_out=True)
    seen = measured("a", GOOD, LOST, STRAY)
    now, before = (held, seen) if side == "now" else (seen, held)
    assert compare(evaluation([now]), kept(before)).moved == ()


@pytest.mark.parametrize("field", ["sha256", "annotation"])
def test_another_text_or_annotation_is_not_compared(field: str) -> None:
    compared = compare(evaluation([measured("a", FAIR)]), kept(measured("a", GOOD, **{field: "1"})))
    assert (compared.texts, compared.apart, compared.worse) == (0, ("a",), ())


def test_totals_are_compared_over_the_texts_that_both_have() -> None:
    compared = compare(evaluation([measured("a", GOOD), measured("new", FAIR)]), kept(measured("a", GOOD)))
    assert compared.apart == ("new",)
    assert {one.verdict for one in compared.changes} == {"same"}


MISSES = st.lists(st.sampled_from([LOST, STRAY, Miss("wrong-slot", "count", "", there="1")]), unique=True)
TEXTS = st.lists(
    st.builds(lambda name, figures, held, misses: measured(name, figures, *(() if held else misses), held_out=held),
              st.sampled_from("abc"), TOTALS, st.booleans(), MISSES),
    min_size=1, max_size=3, unique_by=lambda text: text.name,
)  # fmt: skip


@settings(max_examples=10)
@given(texts=TEXTS)
def test_what_was_kept_is_read_again_and_nothing_has_changed(texts: list[Measured], tmp_path_factory: Any) -> None:
    file = tmp_path_factory.mktemp("kept") / "kept.json"
    judged = evaluation(texts)
    file.write_bytes(saved(judged))
    assert read_baseline(file) == kept(*judged.texts)
    compared = compare(judged, read_baseline(file))
    assert {one.verdict for one in compared.changes} <= {"same"}
    assert compared.moved == compared.apart == ()


@settings(max_examples=10)
@given(TEXTS)
def test_the_order_in_which_texts_come_changes_no_byte(texts: list[Measured]) -> None:
    assert saved(evaluation(texts)) == saved(evaluation(reversed(texts)))


def test_the_words_of_a_held_out_text_are_nowhere() -> None:
    judged = evaluation([measured("a", FAIR, held_out=True)])
    assert "misses" not in json.dumps(as_json(judged, compare(judged, kept(measured("a", GOOD, LOST)))))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"texts": 3}', '{"texts": [{}]}', '{"texts": [{"acts": {"matched": "x"}}]}', "[" * 9999],
)
def test_any_other_file_is_refused_with_the_way_to_make_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "kept.json").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableSource) as refused:
        read_baseline(tmp_path / "kept.json")
    assert "--save" in refused.value.fix


def test_a_baseline_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as refused:
        read_baseline(tmp_path / "none.json")
    assert refused.value.where.endswith("none.json")
