"""The JSON-LD context is made from the ontology, and loses nothing on the way there and back."""

import json
import random
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import OWL, RDF, Graph

from kg.graph.context import context

IGM = "https://w3id.org/igm/ns#"


def test_the_committed_context_is_the_one_that_the_ontology_gives(ontology: Path) -> None:
    made = context(pyoxigraph.parse(path=ontology / "igm.ttl"))
    assert (ontology / "context.jsonld").read_text(encoding="utf-8") == made


def test_the_order_of_the_triples_makes_no_difference(ontology: Path) -> None:
    quads = list(pyoxigraph.parse(path=ontology / "igm.ttl"))
    shuffled = random.Random(7).sample(quads, len(quads))  # noqa: S311
    assert context(shuffled) == context(quads)


def test_the_context_has_a_key_for_every_term(ontology: Path, igm: Graph) -> None:
    keys = json.loads((ontology / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for term in {s for s in igm.subjects() if str(s).startswith(IGM)}:
        entry = keys[str(term).removeprefix(IGM)]
        assert (entry if isinstance(entry, str) else entry["@id"]) == str(term).replace(IGM, "igm:")
        if (term, RDF.type, OWL.ObjectProperty) in igm:
            assert entry["@type"] == "@id"


def test_a_string_is_never_given_a_datatype(ontology: Path) -> None:
    assert "xsd:string" not in (ontology / "context.jsonld").read_text(encoding="utf-8")


def test_a_graph_comes_back_from_json_as_it_was(ontology: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else rdflib writes Z as +00:00, which is another term.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    minutes = ontology / "examples" / "minutes.ttl"
    keys = json.loads((ontology / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    text = Graph().parse(minutes, format="turtle").serialize(format="json-ld", context=keys)
    assert '"evidencedBy"' in text
    # Written by one engine and read by another.
    there = set(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    assert there == set(pyoxigraph.parse(path=minutes))
