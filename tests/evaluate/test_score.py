"""The scorer, on annotations small enough to count by hand."""

import pytest
from hypothesis import given

from kg.evaluate import Share, Tally, score, totals
from tests.evaluate.annotations import (
    ACTS,
    ANNOTATIONS,
    SOLID,
    TEXT,
    Row,
    act,
    annotation,
    meeting,
    parties,
)

AGREED = act("Commitment", "agreed to meet", strength="firm", deadline=["1997-07-01", "1997-12-31"])
THANKED = act("Thanks", "thanked", addressee=["PA"])


def test_an_annotation_measured_against_itself_misses_nothing() -> None:
    gold = annotation(AGREED, THANKED, meetings=[meeting(ordinal=2)], participations=parties("PA"))
    result = score(gold, gold, TEXT)
    assert result.misses == ()
    assert result.figures.acts == Tally(2, 2, 2)
    assert result.figures.subject == Share(4, 4)


def test_an_act_matches_where_the_triggers_overlap_and_the_type_is_the_same() -> None:
    partly = act("Commitment", "They agreed", strength="firm")
    assert score(annotation(AGREED), annotation(partly), TEXT).figures.acts == Tally(1, 1, 1)


def test_an_act_of_another_type_matches_untyped_only() -> None:
    figures = score(annotation(AGREED), annotation(act("Position", "agreed")), TEXT).figures
    assert (figures.acts.matched, figures.untyped.matched) == (0, 1)


def test_two_acts_found_on_one_annotated_trigger_count_once() -> None:
    halves = act("Commitment", "agreed to"), act("Commitment", "to meet")
    figures = score(annotation(AGREED), annotation(*halves), TEXT).figures
    assert figures.acts == Tally(1, 2, 1)
    assert figures.acts.precision == 0.5


def test_a_wide_trigger_leaves_room_for_the_act_that_only_it_can_answer() -> None:
    wide, narrow = act("Commitment", "agreed to meet in July"), act("Commitment", "agreed")
    gold = annotation(act("Commitment", "agreed"), act("Commitment", "July"))
    assert score(gold, annotation(wide, narrow), TEXT).figures.acts.matched == 2


def test_every_false_positive_and_false_negative_is_listed_with_its_words() -> None:
    result = score(annotation(AGREED), annotation(THANKED), TEXT)
    assert [(miss.kind, miss.words, miss.note) for miss in result.misses] == [
        ("false-positive", "thanked", "Thanks"),
        ("false-negative", "agreed to meet", "Commitment"),
    ]


@pytest.mark.parametrize("named", [["PA", "MX", "IOM"], ["MX", "PA"]])
def test_naming_every_party_or_every_state_scores_the_same_as_participants(named: list[str]) -> None:
    gold = annotation(act("Position", "agreed"), participations=parties("PA", "MX", "IOM"))
    found = annotation(act("Position", "agreed", actor=named), participations=gold["participations"])
    assert score(gold, found, TEXT).figures.slots["actor"] == Share(1, 1)


def test_naming_one_party_of_several_is_not_participants() -> None:
    gold = annotation(act("Position", "agreed"), participations=parties("PA", "MX"))
    found = annotation(act("Position", "agreed", actor=["PA"]), participations=gold["participations"])
    result = score(gold, found, TEXT)
    assert result.figures.slots["actor"] == Share(0, 1)
    assert result.misses[-1].note == "there participants, found PA"


def test_of_a_deadline_only_the_end_counts() -> None:
    open_start = {**AGREED, "deadline": [None, "1997-12-31"]}
    late = {**AGREED, "deadline": ["1997-07-01", "1998-12-31"]}
    assert score(annotation(AGREED), annotation(open_start), TEXT).figures.slots["deadline"].value == 1
    assert score(annotation(AGREED), annotation(late), TEXT).figures.slots["deadline"].value == 0


def test_that_a_commitment_is_restated_counts_where_either_side_says_so() -> None:
    again = {**AGREED, "restated": True}
    assert score(annotation(again), annotation(again), TEXT).figures.slots["restated"] == Share(1, 1)
    assert score(annotation(AGREED), annotation(again), TEXT).figures.slots["restated"] == Share(0, 1)
    assert "restated" not in score(annotation(AGREED), annotation(AGREED), TEXT).figures.slots


def test_of_two_acts_on_one_trigger_each_is_answered_by_the_one_that_goes_as_far() -> None:
    short = {**act("Request", "agreed", addressee=["MX"]), "span": [5, 11]}
    long = {**act("Request", "agreed", addressee=["PA"]), "span": [5, 19]}
    figures = score(annotation(short, long), annotation(long, short), TEXT).figures
    assert figures.slots["addressee"] == Share(2, 2)


def test_a_slot_counts_where_either_side_has_a_value() -> None:
    invented = act("Position", "agreed", addressee=["IOM"])
    slots = score(annotation(act("Position", "agreed")), annotation(invented), TEXT).figures.slots
    assert slots == {"actor": Share(1, 1), "addressee": Share(0, 1)}


def test_what_an_act_creates_is_compared_loosely() -> None:
    gold = act("Commitment", "agreed", strength="firm", creates="Regional Group on Migration")
    found = act("Commitment", "agreed", strength="firm", creates="the Regional Group")
    assert score(annotation(gold), annotation(found), TEXT).figures.slots["creates"] == Share(1, 1)


def test_a_subject_meeting_that_was_not_found_fails_in_every_slot() -> None:
    gold = annotation(meetings=[meeting(ordinal=2, start="1997-03-13")])
    assert score(gold, annotation(), TEXT).figures.subject == Share(0, 5)


def test_a_subject_meeting_invented_for_a_text_without_one_fails_in_every_slot() -> None:
    assert score(annotation(), annotation(meetings=[meeting()]), TEXT).figures.subject == Share(0, 3)


def test_places_agree_whatever_their_accents() -> None:
    gold, found = (annotation(meetings=[meeting(place=name)]) for name in ("Bogotá", "Bogota"))
    assert score(gold, found, TEXT).figures.meeting["place"] == Share(1, 1)


def test_a_meeting_mentioned_twice_is_found_wherever_it_is_cited() -> None:
    gold = annotation(meetings=[{**meeting(ordinal=1), "subject": False}])
    found = annotation(meetings=[{**meeting(ordinal=1), "subject": False, "span": [29, 33]}])
    assert score(gold, found, TEXT).figures.others == Tally(1, 1, 1)


def test_a_participation_is_an_agent_in_a_role() -> None:
    gold = annotation(participations=[*parties("PA"), {"agent": "PA", "role": "host", "span": [0, 4]}])
    found = annotation(participations=[*parties("PA"), {"agent": "PA", "role": "chair", "span": [0, 4]}])
    assert score(gold, found, TEXT).figures.participations == Tally(1, 2, 2)


def test_two_relations_of_one_document_are_two_rows() -> None:
    rows = [{"name": "Plan", "kind": "plan", "relation": name, "span": [5, 9]} for name in ("adopted", "attached")]
    figures = score(annotation(documents=rows), annotation(documents=rows[1:]), TEXT).figures
    assert figures.documents == Tally(1, 1, 2)


def test_a_count_that_the_text_does_not_give_is_wrong_when_found() -> None:
    assert score(annotation(), annotation(participant_count=23), TEXT).figures.count == Share(0, 1)


def test_a_count_absent_on_both_sides_counts_for_nothing() -> None:
    assert score(annotation(), annotation(), TEXT).figures.count == Share(0, 0)


def test_a_span_beyond_the_text_or_with_blank_edges_is_no_quote() -> None:
    broken = {**AGREED, "trigger": [4, 11], "span": [0, len(TEXT) + 1]}
    assert score(annotation(AGREED), annotation(broken), TEXT).figures.quotes == Share(0, 2)


def test_totals_count_every_act_the_same_whatever_text_it_is_in() -> None:
    none_of_three = score(annotation(AGREED, THANKED, act("Commitment", "will pay")), annotation(), TEXT)
    one_of_one = score(annotation(AGREED), annotation(AGREED), TEXT)
    assert totals([none_of_three, one_of_one]).acts == Tally(1, 1, 4)
    assert totals([none_of_three, one_of_one]).by_type["Commitment"] == Tally(1, 1, 3)


def test_nothing_found_where_nothing_is_there_is_right() -> None:
    assert (Tally().f1, Tally().precision, Tally().recall, Share().value) == (1, 1, 1, 1)


def test_an_agent_is_linked_where_its_participation_is_found_with_its_code() -> None:
    gold = annotation(participations=parties("MX", "IOM", "Universal Fellowship"))
    found = annotation(participations=[*parties("MX"), {"agent": "PA", "role": "host", "span": [0, 4]}])
    figures = score(gold, found, TEXT).figures
    assert figures.linking == Share(1, 1)
    wrong = annotation(participations=parties("PA"))
    assert score(annotation(participations=parties("MX")), wrong, TEXT).figures.linking == Share(0, 1)


def test_a_wrong_count_of_participants_is_a_difference_without_a_place() -> None:
    (miss,) = score(annotation(participant_count=11), annotation(participant_count=23), TEXT).misses
    assert (miss.what, miss.there, miss.found, miss.line, miss.words) == ("count", "11", "23", None, "")


def test_a_difference_tells_its_line_and_its_place() -> None:
    text = "One.\nThey agreed\nto meet."
    gold = annotation({**AGREED, "trigger": [10, 24], "span": [5, 24]})
    (miss,) = score(gold, annotation(), text).misses
    assert (miss.line, miss.span, miss.words) == (2, (10, 24), "agreed to meet")


def test_a_span_that_is_no_quote_is_a_difference() -> None:
    gold = annotation(AGREED)
    misses = score(gold, annotation({**AGREED, "span": [4, 19]}), TEXT).misses
    assert [(miss.kind, miss.label) for miss in misses] == [("no-quote", "[4, 19)")]


@given(ANNOTATIONS)
def test_a_perfect_extraction_scores_one_everywhere(gold: Row) -> None:
    result = score(gold, gold, SOLID, Share(1, 1))
    assert result.misses == ()
    assert set(result.figures.measures().values()) <= {1.0, None}


@given(ANNOTATIONS, ANNOTATIONS)
def test_every_ratio_lies_from_zero_to_one(gold: Row, found: Row) -> None:
    measures = score(gold, found, SOLID).figures.measures()
    assert all(0 <= ratio <= 1 for ratio in measures.values() if ratio is not None)


@given(ACTS, ACTS)
def test_a_false_positive_more_never_raises_precision_and_leaves_recall(there: list[Row], found: list[Row]) -> None:
    stray = {"type": "Thanks", "trigger": [70, 75], "span": [70, 75], "actor": ["MX"]}
    before = score(annotation(*there), annotation(*found), SOLID).figures.acts
    after = score(annotation(*there), annotation(*found, stray), SOLID).figures.acts
    assert after.precision <= before.precision
    assert (after.recall, after.f1 <= before.f1) == (before.recall, True)


@given(ACTS, ACTS)
def test_acts_matched_with_their_type_are_never_more_than_those_matched_without(
    there: list[Row], found: list[Row]
) -> None:
    figures = score(annotation(*there), annotation(*found), SOLID).figures
    assert figures.acts.matched <= figures.untyped.matched
    assert sum((one for one in figures.by_type.values()), Tally()) == figures.acts


@given(ANNOTATIONS, ANNOTATIONS)
def test_every_act_found_too_many_or_too_few_is_listed(gold: Row, found: Row) -> None:
    result = score(gold, found, SOLID)
    acts = result.figures.acts
    kinds = [miss.kind for miss in result.misses if miss.what == "acts"]
    assert kinds.count("false-positive") == acts.found - acts.matched
    assert kinds.count("false-negative") == acts.there - acts.matched
