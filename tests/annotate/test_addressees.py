"""Whom an act is addressed to: requests, thanks, and promises towards somebody named."""

import pytest

from tests.annotate.conftest import Annotated

Case = tuple[str, str, list[str]]


def addressees(annotated: Annotated, sentence: str, language: str, act_type: str) -> list[str]:
    """The addressees of the only act of this type in a sentence, as the annotation format names them."""
    _, claims = annotated(sentence, language)
    (act,) = [act for act in claims.acts if act.type == act_type]
    return list(dict.fromkeys(agent.code for agent in act.addressees))


REQUESTS: list[Case] = [
    ("en", "The ministers urged the parties to open the roads.", ["parties"]),
    (
        "en",
        "The ministers called on the World Bank and the Lakes Fund to pay for the dam.",
        ["World Bank", "Lakes Fund"],
    ),
    ("en", "The ministers called upon the chambers of agriculture to refrain from fees.", ["chambers of agriculture"]),
    ("en", "The ministers invited Niger and Nigeria to reopen the market.", ["NE", "NG"]),
    ("en", "The ministers invited the FAO, UNEP and the museums to submit a study.", ["FAO", "UNEP", "museums"]),
    ("en", "The ministers asked employers' associations to publish their wages.", ["employers' associations"]),
    ("en", "The ministers tasked their Ministers of Finance with drafting the rules.", ["Ministers of Finance"]),
    ("en", "The ministers called upon the Member States which have not yet paid to pay.", ["Member States"]),
    ("en", "The ministers call on all States that have not paid to do so.", ["all States"]),
    ("en", "The ministers recommended that network operators publish their data.", ["network operators"]),
    ("en", "The ministers requested that the Pro Tempore Presidency convene experts.", ["Pro Tempore Presidency"]),
    ("en", "The ministers called for restraint by all parties in the dispute.", ["all parties"]),
    ("en", "The ministers requested support from the World Bank for the plan.", ["World Bank"]),
    ("en", "The ministers requested the support of the World Bank for the plan.", ["World Bank"]),
    ("en", "Private museums are encouraged to lend their maps.", ["Private museums"]),
    ("en", "The space agencies of both countries are invited to draw up a map.", ["space agencies of both countries"]),
    ("en", "The Executive Director, for her part, is invited to report.", ["Executive Director"]),
    ("en", "Donors, including the World Bank, were urged to support the plan.", ["Donors"]),
    ("en", "The ministers urged restraint.", []),
    ("en", "The ministers encouraged investment in ports.", []),
    ("en", "The ministers recommended the adoption of common rules.", []),
    ("es", "Los Ministros instaron a los países a que ratifiquen el Convenio.", ["países"]),
    ("es", "Los Ministros exhortaron a las empresas del sector a transparentar sus precios.", ["empresas del sector"]),
    ("es", "Los Ministros invitaron a Chile y al Uruguay a sumarse.", ["CL", "UY"]),
    ("es", "Los Ministros pidieron a la CEPAL que calcule el costo.", ["CEPAL"]),
    ("es", "Los Ministros requirieron de los bancos una línea de crédito.", ["bancos"]),
    ("es", "Los Ministros solicitaron apoyo técnico a la CEPAL para el estudio.", ["CEPAL"]),
    ("es", "Los Ministros encargaron a la Secretaría Técnica el seguimiento.", ["Secretaría Técnica"]),
    ("es", "Los Ministros solicitaron a la CEPAL un curso y a la OPS un informe.", ["CEPAL", "OPS"]),
    ("es", "Los Ministros hacen un llamamiento a los donantes para que cumplan.", ["donantes"]),
    ("es", "Los Ministros pidieron que los gobiernos abran los archivos.", ["gobiernos"]),
    ("es", "Los Ministros pidieron que la comisión presente un informe.", ["comisión"]),
    ("es", "Los donantes fueron invitados a contribuir al Fondo.", ["donantes"]),
    ("es", "Se instó a los países miembros a pagar sus cuotas.", ["países miembros"]),
    ("es", "Los Ministros alentaron la inversión en los puertos.", []),
]


@pytest.mark.parametrize(("language", "sentence", "names"), REQUESTS)
def test_a_request_is_addressed_to_those_who_are_asked(
    annotated: Annotated, language: str, sentence: str, names: list[str]
) -> None:
    assert addressees(annotated, sentence, language, "Request") == names


THANKS: list[Case] = [
    ("en", "The ministers thanked the Government and people of Kiribati.", ["KI"]),
    ("en", "The ministers thanked Panama for its hospitality and Canada for its support.", ["PA", "CA"]),
    ("en", "The ministers thanked the Government of Peru for the dinner, and to the ILO for its aid.", ["PE", "ILO"]),
    ("en", "The ministers thanked the hosts, as well as the observers.", ["hosts", "observers"]),
    ("en", "The ministers thanked the authorities of Georgia for the concert.", ["GE"]),
    ("en", "The ministers thanked President Ana Ruiz and the people of Fiji.", ["FJ"]),
    ("en", "The ministers expressed their gratitude to the field teams that vaccinated.", ["field teams"]),
    ("en", "The ministers expressed appreciation for the hospitality of the Government of Kenya.", ["KE"]),
    ("es", "Los Ministros agradecieron al Gobierno y al pueblo de Costa Rica su acogida.", ["CR"]),
    ("es", "Los Ministros agradecieron a la Junta de Lagos la cesión de la sala.", ["Junta de Lagos"]),
    ("es", "Los Ministros agradecieron a las autoridades mauritanas la acogida.", ["MR"]),
    ("es", "Los Ministros agradecieron al Perú por su acogida, y a la CEPAL por su apoyo.", ["PE", "CEPAL"]),
    ("es", "Los Ministros expresaron su agradecimiento por la acogida brindada por el Gobierno del Ecuador.", ["EC"]),
]


@pytest.mark.parametrize(("language", "sentence", "names"), THANKS)
def test_thanks_go_to_those_named_before_and_after_the_reason(
    annotated: Annotated, language: str, sentence: str, names: list[str]
) -> None:
    assert addressees(annotated, sentence, language, "Thanks") == names


PROMISES: list[Case] = [
    ("en", "Iceland will share with Latvia and Lithuania its experience.", ["LV", "LT"]),
    ("en", "Argentina will lend Paraguay a survey launch.", ["PY"]),
    ("en", "The ministers agreed to support Haiti in its efforts.", ["HT"]),
    ("en", "The ministers agreed to provide assistance to Haiti.", ["HT"]),
    ("en", "The ministers agreed to share their data with the sending countries.", ["sending countries"]),
    ("en", "The ministers decided to invite Fiji to the next session.", ["FJ"]),
    ("en", "The ministers agreed to share their data with other countries.", []),
    ("en", "Canada will provide training to police officers.", []),
    ("en", "Canada will present a study to the Ninth Technical Meeting.", []),
    ("es", "México se compromete a devolver a Guatemala las piezas.", ["GT"]),
    ("es", "Singapur prestará asistencia a Costa Rica y a Panamá.", ["CR", "PA"]),
    ("es", "Los Ministros acordaron apoyar a Haití en la reconstrucción.", ["HT"]),
    ("es", "Perú pondrá a disposición de la CEPAL dos estaciones.", ["CEPAL"]),
    ("es", "El Salvador enviará a los demás países su manual.", []),
]


@pytest.mark.parametrize(("language", "sentence", "names"), PROMISES)
def test_a_promise_has_an_addressee_where_a_party_is_to_be_given_something(
    annotated: Annotated, language: str, sentence: str, names: list[str]
) -> None:
    assert addressees(annotated, sentence, language, "Commitment") == names


def test_a_short_name_stands_for_the_fuller_one(annotated: Annotated) -> None:
    _, claims = annotated(
        "The Technical Committee on Rivers met. The ministers instructed the Technical Committee to report."
    )
    assert [agent.code for act in claims.acts for agent in act.addressees] == ["Technical Committee on Rivers"]


def test_items_share_the_addressee_of_their_lead_in(annotated: Annotated) -> None:
    _, claims = annotated(
        "Los Ministros invitan a las universidades a:\n\n- inscribir proyectos;\n\n- abrir archivos.", "es"
    )
    assert [[agent.code for agent in act.addressees] for act in claims.acts] == [["universidades"]] * 2


def test_a_second_verb_of_asking_has_an_addressee_of_its_own(annotated: Annotated) -> None:
    _, claims = annotated("The ministers invited Chile to join, and requested the FAO to help.")
    assert [[agent.code for agent in act.addressees] for act in claims.acts] == [["CL"], ["FAO"]]
