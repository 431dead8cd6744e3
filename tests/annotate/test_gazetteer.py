"""Names of states, organisations, forums and cities."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.gazetteer import Gazetteer, folded, load

KINDS = frozenset({"state", "organisation", "forum"})
GAZETTEER: Gazetteer = load(Path(__file__).parents[2] / "data" / "reference")


def named(text: str) -> list[str]:
    return [found.entry.key for found in GAZETTEER.scan(text, KINDS, "en")]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Trinidad and Tobago, the Dominican Republic and Dominica", ["tt", "do", "dm"]),
        ("Guinea-Bissau, Guinea, Equatorial Guinea and Papua New Guinea", ["gw", "gn", "gq", "pg"]),
        ("Niger, Nigeria, Sudan and South Sudan", ["ne", "ng", "sd", "ss"]),
        ("the Plurinational State of Bolivia and the Oriental Republic of Uruguay", ["bo", "uy"]),
        ("El Salvador met the U.S. delegation", ["sv", "us"]),
        ("Mexico's Secretary and Canada’s Minister", ["mx", "ca"]),
        ("los Estados Unidos Mexicanos y la República del Perú", ["mx", "pe"]),
        ("PANAMA, MARCH 14, 1997", ["pa"]),
        ("the Gulf of Mexico, New Mexico, the Panama Canal and Mexico", ["mx"]),
        ("la Cuenca del Congo y el Lago Chad, y Chad", ["td"]),
    ],
)
def test_the_longest_name_is_the_one_meant(text: str, keys: list[str]) -> None:
    assert named(text) == keys


@pytest.mark.parametrize("text", ["made of china", "a turkey dinner", "the chad in the ballot", "jordan almonds"])
def test_a_word_without_its_capital_is_no_state(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("RCM", "CRM"),
        ("SACM", "CSM"),
        ("IOM", "OIM"),
        ("UNHCR", "ACNUR"),
        ("ECLAC", "CEPAL"),
        ("IDB", "BID"),
        ("OAS", "OEA"),
        ("EU", "UE"),
    ],
)
def test_an_acronym_is_found_in_either_language(english: str, spanish: str) -> None:
    assert named(f"the {english} met") == named(f"se reunió la {spanish}") != []


def test_a_city_and_a_state_of_one_name_stay_apart() -> None:
    assert named("Panama") == ["pa"]
    assert [city.alpha2 for city in GAZETTEER.cities("Panama City")][:1] == ["PA"]
    assert {city.kind for city in GAZETTEER.cities("Singapore")} == {"city"}


def test_a_city_is_found_in_both_languages_and_without_accents() -> None:
    for name in ("Mexico City", "Ciudad de México", "ciudad de mexico"):
        assert GAZETTEER.cities(name)[0].key == "mexico-city-mx"
    assert GAZETTEER.cities("Ginebra", "CH")[0].label_en == "Geneva"


def test_cities_of_one_name_are_told_apart_by_their_state_and_the_largest_comes_first() -> None:
    found = GAZETTEER.cities("Cartagena")
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)
    assert GAZETTEER.cities("Cartagena", "ES")[0].alpha2 == "ES"


NAMES = sorted({" ".join(words) for words in GAZETTEER.names if len(words) < 6})[:400]


@given(st.lists(st.sampled_from([*NAMES, "met", ",", "the", "and", "Lima", "(", ")", "é", "C5+1"]), max_size=12))
def test_every_find_is_a_name_at_its_offsets_and_finds_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words).title()
    found = GAZETTEER.scan(text, KINDS, "en")
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(GAZETTEER.find(text[one.start : one.end]) for one in found)
    assert all(folded(text[one.start : one.end]) for one in found)
    assert found == GAZETTEER.scan(text, KINDS, "en")
