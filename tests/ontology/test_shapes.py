"""What holds of every shape, and an example of what it lets pass and of what it catches."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.validate import Severity, Shapes, load_shapes, validate

IGM = "https://w3id.org/igm/ns#"
CODE = "https://w3id.org/igm/code/"
SHAPES = "https://w3id.org/igm/shapes#"
EXAMPLES = Path(__file__).resolve().parents[2] / "ontology" / "examples"
NAMES = sorted(path.stem for path in (EXAMPLES / "invalid").glob("*.ttl"))
CORE = """NodeShape PropertyShape alternativePath class datatype hasValue in inversePath lessThan lessThanOrEquals
maxCount message minCount minInclusive minLength nodeKind not or path pattern property severity targetClass
IRI Literal Violation Warning Info""".split()
EXTRACTED = """Action Body Claim Collective Commitment CommitmentSet Content Document Forum Government IndefiniteGroup
InternationalOrganisation Meeting MeetingPlan MeetingSeries Membership MembershipRule Need Participation Place
ProgressFinding Proposal Request State StatusRecord TimeSpan""".split()


@pytest.fixture(scope="module")
def loaded(ontology: Path) -> Shapes:
    return load_shapes((ontology / "shapes").glob("*.ttl"))


def reporting(shapes: Graph) -> set[URIRef]:
    """The shapes that a finding can name: those of a targeted node shape, and targeted ones with a message."""
    targeted = set(shapes.subjects(SH.targetClass))
    own = {shape for shape in targeted if (shape, SH.message, None) in shapes}
    named = own | {o for shape in targeted for o in shapes.objects(shape, SH.property)}
    return {shape for shape in named if isinstance(shape, URIRef)}


def ntriples(path: Path) -> bytes:
    return Graph().parse(path, format="turtle").serialize(format="nt").encode()


def test_only_shacl_core_is_used(shapes: Graph) -> None:
    used = {str(t).removeprefix(str(SH)) for triple in shapes for t in triple if str(t).startswith(str(SH))}
    assert used - set(CORE) == set()


def test_every_shape_has_a_name(shapes: Graph) -> None:
    for kind in (SH.NodeShape, SH.PropertyShape):
        assert all(str(shape).startswith(SHAPES) for shape in shapes.subjects(RDF.type, kind))
    assert [o for o in shapes.objects(None, SH.property) if isinstance(o, BNode)] == []
    assert set(shapes.objects(None, SH.property)) <= set(shapes.subjects(RDF.type, SH.PropertyShape))


def test_a_shape_that_reports_has_a_severity_and_a_message_in_each_language(shapes: Graph) -> None:
    for shape in reporting(shapes):
        assert shapes.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}, shape
        messages = {m.language: str(m) for m in shapes.objects(shape, SH.message) if isinstance(m, Literal)}
        assert set(messages) == {"en", "es"}, shape
        assert all(re.fullmatch(r"[A-ZÁÉÍÓÚÑ].*\.", message) for message in messages.values()), shape


def test_no_two_shapes_say_the_same(shapes: Graph) -> None:
    for language in ("en", "es"):
        said = [
            str(m) for _, m in shapes.subject_objects(SH.message) if isinstance(m, Literal) and m.language == language
        ]
        assert sorted({message for message in said if said.count(message) > 1}) == []


def test_evidence_is_demanded_of_everything_that_comes_from_a_text(shapes: Graph, igm: Graph) -> None:
    evidence = {
        shape
        for shape in shapes.subjects(SH.path, URIRef(IGM + "evidencedBy"))
        if shapes.value(shape, SH.minCount) == Literal(1) and shapes.value(shape, SH.severity) == SH.Violation
    }
    asked = {
        target
        for shape in shapes.subjects(RDF.type, SH.NodeShape)
        if set(shapes.objects(shape, SH.property)) & evidence
        for target in shapes.objects(shape, SH.targetClass)
    }
    statements = set(igm.transitive_subjects(RDFS.subClassOf, URIRef(IGM + "Statement")))
    assert asked == statements | {URIRef(IGM + name) for name in EXTRACTED}


def test_every_class_that_a_text_can_fill_has_a_shape(shapes: Graph, igm: Graph) -> None:
    not_extracted = {URIRef(IGM + "Agent"), URIRef(IGM + "Finding")}  # abstract; of the record of the extraction
    classes = {c for c in igm.subjects(RDF.type, OWL.Class) if str(c).startswith(IGM)} - not_extracted
    assert classes - set(shapes.objects(None, SH.targetClass)) == set()


def test_every_shape_that_reports_has_its_examples(shapes: Graph) -> None:
    names = sorted(shape.removeprefix(SHAPES) for shape in reporting(shapes))
    assert names == NAMES
    assert names == sorted(path.stem for path in (EXAMPLES / "valid").glob("*.ttl"))


@pytest.mark.parametrize("name", NAMES)
def test_a_valid_example_passes(name: str, loaded: Shapes) -> None:
    report = validate(ntriples(EXAMPLES / "valid" / f"{name}.ttl"), loaded)
    assert report.findings == (), report.words("en")


@pytest.mark.parametrize("name", NAMES)
def test_an_invalid_example_is_caught_by_its_shape_alone(name: str, loaded: Shapes) -> None:
    report = validate(ntriples(EXAMPLES / "invalid" / f"{name}.ttl"), loaded)
    assert {finding.shape for finding in report.findings} == {SHAPES + name}, report.words("en")


@pytest.mark.parametrize("name", NAMES)
def test_a_valid_example_shows_what_the_shape_is_about(name: str, shapes: Graph) -> None:
    graph = Graph().parse(EXAMPLES / "valid" / f"{name}.ttl", format="turtle")
    shape = URIRef(SHAPES + name)
    holders = {shape, *shapes.subjects(SH.property, shape)}
    targets = {target for holder in holders for target in shapes.objects(holder, SH.targetClass)}
    assert any((None, RDF.type, target) in graph for target in targets)
    path = shapes.value(shape, SH.path)
    if isinstance(path, URIRef):
        assert (None, path, None) in graph


def test_a_whole_document_passes(ontology: Path, loaded: Shapes) -> None:
    report = validate(ntriples(ontology / "examples" / "minutes.ttl"), loaded)
    assert report.findings == (), report.words("en")


def test_a_missing_actor_is_a_warning(loaded: Shapes) -> None:
    report = validate(ntriples(EXAMPLES / "invalid" / "CommitmentActor.ttl"), loaded)
    assert report.conforms
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]


def test_a_planned_meeting_is_never_held(loaded: Shapes) -> None:
    assert not validate(ntriples(EXAMPLES / "invalid" / "PlannedMeetingIsNotHeld.ttl"), loaded).conforms


def test_a_value_that_a_shape_lists_is_a_code(shapes: Graph, codes: dict[str, Graph]) -> None:
    concepts = {c for graph in codes.values() for c in graph.subjects(RDF.type, SKOS.Concept)}
    listed = {value for values in shapes.objects(None, SH["in"]) for value in Collection(shapes, values)}
    assert {value for value in listed if isinstance(value, URIRef)} - concepts == set()
    patterns = {str(p) for p in shapes.objects(None, SH.pattern) if "/code/" in str(p)}
    assert {p.split("/code/")[1].split("/")[0] for p in patterns} <= set(codes)


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("ParticipationRole", "role"),
        ("CollectiveExtension", "extension"),
        ("MembershipDerivation", "derivation"),
        ("ContentReading", "reading"),
        ("ContentStrength", "strength"),
        ("StatementActType", "act-type"),
        ("MeetingLevel", "level"),
        ("MeetingCertainty", "certainty"),
    ],
)
def test_a_closed_list_has_every_code_of_its_scheme(
    shape: str, scheme: str, shapes: Graph, codes: dict[str, Graph]
) -> None:
    values = shapes.value(URIRef(SHAPES + shape), SH["in"])
    assert values is not None
    assert set(Collection(shapes, values)) == set(codes[scheme].subjects(RDF.type, SKOS.Concept))
