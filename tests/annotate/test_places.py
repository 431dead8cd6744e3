"""Where something is put: cities with their states, venues, city-states, places that no gazetteer has."""

import pytest

from tests.annotate.conftest import Told


def placed(told: Told, text: str, language: str = "en") -> tuple[str, str] | None:
    _, claims = told(text, language)
    where = claims.subject.where if claims.subject else None
    return (where.label, where.state or "-") if where and where.kind == "city" else None


@pytest.mark.parametrize(
    ("words", "label", "state"),
    [
        ("in Lima, Peru, on 3 May 2011", "Lima", "PE"),
        ("in Lima (Peru) on 3 May 2011", "Lima", "PE"),
        ("in Lima, capital of Peru, on 3 May 2011", "Lima", "PE"),
        ("in Lima on 3 May 2011", "Lima", "-"),
        ("in the city of Lima, Republic of Peru, on 3 May 2011", "Lima", "PE"),
        ("on 3 May 2011 in Lima.", "Lima", "-"),
        ("in Washington, D.C., on 3 May 2011", "Washington, D.C.", "-"),
        ("in St. John's, Antigua and Barbuda, on 3 May 2011", "St. John's", "AG"),
        ("in Port-au-Prince, Haiti, on 3 May 2011", "Port-au-Prince", "HT"),
        ("in Panama City on 3 May 2011", "Panama City", "PA"),
        ("in Singapore on 3 May 2011", "Singapore", "SG"),
        ("at the Hotel Avala, Belgrade, Serbia, on 3 May 2011", "Belgrade", "RS"),
        ("at the Palace of Peace in Cotonou, Benin, on 3 May 2011", "Cotonou", "BJ"),
        ("in Sandton, South Africa, on 3 May 2011", "Sandton", "ZA"),
        ("in Ezulwini on 3 May 2011", "Ezulwini", "-"),
        ("in Helsinki, Finland, and Tallinn, Estonia, on 3 May 2011", "Helsinki", "FI"),
    ],
)
def test_a_meeting_is_put_in_its_city(words: str, label: str, state: str, told: Told) -> None:
    assert placed(told, f"The Second Port Safety Forum was held {words}") == (label, state)


@pytest.mark.parametrize(
    ("words", "label", "state"),
    [
        ("en la ciudad de Lima, Perú, el 3 de mayo de 2011", "Lima", "PE"),
        ("en La Paz, Estado Plurinacional de Bolivia, el 3 de mayo de 2011", "La Paz", "BO"),
        ("en la Ciudad de México el 3 de mayo de 2011", "Ciudad de México", "MX"),
        ("en la ciudad de Panamá el 3 de mayo de 2011", "Panamá", "PA"),
        ("en Antigua, Guatemala, el 3 de mayo de 2011", "Antigua", "GT"),
        ("en la ciudad autónoma de Buenos Aires, Argentina, el 3 de mayo de 2011", "Buenos Aires", "AR"),
        ("en Belém do Pará, Brasil, el 3 de mayo de 2011", "Belém do Pará", "BR"),
        ("el 3 de mayo de 2011 en Boquete, Panamá.", "Boquete", "PA"),
    ],
)
def test_a_meeting_is_put_in_its_city_in_spanish(words: str, label: str, state: str, told: Told) -> None:
    assert placed(told, f"El Segundo Foro de Puertos se celebró {words}", "es") == (label, state)


@pytest.mark.parametrize(
    "words",
    ["virtually on 3 May 2011", "by videoconference on 3 May 2011", "online on 3 May 2011", "in virtual format"],
)
def test_those_who_meet_by_screen_meet_online(words: str, told: Told) -> None:
    _, claims = told(f"The Second Port Safety Forum was held {words}.", "en")
    assert claims.subject is not None
    assert claims.subject.where is not None
    assert claims.subject.where.kind == "online"


@pytest.mark.parametrize("words", ["in hybrid format on 3 May 2011", "in May 2011", "in plenary session on 3 May 2011"])
def test_what_is_no_place_gives_none(words: str, told: Told) -> None:
    _, claims = told(f"The Second Port Safety Forum was held {words}.", "en")
    assert claims.subject is not None
    assert claims.subject.where is None
