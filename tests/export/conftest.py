"""A release of two texts with words that are hard to write down, in a real store."""

from pathlib import Path

import pytest

from kg.graph.serialize import nquads
from kg.store import Edition, Layout, Part, Release, ground, publish, write_part
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import HOME, IGM, RDF, RDFS, XSD

HARD = 'He said: "yes"\\ no\r\nñandú — 日本 \u2028 𝄞 <&>]]>\t.'


def facts(slug: str, quote: str) -> list[Quad]:
    graph, document = NamedNode(f"{HOME}graph/{slug}"), NamedNode(f"{HOME}doc/{slug}")
    passage = NamedNode(f"{HOME}doc/{slug}#char=0,{len(quote)}")
    state = NamedNode(f"{HOME}id/state/mt")
    return [
        Quad(document, RDF["type"], IGM["Document"], graph),
        Quad(document, RDFS["label"], Literal(slug, language="en"), graph),
        Quad(passage, IGM["inDocument"], document, graph),
        Quad(passage, IGM["quote"], Literal(quote), graph),
        Quad(passage, IGM["startsAt"], Literal("0", datatype=XSD["integer"]), graph),
        Quad(state, RDF["type"], IGM["State"], graph),
    ]


def parts(folder: Path, slug: str, quote: str) -> tuple[Part, Part, Part]:
    found = NamedNode(f"{HOME}graph/{slug}/provenance")
    how = [Quad(NamedNode(f"{HOME}doc/{slug}"), IGM["rule"], Literal("by hand"), found)]
    text = NamedNode(f"{HOME}graph/{slug}/text")
    words = [Quad(NamedNode(f"{HOME}doc/{slug}"), IGM["fullText"], Literal(f"Whole: {quote}"), text)]
    return (
        write_part(folder / f"{slug}.nq", f"{HOME}graph/{slug}", "facts", nquads(facts(slug, quote)), slug),
        write_part(folder / f"{slug}.found.nq", found.value, "provenance", nquads(how), slug),
        write_part(folder / f"{slug}.text.nq", text.value, "text", nquads(words), slug),
    )


def published(folder: Path, quotes: dict[str, str]) -> Release:
    states = folder / "states.ttl"
    states.write_text(
        "@prefix igm: <https://w3id.org/igm/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://w3id.org/igm/id/state/mt> a igm:State ; rdfs:label "Malta"@en ; rdfs:seeAlso ( igm:a igm:b ) .'
    )
    layout = Layout(folder / "build")
    made = tuple(part for slug, quote in quotes.items() for part in parts(folder, slug, quote))
    return publish(
        layout,
        Edition(HOME, "1", ground(layout, "1", {"reference": (states,)}), made, tuple({"slug": s} for s in quotes), {}),
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return published(tmp_path_factory.mktemp("hard"), {"one": HARD, "two": "Plain words."})


@pytest.fixture
def torn(tmp_path: Path) -> Release:
    """A release whose text has a page break."""
    return published(tmp_path, {"torn": "before\x0cafter"})
