"""Reading the index: what is asked, what is found, how often each way of narrowing it down would find something."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.search.faults import NoIndex, SearchStopped
from kg.search.files import APPLICATION, FACETS, FORMAT, NAME, folded
from kg.search.marks import OPEN, Mark, Marked, marked
from kg.search.words import Unit, expression

__all__ = ["Asked", "FacetValue", "Found", "Hit", "Index", "Mark", "Marked"]

_WEIGHTS = (10.0, 8.0, 3.0, 1.0)
"""Of labels, names, quotes and whole texts."""

_STEPS = 2_000
_OTHERS = 24
_SHOWN_NAMES = 5
_VALUES = 50
_FIX = "run `kg build` again: the release is then made anew, with an index"

_MATCHED = """CREATE TEMP TABLE matched AS SELECT rowid AS id, bm25(words, ?, ?, ?, ?)
    - 1000.0 * (rowid IN (SELECT thing FROM alias WHERE key = ? AND form <> 'name')) AS rank
  FROM words WHERE words MATCH ?"""
_NAMES = """SELECT DISTINCT other.name FROM alias AS one JOIN alias AS other ON other.thing = one.thing
  WHERE one.key = ? AND (one.form <> 'acronym' OR ?)
    AND EXISTS (SELECT 1 FROM alias AS short WHERE short.thing = one.thing AND short.form = 'acronym')
  ORDER BY other.form = 'acronym' DESC, other.form, other.name LIMIT ?"""
_PAGE = """SELECT m.id, m.rank FROM matched AS m WHERE {narrowed} AND (m.rank, m.id) > (?, ?)
  ORDER BY m.rank, m.id LIMIT ?"""
_SHOWN = """SELECT t.iri, t.kind, t.labels, t.languages, highlight(words, 0, char(2), char(3)),
    highlight(words, 1, char(2), char(3)), snippet(words, 2, char(2), char(3), '…', 30),
    snippet(words, 3, char(2), char(3), '…', 30)
  FROM words JOIN thing AS t ON t.id = words.rowid WHERE words MATCH ? AND words.rowid = ?"""
_COUNT = "SELECT COUNT(*) FROM matched AS m WHERE {narrowed}"
# CROSS: from what was matched to its values, whatever the planner thinks of a table that it has no figures of.
_FACET = """SELECT v.code, v.labels, COUNT(*) AS number FROM matched AS m CROSS JOIN facet AS f ON f.thing = m.id
  CROSS JOIN facet_value AS v ON v.id = f.value WHERE v.facet = ? AND {narrowed}
  GROUP BY v.id ORDER BY number DESC, v.code LIMIT ?"""
_WITHIN = "EXISTS (SELECT 1 FROM facet WHERE facet.thing = m.id AND facet.value = ?)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: units that are all to be found, the code of each facet chosen, the place after which to go on."""

    units: tuple[Unit, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    after: tuple[float, int] | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: labels by language with what matched in them, and the best piece of what else is said."""

    iri: str
    kind: str
    labels: tuple[tuple[str, Marked], ...]
    snippet: Marked
    languages: tuple[str, ...]
    """Of the words quoted, where they are quoted."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that results can be narrowed down to, and how many there would be."""

    code: str
    labels: tuple[tuple[str, str], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search comes to; `after` is where the next page begins, None where there is none."""

    number: int
    hits: tuple[Hit, ...]
    after: tuple[float, int] | None
    facets: Mapping[str, tuple[FacetValue, ...]]
    besides: tuple[str, ...]
    """Other names, looked for as well, of what the words typed name."""


class Index:
    """The index of the release in a folder, for reading only; each search opens it anew, so threads share nothing."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def search(self, asked: Asked, seconds: float = 10.0, stopped: Callable[[], bool] = lambda: False) -> Found:
        """What is found, the best first; given up after that time, or once `stopped` says so.

        Raises NoIndex, SearchStopped.
        """
        with self._opened(seconds, stopped) as database:
            return _Search(database, asked).run()

    @contextmanager
    def _opened(self, seconds: float, stopped: Callable[[], bool]) -> Iterator[sqlite3.Connection]:
        until = time.monotonic() + seconds
        try:
            with closing(self._connected()) as database:
                database.set_progress_handler(lambda: time.monotonic() > until or stopped(), _STEPS)
                yield database
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise self._broken(str(error)) from error
            why, fix = f"it was not answered within {seconds:g} seconds", "give more, or longer, words"
            raise SearchStopped("The search was stopped", "", why, fix) from error
        except sqlite3.DatabaseError as error:
            raise self._broken(str(error)) from error

    def _connected(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise NoIndex("The release has no index for searching", str(self.path), "it was made without one", _FIX)
        # Nobody writes to a release: no lock is needed, and no file beside it.
        database = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro&immutable=1", uri=True)
        try:
            form = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if form != [APPLICATION, FORMAT]:
                raise NoIndex("The index for searching has another form", str(self.path), f"form {form[1]}", _FIX)
            database.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            database.close()
            raise
        return database

    def _broken(self, why: str) -> NoIndex:
        return NoIndex("The index for searching is damaged", str(self.path), why, _FIX)


class _Search:
    """One search over one connection."""

    def __init__(self, database: sqlite3.Connection, asked: Asked) -> None:
        self._database = database
        self._asked = asked
        self._match, self._besides = expression(asked.units, self._names)

    def run(self) -> Found:
        self._database.execute(_MATCHED, (*_WEIGHTS, " ".join(self._key()), self._match))
        chosen = {facet: self._value(facet, code) for facet, code in self._asked.chosen.items() if facet in FACETS}
        narrowed, values = _narrowed(chosen)
        ((number,),) = self._all(_COUNT.format(narrowed=narrowed), values)
        after = self._asked.after or (float("-inf"), -1)
        rows = self._all(_PAGE.format(narrowed=narrowed), (*values, *after, self._asked.limit + 1))
        page = rows[: self._asked.limit]
        return Found(
            int(number),
            tuple(hit for id_, _ in page for hit in self._hits(int(id_))),
            (float(page[-1][1]), int(page[-1][0])) if len(rows) > len(page) > 0 else None,
            {facet: self._facet(facet, chosen) for facet in FACETS},
            self._besides,
        )

    def _key(self) -> tuple[str, ...]:
        """What was typed as one name: whatever is called so comes first."""
        return tuple(token for unit in self._asked.units for word in unit.words for token in folded(word))

    def _names(self, key: tuple[str, ...], acronyms: bool) -> Sequence[str]:
        """All the names of whatever has this one."""
        rows = self._all(_NAMES, (" ".join(key), acronyms, _OTHERS))
        return [str(name) for (name,) in rows]

    def _value(self, facet: str, code: str) -> int:
        row = self._one("SELECT id FROM facet_value WHERE facet = ? AND code = ?", (facet, code))
        return int(row[0]) if row else -1

    def _facet(self, facet: str, chosen: Mapping[str, int]) -> tuple[FacetValue, ...]:
        """Its values with their numbers, as if it were not chosen itself."""
        narrowed, values = _narrowed({name: value for name, value in chosen.items() if name != facet})
        rows = self._all(_FACET.format(narrowed=narrowed), (facet, *values, _VALUES))
        return tuple(FacetValue(code, tuple(map(tuple, json.loads(labels))), number) for code, labels, number in rows)

    def _hits(self, id_: int) -> Iterator[Hit]:
        row = self._one(_SHOWN, (self._match, id_))
        if row:
            iri, kind, labels, languages, *columns = map(str, row)
            lines = [marked(one) for one in columns[0].split("\n")]
            told = [str(language) for language, _ in json.loads(labels)]
            # A thing without a label has an empty line, and no language for it.
            yield Hit(iri, kind, tuple(zip(told, lines, strict=False)), _best(columns[1:]), tuple(languages.split()))

    def _one(self, query: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._database.execute(query, tuple(values)).fetchone()
        return row

    def _all(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._database.execute(query, tuple(values)).fetchall()


def _narrowed(chosen: Mapping[str, int]) -> tuple[str, list[int]]:
    """The condition that what is matched has all these values, and the values to bind."""
    return " AND ".join([_WITHIN] * len(chosen)) or "TRUE", list(chosen.values())


def _best(columns: Sequence[str]) -> Marked:
    """The first of names, quotes and texts in which something was found; else a quote, else the beginning of a text."""
    names, *spoken = columns
    lines = [line for line in names.split("\n") if OPEN in line][:_SHOWN_NAMES]
    found = next((one for one in [" · ".join(lines), *spoken] if OPEN in one), "")
    return marked(found or next(filter(None, spoken), ""))
