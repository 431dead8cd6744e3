"""What came of every text of a build, on disk: a thousand texts take no more memory than one."""

import json
import sqlite3
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from kg.pipeline.shards import Outcome
from kg.store.parts import Part, part_as_json, part_from_json

__all__ = ["Again", "Ledger", "Outcomes"]

_MADE = (
    # Until it is whole nobody has it, and a build that dies begins another.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    """CREATE TABLE texts (position INTEGER PRIMARY KEY, status TEXT, name TEXT, slug TEXT, reused INTEGER, told TEXT,
                            words TEXT, folder TEXT, parts TEXT)""",
    "CREATE TABLE graphs (graph TEXT PRIMARY KEY, folder TEXT, told TEXT) WITHOUT ROWID",
    "CREATE TABLE build (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "BEGIN",
)
_SETTLED = (
    "CREATE INDEX slugs ON texts (slug, position)",
    "CREATE INDEX folders ON texts (folder)",
    """CREATE TEMP TABLE clashes AS
       SELECT later.position, later.name, later.slug, later.told, first.name AS first, first.told AS first_told
       FROM (SELECT slug, MIN(position) AS position FROM texts WHERE slug IS NOT NULL GROUP BY slug
             HAVING COUNT(*) > 1) AS one
       JOIN texts AS first ON first.position = one.position
       JOIN texts AS later ON later.slug = one.slug AND later.position > one.position""",
)
_REFUSE = "UPDATE texts SET status = ?, slug = NULL, told = ?, words = NULL, folder = NULL WHERE position = ?"
_SHOWN = "SELECT status, name, slug, reused, told, words FROM texts WHERE (status = ?1 OR ?1 IS NULL)"

Item_co = TypeVar("Item_co", covariant=True)


class Again(Generic[Item_co]):
    """What can be gone through any number of times, and is made anew each time."""

    def __init__(self, make: Callable[[], Iterator[Item_co]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Item_co]:
        return self._make()


class Ledger:
    """The outcomes of one build, in the order of its texts; `path` is a file that is there, or is to be made."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        """Open the file, or begin a fresh one; raises sqlite3.Error for a file that is no ledger."""
        self.path = path
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        # A file that is there is only read; whoever replaces it leaves it as it was to those who have it open.
        where = f"{path.absolute().as_uri()}{'' if fresh else '?mode=ro&immutable=1'}"
        self._file = sqlite3.connect(where, uri=True, check_same_thread=False, isolation_level=None)
        self._closed = weakref.finalize(self, self._file.close)
        for statement in _MADE if fresh else ():
            self._file.execute(statement)

    def put(self, position: int, outcome: Outcome) -> None:
        """Write down what came of the text at this place."""
        folder = next((part.path.parent for part in outcome.parts), outcome.facts and outcome.facts.parent)
        self._file.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                outcome.status,
                outcome.name,
                outcome.slug,
                outcome.reused,
                json.dumps(outcome.told),
                json.dumps(outcome.words) if outcome.status == "quarantined" else None,
                folder and str(folder),
                json.dumps([part_as_json(part) for part in outcome.parts]),
            ),
        )

    def settle(self, clash: Callable[[str, str, str, bool], Outcome]) -> None:
        """Each name once: of a later text of the same name stays what `clash` makes of it. Nothing is put after that.

        `clash` gets the later text's name, what both are called, the first one's name, and whether they are the same.
        """
        for statement in _SETTLED:
            self._file.execute(statement)
        for position, name, slug, told, first, first_told in self._file.execute("SELECT * FROM clashes"):
            same: bool = json.loads(told)["sha256"] == json.loads(first_told)["sha256"]
            outcome = clash(name, slug, first, same)
            self._file.execute(_REFUSE, (outcome.status, json.dumps(outcome.told), position))
        published = self._file.execute("SELECT folder, parts FROM texts WHERE status = 'published'")
        rows = ((part["graph"], folder, json.dumps(part)) for folder, told in published for part in json.loads(told))
        self._file.executemany("INSERT INTO graphs VALUES (?, ?, ?)", rows)

    def finish(self, **notes: str) -> None:
        """Write down what the build itself came to, and let the file be read by others."""
        self._file.executemany("INSERT INTO build VALUES (?, ?)", notes.items())
        self._file.execute("COMMIT")

    def note(self, name: str) -> str | None:
        """What `finish` was told under this name."""
        row = self._file.execute("SELECT value FROM build WHERE name = ?", (name,)).fetchone()
        return row and str(row[0])

    def parts(self) -> Iterator[Part]:
        """The graphs to publish, in the order of their names."""
        for folder, told in self._file.execute("SELECT folder, told FROM graphs ORDER BY graph"):
            yield part_from_json(Path(folder), json.loads(told))

    def documents(self) -> Iterator[Mapping[str, Any]]:
        """What is told of each text that is published."""
        for (told,) in self._file.execute("SELECT told FROM texts WHERE status = 'published' ORDER BY position"):
            yield json.loads(told)

    def judged(self, slug: str | None = None) -> Iterator[tuple[str, str, Path]]:
        """Name, status and folder of each text that has a graph, by name; of one alone where it is given."""
        one = "" if slug is None else "AND slug = ?"
        query = f"SELECT slug, status, folder FROM texts WHERE slug IS NOT NULL {one} ORDER BY slug"  # noqa: S608
        for name, status, folder in self._file.execute(query, () if slug is None else (slug,)):
            yield name, status, Path(folder)

    def uses(self, folder: Path) -> bool:
        """Whether a text's outcome lies in this folder."""
        return self._file.execute("SELECT 1 FROM texts WHERE folder = ?", (str(folder),)).fetchone() is not None

    def outcomes(self, again: bool = False) -> "Outcomes":
        """All outcomes in the order of the texts; `again` where none of them is news."""
        return Outcomes(self._file, self, again)


class Outcomes(Sequence[Outcome]):
    """Outcomes, read from the ledger as they are asked for; without graphs and reports, which lie in the release."""

    def __init__(self, file: sqlite3.Connection, ledger: Ledger, again: bool, status: str | None = None) -> None:
        # The ledger closes its file when nobody holds it any more.
        self._file, self._ledger, self._again, self._status = file, ledger, again, status

    def of(self, status: str) -> "Outcomes":
        """Those of one status."""
        return Outcomes(self._file, self._ledger, self._again, status)

    def __len__(self) -> int:
        count = "SELECT COUNT(*) FROM texts WHERE status = ?1 OR ?1 IS NULL"
        return int(self._file.execute(count, (self._status,)).fetchone()[0])

    def __iter__(self) -> Iterator[Outcome]:
        return map(self._outcome, self._file.execute(f"{_SHOWN} ORDER BY position", (self._status,)))

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Outcome]: ...
    def __getitem__(self, index: int | slice) -> Outcome | Sequence[Outcome]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        place = index if index >= 0 else len(self) + index
        one = f"{_SHOWN} ORDER BY position LIMIT 1 OFFSET ?2"
        row = self._file.execute(one, (self._status, place)).fetchone() if place >= 0 else None
        if row is None:
            raise IndexError(index)
        return self._outcome(row)

    def _outcome(self, row: Sequence[Any]) -> Outcome:
        status, name, slug, reused, told, words = row
        report = None if words is None else json.loads(words)
        return Outcome(status, name, json.loads(told), slug, self._again or bool(reused), words=report)
