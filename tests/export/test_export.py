import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse
from rdflib import Graph

from kg.errors import MisusedCommand, PlenaryError
from kg.export import FORMATS, GRAPHS, export
from kg.store import Release
from kg.terms import Triple

READ_AS = {
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
}


def written(release: Release, form: str, **choice: object) -> bytes:
    out = BytesIO()
    export(release, form, out, **choice)  # type: ignore[arg-type]
    return out.getvalue()


def triples(data: bytes, form: str) -> set[Triple]:
    return {quad.triple for quad in parse(data, READ_AS[form])}


def in_store(release: Release, *ends: str) -> set[Quad]:
    return {
        quad
        for quad in release.open().quads_for_pattern(None, None, None, None)
        if not isinstance(quad.graph_name, DefaultGraph) and str(quad.graph_name).endswith(ends)
    }


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_holds_the_same_facts(release: Release, form: str) -> None:
    facts = {quad.triple for quad in in_store(release, "/one>", "/two>")}
    assert triples(written(release, form, graphs="facts"), form) == facts


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_a_form_with_graphs_keeps_each_quad_in_its_own(release: Release, form: str) -> None:
    assert set(parse(written(release, form, graphs="all"), READ_AS[form])) == in_store(release, ">")


@pytest.mark.parametrize("form", ["nq", "nt", "jsonld"])
@pytest.mark.parametrize("graphs", GRAPHS)
def test_the_same_choice_is_the_same_bytes(release: Release, form: str, graphs: str) -> None:
    assert written(release, form, graphs=graphs) == written(release, form, graphs=graphs)


def test_nquads_of_all_is_the_dump(release: Release) -> None:
    assert written(release, "nq", graphs="all") == release.dump.read_bytes()


def test_triples_of_several_graphs_are_sorted_and_each_is_there_once(release: Release) -> None:
    lines = written(release, "nt", graphs="all").splitlines(keepends=True)
    assert lines == sorted(set(lines))


def test_one_document_is_had_alone(release: Release) -> None:
    told = written(release, "nt", documents=["two"])
    assert b"Plain words." in told
    assert b"doc/one" not in told


def test_how_facts_were_found_is_left_out_unless_asked_for(release: Release) -> None:
    assert b"by hand" not in written(release, "ttl")
    assert b"by hand" in written(release, "ttl", graphs="provenance")


@pytest.mark.parametrize("form", FORMATS)
def test_texts_whole_are_left_out_unless_asked_for(release: Release, form: str) -> None:
    assert b"Whole: " not in written(release, form)
    assert b"Whole: " not in written(release, form, graphs="facts", documents=["two"])
    assert b"Whole: " in written(release, form, graphs="all")
    assert b"Whole: " in written(release, form, graphs="text", documents=["two"])


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_a_form_with_graphs_leaves_out_nothing_but_texts_whole(release: Release, form: str) -> None:
    left_out = in_store(release, ">") - set(parse(written(release, form), READ_AS[form]))
    assert left_out == in_store(release, "/text>")


def test_what_texts_are_read_against_is_had_alone(release: Release) -> None:
    told = written(release, "nt", graphs="reference")
    assert b'"Malta"@en' in told
    assert b"Plain words." not in told


def test_turtle_is_written_with_prefixes_and_a_subject_once(release: Release) -> None:
    told = written(release, "ttl").decode()
    assert "@prefix igm: <https://w3id.org/igm/ns#> ." in told
    assert told.count("<https://w3id.org/igm/doc/one> ") == 2  # as a subject, and as the document of its passage


def test_jsonld_is_written_with_the_terms_of_the_ontology(release: Release) -> None:
    told = written(release, "jsonld").decode()
    assert '"@type": "Document"' in told
    assert '"startsAt": 0' in told
    assert '"inDocument": "https://w3id.org/igm/doc/one"' in told


def test_jsonld_keeps_the_order_of_lists(release: Release) -> None:
    told = triples(written(release, "jsonld", graphs="reference"), "jsonld")
    first = [triple.object.value for triple in told if triple.predicate.value.endswith("#first")]
    assert sorted(first) == ["https://w3id.org/igm/ns#a", "https://w3id.org/igm/ns#b"]


# What its reader of JSON-LD uses, rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_jsonld_is_read_by_another_engine_as_the_same_facts(release: Release) -> None:
    read, facts = Graph(), Graph()
    read.parse(data=written(release, "jsonld"), format="json-ld")
    facts.parse(data=written(release, "nt"), format="nt")
    assert set(read) == set(facts)


def test_a_page_break_is_never_dropped_to_please_xml(torn: Release) -> None:
    with pytest.raises(PlenaryError, match=r"U\+000C.*Fix: export as ttl"):
        written(torn, "rdfxml")


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"rdfxml"}))
def test_a_page_break_crosses_every_other_form(torn: Release, form: str) -> None:
    told = triples(written(torn, form, graphs="facts"), form)
    assert "before\x0cafter" in {triple.object.value for triple in told if triple.predicate.value.endswith("quote")}


@pytest.mark.parametrize(
    ("choice", "hint"),
    [
        ({"form": "tll"}, "did you mean 'ttl'"),
        ({"form": "ttl", "graphs": "fact"}, "did you mean 'facts'"),
        ({"form": "ttl", "documents": ["on"]}, "did you mean 'one'"),
    ],
    ids=["form", "graphs", "document"],
)
def test_a_choice_that_does_not_exist_is_named_with_the_nearest(
    release: Release, choice: dict[str, object], hint: str
) -> None:
    with pytest.raises(MisusedCommand, match=hint):
        written(release, **choice)  # type: ignore[arg-type]


def test_an_empty_choice_is_an_empty_file(release: Release) -> None:
    assert written(release, "nt", documents=[]) == b""


def test_a_context_of_ones_own_may_be_given(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "context.jsonld"
    path.write_text('{"@context": {"words": "https://w3id.org/igm/ns#quote"}}')
    assert '"words": "Plain words."' in written(release, "jsonld", context=path).decode()


EXPORT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from io import BytesIO
from pathlib import Path
from kg.export import FORMATS, export
from kg.store import read_release
for form in FORMATS:
    out = BytesIO()
    export(read_release(Path(sys.argv[2])), form, out)
    print(form, hashlib.sha256(out.getvalue()).hexdigest())
"""


def test_neither_hash_seed_nor_locale_changes_a_byte(release: Release, root: Path) -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", EXPORT, str(root), str(release.path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, locale in (("0", "C"), ("4711", "es_ES.UTF-8"))
    }
    assert len(told) == 1
