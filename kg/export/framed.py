"""JSON-LD with one thing on top: https://www.w3.org/TR/json-ld11-framing/ , for descriptions that fit in memory.

What the thing leads to stands inside it at its first mention; what it does not lead to is in `@included`.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.export.jsonld import Terms, member, node_id, read_context
from kg.terms import Literal, Quad
from kg.vocabulary import RDF

__all__ = ["framed"]

_DEEPEST = 50
_Node = dict[str, Any]


def framed(quads: Iterable[Quad], top: str, context: Path) -> bytes:
    """The triples as one JSON object, its `@id` being `top`; of the context only what is used goes with it.

    The same triples, the same bytes. Raises BrokenAsset for a context that cannot be read.
    """
    told, terms = _terms(context)
    frame = _Frame(quads, terms)
    body = frame.node(top)
    rest = [frame.node(one) for one in frame.heads() if one in frame.left]
    whole = {"@context": _used(told, frame.words)} | body | ({"@included": rest} if rest else {})
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def _terms(context: Path) -> tuple[Mapping[str, Any], Terms]:
    told = read_context(context)
    return told, Terms.of(told)


class _Frame:
    """Subjects that have not been written yet, and the words that were used."""

    def __init__(self, quads: Iterable[Quad], terms: Terms) -> None:
        ordered = sorted(quads, key=str)
        self.left = {node_id(one): list(of) for one, of in groupby(ordered, lambda quad: quad.subject)}
        self.words: set[str] = set()
        self._terms = terms

    def heads(self) -> list[str]:
        """What is left, those that nothing else left speaks of first."""
        mentioned = {_leads_to(quad) for of in self.left.values() for quad in of}
        return sorted(self.left, key=lambda name: (name in mentioned, name))

    def node(self, name: str) -> _Node:
        """A node with all that it leads to inside."""
        top: _Node = {}
        waiting = deque([(name, top, 0)])
        claimed = {name}
        while waiting:
            at, node, depth = waiting.popleft()
            node["@id"] = at
            for quad in self.left.pop(at, ()):
                inside = _leads_to(quad)
                if inside in self.left and inside not in claimed and depth < _DEEPEST:
                    child: _Node = {}
                    claimed.add(inside)
                    waiting.append((inside, child, depth + 1))
                    self._put(node, quad, child)
                else:
                    self._put(node, quad, None)
        return top

    def _put(self, node: _Node, quad: Quad, child: _Node | None) -> None:
        key, value = member(quad.predicate.value, quad.object, self._terms)
        if quad.predicate == RDF["type"] and child is None and not isinstance(quad.object, Literal):
            iri = node_id(quad.object)
            key, value = "@type", self._terms.name(iri, None) or self._terms.short(iri)
        value = child if child is not None else value
        self.words |= {key, *_names(value if child is None else None, key)}
        before = node.get(key)
        if before is None:
            node[key] = value
        else:
            node[key] = [*before, value] if isinstance(before, list) else [before, value]


def _leads_to(quad: Quad) -> str:
    return "" if isinstance(quad.object, Literal) else node_id(quad.object)


def _names(value: Any, key: str) -> set[str]:
    """The words of the context in a value: a class, or the datatype of a literal."""
    if key == "@type":
        return {value}
    return {value["@type"]} if isinstance(value, dict) and "@type" in value else set()


def _used(context: Mapping[str, Any], words: set[str]) -> dict[str, Any]:
    """The part of a context that gives the words their meaning."""
    kept = {name for name in context if name in words or name.startswith("@")}
    said = {one for name in kept for one in _definition(context[name])} | words
    kept |= {one.partition(":")[0] for one in said if ":" in one} & set(context)
    return {name: context[name] for name in sorted(kept)}


def _definition(told: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in told.values()) if isinstance(told, dict) else (str(told),)
