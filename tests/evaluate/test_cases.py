"""The project's own annotated texts are annotations like any others."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kg.evaluate import SCHEMA
from kg.evaluate.schema import violations

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/annotation.toml"))


@pytest.fixture(scope="module")
def annotated() -> ModuleType:
    spec = importlib.util.spec_from_file_location("annotated", CASES / "annotated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_is_an_annotation_whose_quotes_are_in_the_text(annotated: ModuleType, folder: Path) -> None:
    gold = annotated.annotation(folder)
    assert violations(gold, SCHEMA) == []
    text = (folder / "text.txt").read_bytes().decode()
    spans = [row["span"] for name in annotated.LISTS for row in gold[name]]
    assert [span for span in spans if text[slice(*span)] != text[slice(*span)].strip()] == []


def test_a_quote_may_leave_out_its_middle_and_is_looked_for_from_where_the_last_one_began(
    annotated: ModuleType,
) -> None:
    text = "They met. They\nagreed to meet. They parted."
    assert annotated.find("They agreed … meet", text, 0) == [10, 29]
    assert annotated.find("They", text, 11) == [31, 35]


def test_a_quote_that_the_text_does_not_hold_is_refused(annotated: ModuleType) -> None:
    with pytest.raises(annotated.NotInText, match="They danced"):
        annotated.find("They danced", "They met.", 0)
