"""`kg evaluate` and `kg validate`: judging what was extracted."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CORPUS, Kg


@pytest.fixture
def gold(kg: Kg, corpus: Path, tmp_path: Path) -> Path:
    """The founding texts, each with what is extracted from it as its annotation."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in CORPUS:
        shutil.copy(corpus / name, folder)
        annotation = kg("extract", corpus / name, "--format", "gold").out
        (folder / name).with_suffix(".json").write_text(annotation, encoding="utf-8")
    return folder


def altered(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_what_was_extracted_agrees_with_itself(kg: Kg, gold: Path) -> None:
    told = kg("evaluate", gold, "--json").value
    assert told["totals"]["acts"]["f1"] == told["totals"]["quotes"]["share"] == 1
    assert [one["misses"] for one in told["texts"]] == [[], []]


def test_differences_are_shown_in_words_and_are_no_failure(kg: Kg, gold: Path) -> None:
    altered(gold / "rcm-1997-panama.json", acts=[])
    ran = kg("evaluate", gold)
    assert ran.status == 0
    assert "false-positive acts: “agreed to establish” (Commitment)" in ran.out


def test_of_a_held_out_text_only_figures_are_shown(kg: Kg, gold: Path) -> None:
    altered(gold / "rcm-1997-panama.json", acts=[])
    ran = kg("evaluate", gold, "--held-out", "rcm-1997-panama")
    assert "Total of 1 held-out texts" in ran.out
    assert "agreed to establish" not in ran.out
    assert "misses" not in kg("evaluate", gold / "rcm-1997-panama.json", "--held-out", "rcm-1997-panama", "--json").out


def test_a_held_out_text_that_is_not_there_gets_the_nearest_one(kg: Kg, gold: Path) -> None:
    ran = kg("evaluate", gold, "--held-out", "rcm-1997-panam")
    assert ran.status == 2
    assert "did you mean 'rcm-1997-panama'?" in ran.err


def test_a_text_other_than_the_annotated_one_is_refused(kg: Kg, gold: Path) -> None:
    (gold / CORPUS[0]).write_text("Another text altogether.\n", encoding="utf-8")
    assert kg("evaluate", gold).status == 3


@pytest.mark.parametrize("fault", [{"acts": [{}]}, {"colour": "red"}])
def test_a_broken_annotation_is_refused_with_the_place(kg: Kg, gold: Path, fault: dict[str, Any]) -> None:
    altered(gold / "rcm-1997-panama.json", **fault)
    ran = kg("evaluate", gold)
    assert ran.status == 3
    assert next(iter(fault)) in ran.err


def test_without_annotations_it_says_how_to_name_them(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert kg("evaluate", "empty").status == 2
    assert kg("evaluate").status == 3


def test_a_text_whose_graph_conforms_is_valid(kg: Kg, corpus: Path) -> None:
    ran = kg("validate", corpus / CORPUS[0], "--json")
    assert ran.status == 0
    assert ran.value[0]["conforms"] is True


def test_a_validation_report_comes_in_words_of_either_language_and_as_turtle(kg: Kg, corpus: Path) -> None:
    assert "The graph conforms" in kg("validate", corpus / CORPUS[0]).out
    assert "El grafo es conforme" in kg("validate", corpus / CORPUS[0], "--lang", "es").out
    assert "sh:ValidationReport" in kg("validate", corpus / CORPUS[0], "--turtle").out


def test_a_text_that_cannot_be_read_cannot_be_validated(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert kg("validate", "empty.txt").status == 3
