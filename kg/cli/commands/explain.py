"""`kg explain`: why a fact is in the graph: its sentence, the rule, the lexicon entry and frame, who was meant."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.commands.stats import _rows
from kg.cli.console import Console
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.store import Release

_WHY = """PREFIX igm: <https://w3id.org/igm/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?class ?label ?document ?start ?end ?quote ?rule ?entry ?frame ?resolution WHERE {{
  VALUES ?node {{ {node} }}
  ?node a ?class .
  OPTIONAL {{ ?node rdfs:label ?label }}
  ?node igm:evidencedBy ?passage .
  ?passage igm:inDocument ?document ; igm:startsAt ?start ; igm:endsAt ?end ; igm:quote ?quote .
  OPTIONAL {{ GRAPH ?g {{ ?node prov:wasGeneratedBy ?how . OPTIONAL {{ ?how igm:rule ?rule }}
    OPTIONAL {{ ?how prov:used ?entry }} OPTIONAL {{ ?how igm:frame ?frame }}
    OPTIONAL {{ ?how igm:resolution ?resolution }} }} }}
}} ORDER BY ?start ?end ?rule ?class LIMIT 200"""
_NEAR = """PREFIX igm: <https://w3id.org/igm/ns#>
SELECT DISTINCT ?node ?start WHERE {{
  ?node a igm:Statement ; igm:expressedIn ?passage .
  ?passage igm:inDocument ?document ; igm:startsAt ?start ; igm:endsAt ?end .
  FILTER(STRENDS(STR(?document), {slug}) && ?start <= {offset} && ?end > {offset})
}} ORDER BY ?start ?node LIMIT 20"""
_COLUMNS = ("class", "label", "document", "start", "end", "quote", "rule", "entry", "frame", "resolution")


def explain(
    fact: Annotated[str, typer.Argument(metavar="IRI|KIND/SLUG|FILE:OFFSET")],
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the words that a fact rests on, and how it was found in them."""
    from kg.cli.commands.released import release_of

    console = start(json, lang, build_dir=build_dir)
    release = release_of(console.settings)
    told = [_told(release, node) for node in _nodes(console, release, fact)]
    told = [one for one in told if one["evidence"]]
    if not told:
        raise MisusedCommand(console.say("explain.unknown"), fact, "", console.say("explain.fix"))
    console.show(told, "\n\n".join(_words(console, one) for one in told))
    return int(ExitStatus.DONE)


def _nodes(console: Console, release: "Release", fact: str) -> list[str]:
    """The IRIs meant: one that is given, or the statements at a place of a text."""
    name, _, offset = fact.rpartition(":")
    if offset.isdigit() and name and "//" not in offset:
        from kg.terms import Literal, slug

        document = Literal("/" + slug(name.rsplit("/", 1)[-1].rsplit(".", 1)[0]))
        return [row[0] for row in _rows(release, _NEAR.format(slug=str(document), offset=int(offset)))]
    if fact.startswith(("http://", "https://")):
        return [fact]
    path = fact.removeprefix("id/")
    base = release.base
    return [f"{base}id/{path}" if "/" in path else f"{base}id/statement/{path}"]


def _told(release: "Release", iri: str) -> dict[str, Any]:
    from kg.errors import QueryRefused
    from kg.terms import NamedNode

    try:
        node = str(NamedNode(iri))
    except ValueError as error:
        raise QueryRefused("That is no IRI", iri, str(error), "give the IRI of a thing of the graph") from error
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _rows(release, _WHY.format(node=node))]
    evidence = _once(rows, ("document", "start", "end", "quote"))
    found = _once(rows, ("rule", "entry", "frame", "resolution"))
    return {
        "iri": iri,
        "classes": sorted({row["class"].rsplit("#", 1)[-1] for row in rows}),
        "label": rows[0]["label"] if rows else "",
        "evidence": evidence,
        "found": [one for one in found if any(one.values())],
    }


def _once(rows: list[dict[str, str]], names: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(names, values, strict=True)) for values in dict.fromkeys(tuple(r[n] for n in names) for r in rows)]


def _words(console: Console, one: dict[str, Any]) -> str:
    say = console.say
    lines = [f"{one['iri']}", f"  {', '.join(one['classes'])}: {one['label']}"]
    for place in one["evidence"]:
        quote = " ".join(place["quote"].split())
        where = f"{place['document'].rsplit('/', 1)[-1]} [{place['start']}, {place['end']})"
        lines.append(f"  {say('explain.words')} {where}: “{quote}”")
    for how in one["found"]:
        lines.append(f"  {say('explain.rule')} {how['rule']}")
        lines += [f"    {say('explain.' + part)} {how[part]}" for part in ("entry", "frame", "resolution") if how[part]]
    return "\n".join(lines)
