"""Who came and in what role: tables in tests/annotate/cases, and the pitfalls of lists one by one."""

import pytest

from kg.evaluate import to_gold
from tests.annotate.conftest import Told
from tests.annotate.tables import Case, cases, parties_of

CASES = [*cases("en"), *cases("es")]
MET = "The Second Meeting of the Coral Ports Forum was held in Suva, Fiji, on 3 May 2011. "
CELEBRADA = "La Segunda Reunión del Foro de Puertos se celebró en Lima, Perú, el 3 de mayo de 2011. "


def rows(told: Told, text: str, language: str = "en") -> set[tuple[str, str]]:
    return {(row["role"], row["agent"]) for row in to_gold(*told(text, language))["participations"]}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES if "parties" in case.said])
def test_those_who_came_are_told_with_their_roles(case: Case, told: Told) -> None:
    assert rows(told, case.text, case.language) == parties_of(case.said["parties"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES if "count" in case.said])
def test_a_count_is_kept_as_a_count(case: Case, told: Told) -> None:
    assert to_gold(*told(case.text, case.language))["participant_count"] == int(case.said["count"][0])


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        ("Trinidad and Tobago and Dominica attended.", "participant TT, DM"),
        ("The Dominican Republic, Dominica and Haiti took part.", "participant DO, DM, HT"),
        ("The Democratic Republic of the Congo and the Republic of the Congo participated.", "participant CD, CG"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea participated.", "participant GN, GW, GQ, PG"),
        ("It was attended by the Plurinational State of Bolivia and by Chile.", "participant BO, CL"),
        ("Japan attended as an observer, and the World Bank as a special guest.", "observer JP; guest World Bank"),
        (
            "Chile and Peru participated, with Spain and INTERPOL as observers.",
            "participant CL, PE; observer ES, INTERPOL",
        ),
        ("Samoa was represented by its Minister of Health, Hon. Ana Tui.", "participant WS"),
        ("The meeting was chaired by the Prime Minister of Fiji, Hon. Jone Vula.", "chair FJ"),
        ("The meeting was co-chaired by Fiji and Samoa.", "chair FJ, WS"),
        ("Fiji presided over the meeting.", "chair FJ"),
        ("Under the chairmanship of Tonga, delegates reviewed the budget.", "chair TO"),
        ("The Pacific Community (SPC) served as secretariat.", "secretariat SPC"),
        ("Present were Samoa, Tonga and the Pacific Reef Network (PRN).", "participant WS, TO, PRN"),
        ("Kiribati sent its apologies.", ""),
        ("Kiribati was unable to attend.", ""),
        ("Samoa did not take part.", ""),
        ("Delegates discussed the floods in Pakistan.", ""),
        ("The outcome of the First Meeting, hosted by Tonga, was noted.", ""),
        ("The Third Meeting will be hosted by Vanuatu.", ""),
        ("Delegates visited Panama City.", ""),
    ],
)
def test_a_sentence_after_the_opening_tells_who_came(words: str, parties: str, told: Told) -> None:
    assert rows(told, MET + words) == (parties_of([parties]) if parties else set())


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        ("Asistieron Trinidad y Tabago, Dominica y República Dominicana.", "participant TT, DM, DO"),
        (
            "Participaron el Estado Plurinacional de Bolivia y la República Bolivariana de Venezuela.",
            "participant BO, VE",
        ),
        (
            "Estuvieron presentes la República Popular Democrática de Corea y la República de Corea.",
            "participant KP, KR",
        ),
        ("Participaron Chile y Perú, así como España en calidad de observador.", "participant CL, PE; observer ES"),
        ("Japón asistió como país observador y la CEPAL como invitada especial.", "observer JP; guest CEPAL"),
        ("México estuvo representado por el Embajador Luis Paz.", "participant MX"),
        ("La reunión fue presidida por el Ministro de Transporte del Perú, Sr. Juan Rojas.", "chair PE"),
        ("La reunión fue copresidida por Chile y Perú.", "chair CL, PE"),
        ("Presidió la delegación chilena.", "chair CL"),
        ("Los trabajos se desarrollaron bajo la Presidencia Pro Témpore de Honduras.", "chair HN"),
        ("La OEA actuó como secretaría técnica.", "secretariat OEA"),
        ("Concurrieron Perú y la Red Andina de Mujeres (RAM).", "participant PE, RAM"),
        ("No asistió Ecuador.", ""),
        ("Ecuador se excusó de participar.", ""),
        ("Se analizó la situación en Haití.", ""),
        ("La Tercera Reunión será organizada por Chile.", ""),
        ("Los delegados visitaron la Ciudad de Panamá.", ""),
    ],
)
def test_a_spanish_sentence_after_the_opening_tells_who_came(words: str, parties: str, told: Told) -> None:
    assert rows(told, CELEBRADA + words, "es") == (parties_of([parties]) if parties else set())
