"""Triples where the engine finds them fast: it asks some twenty thousand times about one document."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import rdflib
from rdflib import Graph, Literal, URIRef
from rdflib.store import Store

__all__ = ["facts_of", "graph_of_its_own"]

_IRI = r"""<([^\x00-\x20<>"{}|^`\\]*)>"""
# One line of N-Triples as kg.graph.serialize writes it; what is written otherwise is left to rdflib's own parser.
_LINE = re.compile(
    rf"""{_IRI} {_IRI} (?:{_IRI}|"((?:[^"\\\r\n]|\\[tbnrf"'\\])*)"(?:@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|\^\^{_IRI})?) \."""
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def facts_of(ntriples: bytes) -> Graph:
    """The graph of some N-Triples, literals as they are written; raises ValueError where the bytes are none."""
    graph = graph_of_its_own()
    try:
        with _literals_as_written():
            if not _read(ntriples.decode(), graph):
                graph = graph_of_its_own()
                graph.parse(data=ntriples, format="nt")
    except Exception as error:
        raise ValueError(f"not N-Triples: {error}") from error
    return graph


def graph_of_its_own() -> Graph:
    """An empty graph that knows no prefixes."""
    return Graph(store=_Triples(), bind_namespaces="none")


def _read(text: str, graph: Graph) -> bool:
    """Put the triples into the graph; False for a line that is not in the plainest form."""
    iris: dict[str, URIRef] = {}

    def iri(name: str) -> URIRef:
        found = iris.get(name)
        if found is None:
            found = iris[name] = URIRef(name)
        return found

    add = graph.store.add
    for line in text.split("\n"):
        if not line:
            continue
        if not (parts := _LINE.fullmatch(line)):
            return False
        subject, predicate, node, words, language, datatype = parts.groups()
        value = iri(node) if words is None else Literal(_plain(words), language, datatype and iri(datatype))
        add((iri(subject), iri(predicate), value), graph)
    return True


def _plain(words: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), words) if "\\" in words else words


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep `…T00:00:00Z` from becoming `…T00:00:00+00:00`: a finding shows what the facts have."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


class _Triples(Store):
    """Triples of one graph by subject and by predicate: rdflib's own store counts graphs and events for each."""

    # The engine looks upon every graph as one of a dataset.
    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self._by_subject: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._by_predicate: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._number = 0

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:
        subject, predicate, value = triple
        values = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
        self._number += value not in values
        values[value] = None
        self._by_predicate.setdefault(predicate, {}).setdefault(value, {})[subject] = None

    def remove(self, triple: Any, context: Any = None) -> None:
        for (subject, predicate, value), _ in list(self.triples(triple)):
            del self._by_subject[subject][predicate][value]
            del self._by_predicate[predicate][value][subject]
            self._number -= 1

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        subject, predicate, value = triple_pattern
        if subject is not None:
            found = self._by_subject.get(subject, {})
            steps: Iterable[Any] = found if predicate is None else (predicate,)
            return (
                ((subject, step, one), ())
                for step in steps
                for one in found.get(step, ())
                if value is None or one == value
            )
        steps = self._by_predicate if predicate is None else (predicate,)
        return (
            ((one, step, end), ())
            for step in steps
            for end, subjects in _ends(self._by_predicate.get(step, {}), value)
            for one in subjects
        )

    def __len__(self, context: Any = None) -> int:
        return self._number

    def add_graph(self, graph: Any) -> None:
        pass

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        pass

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        return iter(())


def _ends(by_value: dict[Any, dict[Any, None]], value: Any) -> Any:
    return by_value.items() if value is None else ((value, by_value.get(value, ())),)
