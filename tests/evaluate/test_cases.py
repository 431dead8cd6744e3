"""The project's own annotated texts are annotations like any others."""

from pathlib import Path
from types import ModuleType

import pytest

from kg.evaluate import SCHEMA
from kg.evaluate.schema import violations

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/annotation.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_is_an_annotation_whose_quotes_are_in_the_text(written: ModuleType, folder: Path) -> None:
    gold = written.annotation(folder)
    assert violations(gold, SCHEMA) == []
    text = (folder / "text.txt").read_bytes().decode()
    spans = [row["span"] for name in written.LISTS for row in gold[name]]
    assert [span for span in spans if text[slice(*span)] != text[slice(*span)].strip()] == []


def test_a_quote_may_leave_out_its_middle_and_is_looked_for_from_where_the_last_one_began(
    written: ModuleType,
) -> None:
    text = "They met. They\nagreed to meet. They parted."
    assert written.find("They agreed … meet", text, 0) == [10, 29]
    assert written.find("They", text, 11) == [31, 35]


def test_a_quote_that_the_text_does_not_hold_is_refused(written: ModuleType) -> None:
    with pytest.raises(written.NotInText, match="They danced"):
        written.find("They danced", "They met.", 0)
