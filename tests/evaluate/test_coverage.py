from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import coverage, uncited
from kg.model import Span

TEXT = "One two.  Three  four.\n\nFive."


def test_only_characters_that_show_are_counted() -> None:
    assert coverage(TEXT, [Span(0, 10)]) == (7, 22)


def test_a_character_cited_twice_counts_once() -> None:
    assert coverage(TEXT, [Span(0, 8), Span(4, 8), Span(0, 8)]) == (7, 22)


def test_what_no_passage_cites_is_listed_without_its_outer_blanks() -> None:
    assert [span.of(TEXT) for span in uncited(TEXT, [Span(0, 8), Span(17, 22)])] == ["Three", "Five."]


SPANS = st.lists(st.tuples(st.integers(0, 27), st.integers(1, 9)).map(lambda at: Span(at[0], min(29, sum(at)))))


@given(SPANS)
def test_what_is_cited_and_what_is_not_make_up_the_text(spans: list[Span]) -> None:
    inside, visible = coverage(TEXT, spans)
    outside, _ = coverage(TEXT, uncited(TEXT, spans))
    assert inside + outside == visible
