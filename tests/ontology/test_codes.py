"""What holds of every coded value."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection

CODE = "https://w3id.org/igm/code/"
NS = "https://w3id.org/igm/ns#"
LANGUAGES = ("en", "es")
SCHEMES = set(
    """act-type action-kind certainty collective-kind derivation document-type extension forum-kind frequency level
    means meeting-kind party-category principle reading region role scope statement-kind status strength topic
    """.split()
)
# Words that stand in every text: a label that is one of them would match everything.
TOO_BROAD = set(
    """action actions agreement apoyo asistencia ayuda cooperation cooperación countries country dialogue diálogo effort
    esfuerzo estados issue issues meeting medidas países people personas problem region región reunión states support
    tema temas trabajo work""".split()
)


def concepts(graph: Graph) -> list[URIRef]:
    return sorted(c for c in graph.subjects(RDF.type, SKOS.Concept) if isinstance(c, URIRef))


def labels(graph: Graph, concept: URIRef, language: str, *predicates: URIRef) -> list[str]:
    values = (value for predicate in predicates for value in graph.objects(concept, predicate))
    return sorted(str(value) for value in values if isinstance(value, Literal) and value.language == language)


def test_every_scheme_of_the_vocabulary_has_a_file(codes: dict[str, Graph]) -> None:
    assert set(codes) == SCHEMES


def test_a_file_holds_one_scheme_and_its_concepts(codes: dict[str, Graph]) -> None:
    for name, graph in codes.items():
        scheme = URIRef(CODE + name)
        assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
        for concept in concepts(graph):
            assert re.fullmatch(rf"{scheme}/[a-z0-9]+(-[a-z0-9]+)*", concept), concept
            assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scheme_and_a_concept_have_a_label_and_a_definition_in_each_language(
    codes: dict[str, Graph], language: str
) -> None:
    for name, graph in codes.items():
        scheme = URIRef(CODE + name)
        # Not a preferred label: who looks for the words of concepts must not find the scheme.
        assert len(labels(graph, scheme, language, RDFS.label)) == 1
        for thing in [scheme, *concepts(graph)]:
            assert len(labels(graph, thing, language, SKOS.prefLabel)) == (thing != scheme), thing
            (definition,) = labels(graph, thing, language, SKOS.definition)
            assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ][^;?!]*\.", definition), definition


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_concepts_of_a_scheme_share_a_name(codes: dict[str, Graph], language: str) -> None:
    # A hidden label may stand for two: "technical and financial support" is two means.
    for graph in codes.values():
        names = Counter(
            name.casefold()
            for concept in concepts(graph)
            for name in labels(graph, concept, language, SKOS.prefLabel, SKOS.altLabel)
        )
        assert [name for name, n in names.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_definitions_of_a_scheme_are_the_same(codes: dict[str, Graph], language: str) -> None:
    for graph in codes.values():
        counted = Counter(d for concept in concepts(graph) for d in labels(graph, concept, language, SKOS.definition))
        assert [definition for definition, n in counted.items() if n > 1] == []


def test_a_concept_stands_under_another_of_its_scheme_or_at_the_top(codes: dict[str, Graph]) -> None:
    for name, graph in codes.items():
        for concept in concepts(graph):
            above = set(graph.objects(concept, SKOS.broader))
            assert bool(above) != ((concept, SKOS.topConceptOf, URIRef(CODE + name)) in graph), concept
            assert above <= set(concepts(graph))
            assert all((broader, SKOS.narrower, concept) in graph for broader in above)
            assert concept not in {top for b in above for top in graph.transitive_objects(b, SKOS.broader)}


@pytest.mark.parametrize(("scheme", "at_least"), [("topic", 45), ("principle", 15), ("party-category", 30)])
def test_a_scheme_that_texts_draw_on_is_rich(codes: dict[str, Graph], scheme: str, at_least: int) -> None:
    graph = codes[scheme]
    assert len(concepts(graph)) >= at_least
    for language in LANGUAGES:
        poor = [c for c in concepts(graph) if not labels(graph, c, language, SKOS.altLabel, SKOS.hiddenLabel)]
        assert len(poor) <= len(concepts(graph)) // 10, poor


@pytest.mark.parametrize("scheme", ["topic", "principle"])
def test_no_label_of_a_subject_is_so_broad_that_it_matches_everything(codes: dict[str, Graph], scheme: str) -> None:
    graph = codes[scheme]
    named = (
        (concept, label)
        for concept in concepts(graph)
        for language in LANGUAGES
        for label in labels(graph, concept, language, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    )
    assert [(concept, label) for concept, label in named if label.casefold() in TOO_BROAD] == []


def test_addresses_and_first_labels_are_in_british_spelling(codes: dict[str, Graph]) -> None:
    american = re.compile(
        r"(organiz|recogniz|authoriz|analyz|emphasiz|institutionaliz|regulariz|\blabor\b|\bprogram\b)"
    )
    for graph in codes.values():
        for concept in concepts(graph):
            assert not american.search(concept)
            assert not american.search(labels(graph, concept, "en", SKOS.prefLabel)[0])


def test_an_american_reader_finds_the_british_terms(codes: dict[str, Graph]) -> None:
    british = {
        "observer organisations": "observer organizations",
        "recognise": "recognize",
        "labour migration": "labor migration",
    }
    for first, other in british.items():
        found = [
            labels(graph, concept, "en", SKOS.altLabel)
            for graph in codes.values()
            for concept in concepts(graph)
            if first in labels(graph, concept, "en", SKOS.prefLabel)
        ]
        assert any(other in names for names in found), first


def test_a_kind_of_statement_tells_its_class_and_its_act_type(codes: dict[str, Graph], igm: Graph) -> None:
    graph = codes["statement-kind"]
    classes, act_type = URIRef(NS + "statementClass"), URIRef(NS + "actType")
    statements = set(igm.transitive_subjects(RDFS.subClassOf, URIRef(NS + "Statement")))
    for concept in concepts(graph):
        assert set(graph.objects(concept, classes)) <= statements
        assert list(graph.objects(concept, classes)), concept
        kinds = list(graph.objects(concept, act_type))
        assert len(kinds) == (0 if (concept, SKOS.topConceptOf, None) in graph else 1), concept
        assert set(kinds) <= set(concepts(codes["act-type"]))


def test_a_kind_of_statement_has_the_classes_of_those_above_it(codes: dict[str, Graph]) -> None:
    graph, classes = codes["statement-kind"], URIRef(NS + "statementClass")
    for concept, broader in graph.subject_objects(SKOS.broader):
        assert set(graph.objects(broader, classes)) <= set(graph.objects(concept, classes)), concept


def test_the_scale_of_strength_is_in_order(codes: dict[str, Graph]) -> None:
    graph = codes["strength"]
    order = URIRef(CODE + "strength/order")
    first = graph.value(order, SKOS.memberList)
    assert first is not None
    listed = [str(each).rsplit("/", 1)[1] for each in Collection(graph, first)]
    assert listed == ["binding", "firm", "soft", "recognised-need", "explored"]
    values = [graph.value(URIRef(f"{CODE}strength/{name}"), SKOS.notation) for name in listed]
    assert [value.toPython() for value in values if isinstance(value, Literal)] == [5, 4, 3, 2, 1]


def test_a_region_of_the_united_nations_has_its_number(codes: dict[str, Graph]) -> None:
    numbers = {str(code).rsplit("/", 1)[1]: str(n) for code, n in codes["region"].subject_objects(SKOS.notation)}
    expected = {
        "americas": "019",
        "caribbean": "029",
        "central-america": "013",
        "south-america": "005",
        "africa": "002",
    }
    assert expected.items() <= numbers.items()
    assert all(re.fullmatch(r"\d{3}", number) for number in numbers.values())
    assert len(set(numbers.values())) == len(numbers)


def test_the_files_are_in_canonical_form(ontology: Path, canonical: Callable[[str], str]) -> None:
    for path in sorted((ontology / "codes").glob("*.ttl")):
        turtle = path.read_text(encoding="utf-8")
        assert turtle == canonical(turtle), path.name
