"""One read-only process that answers queries over one store: questions come in, framed bytes go out.

Oxigraph has no deadline, no cancellation and no limit of memory, and its results may not change thread; a process
can be killed and confined, and keeps its results to itself. Started by kg.query.process.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from io import BufferedWriter, RawIOBase
from itertools import chain, islice
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.query.confine import confine, die_with, limit_processor, resident
from kg.query.frames import HEADER, Frame, header, packed, told
from kg.query.merged import asked_as_one

__all__ = ["evaluate", "main"]

_CHUNK = 1 << 16
_SAMPLE = 1_000
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_Results = QuerySolutions | QueryBoolean | QueryTriples


def main(arguments: list[str]) -> None:
    """Serve one store until the questions end: arguments are its path, bytes of memory, and the parent's process id."""
    path, memory, parent = arguments
    source, sink = _own_streams()
    die_with(int(parent))
    store = Store.read_only(path)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    sealed = confine(int(memory))
    _send(sink, Frame.READY, {"graphs": graphs, "sealed": sealed})
    while question := _next(source):
        _answer(store, question, sink)


def _own_streams() -> tuple[BinaryIO, int]:
    """The pipes to the parent; what anything prints by the usual names goes to the error stream instead."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, sink


def _next(source: BinaryIO) -> dict[str, Any] | None:
    start = source.read(HEADER)
    if len(start) < HEADER:
        return None
    return told(source.read(header(start)[1]))


def _answer(store: Store, question: dict[str, Any], sink: int) -> None:
    limit_processor(question["seconds"])
    try:
        with BufferedWriter(_Frames(sink), _CHUNK) as out:
            evaluate(store, question, cast("IO[bytes]", out))
    except SyntaxError as error:
        _send(sink, Frame.FAULT, {"kind": "syntax", "message": str(error)})
    except MemoryError:
        _send(sink, Frame.FAULT, {"kind": "memory", "message": ""})
    except (ValueError, OSError, RuntimeError, TypeError) as error:
        _send(sink, Frame.FAULT, {"kind": "evaluation", "message": str(error)})
    else:
        _send(sink, Frame.END, {"resident": resident()})


def evaluate(store: Store, question: dict[str, Any], out: IO[bytes]) -> None:
    """Write the answer to a question, in its format. Raises SyntaxError and whatever else the engine does."""
    store, question = asked_as_one(store, question)
    results = _in_order(_asked(store, question, question["text"]), store, question)
    if question["format"] == "table":
        out.write(_table(results, question["rows"]))
    elif isinstance(results, QueryTriples):
        chosen = _GRAPHS[question["format"]]
        triples = _unique(results)
        first = list(islice(triples, _SAMPLE))
        prefixes = _used(question["prefixes"], first)
        serialize(chain(first, triples), out, chosen, prefixes=prefixes)
    else:
        results.serialize(out, _RESULTS[question["format"]])


def _asked(store: Store, question: dict[str, Any], text: str) -> _Results:
    return store.query(
        text,
        base_iri=question["base"] or None,
        default_graph=_nodes(question["default"]),
        named_graphs=_nodes(question["named"]),
    )


def _in_order(results: _Results, store: Store, question: dict[str, Any]) -> _Results:
    """The answer to `SELECT *` with its columns as they come in the query, not in the engine's order."""
    star = question["star"]
    if star is None or not isinstance(results, QuerySolutions):
        return results
    names = [variable.value for variable in results.variables]
    ordered = sorted(names, key=question["variables"].index)
    if ordered == names:
        return results
    text = question["text"]
    columns = " ".join(f"?{name}" for name in ordered)
    return _asked(store, question, f"{text[:star]} {columns} {text[star + 1 :]}")


def _nodes(iris: list[str] | None) -> list[Any] | None:
    """Graphs by their names; the empty name is the store's own default graph."""
    return None if iris is None else [NamedNode(iri) if iri else DefaultGraph() for iri in iris]


def _unique(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Each triple once: a graph is a set, and CONSTRUCT repeats what several solutions make."""
    seen: set[Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _used(prefixes: dict[str, str], triples: list[Triple]) -> dict[str, str]:
    """The prefixes that a small graph needs; all of them for a large one."""
    if len(triples) == _SAMPLE:
        return prefixes
    named = {str(term) for triple in triples for term in triple}
    return {name: iri for name, iri in sorted(prefixes.items()) if any(iri in one for one in named)}


def _table(results: _Results, rows: int) -> bytes:
    """Variables, at most `rows` rows of terms, and whether there are more."""
    if isinstance(results, QueryBoolean):
        return json.dumps({"boolean": bool(results)}).encode()
    if isinstance(results, QueryTriples):
        names = ["subject", "predicate", "object"]
        cells: Iterator[list[Any]] = ([one.subject, one.predicate, one.object] for one in _unique(results))
    else:
        names = [variable.value for variable in results.variables]
        cells = ([solution[name] for name in names] for solution in results)
    found = [[_cell(term) for term in row] for row in islice(cells, rows + 1)]
    return json.dumps({"variables": names, "rows": found[:rows], "more": len(found) > rows}).encode()


def _cell(term: object) -> dict[str, str] | None:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        extra = {"language": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value} | extra
    return None if term is None else {"type": "triple", "value": str(term)}


class _Frames(RawIOBase):
    """A binary file; each write to it leaves as a frame."""

    def __init__(self, sink: int) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: Any) -> int:
        """Send the bytes."""
        _send(self._sink, Frame.DATA, bytes(data))
        return len(data)


def _send(sink: int, frame: Frame, content: bytes | dict[str, Any]) -> None:
    left = memoryview(packed(frame, content))
    while left:
        left = left[os.write(sink, left) :]


if __name__ == "__main__":
    main(sys.argv[1:])
