"""Several graphs asked as one default graph: a set of triples, as SPARQL has it.

https://www.w3.org/TR/sparql11-query/#unnamedGraph . Oxigraph makes a bag of them: a triple that stands in two of the
graphs is found twice, and counted twice, and so is all of a graph that is named twice. One graph is a set already.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

__all__ = ["asked_as_one"]


def asked_as_one(store: Store, question: dict[str, Any]) -> tuple[Store, dict[str, Any]]:
    """The store and question to evaluate: where several graphs are the default graph, over a copy that merges them.

    The copy is made in memory, under the limits of the question; the last one is kept for the next question.
    """
    if question["default"] is None:
        return store, question
    default, named = (tuple(dict.fromkeys(question[name] or ())) for name in ("default", "named"))
    if len(default) < 2:
        return store, question | {"default": list(default), "named": list(named)}
    return _merged(store, default, named), question | {"default": [""], "named": list(named)}


@lru_cache(maxsize=1)
def _merged(store: Store, default: tuple[str, ...], named: tuple[str, ...]) -> Store:
    copy = Store()
    copy.bulk_extend(_quads(store, default, named))
    return copy


def _quads(store: Store, default: tuple[str, ...], named: tuple[str, ...]) -> Iterator[Quad]:
    for name in default:
        for quad in store.quads_for_pattern(None, None, None, NamedNode(name)):
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    for name in named:
        yield from store.quads_for_pattern(None, None, None, NamedNode(name))
