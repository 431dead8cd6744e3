"""What acts found, plan and adopt; which bodies and documents a text names."""

import pytest

from tests.annotate.conftest import Annotated

CREATED: list[tuple[str, str, str | None]] = [
    ("en", "The ministers agreed to set up a Working Group on Rivers, made up of experts.", "Working Group on Rivers"),
    ("en", "A Lakes Board is hereby established.", "Lakes Board"),
    ("en", "A Lakes Board (“the Board”) is hereby established.", "Lakes Board"),
    ("en", "The ministers instituted a Hydrogen Dialogue, open to industry.", "Hydrogen Dialogue"),
    ("en", "The ministers decided to create a joint register of exporters.", "joint register of exporters"),
    ("en", "The ministers adopted the Regional Calendar 2019 annexed to this text.", "Regional Calendar 2019"),
    ("en", "The ministers adopted the Protocol on Axle Loads.", "Protocol on Axle Loads"),
    ("en", "The budget of the Liaison Office was approved.", "budget of the Liaison Office"),
    ("en", "The 13th Meeting will be held in Baku.", "13th Meeting"),
    ("en", "The next Ministerial Round will convene in Tonga.", "next Ministerial Round"),
    ("en", "Tuvalu will host the Seventh Summit in August.", "Seventh Summit"),
    ("en", "The ministers accepted the offer of Fiji to host the Tenth Session in Suva.", "Tenth Session"),
    ("en", "The ministers adopted the agenda.", None),
    ("en", "The ministers approved the admission of Chad.", None),
    ("en", "The ministers decided to establish contacts between their ports.", None),
    ("es", "Los Ministros crean un Foro de Sabedores.", "Foro de Sabedores"),
    ("es", "Los Ministros instituyen el Observatorio de Lagos, con sede en Lima.", "Observatorio de Lagos"),
    ("es", "Se crea la Red de Fiscales.", "Red de Fiscales"),
    ("es", "Los Ministros decidieron la apertura de una oficina de enlace en Quito.", "oficina de enlace"),
    ("es", "Los Ministros acordaron elaborar un glosario trilingüe.", "glosario trilingüe"),
    ("es", "Los Ministros adoptaron el Cronograma de Obras.", "Cronograma de Obras"),
    ("es", "La Tercera Reunión se efectuará en Tacna.", "Tercera Reunión"),
    ("es", "El próximo Encuentro se realizará en Livingston.", "próximo Encuentro"),
    ("es", "Los Ministros aprobaron la incorporación de Chile.", None),
    ("es", "Los Ministros acordaron establecer contactos entre sus puertos.", None),
]


@pytest.mark.parametrize(("language", "sentence", "name"), CREATED)
def test_an_act_creates_what_its_verb_founds_plans_or_adopts(
    annotated: Annotated, language: str, sentence: str, name: str | None
) -> None:
    _, claims = annotated(sentence, language)
    (act,) = claims.acts
    assert act.creates == name or (name is not None and act.creates is not None and act.creates.startswith(name))


def test_what_the_text_calls_itself_is_its_title(annotated: Annotated) -> None:
    _, claims = annotated("DECLARATION OF TARAWA\n\nThe ministers adopted the following Declaration.")
    assert [act.creates for act in claims.acts] == ["DECLARATION OF TARAWA"]


BODIES: list[tuple[str, str, list[tuple[str, bool]]]] = [
    ("en", "The ministers entrusted the Working Group to Fiji.", [("Working Group", False)]),
    ("en", "The ministers joined the Coalition to Fight Drugs.", [("Coalition to Fight Drugs", False)]),
    ("en", "The ministers founded a Lakes Fund.", [("Lakes Fund", True)]),
    ("en", "The ministers met at the National Rivers Centre.", []),
    ("en", "The ministers spoke of a sort of Strategic Partnership.", [("Strategic Partnership", False)]),
    ("en", "The ministers thanked the Observer Committees.", []),
    ("en", "The Secretariat will print the map.", [("Secretariat", False)]),
    ("es", "Los Ministros saludaron la labor de la Agencia Espacial Mexicana.", []),
    (
        "es",
        "Los Ministros crean el Comité de Logística Fría, integrado por expertos.",
        [("Comité de Logística Fría", True)],
    ),
]


@pytest.mark.parametrize(("language", "sentence", "names"), BODIES)
def test_a_body_is_one_of_the_parties_own(
    annotated: Annotated, language: str, sentence: str, names: list[tuple[str, bool]]
) -> None:
    _, claims = annotated(sentence, language)
    assert [(body.label, body.founded) for body in claims.bodies] == names


def test_a_body_is_listed_once_under_its_fullest_name(annotated: Annotated) -> None:
    _, claims = annotated("The Aktau Liaison Office will report. The Liaison Office will print a map.")
    assert [body.label for body in claims.bodies] == ["Aktau Liaison Office"]


DOCUMENTS: list[tuple[str, str, list[tuple[str, tuple[str, ...]]]]] = [
    (
        "en",
        "Recalling the Gao Protocol on Movements, the ministers met.",
        [("Gao Protocol on Movements", ("mentioned",))],
    ),
    ("en", "The ministers took note of the report of the experts.", [("report of the experts", ("mentioned",))]),
    ("en", "The names are attached as Annex II.", [("Annex II", ("attached",))]),
    ("en", "The ministers adopted the Regional Calendar.", [("Regional Calendar", ("adopted",))]),
    ("es", "Los Ministros recordaron el Convenio sobre la pesca.", [("Convenio sobre la pesca", ("mentioned",))]),
    ("es", "Los Ministros piden la revisión del protocolo de retorno.", [("protocolo de retorno", ("mentioned",))]),
]


@pytest.mark.parametrize(("language", "sentence", "found"), DOCUMENTS)
def test_a_document_is_named_by_its_title_or_its_common_noun(
    annotated: Annotated, language: str, sentence: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    _, claims = annotated(sentence, language)
    assert [(one.label, one.relations) for one in claims.documents] == found


def test_a_document_named_in_short_is_the_one_named_in_full(annotated: Annotated) -> None:
    _, claims = annotated(
        "The ministers recalled the Gao Protocol on Movements. They urged all to ratify the Gao Protocol."
    )
    assert [one.label for one in claims.documents] == ["Gao Protocol on Movements"]
