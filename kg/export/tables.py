"""The tables that a release is also published as: what a row is, and what each column means, from `sparql/tables/`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import assets
from kg.errors import BrokenAsset, MisusedCommand, did_you_mean

__all__ = ["ITEM_BREAK", "LANGUAGES", "TYPES", "Column", "Row", "Table", "Value", "load_tables", "table_named"]

LANGUAGES = ("en", "es")
TYPES = ("boolean", "datetime", "edtf", "integer", "iri", "text")
"""What a column may hold: IRIs, text, whole numbers, true or false, dates as EDTF, instants as `xsd:dateTime`."""
ITEM_BREAK = "|"
"""What stands between the items of a cell that may hold several."""

Value = str | int | bool | None
Row = tuple[Value, ...]
"""The cells of a row in the order of the columns; what is unknown is None."""

_NAME = re.compile("[a-z][a-z0-9_]*")
_KEYS = frozenset({"name", "type", "title", "description", "value", "of", "many", "labels", "required", "search"})
_LABEL = '?row rdfs:label|skos:prefLabel ?value FILTER(LANG(?value) = "{language}")'
_IN = {"en": {"en": "in English", "es": "en inglés"}, "es": {"en": "in Spanish", "es": "en español"}}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means in each language, and the patterns that bind `?value` for `?row`.

    A `search` finds its words. `of` names the column whose things stand in for `?row`. Where `many`, a cell holds items
    between `ITEM_BREAK`; else it holds the first in order. Items `aligned` are as many, and in the same order, as those
    of the column `of`.
    """

    name: str
    type: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    value: tuple[str, ...]
    of: str = ""
    many: bool = False
    aligned: bool = False
    required: bool = False
    search: bool = False

    @property
    def stored(self) -> str:
        """The type of its cells in files that know types: a cell of several items is text."""
        return "text" if self.many or self.type not in ("boolean", "integer") else self.type


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` are the patterns that bind `?row` to the things that have a row."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    rows: tuple[str, ...]
    columns: tuple[Column, ...]


def load_tables(folder: Path | None = None) -> dict[str, Table]:
    """All tables by name, in order; those of the package where no folder is given. Raises BrokenAsset."""
    return dict(_packaged() if folder is None else _read_all(folder))


def table_named(name: str, folder: Path | None = None) -> Table:
    """The table of this name. Raises MisusedCommand with the nearest one."""
    tables = load_tables(folder)
    if name not in tables:
        raise MisusedCommand("There is no such table", name, "", did_you_mean(name, tables))
    return tables[name]


@cache
def _packaged() -> Mapping[str, Table]:
    return _read_all(assets.directory("sparql/tables"))


def _read_all(folder: Path) -> dict[str, Table]:
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def _read(path: Path) -> Table:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(one for column in told["column"] for one in _columns(path, column))
        table = Table(path.stem, _words(told["title"]), _words(told["description"]), tuple(told["rows"]), columns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(path, f"{type(error).__name__}: {error}") from error
    _check(path, table)
    return table


def _columns(path: Path, told: Mapping[str, Any]) -> Iterator[Column]:
    """A column, and where its things have labels, a column for the labels in each language."""
    if unknown := sorted(set(told) - _KEYS):
        raise _broken(path, f"the column '{told.get('name')}' says '{unknown[0]}'")
    yield Column(
        told["name"],
        told.get("type", "text"),
        _words(told["title"]),
        _words(told["description"]),
        tuple(told["value"]),
        told.get("of", ""),
        bool(told.get("many")),
        required=bool(told.get("required")),
        search=bool(told.get("search") and not told.get("labels")),
    )
    for language in LANGUAGES if told.get("labels") else ():
        yield _labels(told, language)


def _labels(told: Mapping[str, Any], language: str) -> Column:
    """The column of what the things of another are called in one language; empty where nothing calls them so."""
    title, description = _words(told["title"]), _words(told["description"])
    return Column(
        f"{told['name']}_{language}",
        "text",
        {said: f"{title[said]}, {_IN[language][said]}" for said in LANGUAGES},
        {said: f"{description[said].removesuffix('.')} ({_IN[language][said]})." for said in LANGUAGES},
        (_LABEL.format(language=language),),
        told["name"],
        bool(told.get("many")),
        aligned=True,
        search=bool(told.get("search")),
    )


def _words(told: Mapping[str, str]) -> dict[str, str]:
    return {language: str(told[language]) for language in LANGUAGES}


def _check(path: Path, table: Table) -> None:
    seen: set[str] = set()
    for column in table.columns:
        if not _NAME.fullmatch(column.name) or column.name in seen:
            raise _broken(path, f"no second column, and none in capitals, can be called '{column.name}'")
        if column.type not in TYPES:
            raise _broken(path, f"there is no type '{column.type}': {did_you_mean(column.type, TYPES)}")
        if column.of and column.of not in seen:
            raise _broken(path, f"'{column.name}' is of '{column.of}', which no column before it is called")
        seen.add(column.name)
    if not table.rows or not table.columns:
        raise _broken(path, "it has no rows or no columns")


def _broken(path: Path, why: str) -> BrokenAsset:
    return BrokenAsset("A table cannot be used", str(path), why, "write it as sparql/README.md says")
