"""One read-only process that answers queries over one store: questions come in, framed bytes go out.

Oxigraph has no deadline, no cancellation and no limit of memory, and its results may not change thread; a process
can be killed and confined, and keeps its results to itself. Started by kg.query.process, or a copy of kg.query.zygote.
"""

import os
from collections.abc import Callable
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.query.confine import confine, die_with, limit_processor, resident
from kg.query.frames import HEADER, Frame, header, told
from kg.query.merged import asked_as_one
from kg.query.saying import Frames, widen
from kg.query.writing import write

__all__ = ["evaluate", "main", "serve"]

_Results = QuerySolutions | QueryBoolean | QueryTriples


def main(arguments: list[str]) -> None:
    """Serve a store on disk: arguments are its path, bytes of memory, and the parent's process id."""
    path, memory, parent = arguments
    store = Store.read_only(path)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    serve(lambda question: store, int(memory), int(parent), graphs)


def serve(chosen: Callable[[dict[str, Any]], Store], memory: int, parent: int, graphs: list[str]) -> None:
    """Answer each question from the store chosen for it, until they end; the parent is told of these graphs."""
    source, sink = _own_streams()
    die_with(parent)
    sealed = confine(memory)
    out = Frames(sink)
    out.last(Frame.READY, {"graphs": graphs, "sealed": sealed})
    began = resident()
    while question := _next(source):
        _answer(chosen(question), question, out, began)


def _own_streams() -> tuple[BinaryIO, int]:
    """The pipes to the parent; what anything prints by the usual names goes to the error stream instead."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.dup(1)
    widen(sink)
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


def _answer(store: Store, question: dict[str, Any], out: Frames, began: int) -> None:
    limit_processor(question["seconds"])
    try:
        evaluate(store, question, cast("IO[bytes]", out))
    except SyntaxError as error:
        out.last(Frame.FAULT, {"kind": "syntax", "message": str(error)})
    except MemoryError:
        out.last(Frame.FAULT, {"kind": "memory", "message": ""})
    except (ValueError, OSError, RuntimeError, TypeError) as error:
        out.last(Frame.FAULT, {"kind": "evaluation", "message": str(error)})
    else:
        out.last(Frame.END, {"grown": resident() - began})


def evaluate(store: Store, question: dict[str, Any], out: IO[bytes]) -> None:
    """Write the answer to a question, in its format. Raises SyntaxError and whatever else the engine does."""
    store, question = asked_as_one(store, question)
    results = _in_order(_asked(store, question, question["text"]), store, question)
    write(results, out, question["format"], question["prefixes"], question["rows"])


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
