"""The IRIs that the project uses by name: its own vocabulary, its codes, and those of others."""

from dataclasses import dataclass

from kg.terms import NamedNode

HOME = "https://w3id.org/igm/"
"""The canonical home of ontology, codes and reference things. Nobody has registered this path yet."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A namespace whose terms are had by name: `IGM["Meeting"]`."""

    base: str

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.base + name)


IGM = Vocabulary(HOME + "ns#")
SHAPES = Vocabulary(HOME + "shapes#")
LEXICON = Vocabulary(HOME + "lexicon/")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Vocabulary("http://purl.org/dc/terms/")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
VOID = Vocabulary("http://rdfs.org/ns/void#")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
GEO = Vocabulary("http://www.w3.org/2003/01/geo/wgs84_pos#")
OA = Vocabulary("http://www.w3.org/ns/oa#")
SCHEMA = Vocabulary("https://schema.org/")

PREFIXES: dict[str, str] = {
    "dcat": DCAT.base,
    "dcterms": DCTERMS.base,
    "foaf": FOAF.base,
    "geo": GEO.base,
    "igm": IGM.base,
    "oa": OA.base,
    "owl": OWL.base,
    "prov": PROV.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "sh": SH.base,
    "skos": SKOS.base,
    "void": VOID.base,
    "xsd": XSD.base,
}
"""The prefixes that queries and serializations are given."""


def code(scheme: str, concept: str) -> NamedNode:
    """The IRI of a coded value."""
    return NamedNode(f"{HOME}code/{scheme}/{concept}")


def reference(kind: str, key: str) -> NamedNode:
    """The canonical IRI of a thing of the reference data, the same in every deployment."""
    return NamedNode(f"{HOME}id/{kind}/{key}")


def reference_graph(name: str) -> NamedNode:
    """The canonical graph of ontology, codes, reference, dataset or decisions."""
    return NamedNode(f"{HOME}graph/{name}")
