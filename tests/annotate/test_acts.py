"""What is an act and what is none: rules of grammar, on sentences of our own."""

import pytest

from tests.annotate.conftest import Annotated

OPENING_EN = "The Third Lakes Conference was held in Geneva, Switzerland, on 4 and 5 May 2011. "
OPENING_ES = "La Tercera Conferencia de los Lagos se celebró en Ginebra, Suiza, el 4 y 5 de mayo de 2011. "


def acts(annotated: Annotated, sentence: str, language: str = "en") -> list[tuple[str, str | None, str]]:
    opening = OPENING_ES if language == "es" else OPENING_EN
    text, claims = annotated(opening + sentence, language)
    return [
        (act.type, act.strength, " ".join(act.trigger.of(text).split()))
        for act in claims.acts
        if act.alternative_to is None
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The governments agreed to share water data.", [("Commitment", "firm", "agreed to share")]),
        ("They agreed on the need to share water data.", [("Commitment", "soft", "agreed on the need to share")]),
        ("The governments agreed that water is scarce.", [("Position", None, "agreed that")]),
        ("The Ministers decided to hold a workshop.", [("Commitment", "binding", "decided to hold")]),
        ("We intend to widen access to water.", [("Commitment", "soft", "intend to widen")]),
        ("The delegations thanked the Government of Switzerland for its hospitality.", [("Thanks", None, "thanked")]),
        ("The parties exchanged views on floods.", [("Discussion", None, "exchanged views")]),
        ("The Committee for Lakes will provide an annual report.", [("Commitment", "binding", "will provide")]),
    ],
)
def test_the_verb_in_its_frame_decides_type_and_strength(
    annotated: Annotated, sentence: str, found: list[tuple[str, str | None, str]]
) -> None:
    assert acts(annotated, sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "This will benefit the economies of the region.",
        "The commitments agreed upon in earlier years remain on paper.",
        "The countries that agreed to share data sent their figures.",
        "The measures which the governments adopted have worked.",
        "The governments did not agree to share data.",
        "We will not stand aside.",
        "The agreement of the governments is old.",
        "Fishermen decided to leave the lake.",
    ],
)
def test_predictions_negations_and_subordinate_clauses_are_no_acts(annotated: Annotated, sentence: str) -> None:
    assert acts(annotated, sentence) == []


def test_verbs_with_objects_of_their_own_are_acts_of_their_own(annotated: Annotated) -> None:
    found = acts(annotated, "We commit to protect the lakes of the region and to restore their shores.")
    assert [trigger for _, _, trigger in found] == ["commit to protect", "to restore"]


def test_verbs_that_share_an_object_are_one_act(annotated: Annotated) -> None:
    found = acts(annotated, "They acknowledged the need to continue and to strengthen the dialogue.")
    assert len(found) == 1


def test_a_coordinated_verb_belongs_to_the_nearest_infinitive(annotated: Annotated) -> None:
    found = acts(annotated, "We commit to work with lake towns to protect springs and restore shores.")
    assert len(found) == 1


def test_a_free_participle_is_an_act_and_a_gerund_after_a_preposition_is_none(annotated: Annotated) -> None:
    found = acts(annotated, "They discussed fishing, warning that stocks are low, by noting figures.")
    assert [kind for kind, _, _ in found] == ["Discussion", "Position"]


def test_a_passive_promise_in_a_relative_clause_is_an_act_without_an_actor(annotated: Annotated) -> None:
    text, claims = annotated(
        OPENING_EN
        + "They decided to hold a fair in Lima, to which some African countries will be invited as observers."
    )
    invitation = claims.acts[-1]
    assert invitation.trigger.of(text) == "will be invited"
    assert invitation.actors == ()
    assert [group.role for group in claims.groups] == ["observer"]


def test_pronouns_and_silent_subjects_take_the_last_speaker_and_say_so(annotated: Annotated) -> None:
    _, claims = annotated(
        OPENING_EN + "The governments adopted the Lake Charter. They also agreed to meet and urged calm."
    )
    assert [act.actors[0].label for act in claims.acts] == ["governments"] * 3
    assert [act.origin.resolution is None for act in claims.acts] == [True, False, False]
    assert {agent.derivation for act in claims.acts[1:] for agent in act.actors} == {"inferred"}


def test_a_lead_in_carries_down_to_its_items_and_is_no_act_itself(annotated: Annotated) -> None:
    found = acts(annotated, "\n\nThe ministers agreed to:\n\n- Share water data.\n\n- Protect springs.\n")
    assert found == [("Commitment", "firm", "Share"), ("Commitment", "firm", "Protect")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Los gobiernos acordaron compartir datos.", [("Commitment", "firm", "acordaron compartir")]),
        ("Los países acordaron que el agua escasea.", [("Position", None, "acordaron que")]),
        ("Nos comprometemos a proteger los lagos.", [("Commitment", "binding", "Nos comprometemos a proteger")]),
        ("Las delegaciones agradecieron al Gobierno de Suiza su hospitalidad.", [("Thanks", None, "agradecieron")]),
        ("Asimismo, instaron a los Estados a compartir datos.", [("Request", None, "instaron a")]),
        (
            "Los ministros intercambiaron opiniones sobre inundaciones.",
            [("Discussion", None, "intercambiaron opiniones")],
        ),
        ("Pretendemos ampliar el acceso al agua.", [("Commitment", "soft", "Pretendemos ampliar")]),
    ],
)
def test_spanish_verbs_decide_type_and_strength(
    annotated: Annotated, sentence: str, found: list[tuple[str, str | None, str]]
) -> None:
    made = acts(annotated, sentence, "es")
    assert [(kind, strength) for kind, strength, _ in made] == [(kind, strength) for kind, strength, _ in found]
    assert made[0][2].startswith(found[0][2].split()[0])


@pytest.mark.parametrize(
    "sentence",
    [
        "Esto beneficiará a las economías de la región.",
        "Los compromisos que acordaron los gobiernos siguen en el papel.",
        "Los gobiernos no acordaron compartir datos.",
        "Los pescadores decidieron dejar el lago.",
    ],
)
def test_in_spanish_too_predictions_and_subordinate_clauses_are_no_acts(annotated: Annotated, sentence: str) -> None:
    assert acts(annotated, sentence, "es") == []


def test_a_lead_in_hands_its_deadline_to_the_numbered_parts_below_it(annotated: Annotated) -> None:
    text, claims = annotated(
        "The Parties commit to take the following actions by 30 June 2031:\n\n"
        "Norway will (i) remove the duties on fish, and (ii) suspend the fees on timber.\n\n"
        "Chile shall (i) widen its quota, and (ii) establish a hotline.\n\n"
        "The Parties will meet again.\n"
    )
    told = [(act.actors[0].code, " ".join(act.trigger.of(text).split()), act.deadline) for act in claims.acts]
    assert [(actor, trigger) for actor, trigger, _ in told] == [
        ("NO", "will (i) remove"),
        ("NO", "suspend"),
        ("CL", "shall (i) widen"),
        ("CL", "establish"),
        ("participants", "will meet"),
    ]
    assert [when.edtf if when else None for _, _, when in told] == ["../2031-06-30"] * 4 + [None]
    assert claims.acts[0].span.of(text) == "Norway will (i) remove the duties on fish"
