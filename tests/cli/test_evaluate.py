"""`kg evaluate` and `kg validate`: judging what was extracted."""

import json
import shutil
import subprocess
import sys
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


PANAMA = "rcm-1997-panama"


def test_what_was_extracted_agrees_with_itself(kg: Kg, gold: Path) -> None:
    told = kg("evaluate", gold, "--json").value
    assert told["totals"]["acts"]["f1"] == told["totals"]["quotes"]["share"] == 1
    assert told["by_language"]["en"]["acts"] == told["totals"]["acts"]
    assert [one["misses"] for one in told["texts"]] == [[], []]


def test_differences_are_shown_in_words_with_their_line_and_are_no_failure(kg: Kg, gold: Path) -> None:
    altered(gold / f"{PANAMA}.json", acts=[])
    ran = kg("evaluate", gold)
    assert ran.status == 0
    assert "found, not there: act, line 17: “agreed to establish” (Commitment)" in ran.out
    assert "anotado" in kg("evaluate", gold, "--lang", "es").out
    misses = kg("evaluate", gold, "--json").value["texts"][0]["misses"]
    assert ("false-positive", "agreed to establish", 17) in [(one["kind"], one["words"], one["line"]) for one in misses]


def test_totals_have_intervals_whose_seed_is_told(kg: Kg, gold: Path) -> None:
    altered(gold / f"{PANAMA}.json", acts=[])
    first, second = (kg("evaluate", gold).out for _ in range(2))
    assert first == second
    assert "95 % intervals of F1 and shares, texts resampled 1000 times, seed 1997" in first
    told = kg("evaluate", gold, "--json").value["totals"]["acts"]
    lower, upper = told["f1_interval"]
    assert lower < told["f1"] < upper


def test_of_a_held_out_text_only_figures_are_shown(kg: Kg, gold: Path) -> None:
    altered(gold / f"{PANAMA}.json", acts=[])
    ran = kg("evaluate", gold, "--held-out", PANAMA)
    assert "Total of held-out texts: 1" in ran.out
    assert "agreed to establish" not in ran.out
    assert "misses" not in kg("evaluate", gold / f"{PANAMA}.json", "--held-out", PANAMA, "--json").out


def test_a_held_out_text_shows_no_words_in_what_is_saved_or_compared(kg: Kg, gold: Path) -> None:
    kg("evaluate", gold, "--save", "before.json")
    altered(gold / f"{PANAMA}.json", acts=[])
    kg("evaluate", gold, "--save", "after.json", "--held-out", PANAMA)
    assert "agreed to establish" not in Path("after.json").read_text(encoding="utf-8")
    ran = kg("evaluate", gold, "--baseline", "before.json", "--held-out", PANAMA)
    assert "agreed to establish" not in ran.out


def test_texts_of_several_folders_are_measured_together(kg: Kg, gold: Path, tmp_path: Path) -> None:
    shutil.copytree(gold, tmp_path / "again")
    told = kg("evaluate", gold, tmp_path / "again", gold / f"{PANAMA}.json", "--json").value
    assert [one["name"] for one in told["texts"]] == [
        f"{folder}/{Path(name).stem}" for folder in ("again", "gold") for name in CORPUS
    ]


def test_a_held_out_text_that_is_not_there_gets_the_nearest_one(kg: Kg, gold: Path) -> None:
    ran = kg("evaluate", gold, "--held-out", "rcm-1997-panam")
    assert ran.status == 2
    assert "did you mean 'rcm-1997-panama'?" in ran.err


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "the text is not the one that was annotated"), ("es", "el texto no es el que se anotó")]
)
def test_a_text_other_than_the_annotated_one_is_a_finding_and_the_rest_is_measured(
    kg: Kg, gold: Path, lang: str, words: str
) -> None:
    (gold / CORPUS[0]).write_text("Another text altogether.\n", encoding="utf-8")
    ran = kg("evaluate", gold, "--lang", lang)
    assert ran.status == 1
    assert words in ran.out
    told = kg("evaluate", gold, "--json").value
    assert [one["name"] for one in told["unmeasured"]] == [PANAMA]
    assert len(told["texts"]) == told["totals"]["texts"] == 1


@pytest.mark.parametrize("fault", [{"acts": [{}]}, {"colour": "red"}])
def test_a_broken_annotation_is_refused_with_the_place(kg: Kg, gold: Path, fault: dict[str, Any]) -> None:
    altered(gold / f"{PANAMA}.json", **fault)
    ran = kg("evaluate", gold)
    assert ran.status == 3
    assert next(iter(fault)) in ran.err


def test_without_annotations_it_says_how_to_name_them(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert kg("evaluate", "empty").status == 2
    assert kg("evaluate").status == 3


# --- limits and baselines -----------------------------------------------------------------------------------------


def test_limits_that_are_kept_are_told_and_make_no_failure(kg: Kg, gold: Path) -> None:
    ran = kg("evaluate", gold, "--fail-under", "acts.f1=0.9", "--fail-under", "en.slots.actor=1")
    assert ran.status == 0
    assert "kept      en.slots.actor = 1.0000, at least 1" in ran.out


def test_a_limit_that_is_not_kept_makes_the_status_one(kg: Kg, gold: Path) -> None:
    altered(gold / f"{PANAMA}.json", acts=[])
    ran = kg("evaluate", gold, "--fail-under", "acts.f1=0.9", "--fail-under", "participations.f1=0.95")
    assert ran.status == 1
    assert "NOT KEPT  acts.f1" in ran.out
    told = kg("evaluate", gold, "--fail-under", "acts.f1=0.9", "--json").value["fail_under"]
    assert [(one["measure"], one["least"], one["kept"]) for one in told] == [("acts.f1", 0.9, False)]


def test_a_limit_on_texts_that_are_not_there_is_not_kept(kg: Kg, gold: Path) -> None:
    assert kg("evaluate", gold, "--fail-under", "fr.acts.f1=0").status == 1


def test_an_unknown_measure_gets_the_nearest_one_and_all_that_are_known(kg: Kg, gold: Path) -> None:
    ran = kg("evaluate", gold, "--fail-under", "acts.f2=0.9")
    assert ran.status == 2
    assert "did you mean 'acts.f1'?" in ran.err
    assert "participations.f1, " in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("given", ["acts.f1", "acts.f1=", "acts.f1=high", "acts.f1=1.5", "acts.f1=nan", "=0.9", ""])
def test_a_limit_without_a_share_is_refused(kg: Kg, gold: Path, given: str) -> None:
    assert kg("evaluate", gold, "--fail-under", given).status == 2


def test_against_itself_nothing_has_changed(kg: Kg, gold: Path) -> None:
    kg("evaluate", gold, "--save", "before.json")
    ran = kg("evaluate", gold, "--baseline", "before.json", "--save", "after.json")
    assert ran.status == 0
    assert "No figure fell" in ran.out
    assert Path("before.json").read_bytes() == Path("after.json").read_bytes()


def worsened(path: Path, out: Path) -> None:
    """The saved figures of an evaluation that found one act more in the first text, and another one too many."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told["texts"][0]["acts"]["matched"] += 1
    told["texts"][0]["acts"]["found"] += 1
    lost = {"kind": "false-positive", "what": "acts", "words": "thanked", "label": "Thanks", "span": [1, 8], "line": 1}
    told["texts"][0]["misses"] = [lost]
    out.write_text(json.dumps(told), encoding="utf-8")


def test_figures_that_fell_make_the_status_one_unless_they_are_within_the_tolerance(kg: Kg, gold: Path) -> None:
    annotation = json.loads((gold / f"{PANAMA}.json").read_text(encoding="utf-8"))
    more = {**annotation["acts"][0], "type": "Thanks", "trigger": [0, 5], "span": [0, 5]}
    altered(gold / f"{PANAMA}.json", acts=[*annotation["acts"], more])
    kg("evaluate", gold, "--save", "now.json")
    worsened(Path("now.json"), Path("before.json"))
    ran = kg("evaluate", gold, "--baseline", "before.json")
    assert ran.status == 1
    assert "worse" in ran.out
    assert "rcm-1997-panama: acts lost: 1" in ran.out
    assert "rcm-1997-panama: other differences gone: 1" in ran.out
    assert kg("evaluate", gold, "--baseline", "before.json", "--tolerance", "0.2").status == 0
    told = kg("evaluate", gold, "--baseline", "before.json", "--json").value["baseline"]
    assert told["worse"] > 0
    assert {one["verdict"] for one in told["changes"]} == {"worse", "same"}
    spanish = kg("evaluate", gold, "--baseline", "before.json", "--lang", "es").out
    assert "actos perdidos: 1" in spanish


def test_texts_that_only_one_side_has_are_named_and_not_compared(kg: Kg, gold: Path) -> None:
    kg("evaluate", gold / f"{PANAMA}.json", "--save", "before.json")
    ran = kg("evaluate", gold, "--baseline", "before.json")
    assert ran.status == 0
    assert "annotation: rcm-sacm-2023-panama" in ran.out


def test_a_tolerance_needs_a_baseline_and_a_baseline_its_file(kg: Kg, gold: Path) -> None:
    assert kg("evaluate", gold, "--tolerance", "0.1").status == 2
    assert kg("evaluate", gold, "--tolerance", "much", "--baseline", "before.json").status == 2
    ran = kg("evaluate", gold, "--baseline", "before.json")
    assert ran.status == 3
    assert "--save" in ran.err


# --- the project's own texts --------------------------------------------------------------------------------------


def test_the_projects_own_cases_are_measured_as_they_are_written_out(kg: Kg, root: Path, tmp_path: Path) -> None:
    cases = [path.parent for path in sorted(root.glob("tests/cases/*-1/annotation.toml"))[:2]]
    if not cases:
        pytest.skip("needs the cases in tests/cases")
    program = [sys.executable, root / "tests/cases/annotated.py", "--write", tmp_path / "own", *cases]
    subprocess.run(program, check=True, capture_output=True, timeout=60)
    told = kg("evaluate", tmp_path / "own", "--json").value
    assert [one["name"] for one in told["texts"]] == [case.name for case in cases]
    assert told["unmeasured"] == []
    assert told["totals"]["quotes"]["share"] == 1


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
