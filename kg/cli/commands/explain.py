"""`kg explain`: why a fact is in the graph: its sentence, the rule, the lexicon entry and frame, who was meant."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.asking import Row, ask, release_of
from kg.cli.console import Console, aligned, shortened
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.store import Release

__all__ = ["explain"]


def explain(
    fact: Annotated[str | None, typer.Argument(metavar="IRI|SLUG|NUMBER|FILE:OFFSET")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the words that a fact rests on, and how it was found in them; without a fact, lists the statements."""
    console = start(json, lang, build_dir=build_dir)
    release = release_of(console.settings)
    if fact is None:
        return _listed(console, release)
    explained = [_explained(console, release, iri) for iri in _meant(console, release, fact)]
    known = [one for one in explained if one["evidence"]]
    if not known:
        raise MisusedCommand(console.say("explain.unknown"), fact, "", console.say("explain.unknown-fix"))
    console.show(known, "\n\n".join(_words(console, one) for one in known))
    return ExitStatus.DONE


def _listed(console: Console, release: "Release") -> int:
    rows = ask(release, "statements")
    value = [{"number": number, **row} for number, row in enumerate(rows, 1)]
    cells = [
        (
            str(number),
            _last(row["document"]),
            f"{row['start']}–{row['end']}",
            _last(row["type"]),
            shortened(row["quote"]),
        )
        for number, row in enumerate(rows, 1)
    ]
    console.show(value, f"{aligned(cells, indent='')}\n{console.say('explain.try')}")
    return ExitStatus.DONE


# --- which facts are meant ---------------------------------------------------------------------------------------


def _meant(console: Console, release: "Release", fact: str) -> list[str]:
    """The IRIs of the facts: the one given, the one of that number or last part, or those at a place of a text."""
    if fact.isdecimal():
        statements = ask(release, "statements")
        return [statements[int(fact) - 1]["statement"]] if 0 < int(fact) <= len(statements) else []
    place = re.fullmatch(r"(?P<file>.+):(?P<offset>\d+)", fact)
    if place and "://" not in fact:
        return _at(release, place["file"], place["offset"])
    if "://" in fact:
        return [_checked(console, fact)]
    path = fact.removeprefix("id/")
    return [_checked(console, f"{release.base}id/{path if '/' in path else 'statement/' + path}")]


def _at(release: "Release", file: str, offset: str) -> list[str]:
    """The statements there; where there is none, whatever else rests on the place."""
    from kg.terms import slug

    document = f"{release.base}doc/{slug(Path(file).stem)}"
    rows = ask(release, "at", document=document, offset=offset)
    return [row["fact"] for row in rows or ask(release, "at-all", document=document, offset=offset)]


def _checked(console: Console, iri: str) -> str:
    from kg.terms import NamedNode

    try:
        return NamedNode(iri).value
    except ValueError as error:
        fix = console.say("explain.no-iri-fix")
        raise MisusedCommand(console.say("explain.no-iri"), iri, str(error), fix) from error


# --- what is said of one -----------------------------------------------------------------------------------------


def _explained(console: Console, release: "Release", iri: str) -> dict[str, Any]:
    about = _spoken(ask(release, "about", node=iri), console.say.language)
    found = [{**row, "where": _lexicon_line(row["entry"])} for row in ask(release, "found", node=iri)]
    return {
        "iri": iri,
        "about": about,
        "evidence": ask(release, "evidence", node=iri),
        "found": [{name: value for name, value in row.items() if value} for row in found],
    }


def _spoken(rows: list[Row], language: str) -> dict[str, list[str]]:
    """What is known by name: the words in one language where there are any, else those that there are."""
    about: dict[str, list[str]] = {}
    for what in dict.fromkeys(row["what"] for row in rows):
        own = [row for row in rows if row["what"] == what]
        spoken = [row for row in own if row["language"] in (language, "")] or own
        about[what] = [row["value"] for row in spoken]
    return about


def _lexicon_line(entry: str) -> str:
    """The file and line of the lexicon where an entry stands, for whoever wants to change it."""
    from kg import assets

    folder, name = assets.directory("data/lexicon"), entry.rsplit("/", 1)[-1]
    begins = re.compile(rf"^\w*:{re.escape(name)}\s", re.MULTILINE)
    for path in sorted(folder.rglob("*.ttl")) if name else ():
        text = path.read_text(encoding="utf-8")
        if (found := begins.search(text)) and path.parent.name in entry:
            return f"{path.relative_to(folder.parent.parent)}:{text.count(chr(10), 0, found.start()) + 1}"
    return ""


def _words(console: Console, one: Mapping[str, Any]) -> str:
    label = console.say
    rows = [(label(f"explain.{what}"), ", ".join(values)) for what, values in one["about"].items() if what != "label"]
    for place in one["evidence"]:
        where = f"{_last(place['document'])} [{place['start']}, {place['end']})"
        rows += [(label("explain.sentence"), where), ("", f"“{' '.join(place['quote'].split())}”")]
    for found in one["found"]:
        rows += [(label(f"explain.{part}"), value) for part, value in found.items()]
    return f"{one['iri']}\n{aligned(rows)}"


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
