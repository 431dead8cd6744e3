"""The W3C's manifests read as cases, and answers compared as the W3C means them."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

FOLDER = Path(__file__).parents[3] / "shared" / "w3c" / "sparql"
HOME = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MANIFESTS = (
    "sparql10/manifest-evaluation.ttl",
    "sparql10/manifest-syntax.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/csv-tsv-res/manifest.ttl",
    "sparql11/json-res/manifest.ttl",
)
# A solution: variable and term; a result: the answer to ASK, a graph, or solutions in their order.
Solution = frozenset[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None
    lax: bool = False


def iri(path: Path) -> str:
    return HOME + path.relative_to(FOLDER).as_posix()


def file(term: Any) -> Path:
    return FOLDER / term.value.removeprefix(HOME)


def cases() -> Iterator[Case]:
    for manifest in MANIFESTS:
        yield from _read(FOLDER / manifest)


def _read(manifest: Path) -> Iterator[Case]:
    store = _loaded(manifest)
    (root,) = [quad.subject for quad in store.quads_for_pattern(None, _node(RDF, "type"), _node(MF, "Manifest"))]
    for included in _list(store, _one(store, root, MF, "include")):
        yield from _read(file(included))
    for entry in _list(store, _one(store, root, MF, "entries")):
        yield _case(store, entry, manifest)


def _case(store: ox.Store, entry: Any, manifest: Path) -> Case:
    action = _one(store, entry, MF, "action")
    kind = _one(store, entry, RDF, "type").value.removeprefix(MF)
    name = f"{manifest.parent.parent.name}/{manifest.parent.name}/{entry.value.rsplit('#', 1)[1]}"
    query = _one(store, action, QT, "query")
    if query is None:
        return Case(name, kind, file(action))
    result = _one(store, entry, MF, "result")
    lax = _one(store, entry, MF, "resultCardinality")
    data, graphs = (tuple(file(one) for one in _all(store, action, QT, word)) for word in ("data", "graphData"))
    return Case(name, kind, file(query), data, graphs, result and file(result), lax is not None)


def _loaded(path: Path, graph: ox.NamedNode | None = None, store: ox.Store | None = None) -> ox.Store:
    store = ox.Store() if store is None else store
    form = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}[path.suffix]
    store.load(path.read_bytes(), format=form, base_iri=iri(path), to_graph=graph)
    return store


def _node(space: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(space + name)


def _all(store: ox.Store, subject: Any, space: str, name: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(subject, _node(space, name), None)]


def _one(store: ox.Store, subject: Any, space: str, name: str) -> Any:
    found = _all(store, subject, space, name)
    return found[0] if found else None


def _list(store: ox.Store, head: Any) -> Iterator[Any]:
    while head is not None and head.value != f"{RDF}nil":
        yield _one(store, head, RDF, "first")
        head = _one(store, head, RDF, "rest")


def dataset(case: Case, text_graphs: tuple[str, ...]) -> ox.Store:
    """The data of a case; graphs that the query names by FROM are there under their own IRIs."""
    store = ox.Store()
    for path in case.data:
        _loaded(path, None, store)
    known = {iri(path): path for path in case.graphs}
    known |= {name: FOLDER / name.removeprefix(HOME) for name in text_graphs if name.startswith(HOME)}
    for name, path in known.items():
        _loaded(path, ox.NamedNode(name), store)
    return store


def expected(path: Path) -> Any:
    """The result in a file: a truth value, a set of triples, or solutions, in order where the order counts."""
    formats = {
        ".srx": ox.QueryResultsFormat.XML,
        ".srj": ox.QueryResultsFormat.JSON,
        ".tsv": ox.QueryResultsFormat.TSV,
    }
    if path.suffix in formats:
        return parsed(path.read_bytes(), formats[path.suffix])
    store = _loaded(path)
    sets = [quad.subject for quad in store.quads_for_pattern(None, _node(RDF, "type"), _node(RS, "ResultSet"))]
    return _result_set(store, sets[0]) if sets else {quad.triple for quad in store}


def parsed(raw: bytes, form: ox.QueryResultsFormat) -> Any:
    """A result that was serialized."""
    found = ox.parse_query_results(io.BytesIO(raw), format=form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    return [_solution({name: row[name] for name in names}) for row in found]  # type: ignore[union-attr]


def triples(raw: bytes) -> set[Any]:
    return {quad.triple for quad in ox.parse(raw, format=ox.RdfFormat.N_TRIPLES)}


def _result_set(store: ox.Store, node: Any) -> Any:
    truth = _one(store, node, RS, "boolean")
    if truth is not None:
        return truth.value == "true"
    found = _all(store, node, RS, "solution")
    if all(_one(store, one, RS, "index") for one in found):
        found.sort(key=lambda one: int(_one(store, one, RS, "index").value))
        return tuple(_bindings(store, one) for one in found)
    return [_bindings(store, one) for one in found]


def _bindings(store: ox.Store, solution: Any) -> Solution:
    found = _all(store, solution, RS, "binding")
    return _solution({_one(store, one, RS, "variable").value: _one(store, one, RS, "value") for one in found})


def _solution(terms: dict[str, Any]) -> Solution:
    return frozenset((name, _valued(term)) for name, term in terms.items() if term is not None)


def _valued(term: Any) -> Any:
    """A number or date as the engine writes its value: it keeps values, not the way they were written (2.50, 2.5E0)."""
    if not isinstance(term, ox.Literal):
        return term
    kept = ox.Store()
    kept.add(ox.Quad(ox.BlankNode(), _node(RS, "value"), term))
    return next(iter(kept)).object


def same(got: Any, wanted: Any, lax: bool = False) -> bool:
    """Whether two results are the same up to the names of blank nodes, and, where order counts, in one order."""
    if isinstance(wanted, bool):
        return got is wanted
    if isinstance(wanted, set):
        return _canonical(got) == _canonical(wanted)
    if lax:
        return set(_blanked(got)) == set(_blanked(wanted)) and len(got) <= len(wanted)
    if isinstance(wanted, tuple):
        return _blanked(got) == _blanked(list(wanted)) and _matched(got, list(wanted))
    return Counter(_blanked(got)) == Counter(_blanked(wanted)) and _matched(got, wanted)


def _canonical(graph: set[Any]) -> set[Any]:
    held = ox.Dataset(ox.Quad(*one, ox.DefaultGraph()) for one in graph)
    held.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(held)


def _blanked(rows: list[Solution]) -> list[Solution]:
    return [frozenset((name, "_" if isinstance(term, ox.BlankNode) else term) for name, term in row) for row in rows]


def _matched(got: list[Solution], wanted: list[Solution]) -> bool:
    """Whether blank nodes can be paired so that the rows are the same."""
    graphs = ({*_as_graph(rows)} for rows in (got, wanted))
    return not any(isinstance(term, ox.BlankNode) for row in wanted for _, term in row) or _equal(*graphs)


def _as_graph(rows: list[Solution]) -> Iterator[ox.Triple]:
    for at, row in enumerate(sorted(set(rows), key=str)):
        node = ox.BlankNode(f"row{at}")
        yield ox.Triple(node, _node(RDF, "type"), _node(RS, "solution"))
        for name, term in row:
            yield ox.Triple(node, ox.NamedNode(f"urn:variable:{name}"), term)


def _equal(one: set[Any], other: set[Any]) -> bool:
    return _canonical(one) == _canonical(other)
