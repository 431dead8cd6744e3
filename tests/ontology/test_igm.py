"""What holds of every term of the ontology."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, URIRef

ONTOLOGY = URIRef("https://w3id.org/igm/ns")
NAMESPACE = "https://w3id.org/igm/ns#"
CHARACTERISTICS = {OWL.FunctionalProperty, OWL.TransitiveProperty, OWL.SymmetricProperty}
DECLARATIONS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
BUILT_IN_ANNOTATIONS = {RDFS.label, RDFS.isDefinedBy, OWL.versionInfo}
AXIOMS = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.versionIRI}
LANGUAGES = ("en", "es")


def terms(igm: Graph) -> list[URIRef]:
    return sorted({s for s in igm.subjects() if isinstance(s, URIRef) and s.startswith(NAMESPACE)})


def in_language(graph: Graph, subject: URIRef, predicate: URIRef, language: str) -> list[str]:
    return [str(o) for o in graph.objects(subject, predicate) if getattr(o, "language", None) == language]


def declared(igm: Graph, kind: URIRef) -> set[URIRef]:
    return {s for s in igm.subjects(RDF.type, kind) if s.startswith(NAMESPACE)}


def test_a_term_is_a_class_or_one_kind_of_property(igm: Graph) -> None:
    kinds = {term: set(igm.objects(term, RDF.type)) for term in terms(igm)}
    assert {t: k for t, k in kinds.items() if len(k & DECLARATIONS) != 1 or k - DECLARATIONS - CHARACTERISTICS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_a_term_has_one_label_and_one_definition_in_each_language(igm: Graph, predicate: URIRef, language: str) -> None:
    counted = {term: len(in_language(igm, term, predicate, language)) for term in terms(igm)}
    assert {term: n for term, n in counted.items() if n != 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_share_a_label(igm: Graph, language: str) -> None:
    labels = Counter(in_language(igm, term, RDFS.label, language)[0].casefold() for term in terms(igm))
    assert [label for label, n in labels.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_is_one_sentence(igm: Graph, language: str) -> None:
    definitions = [in_language(igm, term, SKOS.definition, language)[0] for term in terms(igm)]
    assert [d for d in definitions if not re.fullmatch(r"[A-ZÁÉÍÓÚÑ][^.;?!]*\.", d)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_is_defined_by_itself(igm: Graph, language: str) -> None:
    circular = []
    for term in terms(igm):
        label = in_language(igm, term, RDFS.label, language)[0]
        if re.search(rf"\b{re.escape(label)}\b", in_language(igm, term, SKOS.definition, language)[0], re.IGNORECASE):
            circular.append(label)
    assert circular == []


def test_a_term_says_where_it_is_defined(igm: Graph) -> None:
    assert [term for term in terms(igm) if (term, RDFS.isDefinedBy, ONTOLOGY) not in igm] == []


def test_an_example_quotes_a_founding_text(igm: Graph, root: Path) -> None:
    texts = [
        " ".join(path.read_text(encoding="utf-8").split()) for path in (root / "data" / "corpus").glob("rcm-*.txt")
    ]
    assert len(texts) == 2
    examples = [str(example) for example in igm.objects(None, SKOS.example)]
    assert len(examples) > 90
    assert [example for example in examples if not any(example in text for text in texts)] == []


def test_classes_are_nouns_in_capitals_and_properties_are_not(igm: Graph) -> None:
    classes = declared(igm, OWL.Class)
    assert [t for t in classes if not re.fullmatch(r"[A-Z][A-Za-z]*", t.removeprefix(NAMESPACE))] == []
    properties = set(terms(igm)) - classes
    assert [t for t in properties if not re.fullmatch(r"[a-z][A-Za-z0-9]*", t.removeprefix(NAMESPACE))] == []


def test_the_header_says_what_a_catalogue_asks(igm: Graph) -> None:
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {o.language for o in igm.objects(ONTOLOGY, predicate)} == set(LANGUAGES)
    assert (ONTOLOGY, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in igm
    version = str(igm.value(ONTOLOGY, OWL.versionInfo))
    assert (ONTOLOGY, OWL.versionIRI, URIRef(f"{ONTOLOGY}/{version}")) in igm
    assert str(igm.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "igm"
    assert str(igm.value(ONTOLOGY, VANN.preferredNamespaceUri)) == NAMESPACE


def test_only_axioms_and_declared_annotations_are_used(igm: Graph) -> None:
    annotations = set(igm.subjects(RDF.type, OWL.AnnotationProperty)) | BUILT_IN_ANNOTATIONS
    assert set(igm.predicates()) - AXIOMS - annotations == set()


def test_the_ontology_stays_within_owl_dl_and_rl(igm: Graph) -> None:
    # Named classes and four datatypes only: no restrictions, unions, keys or lists, so no blank nodes.
    assert [node for node in igm.all_nodes() if isinstance(node, BNode)] == []
    assert set(igm.objects(None, RDFS.domain)) <= set(igm.subjects(RDF.type, OWL.Class))
    literals = {XSD.integer, XSD.boolean, XSD.string, XSD.dateTime, RDFS.Literal}
    for prop in declared(igm, OWL.DatatypeProperty):
        assert set(igm.objects(prop, RDFS.range)) <= literals, prop
    for prop in declared(igm, OWL.ObjectProperty):
        assert set(igm.objects(prop, RDFS.range)) <= set(igm.subjects(RDF.type, OWL.Class)), prop
    transitive, functional = (
        set(igm.subjects(RDF.type, OWL[f"{kind}Property"])) for kind in ("Transitive", "Functional")
    )
    assert transitive & functional == set()
    assert transitive <= declared(igm, OWL.ObjectProperty)


def test_a_property_has_one_domain_and_one_range_at_most(igm: Graph) -> None:
    for predicate in (RDFS.domain, RDFS.range):
        counted = Counter(s for s, _ in igm.subject_objects(predicate))
        assert [prop for prop, n in counted.items() if n > 1] == []


def test_no_hierarchy_goes_round_in_a_circle(igm: Graph) -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        climbs = {s: set(igm.transitive_objects(o, predicate)) for s, o in igm.subject_objects(predicate)}
        assert [s for s, above in climbs.items() if s in above] == []


def test_no_class_is_disjoint_with_what_stands_above_it(igm: Graph) -> None:
    for one, other in igm.subject_objects(OWL.disjointWith):
        assert other not in set(igm.transitive_objects(one, RDFS.subClassOf))
        assert one not in set(igm.transitive_objects(other, RDFS.subClassOf))


def test_two_parsers_read_the_same(ontology: Path) -> None:
    files = [ontology / "igm.ttl", *(ontology / "codes").glob("*.ttl"), *(ontology / "shapes").glob("*.ttl")]
    files += [*(ontology / "examples").rglob("*.ttl"), *(ontology / "checks").rglob("*.ttl")]
    for path in files:
        here = len(Graph().parse(path, format="turtle"))
        assert here == len(set(pyoxigraph.parse(path=path))), path


def test_the_file_is_in_canonical_form(ontology: Path, canonical: Callable[[str], str]) -> None:
    turtle = (ontology / "igm.ttl").read_text(encoding="utf-8")
    assert turtle == canonical(turtle)


def test_nothing_beside_the_ontology_uses_a_term_that_it_does_not_declare(ontology: Path, igm: Graph) -> None:
    known = {term.removeprefix(NAMESPACE) for term in terms(igm)}
    files = [path for path in ontology.rglob("*") if path.suffix in {".ttl", ".rq"} and "bad" not in path.parts]
    used = {
        (name, path.name) for path in files for name in re.findall(r"\bigm:(\w+)", path.read_text(encoding="utf-8"))
    }
    assert sorted((name, where) for name, where in used if name not in known) == []


def test_every_term_of_the_design_is_there(shared: Path, igm: Graph) -> None:
    design = (shared / "design" / "ontology.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"^\| `(\w+)` \(", design, re.MULTILINE))
    assert len(wanted) > 100
    assert wanted - {term.removeprefix(NAMESPACE) for term in terms(igm)} == set()
