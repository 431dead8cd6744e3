"""Expected answers, written from reading: tables beside the ontology, and how an answer is held against one.

A table stands in `ontology/questions/<query>[.<case>].expected.csv`. Lines `# parameter: value` come first. Its columns
are some of the query's variables; a cell is compared as follows:

- IRIs lose the project's home, so that `state/bz`, `role/host`, `doc/x` are what one reads; nothing bound is empty;
- `*` takes anything (the text does not settle it, or the value is no one's business here);
- labels, words and quotes need only hold the cell's words, white space and case aside;
- `start` and `end` give the sentence: the passage of the answer has to lie in it.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.query.saved import read

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "ontology" / "questions"
QUERIES = ROOT / "sparql"
HOME = "https://w3id.org/igm/"

Row = Mapping[str, str]

_LOOSE = re.compile(r"(words|quote|label)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One case of one query: parameters, columns, rows."""

    name: str
    query: str
    parameters: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an answer has in common with the table, and what not."""

    matched: int
    missing: tuple[Row, ...]
    unexpected: tuple[Row, ...]

    @property
    def exact(self) -> bool:
        return not self.missing and not self.unexpected

    @property
    def figures(self) -> str:
        """Precision and recall, as shares and as counts."""
        given, wanted = self.matched + len(self.unexpected), self.matched + len(self.missing)
        precision = f"precision {_share(self.matched, given)} ({self.matched} of {given})"
        return f"{precision}, recall {_share(self.matched, wanted)} ({self.matched} of {wanted})"

    def __str__(self) -> str:
        lines = [f"  missing:    {_brief(row)}" for row in self.missing]
        lines += [f"  unexpected: {_brief(row)}" for row in self.unexpected]
        return "\n".join([self.figures, *lines])


def tables() -> Iterator[Table]:
    """Every table, in the order of their names."""
    for path in sorted(TABLES.glob("*.expected.csv")):
        name = path.name.removesuffix(".expected.csv")
        lines = path.read_text(encoding="utf-8").splitlines()
        head = [line[1:].split(":", 1) for line in lines if line.startswith("#")]
        columns, *cells = csv.reader(line for line in lines if not line.startswith("#"))
        rows = tuple(dict(zip(columns, row, strict=True)) for row in cells)
        parameters = {key.strip(): value.strip() for key, value in head}
        yield Table(name, name.split(".")[0], parameters, tuple(columns), rows)


def open_tables() -> dict[str, str]:
    """The tables that the graph does not answer whole yet, each with the reason."""
    return tomllib.loads(Path(__file__).with_name("open.toml").read_text(encoding="utf-8"))["open"]


def answer(graph: Store, table: Table) -> list[dict[str, str]]:
    """The query's answer with the table's parameters, all variables, as the cells of a table."""
    found = graph.query(bound(QUERIES / f"{table.query}.rq", table.parameters))
    names = [variable.value for variable in found.variables]
    return [{name: _cell(row[name]) for name in names} for row in found]


def bound(path: Path, parameters: Mapping[str, str]) -> str:
    """The saved query in a file with these values for its parameters."""
    return read(path).bound(parameters, HOME)


def compare(rows: Sequence[Row], table: Table) -> Comparison:
    """The largest pairing of rows that agree, and what is left on either side."""
    pairs: dict[int, int] = {}
    for wanted in range(len(table.rows)):
        _pair(wanted, rows, table.rows, pairs, set())
    paired = set(pairs.values())
    return Comparison(
        len(pairs),
        tuple(row for index, row in enumerate(table.rows) if index not in paired),
        tuple(_cut(row, table) for index, row in enumerate(rows) if index not in pairs),
    )


def _pair(wanted: int, rows: Sequence[Row], table: Sequence[Row], pairs: dict[int, int], tried: set[int]) -> bool:
    """Give a wanted row an answer of its own, moving others where that helps (Kuhn's augmenting paths)."""
    for given, row in enumerate(rows):
        if given in tried or not _agree(row, table[wanted]):
            continue
        tried.add(given)
        if given not in pairs or _pair(pairs[given], rows, table, pairs, tried):
            pairs[given] = wanted
            return True
    return False


def _agree(given: Row, wanted: Row) -> bool:
    return all(_same(name, given, cell) for name, cell in wanted.items())


def _same(name: str, given: Row, cell: str) -> bool:
    if cell == "*":
        return True
    if name == "start":
        return int(given["start"]) >= int(cell)
    if name == "end":
        return int(given["end"]) <= int(cell)
    if cell and _LOOSE.search(name):
        return _plain(cell) in _plain(given[name])
    return given[name] == cell


def _cell(term: NamedNode | Literal | None) -> str:
    if isinstance(term, NamedNode):
        return re.sub(f"^{re.escape(HOME)}((code|id)/)?", "", term.value)
    return "" if term is None else term.value


def _cut(row: Row, table: Table) -> Row:
    """The row with the table's columns only."""
    return {name: row[name] for name in table.columns}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "1.00"


def _brief(row: Row) -> str:
    return " | ".join(f"{name}={_plain(cell)[:70]}" for name, cell in row.items() if cell)
