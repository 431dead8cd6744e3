"""A small ground and editions of a few triples, in real files and a real store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.graph.serialize import nquads
from kg.store import Edition, Ground, Layout, ground, write_part
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import HOME, IGM, RDF, RDFS

GROUND = """
@prefix igm: <https://w3id.org/igm/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/igm/id/state/mt> a igm:State ; rdfs:label "Malta"@en ; igm:neighbours ( "none" ) .
"""
MALTA = NamedNode(HOME + "id/state/mt")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "build")


@pytest.fixture
def made_ground(layout: Layout, tmp_path: Path) -> Ground:
    path = tmp_path / "states.ttl"
    path.write_text(GROUND)
    return ground(layout, "1", {"reference": (path,)})


Editor = Callable[..., Edition]


@pytest.fixture
def edition(layout: Layout, made_ground: Ground) -> Editor:
    """An edition with one document for each slug; each names Malta, which the ground names too."""

    def make(*slugs: str, **files: bytes) -> Edition:
        parts = []
        for slug in slugs:
            facts, found, text = (f"{HOME}graph/{slug}{kind}" for kind in ("", "/provenance", "/text"))
            meeting = NamedNode(f"{HOME}id/meeting/{slug}")
            quads = [
                Quad(MALTA, RDF["type"], IGM["State"], NamedNode(facts)),
                Quad(meeting, RDF["type"], IGM["Meeting"], NamedNode(facts)),
                Quad(meeting, RDFS["label"], Literal(slug, language="en"), NamedNode(facts)),
            ]
            how = [Quad(meeting, IGM["rule"], Literal("by hand"), NamedNode(found))]
            words = [Quad(NamedNode(f"{HOME}doc/{slug}"), IGM["fullText"], Literal(slug), NamedNode(text))]
            folder = layout.root / "parts"
            parts.append(write_part(folder / f"{slug}.nq", facts, "facts", nquads(quads), slug))
            parts.append(write_part(folder / f"{slug}.found.nq", found, "provenance", nquads(how), slug))
            parts.append(write_part(folder / f"{slug}.text.nq", text, "text", nquads(words), slug))
        told = tuple({"slug": slug} for slug in slugs)
        return Edition(HOME, "1.0", made_ground, tuple(parts), told, {f"{k}.txt": v for k, v in files.items()})

    return make
