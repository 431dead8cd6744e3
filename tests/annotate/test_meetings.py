"""Meetings and who took part, on texts of our own."""

import pytest

from kg.model import Claims, Meeting
from tests.annotate.conftest import Annotated

TEXT = """FINAL COMMUNIQUE

The V Regional Conference on Migration was held in Quito, Ecuador, on June 3 and 4, 2005, with the participation of
Brazil, Trinidad and Tobago, the Dominican Republic and Dominica. Representatives of the International Organization
for Migration (IOM) also participated.

The delegations noted the results of the IV Regional Conference on Migration held in Bogota, Colombia, in March 2004.
They decided to hold the VI Regional Conference on Migration in the first half of 2006 in the city of Lima, Peru.
"""


def subject(claims: Claims) -> Meeting:
    found = claims.subject
    assert found is not None
    return found


def test_the_subject_has_its_own_number_day_and_place(annotated: Annotated) -> None:
    _, claims = annotated(TEXT)
    meeting = subject(claims)
    assert (meeting.key, meeting.ordinal, meeting.status) == ("rcm-conference-5", 5, "held")
    assert meeting.when is not None
    assert meeting.when.edtf == "2005-06-03/2005-06-04"
    assert meeting.where is not None
    assert (meeting.where.label, meeting.where.state) == ("Quito", "EC")


def test_another_meetings_date_and_place_never_leak(annotated: Annotated) -> None:
    _, claims = annotated(TEXT)
    fourth = next(meeting for meeting in claims.meetings if meeting.ordinal == 4)
    assert fourth.when is not None
    assert fourth.when.edtf == "2004-03"
    assert fourth.where is not None
    assert fourth.where.state == "CO"
    assert not fourth.subject


def test_a_planned_meeting_is_never_held(annotated: Annotated) -> None:
    _, claims = annotated(TEXT)
    sixth = next(meeting for meeting in claims.meetings if meeting.ordinal == 6)
    assert sixth.status == "planned"
    plan = next(plan for act in claims.acts for plan in act.plans)
    assert plan.meeting == sixth.key
    assert plan.when is not None
    assert plan.when.edtf == "2006-40"


def test_the_and_inside_a_name_does_not_part_a_list(annotated: Annotated) -> None:
    _, claims = annotated(TEXT)
    assert [row.agent.code for row in claims.participations] == ["BR", "TT", "DO", "DM", "IOM"]
    assert {row.role for row in claims.participations} == {"participating-state", "participating-organisation"}


def test_observers_in_a_sentence_of_their_own_are_observers(annotated: Annotated) -> None:
    _, claims = annotated(
        "The II Regional Conference on Migration was held in Lima, Peru, on 3 May 2001, with the participation of "
        "Chile and Peru. Japan and UNHCR attended as observers."
    )
    assert [(row.agent.code, row.role) for row in claims.participations] == [
        ("CL", "participating-state"),
        ("PE", "participating-state"),
        ("JP", "observer"),
        ("UNHCR", "observer"),
    ]


def test_a_count_stays_a_count(annotated: Annotated) -> None:
    _, claims = annotated(
        "The II Regional Conference on Migration was held in Lima on 3 May 2001 with representatives from 17 countries."
    )
    assert subject(claims).participant_count == 17
    assert [row for row in claims.participations if row.role == "participating-state"] == []


def test_a_number_of_two_forums_leaves_their_series_open(annotated: Annotated) -> None:
    _, claims = annotated(
        "In Lima, Peru, on May 3, 2001, the Regional Conference on Migration (RCM) and the South American "
        "Conference on Migration (SACM) held their II Plenary Meeting."
    )
    meeting = subject(claims)
    assert [forum.code for forum in meeting.forums] == ["RCM", "SACM"]
    assert (meeting.series, meeting.ordinal, meeting.certainty) == ("plenary", 2, "series-ambiguous")


def test_the_same_meeting_meets_across_languages(annotated: Annotated) -> None:
    _, english = annotated("The II Regional Conference on Migration was held in Lima, Peru, on May 3, 2001.")
    _, spanish = annotated(
        "La II Conferencia Regional sobre Migración se celebró en Lima, Perú, el 3 de mayo de 2001.", "es"
    )
    assert subject(english).key == subject(spanish).key


def test_a_heading_that_disagrees_is_a_finding_and_the_body_wins(annotated: Annotated) -> None:
    _, claims = annotated(
        "Communiqué of the Third Meeting\nLima, 9 May 2001\n\nThe II Regional Conference on Migration was held in "
        "Lima, Peru, on 3 May 2001.\n"
    )
    assert subject(claims).ordinal == 2
    assert {"ordinal.contradiction", "date.contradiction"} <= {finding.code for finding in claims.findings}


def test_a_body_named_by_rule_has_members_marked_inferred(annotated: Annotated) -> None:
    _, claims = annotated(
        TEXT + "\nThey agreed to establish a Steering Committee, comprised of the current and future "
        "host countries of the Regional Conference on Migration.\n"
    )
    body = next(body for body in claims.bodies if body.rule)
    assert body.rule is not None
    assert [(agent.code, role) for agent, role in body.rule.derived] == [("EC", "current-host"), ("PE", "future-host")]
    assert {agent.derivation for agent, _ in body.rule.derived} == {"inferred"}


def test_a_number_of_two_words_in_the_heading_is_no_contradiction(annotated: Annotated) -> None:
    _, claims = annotated(
        "ACTA DE LA VIGÉSIMA PRIMERA REUNIÓN DEL FORO DE PUERTOS\n\nLa Vigésima Primera Reunión del Foro de Puertos se "
        "celebró en Lima, Perú, el 3 de mayo de 2001.\n",
        "es",
    )
    assert subject(claims).ordinal == 21
    assert "ordinal.contradiction" not in {finding.code for finding in claims.findings}


def test_two_namings_of_one_numbered_meeting_are_one_meeting(annotated: Annotated) -> None:
    _, claims = annotated(
        "Ministers met in Rabat, Morocco, on 3 May 2011 for the second Clean Ports Forum. The second gathering of the "
        "Clean Ports Forum adopted a roadmap.\n"
    )
    assert [meeting.ordinal for meeting in claims.meetings] == [2]


@pytest.mark.parametrize(
    ("sentence", "label", "start"),
    [
        ("They look forward to the 9th PMM to be held in Quito in July 2022.", "9th PMM", "2022-07-01"),
        ("The next meeting would take place in Quito in March 2022.", "meeting", "2022-03-01"),
        ("The strategy is to be adopted at the 46th Ports Summit in 2022.", "46th Ports Summit", "2022-01-01"),
    ],
)
def test_a_meeting_after_the_texts_own_is_planned(annotated: Annotated, sentence: str, label: str, start: str) -> None:
    opening = "The 8th Ports Ministers' Meeting (PMM) was held in Lima, Peru, on 4 May 2021. "
    _, claims = annotated(opening + sentence)
    later = [one for one in claims.meetings if not one.subject]
    assert [(one.label, one.status, str(one.when and one.when.earliest)) for one in later] == [
        (label, "planned", start)
    ]


def test_a_deadline_never_comes_out_of_an_aside(annotated: Annotated) -> None:
    text = "The Ministers of Chile and Peru met in Lima on 4 May 2021. "
    _, claims = annotated(
        text + "They tasked the Secretariat with reporting to the next Summit, which they agreed to hold in 2027."
    )
    assert claims.acts[0].deadline is None


def test_the_seat_of_the_next_meeting_is_no_host_of_this_one(annotated: Annotated) -> None:
    text = "Los Ministros de Chile y Perú se reunieron en Lima el 4 de mayo de 2021. "
    _, claims = annotated(text + "Respaldaron la candidatura del Uruguay como sede de la próxima conferencia.", "es")
    assert [one.agent.key for one in claims.participations if one.role == "host"] == []
