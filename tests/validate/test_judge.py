"""What a report says, and that it says the same each time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.errors import BrokenAsset, MissingAsset
from kg.validate import Report, Severity, Shapes, load_shapes, validate

ROOT = Path(__file__).resolve().parents[2]
SHAPES = "https://w3id.org/igm/shapes#"
IGM = "https://w3id.org/igm/ns#"
EX = "https://example.org/id/"
FACTS = (
    f"<{EX}m> <{RDF.type}> <{IGM}Meeting> .\n"
    f'<{EX}m> <http://www.w3.org/2000/01/rdf-schema#label> "First Meeting"@en .\n'
    f'<{EX}m> <{IGM}seriesOrdinal> "first\\nor \\"second\\""@en .\n'
    f"<{EX}p> <{RDF.type}> <{IGM}Participation> .\n"
)


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return load_shapes(shape_files())


@pytest.fixture(scope="session")
def faulty(shapes: Shapes) -> Report:
    return validate(FACTS.encode(), shapes)


def shape_files() -> list[Path]:
    return sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))


def minutes() -> bytes:
    graph = Graph().parse(ROOT / "ontology" / "examples" / "minutes.ttl", format="turtle")
    return "\n".join(sorted(graph.serialize(format="nt").splitlines())).encode()


def one_shape(folder: Path, path: str, constraint: str) -> Shapes:
    file = folder / "shape.ttl"
    file.write_text(
        f"""@prefix sh: <{SH}> . @prefix ex: <{EX}> .
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:P .
        ex:P a sh:PropertyShape ; sh:path {path} ; {constraint} ; sh:message "No."@en , "No."@es .""",
        encoding="utf-8",
    )
    return load_shapes([file])


def test_a_graph_with_nothing_wrong_conforms(shapes: Shapes) -> None:
    report = validate(minutes(), shapes)
    assert report.conforms
    assert report.findings == ()
    assert report.words("en") == "The graph conforms: nothing found.\n"
    assert report.words("es") == "El grafo es conforme: sin hallazgos.\n"


def test_an_empty_graph_conforms(shapes: Shapes) -> None:
    assert validate(b"", shapes).conforms


def test_a_finding_carries_node_path_value_shape_severity_and_both_messages(faulty: Report) -> None:
    (finding,) = (each for each in faulty.findings if each.shape == SHAPES + "MeetingOrdinal")
    assert finding.focus == EX + "m"
    assert finding.path == IGM + "seriesOrdinal"
    assert finding.value == '"first\\nor \\"second\\""@en'
    assert finding.severity is Severity.VIOLATION
    assert finding.message_en.startswith("A meeting has at most one number")
    assert finding.message_es.startswith("Una reunión tiene como máximo un número")


def test_a_value_is_shown_as_the_facts_have_it(tmp_path: Path) -> None:
    shapes = one_shape(tmp_path, "ex:at", "sh:maxCount 1 ; sh:in ( 1 )")
    moment = '"2001-05-04T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    facts = f"<{EX}t> <{RDF.type}> <{EX}T> .\n<{EX}t> <{EX}at> {moment} .\n"
    (finding,) = validate(facts.encode(), shapes).findings
    assert finding.value == moment


def test_what_is_missing_has_no_value(faulty: Report) -> None:
    (finding,) = (each for each in faulty.findings if each.shape == SHAPES + "MeetingEvidence")
    assert finding.value is None


def test_a_path_of_several_steps_reads_as_sparql_writes_it(faulty: Report) -> None:
    (finding,) = (each for each in faulty.findings if each.shape == SHAPES + "ParticipationHolder")
    assert finding.path == f"^<{IGM}hasParticipation>"


@pytest.mark.parametrize(
    ("turtle", "sparql"),
    [
        ("( ex:a ex:b )", f"(<{EX}a>/<{EX}b>)"),
        ("[ sh:alternativePath ( ex:a [ sh:inversePath ex:b ] ) ]", f"(<{EX}a>|^<{EX}b>)"),
    ],
)
def test_every_path_that_the_shapes_use_is_understood(tmp_path: Path, turtle: str, sparql: str) -> None:
    shapes = one_shape(tmp_path, turtle, "sh:minCount 1")
    (finding,) = validate(f"<{EX}t> <{RDF.type}> <{EX}T> .\n".encode(), shapes).findings
    assert finding.path == sparql


def test_a_path_that_is_not_understood_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenAsset, match="path"):
        one_shape(tmp_path, "[ sh:oneOrMorePath ex:a ]", "sh:minCount 1")


def test_only_a_violation_keeps_a_graph_from_conforming(shapes: Shapes) -> None:
    warned = Graph().parse(ROOT / "ontology" / "examples" / "invalid" / "CommitmentActor.ttl", format="turtle")
    report = validate(warned.serialize(format="nt").encode(), shapes)
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    assert report.conforms
    assert report.words("es").startswith("El grafo es conforme: 1 advertencia.")


def test_the_gravest_findings_come_first(faulty: Report) -> None:
    order = list(Severity)
    ranks = [order.index(finding.severity) for finding in faulty.findings]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    assert faulty.count(Severity.VIOLATION) + faulty.count(Severity.WARNING) == len(faulty.findings)


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("violation", "node", "path")), ("es", ("infracción", "nodo", "ruta"))]
)
def test_the_report_is_in_words_of_either_language(language: str, words: tuple[str, ...], faulty: Report) -> None:
    text = faulty.words("en" if language == "en" else "es")
    assert all(word in text for word in words)
    assert all(getattr(finding, f"message_{language}") in text for finding in faulty.findings)


def test_a_long_value_is_cut_in_words_and_whole_in_the_finding(shapes: Shapes) -> None:
    facts = f'<{EX}m> <{RDF.type}> <{IGM}Meeting> .\n<{EX}m> <{IGM}ofForum> "{"x" * 5000}" .\n'
    report = validate(facts.encode(), shapes)
    (finding,) = (each for each in report.findings if each.shape == SHAPES + "MeetingForum")
    assert finding.value is not None
    assert len(finding.value) == 5002
    assert max(map(len, report.words("en").splitlines())) < 200


def test_the_turtle_is_a_shacl_report(faulty: Report) -> None:
    graph = Graph().parse(data=faulty.turtle, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    results = list(graph.objects(report, SH.result))
    assert {str(graph.value(result, SH.sourceShape)) for result in results} == {f.shape for f in faulty.findings}
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert graph.value(result, predicate) is not None
        languages = {m.language for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal)}
        assert languages == {"en", "es"}
    holder = graph.value(None, SH.sourceShape, URIRef(SHAPES + "ParticipationHolder"))
    path = graph.value(holder, SH.resultPath)
    assert graph.value(path, SH.inversePath) == URIRef(IGM + "hasParticipation")


def test_the_turtle_of_a_conforming_graph_says_so(shapes: Shapes) -> None:
    graph = Graph().parse(data=validate(b"", shapes).turtle, format="turtle")
    assert list(graph.objects(None, SH.conforms)) == [Literal(True)]


@given(lines=st.permutations(FACTS.splitlines(keepends=True)))
def test_the_order_of_the_facts_makes_no_difference(lines: list[str], shapes: Shapes, faulty: Report) -> None:
    assert validate("".join(lines).encode(), shapes) == faulty


def test_shapes_serve_again_and_again(shapes: Shapes, faulty: Report) -> None:
    assert validate(minutes(), shapes).conforms
    assert validate(FACTS.encode(), shapes) == faulty


def test_another_hash_seed_gives_the_same_report(tmp_path: Path) -> None:
    facts = tmp_path / "facts.nt"
    facts.write_text(FACTS, encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from kg.validate import load_shapes, validate;"
        "report = validate(Path(sys.argv[1]).read_bytes(), load_shapes(map(Path, sys.argv[2:])));"
        "sys.stdout.write(report.turtle + report.words('en') + report.words('es'))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(facts), *map(str, shape_files())],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] != b""


def test_the_results_are_those_of_the_engine_as_it_comes(shapes: Shapes) -> None:
    # The shapes are rearranged for speed: on every bad example at once, nothing more and nothing less is found.
    import pyshacl

    bad, plain = Graph(), Graph()
    for path in sorted((ROOT / "ontology" / "examples" / "invalid").glob("*.ttl")):
        bad.parse(path, format="turtle")
    for path in shape_files():
        plain.parse(path, format="turtle")
    _, report, _ = pyshacl.validate(bad, shacl_graph=plain, inference="none")
    expected = {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    found = validate(bad.serialize(format="nt").encode(), shapes).findings
    assert {(finding.focus, finding.shape) for finding in found} == expected
    assert len(expected) > 100


def test_bytes_that_are_no_ntriples_are_a_misuse(shapes: Shapes) -> None:
    with pytest.raises(ValueError, match="not N-Triples"):
        validate(b"@prefix a: <b> .", shapes)


def test_a_shapes_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingAsset, match=r"gone\.ttl"):
        load_shapes([tmp_path / "gone.ttl"])


def test_a_shapes_file_that_is_not_turtle_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(BrokenAsset, match=r"broken\.ttl"):
        load_shapes([broken])


def test_nothing_is_inferred(shapes: Shapes) -> None:
    # That a commitment is a content is known to the ontology, not to the facts: its shape names it all the same.
    facts = f"<{EX}c> <{RDF.type}> <{IGM}Commitment> .\n"
    found = {finding.shape for finding in validate(facts.encode(), shapes).findings}
    assert SHAPES + "ContentEvidence" in found
    assert SHAPES + "StatementEvidence" not in found
