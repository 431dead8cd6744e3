"""`kg extract`: one text, in the annotation format and in others."""

import json
from pathlib import Path

import pytest

from kg.evaluate import SCHEMA, dumps
from kg.evaluate.schema import violations
from tests.cli.conftest import CORPUS, Kg


@pytest.mark.parametrize("name", CORPUS)
def test_the_annotation_format_is_as_its_schema_says(kg: Kg, corpus: Path, name: str) -> None:
    ran = kg("extract", corpus / name, "--format", "gold")
    assert violations(ran.value, SCHEMA) == []
    assert ran.out == dumps(ran.value)


@pytest.mark.parametrize("name", CORPUS)
def test_every_span_of_the_annotation_is_words_of_the_text(kg: Kg, corpus: Path, name: str) -> None:
    text = (corpus / name).read_bytes().decode()
    annotation = kg("extract", corpus / name, "--format", "gold").value
    for act in annotation["acts"]:
        (start, end), trigger = act["span"], act["trigger"]
        assert text[start:end] == text[start:end].strip()
        assert start <= trigger[0] < trigger[1] <= end


def test_json_has_every_claim_with_its_quote(kg: Kg, corpus: Path) -> None:
    text = (corpus / CORPUS[0]).read_bytes().decode()
    ran = kg("extract", corpus / CORPUS[0], "--json")
    assert ran.value["document"]["language"] == "en"
    act = ran.value["acts"][0]
    assert act["origin"]["rule"]
    assert act["span"]["quote"] == text[act["span"]["start"] : act["span"]["end"]]


def test_without_a_form_it_is_a_summary(kg: Kg, corpus: Path) -> None:
    out = kg("extract", corpus / CORPUS[0]).out
    assert "II Regional Conference on Migration" in out
    assert "1997-07-01…1997-12-31" in out


def test_a_count_stays_a_count(kg: Kg, corpus: Path) -> None:
    assert "Países participantes según el texto: 23" in kg("extract", corpus / CORPUS[1], "--lang", "es").out


@pytest.mark.parametrize("form", ["nq", "ttl", "trig"])
def test_the_graph_comes_in_several_forms(kg: Kg, corpus: Path, form: str) -> None:
    out = kg("extract", corpus / CORPUS[0], "--format", form, "--base-iri", "https://example.org/").out
    assert "https://example.org/" in out
    assert "rcm-1997-panama" in out


def test_a_form_that_does_not_exist_gets_the_nearest_one(kg: Kg, corpus: Path) -> None:
    ran = kg("extract", corpus / CORPUS[0], "--format", "golden")
    assert ran.status == 2
    assert "gold" in ran.err


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_what_is_no_file_is_bad_input(kg: Kg, name: str) -> None:
    ran = kg("extract", name, "--json")
    assert (ran.status, ran.out) == (3, "")
    assert json.loads(ran.err)["where"] == name


def test_a_text_without_anything_gives_an_annotation_without_anything(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "recipe.txt").write_text("Take two eggs and stir them until the dough is smooth.\n", encoding="utf-8")
    ran = kg("extract", "recipe.txt", "--format", "gold")
    assert ran.value["acts"] == ran.value["meetings"] == []
    assert ran.err
