"""Pages for people: plain HTML in English or Spanish, escaped, without script."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.query.messages import LANGUAGES
from kg.query.table import Cell, Table
from kg.vocabulary import HOME, PREFIXES
from kg.web.addresses import Addresses
from kg.web.negotiate import best_language
from kg.web.settings import WebSettings

__all__ = ["Pages", "Shown", "count_said", "language_of", "short", "shown", "spoken"]

_HERE = Path(__file__).parent
_NUMBERS = frozenset(
    PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a page shows it; `href` is empty where there is nowhere safe to go."""

    kind: str
    value: str
    shown: str
    language: str
    href: str
    local: bool
    number: bool

    @property
    def width(self) -> str:
        """How much room its words want."""
        return "short" if len(self.shown) <= 14 else "long" if len(self.shown) > 60 else "middling"


class Pages:
    """Templates filled with values; every value is escaped."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["sentence"] = _sentence

    def page(self, name: str, request: Request, release: str, status: int = 200, **context: Any) -> Response:
        """A page in the language of the request."""
        language = language_of(request)
        words = spoken(language)
        body = self._templates.get_template(f"{name}.html").render(
            words=words,
            language=language,
            lang_query=f"?lang={language}" if "lang" in request.query_params else "",
            other_language=_in_language(request, words["other_language_code"]),
            public_url=self._settings.public_url,
            release=release,
            **context,
        )
        headers = {"Content-Language": language, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
        return HTMLResponse(body, status, headers)

    def table(self, table: Table, prefixes: Mapping[str, str], labelled: bool) -> dict[str, Any]:
        """A table of terms as the templates take it; `labelled` shows ?x by the words of ?xLabel, in one column."""
        base = self._settings.base_iri
        rows = [[shown(cell, prefixes, base) for cell in row] for row in table.rows]
        columns = _columns(table.variables, labelled)
        return {
            "variables": [table.variables[at] for at, _ in columns],
            "boolean": table.boolean,
            "rows": [[_labelled(row[at], row[label] if label else None) for at, label in columns] for row in rows],
        }


def language_of(request: Request) -> str:
    """The language asked for by `lang`, else by the browser, else English."""
    said = request.query_params.get("lang", "")
    return said if said in LANGUAGES else best_language(request.headers.get("accept-language", ""), LANGUAGES)


@cache
def spoken(language: str) -> dict[str, Any]:
    """The words of the pages in one language."""
    with (_HERE / "words.toml").open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)[language]
    return words


def count_said(table: Table, words: Mapping[str, Any]) -> str:
    """How many rows there are, and whether these are all."""
    count = len(table.rows)
    if table.more:
        return str(words["rows_more"]).format(count=count)
    return str(words["rows_one"] if count == 1 else words["rows_many"]).format(count=count)


def shown(cell: Cell | None, prefixes: Mapping[str, str], base_iri: str) -> Shown | None:
    """A term as it is read: names shortened by prefix, links only to the web or to what this graph says."""
    if cell is None:
        return None
    if cell.kind != "uri":
        return Shown(cell.kind, cell.value, cell.value, cell.language, "", False, cell.datatype in _NUMBERS)
    base = next((one for one in (base_iri, HOME) if cell.value.startswith(one)), "")
    href = (Addresses(base_iri).page(cell.value) or _description(cell.value)) if base else _safe(cell.value)
    words = short(cell.value, prefixes.items()).removeprefix(base or "\0")
    return Shown("uri", cell.value, re.sub("^(id|code)/", "", words), "", href, bool(base), False)


def _columns(variables: tuple[str, ...], labelled: bool) -> list[tuple[int, int | None]]:
    """The columns to show, each with that of its label."""
    places = {name: at for at, name in enumerate(variables)} if labelled else {}
    labels = {name: places[f"{name}Label"] for name in places if f"{name}Label" in places}
    return [(at, labels.get(name)) for at, name in enumerate(variables) if at not in labels.values()]


def _labelled(term: Shown | None, label: Shown | None) -> Shown | None:
    return replace(term, shown=label.shown) if term is not None and label is not None else term


def short(iri: str, prefixes: Iterable[tuple[str, str]]) -> str:
    """An IRI with a prefix where one fits, else as it is."""
    for name, start in sorted(prefixes, key=lambda one: -len(one[1])):
        local = iri.removeprefix(start)
        if start and local != iri and local and "/" not in local and "#" not in local:
            return f"{name}:{local}"
    return iri


def _description(iri: str) -> str:
    return f"/sparql?{urlencode({'query': f'DESCRIBE <{iri}>'})}"


def _sentence(words: str) -> str:
    ended = words if words.endswith((".", "?", "!")) else f"{words}."
    return ended[:1].upper() + ended[1:]


def _safe(iri: str) -> str:
    return iri if iri.startswith(("https://", "http://")) else ""


def _in_language(request: Request, language: str) -> str:
    raw = request.scope["query_string"].decode("latin-1")
    others = [(name, value) for name, value in parse_qsl(raw, keep_blank_values=True) if name != "lang"]
    return f"{request.scope['path']}?{urlencode([*others, ('lang', language)], errors='replace')}"
