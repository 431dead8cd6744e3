"""Writing the index: what is said of things goes in in any order, and comes to the same file."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kg.errors import BrokenRelease
from kg.search.files import APPLICATION, BREAK, COLUMNS, FACETS, FORMAT, folded, schema

__all__ = ["Saying", "write_index"]

_COLUMN_OF = {"label": 0, "name": 1, "acronym": 1, "quote": 2, "body": 3}
_NAMES = frozenset({"label", "name", "acronym"})
_BLANKS = re.compile(r"\s+")
_MARKS = dict.fromkeys(range(32), " ")
_CACHE = "PRAGMA cache_size = -32000"
_LONGEST_NAME = 16
"""Words of a name that can stand for another."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said of the resource `thing`.

    `aspect` is "label", "name", "acronym", "quote", "body" or a facet ("kind", "forum", …); a facet's value is an IRI,
    or a plain word. What has no kind is not indexed, nor what has an "instead": another is found in its stead.
    """

    thing: str
    aspect: str
    value: str
    language: str = ""


def write_index(path: Path, sayings: Iterable[Saying]) -> None:
    """Write the index of what is said: the same sayings, in whatever order and however often, the same bytes.

    They are gone through once and sorted on disk, so that memory does not grow with their number. The same bytes are
    those of one version of SQLite. Raises BrokenRelease where the file does not stand its own check.
    """
    beside = path.with_name(f"{path.name}.sorting")
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as sorting:
            _collect(sorting, sayings)
            with closing(sqlite3.connect(path, isolation_level=None)) as made:
                _write(made, sorting)
                _close(made, path)
    finally:
        beside.unlink(missing_ok=True)


def _collect(sorting: sqlite3.Connection, sayings: Iterable[Saying]) -> None:
    sorting.execute("PRAGMA journal_mode = OFF")
    sorting.execute("PRAGMA synchronous = OFF")
    sorting.execute(_CACHE)
    sorting.execute("CREATE TABLE said (thing TEXT, aspect TEXT, language TEXT, value TEXT)")
    sorting.execute("BEGIN")
    rows = ((one.thing, one.aspect, one.language, one.value) for one in sayings)
    sorting.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", rows)
    sorting.execute("COMMIT")


def _write(made: sqlite3.Connection, sorting: sqlite3.Connection) -> None:
    made.execute("PRAGMA page_size = 4096")
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("PRAGMA synchronous = OFF")
    made.execute(_CACHE)
    made.execute(f"PRAGMA application_id = {APPLICATION}")
    made.execute(f"PRAGMA user_version = {FORMAT}")
    made.executescript(schema())
    made.execute("BEGIN")
    values: dict[tuple[str, str], int] = {}
    rows = sorting.execute("SELECT DISTINCT thing, aspect, language, value FROM said ORDER BY 1, 2, 3, 4")
    for number, thing in enumerate(_things(rows), 1):
        thing.put(made, number, values)
    made.execute("COMMIT")


def _close(made: sqlite3.Connection, path: Path) -> None:
    made.execute("BEGIN")
    _label_facets(made)
    made.execute("INSERT INTO words (words) VALUES ('optimize')")
    made.execute("COMMIT")
    made.execute("VACUUM")
    made.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    (said,) = made.execute("PRAGMA integrity_check").fetchone()
    if said != "ok":
        raise BrokenRelease("The index for searching is damaged", str(path), str(said), "run `kg build` again")


@dataclass(slots=True)
class _Thing:
    """What is said of one resource, gathered."""

    iri: str
    kind: str = ""
    hidden: bool = False
    columns: tuple[list[str], ...] = field(default_factory=lambda: tuple([] for _ in COLUMNS))
    labels: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    facets: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, aspect: str, language: str, value: str) -> None:
        if aspect == "instead":
            self.hidden = True
            return
        if aspect in FACETS:
            self.facets.append((aspect, value))
            self.kind = self.kind or value * (aspect == "kind")
            return
        text = _clean(value, lines=aspect == "body")
        self.columns[_COLUMN_OF[aspect]].append(text)
        if aspect == "label":
            self.labels.append((language, text))
        if aspect in _NAMES:
            self.names.setdefault(text, "acronym" if _is_acronym(text) else aspect)

    def put(self, made: sqlite3.Connection, number: int, values: dict[tuple[str, str], int]) -> None:
        labels = json.dumps(self.labels, ensure_ascii=False)
        languages = " ".join(sorted({value for facet, value in self.facets if facet == "language"}))
        made.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", (number, self.iri, self.kind, labels, languages))
        columns = [BREAK.join(self._column(at)) for at in range(len(COLUMNS))]
        made.execute("INSERT INTO words (rowid, label, name, quote, body) VALUES (?, ?, ?, ?, ?)", (number, *columns))
        made.executemany("INSERT OR IGNORE INTO facet VALUES (?, ?)", self._facets(made, number, values))
        made.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?, ?, ?)", self._aliases(number))

    def _column(self, at: int) -> list[str]:
        # The same name in both languages counts once; labels keep their lines, by which they are told apart.
        return self.columns[at] if at == 0 else list(dict.fromkeys(self.columns[at]))

    def _facets(
        self, made: sqlite3.Connection, number: int, values: dict[tuple[str, str], int]
    ) -> Iterator[tuple[int, int]]:
        for facet, value in self.facets:
            key = facet, _code(value)
            if key not in values:
                values[key] = len(values) + 1
                made.execute("INSERT INTO facet_value VALUES (?, ?, ?, ?)", (values[key], *key, json.dumps(value)))
            yield number, values[key]

    def _aliases(self, number: int) -> Iterator[tuple[str, int, str, str]]:
        # What is quoted is labelled by its own words, and goes by no name.
        for name, form in () if self.columns[_COLUMN_OF["quote"]] else self.names.items():
            key = folded(name)
            if 0 < len(key) <= _LONGEST_NAME:
                yield " ".join(key), number, name, form


def _things(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[_Thing]:
    for iri, said in groupby(rows, key=lambda row: row[0]):
        thing = _Thing(iri)
        for _, aspect, language, value in said:
            thing.hear(aspect, language, value)
        if thing.kind and not thing.hidden:
            yield thing


def _label_facets(made: sqlite3.Connection) -> None:
    """Give each value that is a resource the labels of that resource; the others say themselves."""
    for number, value in made.execute("SELECT id, labels FROM facet_value").fetchall():
        row = made.execute("SELECT labels FROM thing WHERE iri = ?", (json.loads(value),)).fetchone()
        made.execute("UPDATE facet_value SET labels = ? WHERE id = ?", (row[0] if row else "[]", number))


def _code(value: str) -> str:
    return re.split("[/#]", value)[-1]


def _clean(text: str, lines: bool) -> str:
    """The text without control characters, which mark what is found; on one line unless it has lines of its own."""
    return text.translate(_MARKS | {10: "\n"}) if lines else _BLANKS.sub(" ", text.translate(_MARKS)).strip()


def _is_acronym(name: str) -> bool:
    letters = [one for one in name if one.isalpha()]
    return len(letters) > 1 and " " not in name and all(one.isupper() for one in letters)
