"""A release into a store that someone else runs: its graphs, one by one, and a default graph that is its own.

The release is told to be there only while all of it is: the graph that tells of the dataset comes first without its
version, which is added at the very end. What breaks off in between is begun anew, and ends the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from kg.errors import MisusedCommand, StoreRefused, did_you_mean
from kg.export.graph_store import GraphStore
from kg.export.lines import triple_lines
from kg.graph.serialize import ntriples, read_nquads
from kg.query.engine import EngineSettings
from kg.query.faults import DeadlinePassed
from kg.query.interface import RemoteStore
from kg.query.remote import DATASET, DEFAULT, Ask, asked, consult, is_true, own_graphs_in, stores
from kg.store.release import Release, Slice
from kg.terms import BlankNode, Literal, NamedNode, Quad
from kg.vocabulary import DCAT, HOME, OWL, VOID, reference_graph

__all__ = ["DEFAULT_GRAPHS", "Loading", "Plan", "load_into", "plan", "queries_of"]

DEFAULT_GRAPHS = ("auto", "own", "replace", "named", "none")
"""What becomes of the triples that the default graph of a release holds, the asserted ones:

`own` puts them into the store's default graph, unless that holds triples of others; `replace` does so even then;
`named` puts them into a graph of their own, for stores whose default graph is the union of all graphs, and the
endpoint asks that graph; `none` leaves them out; `auto` sees what kind of store it is and takes `own` or `named`.
"""

_SECONDS = 60.0
_VERSION = frozenset({DCAT["version"], OWL["versionInfo"]})
_PROBE = reference_graph("probe").value
_PROBED = "a probe"
_GENID = ".well-known/genid/"
_LABEL = re.compile(r"[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done to a store, as far as it can be told before it is done."""

    release: Release
    graphs: RemoteStore
    queries: RemoteStore
    default: str
    slices: tuple[Slice, ...]
    stale: tuple[str, ...]
    """Graphs of an earlier release that this one does not have."""
    foreign: bool
    """Whether the store's default graph is kept as it is because it holds triples of others."""

    @property
    def triples(self) -> int:
        """Triples in the named graphs."""
        return sum(one.triples for one in self.slices)

    @property
    def asserted(self) -> tuple[Slice, ...]:
        """The graphs whose triples stand in the default graph of the release."""
        return tuple(one for one in self.slices if one.kind != "provenance")

    @property
    def size(self) -> int:
        """Bytes of the named graphs as N-Quads."""
        return sum(one.size for one in self.slices)


@dataclass(frozen=True, slots=True)
class Loading:
    """What was done: the kind of default graph it came to, and how many requests it took."""

    default: str
    triples: int
    requests: int


def queries_of(address: str, given: str) -> tuple[str, str]:
    """Where a store takes graphs, and where it takes queries, from either address and what is `given` for queries.

    Raises MisusedCommand where the one cannot be told from the other.
    """
    if given:
        return address, given
    parts = urlsplit(address)
    for kind in stores().values():
        for ending, other in ((kind["graphs"], kind["queries"]), (kind["queries"], kind["graphs"])):
            if parts.path.endswith(ending):
                moved = urlunsplit(parts._replace(path=parts.path.removesuffix(ending) + other))
                return (address, moved) if ending == kind["graphs"] else (moved, address)
    fix = "give the address for queries too: --store https://…/sparql"
    raise MisusedCommand("It cannot be told where the store takes queries", address, "", fix)


def plan(release: Release, graphs: RemoteStore, queries: RemoteStore, default: str = "auto") -> Plan:
    """What loading a release into a store comes to; the store is only read.

    Raises MisusedCommand for a choice that does not exist, StoreRefused for a default graph that belongs to others,
    QueryFault where the store gives no answer.
    """
    if default not in DEFAULT_GRAPHS:
        raise MisusedCommand(
            "There is no such choice of default graph", default, "", did_you_mean(default, DEFAULT_GRAPHS)
        )
    slices = tuple(release.graphs)
    present = consult(queries, _settings(), own_graphs_in)
    keep = {one.graph for one in slices} | ({DEFAULT} if default == "named" else set())
    spaces = (f"{release.base}graph/", f"{HOME}graph/")
    # What the store tells of is believed only where the graphs of such datasets are: others' are never touched.
    stale = tuple(sorted(one for one in present - keep if one.startswith(spaces)))
    foreign = default in ("auto", "own") and consult(queries, _settings(), lambda ask: _foreign(ask, release))
    return Plan(release, graphs, queries, default, slices, stale, foreign)


def load_into(made: Plan, progress: Callable[[int, str], None] = lambda done, graph: None) -> Loading:
    """Carry out a plan; `progress` hears how many triples are there, and the graph that is being put there.

    Raises StoreRefused and QueryFault, and can be run again after either.
    """
    with GraphStore(made.graphs) as store:
        default = _default_of(made, store)
        _put(store, DATASET, _announced(made, default))
        done = 0
        for graph, lines in _graphs(made, default):
            progress(done, graph)
            for sent in store.replace(graph, lines):
                done += sent
                progress(done, graph)
        for graph in made.stale:
            if graph != DEFAULT or default != "named":
                store.drop(graph)
        _put(store, DATASET, _lines_of(made, [one for one in made.slices if one.graph == DATASET]))
        return Loading(default, done, store.requests)


def _put(store: GraphStore, graph: str, lines: Iterable[bytes]) -> None:
    for _ in store.replace(graph, lines):
        pass


def _graphs(made: Plan, default: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The graphs to be put there and their lines, the graph that tells of the dataset not among them."""
    if default in ("own", "replace"):
        yield "", _lines_of(made, made.asserted)
    if default == "named":
        yield DEFAULT, _lines_of(made, made.asserted)
    for one in made.slices:
        if one.graph != DATASET:
            yield one.graph, _lines_of(made, [one])


def _lines_of(made: Plan, slices: Sequence[Slice]) -> Iterator[bytes]:
    return (_named(line, made.release.base) for line in triple_lines(made.release.dump, slices))


def _named(line: bytes, base: str) -> bytes:
    """A line without blank nodes, which would come apart where a graph comes in several batches.

    https://www.w3.org/TR/rdf11-concepts/#section-skolemization
    """
    if b"_:" not in line:
        return line
    return ntriples(_skolemized(quad, base) for quad in read_nquads(line))


def _skolemized(quad: Quad, base: str) -> Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = _iri(subject.value, base)
    if isinstance(value, BlankNode):
        value = _iri(value.value, base)
    return Quad(subject, quad.predicate, value)


def _iri(label: str, base: str) -> NamedNode:
    return NamedNode(f"{base}{_GENID}{_LABEL.sub('-', label)}")


def _announced(made: Plan, default: str) -> Iterator[bytes]:
    """What tells of the dataset while it is on its way: no version yet, and all graphs that may be there."""
    for line in _lines_of(made, [one for one in made.slices if one.graph == DATASET]):
        if next(read_nquads(line)).predicate not in _VERSION:
            yield line
    node = _dataset(made.release)
    told = [Quad(node, VOID["subset"], NamedNode(one)) for one in made.stale]
    yield ntriples([*told, Quad(node, OWL["versionInfo"], Literal(_mark(default)))])


def _default_of(made: Plan, store: GraphStore) -> str:
    """What becomes of the default graph; to see what kind it is a triple is put into a graph of ours for a moment."""
    if made.default not in ("auto", "own"):
        return made.default
    node = _dataset(made.release)
    _put(store, _PROBE, [ntriples([Quad(node, OWL["versionInfo"], Literal(_PROBED))])])
    try:
        mixed = consult(made.queries, _settings(), lambda ask: is_true(ask, "mixed", dataset=node.value, mark=_PROBED))
    finally:
        store.drop(_PROBE)
    if made.default == "own" and mixed:
        raise StoreRefused(
            "The store has no default graph of its own",
            made.queries.url,
            "what is in a named graph is seen in its default graph too",
            "take --default-graph named",
        )
    if not mixed and made.foreign:
        raise StoreRefused(
            "The store's default graph holds triples of others",
            made.queries.url,
            "they would be lost, or taken for ours",
            "take --default-graph named, or --default-graph replace to replace it all the same",
        )
    return "named" if mixed else "own"


async def _foreign(ask: Ask, release: Release) -> bool:
    """Whether the default graph holds what no named graph does; after a load of ours that broke off it may."""
    if await is_true(ask, "marked", dataset=_dataset(release).value, graph=DATASET, mark=_mark("own")):
        return False
    try:
        return bool((await asked(ask, "foreign", 1)).boolean)
    except DeadlinePassed:
        return True


def _mark(default: str) -> str:
    """What stands in the place of the version while a release is on its way, its default graph being of this kind."""
    return f"on its way; default graph: {'own' if default == 'replace' else default}"


def _dataset(release: Release) -> NamedNode:
    return NamedNode(f"{release.base}id/dataset/plenary")


def _settings() -> EngineSettings:
    return EngineSettings(workers=1, deadline=_SECONDS)
