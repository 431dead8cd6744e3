import re
from pathlib import Path

import kg

ORIGINAL = {
    "LICENSE": ["Apache License", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"],
    "LICENSE-data": ["Creative Commons Attribution 4.0 International Public License", "Section 8 -- Interpretation."],
}


def test_each_licence_is_there_in_full(root: Path) -> None:
    for name, parts in ORIGINAL.items():
        text = (root / name).read_text(encoding="utf-8")
        assert [part for part in parts if part not in text] == []


def test_one_version_is_told_everywhere(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+\.\d+\.\d+)", changelog, flags=re.MULTILINE)[0] == kg.__version__
    assert re.findall(r"^version: (.+)$", citation, flags=re.MULTILINE) == [kg.__version__]


def test_the_citation_claims_no_identifier_that_nobody_assigned(root: Path) -> None:
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"doi|identifiers", citation, flags=re.IGNORECASE) is None
