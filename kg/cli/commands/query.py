"""`kg query`: a saved query by name or number, a file, or a query as it is typed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asking import release_of
from kg.cli.console import Console, aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.query.engine import EngineSettings
    from kg.query.saved import SavedQuery
    from kg.store import Release

__all__ = ["query"]

_ROWS = 200


def query(
    text: Annotated[str | None, typer.Argument(metavar="NAME|NUMBER|FILE|SPARQL|-")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="table|json|xml|csv|tsv|ttl|nt|jsonld|rdf")] = "",
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Answers from the current release, with the limits of the endpoint; without a query, lists the saved ones."""
    console = start(json, lang, build_dir=build_dir)
    if text is None:
        return _listed(console)
    release = release_of(console.settings)
    sparql = _sparql(console, text, _values(console, param or []))
    chosen = form or ("json" if json else "table")
    if chosen == "table":
        _table(console, release, sparql)
    else:
        _streamed(console, release, sparql, chosen)
    return ExitStatus.DONE


# --- what is asked -----------------------------------------------------------------------------------------------


def _sparql(console: Console, text: str, values: dict[str, str]) -> str:
    """The query's text: of a saved query or a file bound to its values, or as typed."""
    from kg.query import saved

    if text == "-":
        return _as_typed(console, sys.stdin.read(), values)
    path = Path(text)
    if path.suffix in (".rq", ".sparql"):
        return saved.read(path).bound(values, console.settings.base_iri) if values else _file(console, path)
    if any(character.isspace() or character == "{" for character in text):
        return _as_typed(console, text, values)
    return _saved(text).bound(values, console.settings.base_iri)


def _saved(name: str) -> "SavedQuery":
    """By its name, or by the number that its name begins with."""
    from kg.query import saved

    queries = saved.load()
    numbered = [one for one in queries if name.isdecimal() and one.startswith(f"{int(name):02}-")]
    return saved.find(queries, numbered[0] if numbered else name)


def _as_typed(console: Console, text: str, values: dict[str, str]) -> str:
    if values:
        raise MisusedCommand(
            console.say("query.typed-param"), next(iter(values)), "", console.say("query.typed-param-fix")
        )
    return text


def _file(console: Console, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise MisusedCommand(console.say("query.file"), str(path), why or "") from error


def _values(console: Console, given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise MisusedCommand(console.say("query.param"), name, "", console.say("query.param-fix"))
    return {name: value for name, _, value in pairs}


# --- what is answered --------------------------------------------------------------------------------------------


def _streamed(console: Console, release: "Release", sparql: str, form: str) -> None:
    from kg.query.once import query_into

    with console.data() as out:
        query_into(release.path, sparql, out, form, settings=_engine(console))


def _table(console: Console, release: "Release", sparql: str) -> None:
    from kg.cli.solutions import laid_out
    from kg.query.limits import Limits, outline
    from kg.query.once import table_of

    if outline(sparql, Limits(), console.settings.base_iri).is_graph:
        return _streamed(console, release, sparql, "ttl")
    table = table_of(release.path, sparql, rows=_ROWS, settings=_engine(console))
    if table.boolean is not None:
        return console.out(console.say("query.yes" if table.boolean else "query.no"))
    console.out(laid_out(table, console.width, release.base))
    return console.tell("query.more" if table.more else "query.rows", rows=len(table.rows))


def _engine(console: Console) -> "EngineSettings":
    from kg.query.engine import EngineSettings

    return EngineSettings(deadline=console.settings.deadline_s, base_iri=console.settings.base_iri)


def _listed(console: Console) -> int:
    from kg.query import saved

    queries = saved.load()
    language = console.say.language
    value = [
        {
            "name": name,
            "title": one.title(language),
            "description": one.description(language),
            "parameters": [
                {"name": each.name, "type": each.type, "optional": each.optional} for each in one.parameters
            ],
        }
        for name, one in queries.items()
    ]
    rows = [(name, one.title(language)) for name, one in queries.items()]
    console.show(value, f"{aligned(rows, indent='')}\n{console.say('query.try')}")
    return ExitStatus.DONE
