"""The description of a dataset, told by the service that holds it."""

from collections.abc import Collection

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.query.formats import Format
from kg.vocabulary import DCAT, DCTERMS, FOAF, PREFIXES, RDF, RDFS, VOID

__all__ = ["retold"]

_SYNTAX = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
_SHOWN = ("dcat", "dcterms", "foaf", "owl", "rdfs", "sh", "void", "xsd")


def retold(
    ntriples: bytes, base: str, home: str, release: str, addresses: Collection[NamedNode], form: Format
) -> bytes:
    """A description in N-Triples with the addresses below `base` moved to `home`, where they can be fetched.

    Where a release has no description, which is so for plain RDF files, what little is known is told instead.
    """
    told = [_moved(quad.triple, base, home, addresses) for quad in parse(ntriples, format=RdfFormat.N_TRIPLES)]
    document = NamedNode(f"{home}.well-known/void")
    triples = [*_document(document, told), *(told or _least(document, home, release))]
    return serialize(triples, format=_SYNTAX[form.name], prefixes={name: PREFIXES[name] for name in _SHOWN}) or b""


def _moved(triple: Triple, base: str, home: str, addresses: Collection[NamedNode]) -> Triple:
    place = triple.object
    if triple.predicate not in addresses or not isinstance(place, NamedNode) or not place.value.startswith(base):
        return triple
    return Triple(triple.subject, triple.predicate, NamedNode(home + place.value.removeprefix(base)))


def _document(document: NamedNode, told: list[Triple]) -> list[Triple]:
    """https://www.w3.org/TR/void/#void-file"""
    topics = [one.subject for one in told if one.predicate == RDF["type"] and one.object == DCAT["Dataset"]]
    topic = topics[0] if topics else NamedNode(f"{document.value}#dataset")
    return [
        Triple(document, RDF["type"], VOID["DatasetDescription"]),
        Triple(document, FOAF["primaryTopic"], topic),
    ]


def _least(document: NamedNode, home: str, release: str) -> list[Triple]:
    dataset = NamedNode(f"{document.value}#dataset")
    return [
        Triple(dataset, RDF["type"], VOID["Dataset"]),
        Triple(dataset, RDF["type"], DCAT["Dataset"]),
        Triple(dataset, VOID["sparqlEndpoint"], NamedNode(f"{home}sparql")),
        Triple(dataset, DCTERMS["hasVersion"], Literal(release)),
        Triple(dataset, RDFS["seeAlso"], NamedNode(f"{home}sparql")),
    ]
