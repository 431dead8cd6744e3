"""What a release says of itself: VoID and DCAT, with counts taken from the release and no clock.

https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/ ; the counts are those of the default graph
before this description is added to it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from pyoxigraph import QuerySolutions, Store

from kg.graph.serialize import nquads
from kg.store.catalogue import access
from kg.store.parts import Part
from kg.terms import Literal, NamedNode, Quad, slug
from kg.vocabulary import DCAT, DCTERMS, FOAF, IGM, OWL, PREFIXES, RDF, VOID, XSD, reference_graph

__all__ = ["Counts", "about", "count", "dataset_iri", "describe", "licence", "remarked"]

_GRAPH = reference_graph("dataset")
_CLASSES = "SELECT ?of (COUNT(?s) AS ?n) WHERE { ?s a ?of } GROUP BY ?of"
_PROPERTIES = "SELECT ?of (COUNT(*) AS ?n) WHERE { ?s ?of ?o } GROUP BY ?of"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
_IN_ORDER = "SELECT ?s WHERE { ?s ?p ?o }"
_HELD = 2_000_000
"""So many triples have subjects that may be held in memory to be counted; that takes a fifth of the time."""
_PERIOD = f"""SELECT (MIN(?first) AS ?from) (MAX(?last) AS ?to) WHERE {{
  ?meeting <{IGM.base}heldDuring> ?time . ?time <{IGM.base}earliest> ?first ; <{IGM.base}latest> ?last }}"""

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things each class and how many triples each property has, by IRI, and how many subjects there are."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    subjects: int

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return sum(self.properties.values())

    def told(self) -> dict[str, int]:
        """How many things of each of the project's classes there are, by the class's name, and how many triples."""
        own = {iri.removeprefix(IGM.base): n for iri, n in self.classes.items() if iri.startswith(IGM.base)}
        return {**own, "triples": self.triples}


def dataset_iri(base: str) -> NamedNode:
    """The IRI of the dataset of a deployment."""
    return NamedNode(f"{base}id/dataset/plenary")


@cache
def about() -> dict[str, Any]:
    """What holds for every release: its licence, and title, description and rights by language."""
    return tomllib.loads(Path(__file__).with_name("dataset.toml").read_text(encoding="utf-8"))


def licence() -> str:
    """The IRI of the licence under which the graph is published."""
    return str(about()["license"])


def count(store: Store) -> Counts:
    """The counts of the default graph."""
    properties = _grouped(store, _PROPERTIES)
    return Counts(_grouped(store, _CLASSES), properties, _subjects(store, sum(properties.values()) <= _HELD))


def _subjects(store: Store, held: bool) -> int:
    if held:
        return sum(int(row["n"].value) for row in _rows(store, _SUBJECTS))
    # The engine goes through all triples by subject: each is met once, its triples one after the other.
    return sum(1 for _ in groupby(row[0] for row in _rows(store, _IN_ORDER)))


def describe(store: Store, counts: Counts, base: str, release: str, parts: Iterable[Part]) -> Iterator[bytes]:
    """The description of a release as N-Quads in no order, `release` being its id and `parts` the documents' graphs."""
    node, told = dataset_iri(base), about()
    triples = (
        *_words(node, told),
        *_numbers(node, counts),
        *_partitions(node, counts),
        *_period(node, store),
        *access(node, base, told),
        (node, DCTERMS["license"], NamedNode(told["license"])),
        (node, DCAT["version"], Literal(release)),
        (node, OWL["versionInfo"], Literal(release)),
        (node, VOID["uriSpace"], Literal(base)),
        (node, VOID["vocabulary"], NamedNode(IGM.base)),
    )
    yield _lines(triples)
    for part in parts:
        yield _lines(_subset(node, base, part))


def remarked(triples: Iterable[Triple]) -> bytes:
    """What else is to be said in the graph of the description, as N-Quads."""
    return _lines(triples)


def _lines(triples: Iterable[Triple]) -> bytes:
    return nquads(Quad(*triple, _GRAPH) for triple in triples)


def _words(node: NamedNode, told: dict[str, Any]) -> Iterator[Triple]:
    yield node, RDF["type"], VOID["Dataset"]
    yield node, RDF["type"], DCAT["Dataset"]
    for name in ("title", "description", "rights"):
        for language, words in told[name].items():
            yield node, DCTERMS[name], Literal(words, language=language)
    for language, keywords in told["keyword"].items():
        for word in keywords:
            yield node, DCAT["keyword"], Literal(word, language=language)


def _numbers(node: NamedNode, counts: Counts) -> Iterator[Triple]:
    yield node, VOID["triples"], _number(counts.triples)
    yield node, VOID["classes"], _number(len(counts.classes))
    yield node, VOID["properties"], _number(len(counts.properties))
    yield node, VOID["distinctSubjects"], _number(counts.subjects)


def _partitions(node: NamedNode, counts: Counts) -> Iterator[Triple]:
    """The count of each class's things and of each property's triples."""
    for name, counted, of in (("class", "entities", counts.classes), ("property", "triples", counts.properties)):
        for iri, number in of.items():
            part = NamedNode(f"{node.value}#{name}-{_short(iri)}")
            yield node, VOID[f"{name}Partition"], part
            yield part, VOID[name], NamedNode(iri)
            yield part, VOID[counted], _number(number)


def _short(iri: str) -> str:
    """A name for a fragment: the prefixed name with a hyphen, where there is a prefix."""
    for prefix, base in sorted(PREFIXES.items()):
        if iri.startswith(base) and iri.removeprefix(base).isalnum():
            return f"{prefix}-{iri.removeprefix(base)}"
    return slug(iri, 200)


def _period(node: NamedNode, store: Store) -> Iterator[Triple]:
    """From the first to the last day on which a meeting was held, as the texts say."""
    for row in _rows(store, _PERIOD):
        if row["from"] is None or row["to"] is None:
            return
        period = NamedNode(f"{node.value}#period")
        yield node, DCTERMS["temporal"], period
        yield period, RDF["type"], DCTERMS["PeriodOfTime"]
        yield period, DCAT["startDate"], Literal(row["from"].value[:10], datatype=XSD["date"])
        yield period, DCAT["endDate"], Literal(row["to"].value[:10], datatype=XSD["date"])


def _subset(node: NamedNode, base: str, part: Part) -> Iterator[Triple]:
    graph = NamedNode(part.graph)
    yield node, VOID["subset"], graph
    yield graph, RDF["type"], VOID["Dataset"]
    yield graph, VOID["triples"], _number(part.triples)
    if part.document is not None:
        yield graph, FOAF["primaryTopic"], NamedNode(f"{base}doc/{part.document}")


def _grouped(store: Store, query: str) -> dict[str, int]:
    return dict(sorted((row["of"].value, int(row["n"].value)) for row in _rows(store, query)))


def _rows(store: Store, query: str) -> QuerySolutions:
    # A SELECT gives solutions; the engine's signature allows for the other forms of query.
    return cast(QuerySolutions, store.query(query))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["integer"])
