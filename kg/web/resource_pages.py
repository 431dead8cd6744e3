"""A description as a page takes it: names instead of IRIs, evidence with its words, a heading for each part."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.terms import BlankNode, Literal, NamedNode, Quad
from kg.vocabulary import IGM, PREFIXES, RDF, RDFS, XSD
from kg.web.addresses import Addresses
from kg.web.described import Described, Incoming, Names, key
from kg.web.pages import Shown, short

__all__ = ["Line", "Part", "Reader", "Support", "told"]

_APART = frozenset({IGM["evidencedBy"].value, IGM["fullText"].value})
_FIRST = [RDF["type"].value, RDFS["label"].value, PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "definition"]
_DEEPEST = 100
Said = Mapping[str, Sequence[Quad]]


@dataclass(frozen=True, slots=True)
class Line:
    """A property and its values."""

    name: Shown
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of a fragment, under the anchor that its IRI has."""

    anchor: str
    heading: Shown
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """A passage: its words, where they stand, and the document."""

    quote: str
    href: str
    document: Shown


@cache
def told(language: str) -> dict[str, Any]:
    """The words of these pages in one language."""
    with Path(__file__).with_name("resources.toml").open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)[language]
    return words


class Reader:
    """Shows terms to a reader of one language; `asked` is the language where the address asks for it."""

    def __init__(self, addresses: Addresses, names: Names, language: str, asked: str = "") -> None:
        self._addresses = addresses
        self._names = names
        self._language = language
        self._asked = asked

    def heading(self, iri: str) -> Shown:
        """What a thing is called."""
        return self.thing(iri, self._names.get(iri, ()))

    def thing(self, iri: str, names: Iterable[Literal] = ()) -> Shown:
        """A thing by its name, with a way to its page."""
        said = best(names or self._names.get(iri, ()), self._language)
        href = self._addresses.page(iri, self._asked)
        safe = iri if iri.startswith(("https://", "http://")) else ""
        words = said.value if said else self._words(iri)
        language = (said.language or "") if said else ""
        return Shown("uri", iri, words, language, href or safe, bool(href), False)

    def lines(self, said: Said, subject: str) -> tuple[Line, ...]:
        """What is said of one subject: what it is and is called first, the rest by name."""
        grouped: dict[str, list[Quad]] = {}
        for quad in said.get(subject, ()):
            if quad.predicate.value not in _APART:
                grouped.setdefault(quad.predicate.value, []).append(quad)
        lines = [(iri, Line(self.thing(iri), self._all(of, said))) for iri, of in grouped.items()]
        return tuple(line for _, line in sorted(lines, key=lambda one: (_rank(one[0]), one[1].name.shown, one[0])))

    def parts(self, described: Described) -> tuple[Part, ...]:
        """What is said of its fragments."""
        start = f"{described.iri}#"
        said = described.by_subject()
        own = sorted(one for one in said if one.startswith(start))
        return tuple(Part(one.removeprefix(start), self.heading(one), self.lines(said, one)) for one in own)

    def support(self, described: Described) -> tuple[Support, ...]:
        """The passages that it is evidenced by, in the order of documents and their texts."""
        quotes: dict[str, dict[str, Any]] = {}
        for quad in described.quads:
            if isinstance(quad.subject, NamedNode):
                quotes.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object
        passages = [(iri, said) for iri, said in quotes.items() if IGM["quote"].value in said and iri != described.iri]
        return tuple(self._support(iri, said) for iri, said in sorted(passages, key=lambda one: _place(*one)))

    def incoming(self, incoming: Incoming) -> list[tuple[Shown, Shown]]:
        """Property and subject of all that speaks of it."""
        return [(self.thing(p, called), self.thing(s, labels)) for s, p, labels, called in incoming.rows]

    def _support(self, iri: str, said: Mapping[str, Any]) -> Support:
        document = said.get(IGM["inDocument"].value)
        named = self.thing(document.value if document else iri.partition("#")[0])
        return Support(said[IGM["quote"].value].value, self._addresses.page(iri, self._asked), named)

    def _values(self, value: object, said: Said, depth: int = 0) -> list[Shown]:
        if isinstance(value, NamedNode):
            return [self.thing(value.value)]
        if isinstance(value, BlankNode):
            return self._inner(value, said, depth)
        if isinstance(value, Literal):
            words = told(self._language)["truths"].get(value.value) if value.datatype == XSD["boolean"] else None
            return [Shown("literal", value.value, words or value.value, value.language or "", "", False, False)]
        return []

    def _inner(self, node: BlankNode, said: Said, depth: int) -> list[Shown]:
        """What a node without a name holds: the items of a list, or property and value."""
        shown: list[Shown] = []
        inside = said.get(key(node), ()) if depth < _DEEPEST else ()
        for quad in inside:
            if quad.predicate == RDF["first"]:
                shown += self._values(quad.object, said, depth + 1)
        for quad in inside:
            if quad.predicate not in (RDF["first"], RDF["rest"]):
                shown += [self.thing(quad.predicate.value), *self._values(quad.object, said, depth + 1)]
            elif quad.predicate == RDF["rest"] and quad.object != RDF["nil"]:
                shown += self._values(quad.object, said, depth + 1)
        return shown

    def _all(self, of: Sequence[Quad], said: Said) -> tuple[Shown, ...]:
        """The values of one property, those in the reader's language first; what a list holds stays in its order."""
        values = [one for quad in of for one in self._values(quad.object, said)]
        if any(isinstance(quad.object, BlankNode) for quad in of):
            return tuple(values)
        return tuple(sorted(values, key=self._order))

    def _order(self, one: Shown) -> tuple[bool, str, str]:
        foreign = one.kind == "literal" and one.language not in ("", self._language)
        return foreign, one.language if foreign else "", one.shown.casefold()

    def _words(self, iri: str) -> str:
        short_name = short(iri, PREFIXES.items())
        own = self._addresses.local(iri)
        said = told(self._language)["terms"].get(own or short_name)
        return str(said) if said else own or short_name


def best(names: Iterable[Literal], language: str) -> Literal | None:
    """The name in one language, else in English, else any; of several the first in order."""
    ranked = sorted(names, key=lambda one: (one.language != language, one.language != "en", one.value))
    return ranked[0] if ranked else None


def _rank(predicate: str) -> int:
    return _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)


def _place(iri: str, said: Mapping[str, Any]) -> tuple[str, int]:
    start = said.get(IGM["startsAt"].value)
    digits = start.value if start is not None and start.value.isdigit() else "0"
    return iri.partition("#")[0], int(digits)
