"""The tables as one SQLite file, with a full-text search: https://www.sqlite.org/fts5.html over quotes and labels."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from kg.export.tables import ITEM_BREAK, LANGUAGES, Column, Row, Table

__all__ = ["write_sqlite"]

_TYPES = {"boolean": "INTEGER", "integer": "INTEGER"}
_META = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (
  "table" TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL, required INTEGER NOT NULL,
  separator TEXT, title_en TEXT NOT NULL, title_es TEXT NOT NULL, description_en TEXT NOT NULL,
  description_es TEXT NOT NULL, PRIMARY KEY ("table", name)
) WITHOUT ROWID;
CREATE TABLE words (id INTEGER PRIMARY KEY, "table" TEXT NOT NULL, "row" INTEGER NOT NULL, "column" TEXT NOT NULL,
  thing TEXT, words TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = 'words', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
"""
_FIND = """
CREATE VIEW found AS SELECT words.*, search.rank, search.search FROM search JOIN words ON words.id = search.rowid;
"""


def write_sqlite(path: Path, tables: Iterable[tuple[Table, Iterable[Row]]], about: Mapping[str, str]) -> None:
    """Write a file that does not exist yet; `about` says where the rows come from.

    A table for each of `tables`, `columns` with what they mean, and `words`, which `search` finds: accents and case
    do not matter to it. The same rows are the same bytes with the same version of SQLite, which stands in the file.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in ("page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        for statement in _META.strip().split(";\n"):
            base.execute(statement)
        base.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        for table, rows in tables:
            _describe(base, table)
            _fill(base, table, rows)
        base.execute("INSERT INTO search (search) VALUES ('rebuild')")
        base.execute("INSERT INTO search (search) VALUES ('optimize')")
        base.execute(_FIND)
        base.execute("COMMIT")
        base.execute("VACUUM")


def _describe(base: sqlite3.Connection, table: Table) -> None:
    named = (f'"{one.name}" {_TYPES.get(one.stored, "TEXT")}{" NOT NULL" * one.required}' for one in table.columns)
    base.execute(f'CREATE TABLE "{table.name}" ({", ".join(named)})')
    base.executemany(
        "INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((table.name, one.name, at, *_meaning(one)) for at, one in enumerate(table.columns)),
    )


def _meaning(column: Column) -> Iterator[object]:
    yield from (column.type, column.required, ITEM_BREAK if column.many else None)
    yield from (words[language] for words in (column.title, column.description) for language in LANGUAGES)


def _fill(base: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    places = ", ".join("?" * len(table.columns))
    searched = [at for at, one in enumerate(table.columns) if one.search]
    # Names of tables and columns are checked to be plain words when they are read.
    insert = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608
    for number, row in enumerate(rows, start=1):
        base.execute(insert, row)
        base.executemany(
            'INSERT INTO words ("table", "row", "column", thing, words) VALUES (?, ?, ?, ?, ?)',
            _words(table, number, row, searched),
        )


def _words(table: Table, number: int, row: Row, searched: Iterable[int]) -> Iterator[tuple[object, ...]]:
    for at in searched:
        if row[at] is not None:
            yield table.name, number, table.columns[at].name, row[0], row[at]
