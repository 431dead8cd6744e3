"""Names of states, organisations, forums and cities, found as a reader would take them."""

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.gazetteer import Entry, Gazetteer, folded, load
from kg.errors import BrokenAsset, MissingAsset

FOLDER = Path(__file__).parents[2] / "data" / "reference"
KINDS = frozenset({"state", "organisation", "forum"})
GAZETTEER: Gazetteer = load(FOLDER)


def named(text: str, language: str = "en") -> list[str]:
    return [found.entry.key for found in GAZETTEER.scan(text, KINDS, language)]


def spans(text: str) -> list[str]:
    return [text[found.start : found.end] for found in GAZETTEER.scan(text, KINDS, "en")]


def key(entry: Entry | None) -> str | None:
    return entry.key if entry else None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Trinidad and Tobago, the Dominican Republic and Dominica", ["tt", "do", "dm"]),
        ("Guinea-Bissau, Guinea, Equatorial Guinea and Papua New Guinea", ["gw", "gn", "gq", "pg"]),
        ("Niger, Nigeria, Sudan and South Sudan; Sudán y Sudán del Sur", ["ne", "ng", "sd", "ss", "sd", "ss"]),
        ("the Democratic Republic of the Congo, the Republic of the Congo, Congo, DR Congo", ["cd", "cg", "cg", "cd"]),
        ("the Republic of Korea and the Democratic People's Republic of Korea", ["kr", "kp"]),
        ("North Korea, South Korea, Corea del Norte, Corea del Sur", ["kp", "kr", "kp", "kr"]),
        ("the Plurinational State of Bolivia and the Oriental Republic of Uruguay", ["bo", "uy"]),
        ("Bolivia (Plurinational State of), Venezuela (Bolivarian Republic of)", ["bo", "ve"]),
        ("los Estados Unidos Mexicanos y la República del Perú", ["mx", "pe"]),
        ("the United Kingdom of Great Britain and Northern Ireland and Ireland", ["gb", "ie"]),
        ("Mexico's Secretary and Canada’s Minister", ["mx", "ca"]),
        ("Côte d’Ivoire, Cote d'Ivoire, Ivory Coast and Costa de Marfil", ["ci"] * 4),
        ("Türkiye, Turkey, Cabo Verde, Cape Verde, Czechia, the Czech Republic", ["tr", "tr", "cv", "cv", "cz", "cz"]),
        ("St. Lucia, St Kitts and Nevis, Saint Vincent & the Grenadines, Trinidad & Tobago", ["lc", "kn", "vc", "tt"]),
        ("The Bahamas, the Gambia, the Holy See, el Perú, la Argentina", ["bs", "gm", "va", "pe", "ar"]),
        ("Guinea\u2011Bissau, the\u00a0Dominican\u00a0Republic, Pana\u0301ma", ["gw", "do", "pa"]),
        ("Honduras. Guatemala. El Salvador. ", ["hn", "gt", "sv"]),
        ("the Gulf of Mexico, New Mexico, the Panama Canal and Mexico", ["mx"]),
        ("la Cuenca del Congo y el Lago Chad, y Chad", ["td"]),
    ],
)
def test_the_longest_name_is_the_one_meant(text: str, keys: list[str]) -> None:
    assert named(text) == keys


def test_an_article_before_a_name_is_no_part_of_it_unless_it_is_its_own() -> None:
    assert spans("the Netherlands, la Argentina, El Salvador") == ["Netherlands", "Argentina", "El Salvador"]


@pytest.mark.parametrize("written", ["U.S.", "U.S.A.", "US", "USA", "EE. UU.", "EE.UU.", "EEUU"])
def test_an_abbreviation_is_found_with_and_without_its_dots(written: str) -> None:
    assert spans(f"the {written} and Mexico met") == [written, "Mexico"]
    assert named(f"the {written} and Mexico met") == ["us", "mx"]


@pytest.mark.parametrize(
    "text", ["made of china", "a turkey dinner", "they let us speak", "who can say", "jordan almonds"]
)
def test_a_word_without_its_capital_is_no_name(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("PANAMA, MARCH 14, 1997", ["pa"]),
        ("MEXICO, PERU, COTE D'IVOIRE Y TRINIDAD Y TOBAGO", ["mx", "pe", "ci", "tt"]),
        ("CONFERENCIA REGIONAL SOBRE MIGRACION (CRM)", ["rcm", "rcm"]),
        ("THOSE WHO CAN ATTEND MET US AND THE OAS", ["oas"]),
        ("II REUNION DE UN GRUPO DE TRABAJO DE LA OIM", ["iom"]),
    ],
)
def test_in_a_line_of_capitals_names_are_found_and_small_words_are_no_acronyms(text: str, keys: list[str]) -> None:
    assert named(text) == keys


def test_among_ordinary_words_small_words_in_capitals_are_acronyms() -> None:
    assert named("WHO, the UN and CAN met US officials; the US DHS joined") == ["who", "un", "can", "us", "us"]


@pytest.mark.parametrize(
    "text",
    [
        "across New Mexico and the Gulf of Mexico",
        "Northern Ireland and Inner Mongolia",
        "the Republic of China (Taiwan)",
        "la República de China (Taiwán)",
        "American Samoa and French Guiana",
        "the Panama Canal and the Uruguay Round",
    ],
)
def test_a_longer_name_that_holds_the_name_of_a_state_names_no_state(text: str) -> None:
    assert named(text) == []


def test_the_name_of_an_organisation_hides_those_inside_it() -> None:
    text = "the Economic Community of West African States, the Forum on China-Africa Cooperation"
    assert named(text) == ["ecowas", "focac"]
    assert GAZETTEER.scan(text, frozenset({"state"}), "en") == ()


def test_a_given_name_with_a_surname_behind_it_is_a_person() -> None:
    assert named("Vice President Francia Márquez, Mauricio Funes of El Salvador and Chad Wolf") == ["sv"]
    assert named("Chad, Jordan and Israel; Chad Jordan; Mauricio y Francia") == [
        "td",
        "jo",
        "il",
        "td",
        "jo",
        "mu",
        "fr",
    ]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("RCM", "CRM"),
        ("SACM", "CSM"),
        ("IOM", "OIM"),
        ("UNHCR", "ACNUR"),
        ("ECLAC", "CEPAL"),
        ("IDB", "BID"),
        ("ILO", "OIT"),
        ("OAS", "OEA"),
        ("EU", "UE"),
        ("G-20", "G20"),
        ("UN Women", "ONU Mujeres"),
    ],
)
def test_an_acronym_is_found_in_either_language(english: str, spanish: str) -> None:
    assert named(f"the {english} met") == named(f"se reunió la {spanish}", "es") != []
    assert GAZETTEER.acronym(english) == GAZETTEER.acronym(spanish) is not None


def test_an_acronym_counts_only_as_it_is_written() -> None:
    assert GAZETTEER.acronym("iom") is None
    assert named("iom and Iom") == []
    assert GAZETTEER.acronym("U.N.") == GAZETTEER.acronym("UN")


def test_british_and_american_spellings_are_one_name() -> None:
    for name in ("International Labour Organization", "International Labor Organization", "World Food Program"):
        assert named(f"the {name}") != []
    assert named("International Organisation for Migration") == named("International Organization for Migration")


def test_a_find_tells_by_what_it_was_found() -> None:
    text = "the Regional Conference on Migration (RCM), Burma, Swaziland and Zaire"
    found = GAZETTEER.scan(text, KINDS, "en")
    assert [one.matched_by for one in found] == ["name", "acronym", "former", "former", "former"]
    assert [one.entry.key for one in found] == ["rcm", "rcm", "mm", "sz", "cd"]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Mexican", "mx"),
        ("Americans", "us"),
        ("Costa Rican", "cr"),
        ("mexicana", "mx"),
        ("panameños", "pa"),
        ("Salvadoreñas", "sv"),
        ("canadienses", "ca"),
        ("francesas", "fr"),
        ("alemanes", "de"),
        ("marroquíes", "ma"),
        ("Dominican", "do"),
        ("Congolese", None),
        ("polish", None),
        ("panamenian", None),
    ],
)
def test_a_demonym_leads_to_the_one_state_it_can_mean(word: str, state: str | None) -> None:
    assert key(GAZETTEER.demonym(word)) == state


def test_a_name_is_found_with_its_article_and_without_its_accents() -> None:
    for name in ("the Bahamas", "Las Bahamas", "BAHAMAS", "Commonwealth of The Bahamas"):
        assert [entry.key for entry in GAZETTEER.find(name)] == ["bs"]
    assert [entry.kind for entry in GAZETTEER.find("Panamá", {"state", "territory"})] == ["state", "territory"]
    assert GAZETTEER.find("Panama", {"forum"}) == () == GAZETTEER.find("")


def test_an_entry_is_found_by_its_key() -> None:
    for kind, slug in (("state", "pa"), ("territory", "pr"), ("forum", "rcm"), ("city", "panama-city-pa")):
        entry = GAZETTEER.by_key(kind, slug)
        assert entry is not None
        assert (entry.kind, entry.key) == (kind, slug)
        assert entry.iri.endswith(f"/{slug}")
    assert GAZETTEER.by_key("state", "zz") is None


def test_names_are_those_of_the_kind_asked_for() -> None:
    names = list(GAZETTEER.names("state"))
    assert ("estados unidos mexicanos", GAZETTEER.by_key("state", "mx")) in names
    assert {entry.kind for _, entry in names} == {"state"}


def test_a_city_and_a_state_of_one_name_stay_apart() -> None:
    assert named("Panama") == ["pa"]
    assert [city.key for city in GAZETTEER.cities("Panama City")][:1] == ["panama-city-pa"]
    assert {city.kind for city in GAZETTEER.cities("Singapore")} == {"city"}


def test_the_name_that_a_city_shares_with_its_state_counts_only_with_the_state() -> None:
    for name, state, city in (("Panama", "PA", "panama-city-pa"), ("Guatemala", "GT", "guatemala-city-gt")):
        assert city not in {found.key for found in GAZETTEER.cities(name)}
        assert [found.key for found in GAZETTEER.cities(name, state)] == [city]


def test_a_city_is_found_in_both_languages_and_without_accents() -> None:
    for name in ("Mexico City", "Ciudad de México", "ciudad de mexico", "México, D.F."):
        assert GAZETTEER.cities(name)[0].key == "mexico-city-mx"
    assert GAZETTEER.cities("Ginebra", "CH")[0].label_en == "Geneva"
    assert GAZETTEER.cities("La Habana")[0].label_en == "Havana"


def test_cities_of_one_name_are_told_apart_by_their_state_and_the_largest_comes_first() -> None:
    found = GAZETTEER.cities("Cartagena")
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)
    assert GAZETTEER.cities("Cartagena", "ES")[0].alpha2 == "ES"
    assert GAZETTEER.cities("Cartagena", "FI") == () == GAZETTEER.cities("Nowhere at All")


def test_cities_of_one_name_in_one_state_are_all_there() -> None:
    found = GAZETTEER.cities("Springfield", "US")
    assert found[0].key == "springfield-us"
    assert len({city.key for city in found}) == len(found) > 2


def test_what_is_missing_or_broken_says_where(tmp_path: Path) -> None:
    with pytest.raises(MissingAsset, match=r"not-states\.toml"):
        load(tmp_path)
    for path in FOLDER.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "forums.ttl").write_text("<https://example.org/a> this is no Turtle", encoding="utf-8")
    with pytest.raises(BrokenAsset, match=r"forums\.ttl, line 1"):
        load(tmp_path)
    (tmp_path / "forums.ttl").unlink()
    with pytest.raises(MissingAsset, match=r"forums\.ttl"):
        load(tmp_path)
    (tmp_path / "not-states.toml").write_text("given_names = ", encoding="utf-8")
    with pytest.raises(BrokenAsset, match=r"not-states\.toml"):
        load(tmp_path)


NAMES = sorted({name for kind in sorted(KINDS) for name, _ in GAZETTEER.names(kind)})
WORDS = st.sampled_from([*NAMES, "met", ",", ".", "the", "and", "Lima", "(", ")", "-", "’s", "U.S.", "é", "C5+1"])


@given(st.lists(WORDS, max_size=12), st.sampled_from([str.title, str.upper, str]))
def test_every_find_is_a_known_name_at_its_offsets_and_finds_do_not_overlap(words: list[str], cased: type[str]) -> None:
    text = cased(" ".join(words))
    found = GAZETTEER.scan(text, KINDS, "en")
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(one.entry in GAZETTEER.find(text[one.start : one.end]) for one in found)
    assert found == GAZETTEER.scan(text, KINDS, "en")


@given(st.text(max_size=80))
def test_any_text_can_be_scanned_and_asked_for(text: str) -> None:
    for one in GAZETTEER.scan(text, KINDS, "es"):
        assert 0 <= one.start < one.end <= len(text)
    GAZETTEER.find(text)
    GAZETTEER.demonym(text)
    assert folded(folded(text)) == folded(text)
