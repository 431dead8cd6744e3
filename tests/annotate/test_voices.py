"""Whose voice it is that a sentence speaks in, and what it makes one act: rules on sentences of our own."""

import pytest

from tests.annotate.conftest import Annotated

TWO_ES = """DECLARACIÓN CONJUNTA

El 12 de mayo de 2021, en la ciudad de Loja, los Presidentes de la República del Ecuador, Julián Andrade Mora, y de la
República del Perú, Elena Quispe Rojas, sostuvieron un encuentro.

"""
TWO_EN = """Joint Statement

Prime Minister Anna Holm of Norway and President Jon Baldur Karlsson of Iceland met in Bergen on 3 June 2019.

"""
MANY_EN = """Joint Statement

The leaders of Norway, Iceland, Denmark, Sweden and Finland met in Bergen on 3 June 2019. President Jon Baldur Karlsson
of Iceland chaired the meeting.

"""
OPENING_ES = """COMUNICADO

Los Ministros de Chile, Perú y Ecuador se reunieron en Lima, Perú, el 4 de mayo de 2021. """
OPENING_EN = """Communiqué

The Ministers of Chile, Peru and Ecuador met in Lima, Peru, on 4 May 2021. """


def told(annotated: Annotated, text: str, language: str) -> list[tuple[str, list[str], str]]:
    """Type, actors and trigger of each act."""
    whole, claims = annotated(text, language)
    return [(one.type, [it.code for it in one.actors], one.trigger.of(whole)) for one in claims.acts]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        (
            TWO_ES + "La Presidenta Quispe agradeció la hospitalidad del pueblo ecuatoriano.\n",
            "es",
            ("Thanks", ["PE"], "agradeció"),
        ),
        (
            TWO_ES + "El Presidente Andrade, por su parte, reiteró su apoyo al proceso de paz.\n",
            "es",
            ("Position", ["EC"], "reiteró su apoyo"),
        ),
        (
            TWO_EN + "President Karlsson thanked the people of Norway for their hospitality.\n",
            "en",
            ("Thanks", ["IS"], "thanked"),
        ),
    ],
)
def test_where_few_meet_a_person_speaks_for_her_state(
    annotated: Annotated, text: str, language: str, act: tuple[str, list[str], str]
) -> None:
    assert act in told(annotated, text, language)


def test_in_a_hall_of_many_what_one_president_said_is_his_own_speech(annotated: Annotated) -> None:
    text = MANY_EN + "President Karlsson welcomed the report.\n"
    assert [actors for _, actors, _ in told(annotated, text, "en") if actors == ["IS"]] == []


def test_presidents_of_two_among_many_speak_for_the_two(annotated: Annotated) -> None:
    text = OPENING_ES + "\n\nAdoptaron el informe.\n\nAcordaron ampliar el fondo.\n\nSaludaron el acuerdo.\n\n"
    text += "Los Presidentes de Chile y Perú expresaron su interés en concluir el tratado.\n"
    assert told(annotated, text, "es")[-1][1] == ["CL", "PE"]


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("Chile announced that it will open two centres.", ["CL"]),
        ("Chile and Peru announced that they will open two centres.", ["CL", "PE"]),
    ],
)
def test_who_announces_what_it_will_do_is_bound(annotated: Annotated, sentence: str, actors: list[str]) -> None:
    text = OPENING_EN + "The Executive Council approved the budget. " + sentence
    found = [one for one in told(annotated, text, "en") if one[0] == "Commitment"]
    assert [one[1] for one in found] == [actors]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (OPENING_EN + "The Ministers agreed that the Secretariat will keep a register.", "en"),
        (OPENING_ES + "Los Ministros acordaron que la Secretaría llevará un registro.", "es"),
        (OPENING_ES + "Se acordó que las Cancillerías elaborarán un plan.", "es"),
    ],
)
def test_what_was_agreed_to_be_done_is_one_promise(annotated: Annotated, text: str, language: str) -> None:
    assert [type_ for type_, _, _ in told(annotated, text, language)] == ["Commitment"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (OPENING_EN + "They did not support a levy on ports.", "en"),
        (OPENING_ES + "No respaldaron la creación de un gravamen.", "es"),
        (OPENING_ES + "Los Ministros no aceptan la medida.", "es"),
    ],
)
def test_what_was_not_supported_is_a_position(annotated: Annotated, text: str, language: str) -> None:
    assert [type_ for type_, _, _ in told(annotated, text, language)] == ["Position"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (OPENING_EN + "They did not adopt the budget.", "en"),
        (OPENING_EN + "Chile did not rule out technical help.", "en"),
        (OPENING_ES + "No se trató la cuestión.", "es"),
        (OPENING_ES + "No adoptaron decisiones sobre energía.", "es"),
    ],
)
def test_what_was_left_undone_is_no_act(annotated: Annotated, text: str, language: str) -> None:
    assert told(annotated, text, language) == []


def test_two_futures_with_subjects_of_their_own_are_two_promises(annotated: Annotated) -> None:
    text = OPENING_ES + "Chile apoyará el registro y el Ecuador construirá dos puestos de control."
    assert [actors for _, actors, _ in told(annotated, text, "es")] == [["CL"], ["EC"]]


@pytest.mark.parametrize(
    ("opening", "actors"),
    [
        ("se reunieron en la ciudad de Salto los Ministros de Chile y Perú, y en ese marco:", ["participants"]),
        ("los Ministros de Chile y Perú se reunieron en Salto, Uruguay, y:", ["participants"]),
    ],
)
def test_those_who_met_may_stand_after_their_verb(annotated: Annotated, opening: str, actors: list[str]) -> None:
    text = f"COMUNICADO\n\nEl día 8 de julio de 2024, {opening}\n\n1. Celebraron la adhesión de Bolivia.\n"
    assert told(annotated, text, "es")[0][1] == actors


def test_the_state_of_a_city_is_no_subject(annotated: Annotated) -> None:
    text = "PLAN\n\nLos Ministros de Trabajo, reunidos en Cartagena de Indias, Colombia, el 14 de marzo de 2019,"
    assert told(annotated, text + " adoptan el Plan de Acción.\n", "es")[0][1] == ["participants"]


def test_an_item_ends_where_it_ends_whatever_its_participles(annotated: Annotated) -> None:
    text = (
        OPENING_EN
        + "\n\nWe will:\n\n(a) keep the register; and\n\n(b) renew the Roadmap, adopted in Quito on 2 May 2020.\n"
    )
    whole, claims = annotated(text, "en")
    assert claims.acts[-1].span.of(whole) == "renew the Roadmap, adopted in Quito on 2 May 2020"


@pytest.mark.parametrize("infinitive", ["comprometernos a apoyar", "comprometerse a apoyar"])
def test_a_pronoun_at_the_verbs_end_leaves_it_the_verb(annotated: Annotated, infinitive: str) -> None:
    text = OPENING_ES + f"\n\nACORDARON:\n\n1. Saludar la adhesión de Bolivia y {infinitive} su gestión.\n"
    assert [type_ for type_, _, _ in told(annotated, text, "es")] == ["Position", "Commitment"]


def test_who_called_the_meeting_decided_nothing_by_it(annotated: Annotated) -> None:
    text = "Communiqué\n\nThe Government of Peru convened the Ministerial Meeting in Lima on 4 May 2021.\n"
    assert told(annotated, text, "en") == []


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Los países han de armonizar sus registros.", "han de armonizar"),
        ("Los Ministros habrán de presentar un informe.", "habrán de presentar"),
        ("Chile será sede de la próxima reunión.", "será"),
        ("Chile será el anfitrión del taller.", "será"),
    ],
)
def test_a_duty_and_an_office_to_come_bind(annotated: Annotated, sentence: str, trigger: str) -> None:
    found = told(annotated, OPENING_ES + sentence, "es")
    assert [(type_, words) for type_, _, words in found] == [("Commitment", trigger)]


def test_a_task_put_into_hands_is_a_decision(annotated: Annotated) -> None:
    found = told(annotated, OPENING_ES + "La coordinación estará a cargo del Instituto Nacional de Migración.", "es")
    assert [type_ for type_, _, _ in found] == ["Decision"]


def test_we_would_ask_asks(annotated: Annotated) -> None:
    text = OPENING_EN + "We would ask the Secretariat to publish the report."
    assert [type_ for type_, _, _ in told(annotated, text, "en")] == ["Request"]
