"""`kg query`: a saved query by name, a file, or a query as it is typed."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Console, aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.query.table import Table

_TABLE_ROWS = 200
_WIDEST = 60


def query(
    text: Annotated[str | None, typer.Argument(metavar="[NAME|FILE|SPARQL]")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="table|json|xml|csv|tsv|ttl|nt|jsonld|rdfxml")] = "",
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Answers a query from the current release; without one, lists the saved queries."""
    from kg.cli.commands.released import release_of

    console = start(json, lang, build_dir=build_dir)
    if text is None:
        return _listed(console)
    release = release_of(console.settings)
    sparql = _sparql(console, text, _values(console, param or []))
    chosen = form or ("json" if json else "table")
    if chosen == "table":
        console.out(_table(console, release.path, sparql))
    else:
        _streamed(console, release.path, sparql, chosen)
    return int(ExitStatus.DONE)


def _streamed(console: Console, release: Path, sparql: str, form: str) -> None:
    from kg.query.once import query_into

    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        from kg.query.once import query_once

        console.out(query_once(release, sparql, form, settings=_engine(console)).decode())
        return
    query_into(release, sparql, buffer, form, settings=_engine(console))
    buffer.flush()


def _engine(console: Console) -> Any:
    from kg.query.engine import EngineSettings

    return EngineSettings(deadline=console.settings.deadline_s, base_iri=console.settings.base_iri)


def _table(console: Console, release: Path, sparql: str) -> str:
    from kg.query.once import query_once, table_of

    if not _selects(sparql):
        return query_once(release, sparql, "", settings=_engine(console)).decode()
    table: Table = table_of(release, sparql, rows=_TABLE_ROWS, settings=_engine(console))
    return shown(console, table)


_ASIDE = re.compile(r"#[^\n]*|<[^>\s]*>|\"[^\"]*\"")
_FORM = re.compile(r"\b(select|ask|construct|describe)\b", re.IGNORECASE)


def _selects(sparql: str) -> bool:
    form = _FORM.search(_ASIDE.sub(" ", sparql))
    return form is None or form.group(1).lower() in ("select", "ask")


def shown(console: Console, table: "Table") -> str:
    """Solutions as columns, long values cut, and how many there are."""
    if table.boolean is not None:
        return console.say("query.yes" if table.boolean else "query.no")
    head, rows = list(table.variables), [[_cell(value) for value in row] for row in table.rows]
    body = aligned([head, *rows], indent="") if rows else "  ".join(head)
    more = console.say("query.more", rows=len(rows)) if table.more else console.say("query.rows", rows=len(rows))
    return f"{body}\n{more}"


def _cell(value: Any) -> str:
    words = "" if value is None else str(getattr(value, "value", value))
    for start, short in (("https://w3id.org/igm/ns#", "igm:"), ("https://w3id.org/igm/", "")):
        words = words.replace(start, short, 1) if words.startswith(start) else words
    words = " ".join(words.split())
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1] + "…"


def _values(console: Console, given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong is not None:
        raise MisusedCommand(console.say("query.param"), wrong, "", console.say("query.param-fix"))
    return {name: value for name, _, value in pairs}


def _sparql(console: Console, text: str, values: dict[str, str]) -> str:
    """The query's text: of a saved query bound to its values, of a file, or as typed."""
    from kg.query import saved

    queries = saved.load()
    if text in queries or not any(mark in text for mark in "{ .\n"):
        found = _by_number(queries, text) or saved.find(queries, text)
        return found.bound(values, console.settings.base_iri)
    path = Path(text)
    if text.endswith((".rq", ".sparql")):
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise MisusedCommand(console.say("query.file"), text, error.strerror or "", "") from error
    return text


def _by_number(queries: Any, text: str) -> Any:
    """A saved query by its number alone ("2" is "02-…")."""
    start = f"{int(text):02d}-" if text.isdigit() else ""
    return next((queries[name] for name in queries if start and name.startswith(start)), None)


def _listed(console: Console) -> int:
    from kg.query import saved

    queries = saved.load()
    language = console.say.language
    value = [{"name": name, "title": one.title(language)} for name, one in queries.items()]
    words = aligned([(name, one.title(language)) for name, one in queries.items()], indent="")
    console.show(value, f"{words}\n{console.say('query.try')}")
    return int(ExitStatus.DONE)
