"""The five lines of Turtle with which README teaches a verb do what README says."""

import re
import shutil
from pathlib import Path

import pytest

from kg.annotate import Lexicon, annotate, load_lexicon
from kg.model import Act, Source
from kg.pipeline import asset_files
from kg.text import read, segment


@pytest.fixture(scope="session")
def lines(root: Path) -> str:
    found = re.search(r"^```turtle\n(.*?)^```$", (root / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert found
    return found[1]


@pytest.fixture(scope="session")
def taught(lines: str, tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    files = asset_files()
    folder = shutil.copytree(files.lexicon, tmp_path_factory.mktemp("taught") / "lexicon")
    with (folder / "en/verbs-commitment.ttl").open("a", encoding="utf-8") as file:
        file.write(f"\n{lines}")
    return load_lexicon(folder, files.reference, files.codes)


def acts(lexicon: Lexicon, lines: str, what: str) -> list[Act]:
    found = re.search(rf'lex:{what} "([^"]+)"', lines)
    assert found
    return [
        act for act in annotate(segment(read(Source("a.txt", found[1].encode()))), lexicon).acts if act.origin.frame
    ]


def test_the_verb_is_five_lines(lines: str) -> None:
    assert len(lines.splitlines()) == 5


def test_its_example_is_a_commitment_as_firm_as_the_lines_say(taught: Lexicon, lines: str) -> None:
    (act,) = acts(taught, lines, "example")
    assert (act.type, act.strength, act.origin.frame) == ("Commitment", "firm", "concert-to-act")


def test_its_counter_example_is_none(taught: Lexicon, lines: str) -> None:
    assert "concert-to-act" not in [act.origin.frame for act in acts(taught, lines, "counterExample")]
