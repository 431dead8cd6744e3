"""What is built fits what is asked of it: the shapes of one document, the checks of a whole graph."""

from pathlib import Path

import pytest

from kg.graph import build
from kg.graph.serialize import nquads, ntriples
from kg.model import Claims, Document
from kg.store import Edition, Layout, Release, ground, publish, write_part
from kg.terms import Quad
from kg.validate import Report, load_shapes, validate
from kg.vocabulary import HOME

FACTS, FOUND, TEXT = f"{HOME}graph/lakes", f"{HOME}graph/lakes/provenance", f"{HOME}graph/lakes/text"
# Names that the reference data would give.
NAMES = "\n".join(
    f'<{HOME}id/{thing}> <http://www.w3.org/2000/01/rdf-schema#label> "{thing}"@en .'
    for thing in ("place/al", "place/tirana-al", "place/valletta-mt", "state/al", "state/mt")
)


def of(quads: tuple[Quad, ...], graph: str) -> list[Quad]:
    return [quad for quad in quads if str(quad.graph_name) == f"<{graph}>"]


@pytest.fixture
def quads(document: Document, claims: Claims) -> tuple[Quad, ...]:
    return build(document, claims, HOME)


@pytest.fixture
def report(quads: tuple[Quad, ...], root: Path) -> Report:
    asserted = [*of(quads, FACTS), *of(quads, TEXT)]
    return validate(ntriples(asserted), load_shapes((root / "ontology" / "shapes").glob("*.ttl")))


@pytest.fixture
def release(quads: tuple[Quad, ...], root: Path, tmp_path: Path) -> Release:
    layout, ontology, names = Layout(tmp_path / "build"), root / "ontology", tmp_path / "names.ttl"
    names.write_text(NAMES)
    stands_on = ground(
        layout,
        "1",
        {
            "ontology": tuple(ontology.glob("*.ttl")),
            "codes": tuple((ontology / "codes").glob("*.ttl")),
            "reference": (names,),
        },
    )
    parts = (
        write_part(tmp_path / "facts.nq", FACTS, "facts", nquads(of(quads, FACTS)), "lakes"),
        write_part(tmp_path / "found.nq", FOUND, "provenance", nquads(of(quads, FOUND)), "lakes"),
        write_part(tmp_path / "text.nq", TEXT, "text", nquads(of(quads, TEXT)), "lakes"),
    )
    return publish(layout, Edition(HOME, "1", stands_on, parts, ({"slug": "lakes"},), {}))


def test_a_graph_with_every_pattern_violates_no_shape(report: Report) -> None:
    assert [finding for finding in report.findings if finding.severity == "violation"] == []


def test_what_the_text_leaves_open_is_a_warning(report: Report) -> None:
    assert {finding.shape.rsplit("#")[-1] for finding in report.findings} >= {"CommitmentActor", "StatementSpeaker"}


def test_a_graph_with_every_pattern_passes_every_check_of_the_whole(release: Release, root: Path) -> None:
    store = release.open()
    asked = sorted((root / "ontology" / "checks").glob("*.rq"))
    assert {path.name: len(list(store.query(path.read_text()))) for path in asked} == dict.fromkeys(  # type: ignore[arg-type]
        (path.name for path in asked), 0
    )
