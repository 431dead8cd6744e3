"""Totals of groups, and what they have to reach."""

import pytest

from kg.evaluate import MEASURES, Tally, Totals
from kg.evaluate.evaluation import evaluation
from kg.evaluate.limits import Limit, check, is_measure
from kg.evaluate.measure import Unmeasured
from kg.evaluate.report import as_json
from tests.evaluate.annotations import measured

TEXTS = (
    measured("a", Totals(acts=Tally(2, 2, 2))),
    measured("b", Totals(acts=Tally(1, 2, 2)), language="es"),
    measured("c", Totals(acts=Tally(0, 2, 2)), held_out=True),
)


def test_totals_are_given_for_all_for_each_language_and_for_held_out_texts_apart() -> None:
    groups = {group.key: group.figures.acts for group in evaluation(TEXTS).groups}
    assert groups == {
        "": Tally(3, 4, 4), "en": Tally(2, 2, 2), "es": Tally(1, 2, 2),
        "held_out": Tally(0, 2, 2), "held_out.en": Tally(0, 2, 2),
    }  # fmt: skip


def test_the_same_groups_are_in_the_json_with_their_intervals_and_the_seed() -> None:
    told = as_json(evaluation(TEXTS))
    assert told["totals"]["acts"]["f1"] == 0.75
    assert told["totals"]["acts"]["f1_interval"] == [0.5, 1.0]
    assert list(told["by_language"]) == ["en", "es"]
    assert told["held_out_by_language"]["en"]["acts"]["f1"] == told["held_out_totals"]["acts"]["f1"] == 0
    assert told["bootstrap"] == {"resampled": "texts", "level": 0.95, "replicates": 1000, "seed": 1997}


def test_a_text_that_could_not_be_measured_is_kept_beside_the_others() -> None:
    fault = Unmeasured("d", "what", "where", "why", "fix")
    judged = evaluation([fault, *TEXTS])
    assert judged.unmeasured == (fault,)
    assert as_json(judged)["unmeasured"][0]["what"] == "what"


@pytest.mark.parametrize(
    ("measure", "least", "kept"),
    [
        ("acts.f1", 0.75, True),
        ("acts.f1", 0.76, False),
        ("es.acts.precision", 0.5, True),
        ("held_out.acts.f1", 0.1, False),
        ("held_out.en.acts.f1", 0, True),
    ],
)
def test_a_limit_is_kept_where_the_figure_is_no_lower(measure: str, least: float, kept: bool) -> None:
    assert [one.kept for one in check([Limit(measure, least)], evaluation(TEXTS))] == [kept]


@pytest.mark.parametrize("measure", ["slots.actor", "fr.acts.f1"])
def test_a_limit_on_what_nothing_counts_in_is_not_kept(measure: str) -> None:
    assert [one.kept for one in check([Limit(measure, 0)], evaluation(TEXTS))] == [False]


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_known_for_every_group(measure: str) -> None:
    assert all(map(is_measure, (measure, f"es.{measure}", f"held_out.{measure}", f"held_out.es.{measure}")))


@pytest.mark.parametrize(
    "measure", ["", "acts", "acts.f2", "acts.f1.", "spanish.acts.f1", "es.held_out.acts.f1", ".acts.f1"]
)
def test_nothing_else_is_a_measure(measure: str) -> None:
    assert not is_measure(measure)
