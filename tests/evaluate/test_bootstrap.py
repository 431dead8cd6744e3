from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate import Share, Tally, Totals
from kg.evaluate.bootstrap import intervals
from tests.evaluate.annotations import TOTALS

SEVERAL = st.lists(TOTALS, min_size=2, max_size=4)


def total(texts: list[Totals]) -> Totals:
    return sum(texts, Totals())


@settings(max_examples=15)
@given(SEVERAL)
def test_an_interval_holds_the_figure_and_lies_from_zero_to_one(texts: list[Totals]) -> None:
    whole = total(texts)
    bounds = intervals(texts, whole)
    for name, value in whole.measures().items():
        if value is not None:
            lower, upper = bounds[name]
            assert 0 <= lower <= value <= upper <= 1


@settings(max_examples=5)
@given(SEVERAL)
def test_the_same_texts_have_the_same_intervals(texts: list[Totals]) -> None:
    assert intervals(texts, total(texts)) == intervals(list(texts), total(texts))


def test_one_text_has_no_interval() -> None:
    assert intervals([Totals(acts=Tally(1, 2, 2))], Totals(acts=Tally(1, 2, 2))) == {}


def test_a_figure_in_which_nothing_counts_has_no_interval() -> None:
    texts = [Totals(acts=Tally(1, 1, 1))] * 2
    assert set(intervals(texts, total(texts))) == {"acts.precision", "acts.recall", "acts.f1"}


def test_texts_that_are_all_alike_leave_no_doubt() -> None:
    texts = [Totals(quotes=Share(3, 4))] * 5
    assert intervals(texts, total(texts))["quotes"] == (0.75, 0.75)


def test_texts_that_differ_leave_doubt_on_both_sides() -> None:
    texts = [Totals(quotes=Share(right, 10)) for right in range(11)]
    lower, upper = intervals(texts, total(texts))["quotes"]
    assert 0.2 < lower < 0.4 < 0.6 < upper < 0.8
