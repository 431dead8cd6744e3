"""The JSON-LD context of the project's vocabulary, made from the ontology.

https://www.w3.org/TR/json-ld11/#the-context
"""

import json
from collections.abc import Iterable
from typing import TypeGuard

from kg.terms import NamedNode, Quad, Triple
from kg.vocabulary import IGM, OWL, PREFIXES, RDF, RDFS, XSD

__all__ = ["context"]

_OBJECT = "@id"
_KINDS: dict[object, str | None] = {
    OWL["Class"]: None,
    OWL["DatatypeProperty"]: None,
    OWL["ObjectProperty"]: _OBJECT,
}
# Terms of others that the data uses, by the short name under which JSON has them; none is a name of the ontology.
_BORROWED: dict[str, tuple[str, str | None]] = {
    "altLabel": ("skos:altLabel", None),
    "broader": ("skos:broader", _OBJECT),
    "comment": ("rdfs:comment", None),
    "created": ("dcterms:created", "xsd:dateTime"),
    "definition": ("skos:definition", None),
    "description": ("dcterms:description", None),
    "format": ("dcterms:format", None),
    "hasTopConcept": ("skos:hasTopConcept", _OBJECT),
    "hiddenLabel": ("skos:hiddenLabel", None),
    "inScheme": ("skos:inScheme", _OBJECT),
    "isDefinedBy": ("rdfs:isDefinedBy", _OBJECT),
    "label": ("rdfs:label", None),
    "language": ("dcterms:language", None),
    "license": ("dcterms:license", _OBJECT),
    "narrower": ("skos:narrower", _OBJECT),
    "notation": ("skos:notation", None),
    "prefLabel": ("skos:prefLabel", None),
    "seeAlso": ("rdfs:seeAlso", _OBJECT),
    "source": ("dcterms:source", _OBJECT),
    "subClassOf": ("rdfs:subClassOf", _OBJECT),
    "title": ("dcterms:title", None),
    "topConceptOf": ("skos:topConceptOf", _OBJECT),
    "used": ("prov:used", _OBJECT),
    "wasAssociatedWith": ("prov:wasAssociatedWith", _OBJECT),
    "wasDerivedFrom": ("prov:wasDerivedFrom", _OBJECT),
    "wasGeneratedBy": ("prov:wasGeneratedBy", _OBJECT),
    "Activity": ("prov:Activity", None),
    "Concept": ("skos:Concept", None),
    "ConceptScheme": ("skos:ConceptScheme", None),
    "SoftwareAgent": ("prov:SoftwareAgent", None),
}


def context(ontology: Iterable[Quad | Triple]) -> str:
    """The same ontology, the same context: JSON text, keys sorted, with a key for every term of the ontology.

    An object property's values are IRIs; a literal has the datatype of the property's range, plain where that is a
    string and as the data has it where the range is open.
    """
    facts = {(each.subject, each.predicate, each.object) for each in ontology}
    ranges = {subject: thing for subject, predicate, thing in facts if predicate == RDFS["range"]}
    terms = {name: _definition(iri, kind) for name, (iri, kind) in _BORROWED.items()}
    for term, predicate, kind in facts:
        if predicate == RDF["type"] and kind in _KINDS and _is_own(term):
            coercion = _datatype(ranges.get(term)) if kind == OWL["DatatypeProperty"] else _KINDS[kind]
            terms[term.value.removeprefix(IGM.base)] = _definition(_compact(term), coercion)
    whole = {"@version": 1.1, **dict(sorted({**PREFIXES, **terms}.items()))}
    return json.dumps({"@context": whole}, indent=2, ensure_ascii=False) + "\n"


def _is_own(term: object) -> TypeGuard[NamedNode]:
    return isinstance(term, NamedNode) and term.value.startswith(IGM.base)


def _definition(iri: str, kind: str | None) -> object:
    return iri if kind is None else {"@id": iri, "@type": kind}


def _datatype(target: object) -> str | None:
    # A plain string has no datatype of its own in JSON-LD: named, it would come back as another term.
    if isinstance(target, NamedNode) and target.value.startswith(XSD.base) and target != XSD["string"]:
        return _compact(target)
    return None


def _compact(term: NamedNode) -> str:
    prefix, base = next((prefix, base) for prefix, base in PREFIXES.items() if term.value.startswith(base))
    return f"{prefix}:{term.value.removeprefix(base)}"
