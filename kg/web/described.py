"""What the graph says of one thing, asked of the engine: bounded, a page at a time, each page whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.query.saved import SavedQuery, read
from kg.query.table import Cell, Table
from kg.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from kg.web.endpoint import Endpoint

__all__ = ["Described", "Incoming", "Names", "Source", "asking", "key", "moved", "term"]

_FOLDER = Path(__file__).with_name("descriptions")
_INCOMING = 50
_ROWS = 20_000
Names = Mapping[str, tuple[Literal, ...]]


@dataclass(frozen=True, slots=True)
class Described:
    """A page of what is said of `iri`; `after` is the key at which the next one begins, empty on the last."""

    iri: str
    quads: tuple[Quad, ...]
    after: str = ""

    def of(self, subject: str) -> Iterator[Quad]:
        """What is said of one subject."""
        return (quad for quad in self.quads if quad.subject == NamedNode(subject))

    def by_subject(self) -> dict[str, list[Quad]]:
        """What is said of each subject, by its IRI, or by `_:` and its label."""
        found: dict[str, list[Quad]] = {}
        for quad in self.quads:
            found.setdefault(key(quad.subject), []).append(quad)
        return found


@dataclass(frozen=True, slots=True)
class Incoming:
    """A page of what speaks of a thing: subject, property, and the names of each; `after` as above."""

    rows: tuple[tuple[str, str, tuple[Literal, ...], tuple[Literal, ...]], ...]
    after: str = ""


class Source:
    """Questions about things, put to the release that is served. Each raises QueryFault."""

    def __init__(self, endpoint: Endpoint, rows: int) -> None:
        self._endpoint = endpoint
        self._rows = rows

    @property
    def release(self) -> str:
        """The release that is asked."""
        return self._endpoint.engine.release

    async def known(self, iris: Iterable[str]) -> str | None:
        """The first of the IRIs of which anything is said."""
        for iri in iris:
            if (await self._ask("known", 1, this=iri)).rows:
                return iri
        return None

    async def asserted(self, iri: str, after: str = "") -> Described:
        """What is said of it in the default graph."""
        return _described(iri, await self._ask("asserted", self._rows, this=iri, beyond=after))

    async def found(self, iri: str, after: str = "") -> Described:
        """What is said of it in each named graph, and how that was found."""
        return _described(iri, await self._ask("found", self._rows, this=iri, beyond=after))

    async def schema(self, iri: str) -> Described:
        """What of it can be said in the words of schema.org."""
        table = await self._ask("schema", self._rows, this=iri)
        return Described(iri, tuple(sorted(_quads(table), key=str)))

    async def names(self, iri: str) -> Names:
        """The names of the thing and of all that it speaks of."""
        table = await self._ask("labels", _ROWS, this=iri)
        return _grouped((row[0], row[1]) for row in table.rows)

    async def incoming(self, iri: str, after: str = "") -> Incoming:
        """What speaks of it."""
        return _incoming(await self._ask("incoming", _ROWS, this=iri, beyond=after))

    async def speaking(self, iri: str, after: str = "") -> Described:
        """What speaks of it, as triples."""
        incoming = await self.incoming(iri, after)
        told = (Quad(NamedNode(s), NamedNode(p), NamedNode(iri), DefaultGraph()) for s, p, _, _ in incoming.rows)
        return Described(iri, tuple(told), incoming.after)

    async def table(self, name: str, values: Mapping[str, str], most: int = _ROWS) -> Table:
        """The answer to one of the questions as it is, `most` rows of it."""
        return await self._ask(name, most, **values)

    async def _ask(self, name: str, rows: int, **values: str) -> Table:
        return await self._endpoint.asked(asking(name, **values), rows)


def asking(name: str, **values: str) -> str:
    """One of our questions with its values bound; empty ones stay free. Raises QueryFault."""
    return _question(name).bound(values, "")


@cache
def _question(name: str) -> SavedQuery:
    return read(_FOLDER / f"{name}.rq")


def key(of: object) -> str:
    """What tells one term from another: an IRI, or `_:` and a label."""
    return of.value if isinstance(of, NamedNode) else str(of)


def moved(quad: Quad, graph: NamedNode | None = None) -> Quad:
    """The same triple in a graph, the default graph where none is given."""
    return Quad(quad.subject, quad.predicate, quad.object, graph or DefaultGraph())


def term(cell: Cell) -> NamedNode | Literal | BlankNode:
    """A cell of an answer as a term."""
    if cell.kind == "uri":
        return NamedNode(cell.value)
    if cell.kind == "bnode":
        return BlankNode(cell.value)
    if cell.language:
        return Literal(cell.value, language=cell.language)
    return Literal(cell.value, datatype=NamedNode(cell.datatype)) if cell.datatype else Literal(cell.value)


def _described(iri: str, table: Table) -> Described:
    last = table.rows[-1][-1] if table.more and table.rows else None
    return Described(iri, tuple(_quads(table)), last.value if last else "")


def _quads(table: Table) -> Iterator[Quad]:
    """The rows as quads: subject, predicate, object, and a graph where there is one."""
    graphs = "g" in table.variables
    for row in table.rows:
        cells = [one for one in row[: 4 if graphs else 3] if one is not None]
        subject, predicate, value, *graph = (term(one) for one in cells)
        yield Quad(subject, predicate, value, graph[0] if graph else DefaultGraph())  # type: ignore[arg-type]


def _grouped(pairs: Iterable[tuple[Cell | None, Cell | None]]) -> dict[str, tuple[Literal, ...]]:
    names: dict[str, dict[Literal, None]] = {}
    for of, name in pairs:
        if of is not None and name is not None and name.kind == "literal":
            names.setdefault(of.value, {})[term(name)] = None  # type: ignore[index]
    return {of: tuple(said) for of, said in names.items()}


def _incoming(table: Table) -> Incoming:
    names: dict[tuple[str, str, str], tuple[dict[Cell, None], dict[Cell, None]]] = {}
    for subject, predicate, key, label, called in table.rows:
        if subject is not None and predicate is not None and key is not None:
            held = names.setdefault((subject.value, predicate.value, key.value), ({}, {}))
            for into, cell in zip(held, (label, called), strict=True):
                into.update({cell: None} if cell is not None else {})
    kept = list(names.items())[:_INCOMING]
    rows = tuple((s, p, _literals(labels), _literals(called)) for (s, p, _), (labels, called) in kept)
    return Incoming(rows, kept[-1][0][2] if len(names) > _INCOMING else "")


def _literals(cells: Iterable[Cell]) -> tuple[Literal, ...]:
    return tuple(one for one in map(term, cells) if isinstance(one, Literal))
