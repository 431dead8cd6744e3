"""Bad input is refused in one sentence or read without inventing anything: never a crash.

What a file tells is judged by the graphs of its facts and of how they were found. The graph of its text is left out:
a text's own words are data, whatever they say, and stay in a graph of their own; what is made of them is in the facts.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Mint
from kg.model import Source
from kg.pipeline import Assets, Refused, asset_files, journey, load_assets
from kg.settings import Settings

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "hostile" / "docs"
EXPECTED: dict[str, Any] = (
    json.loads((FOLDER / "expectations.json").read_text(encoding="utf-8")) if FOLDER.is_dir() else {}
)
# What falls short, and why; one that is mended fails its test until it is taken off.
OPEN: dict[str, str] = {}


@pytest.fixture(scope="module")
def assets() -> Assets:
    return load_assets(asset_files(), Settings())


def fault(name: str, assets: Assets) -> str | None:
    """What is wrong with how a document was taken, None where nothing is."""
    expected = EXPECTED[name]
    outcome = journey(Source(name, (FOLDER / name).read_bytes()), assets)
    if isinstance(outcome, Refused):
        return "refused" if expected["expect"] == "ok" else None
    text = Mint(assets.base, outcome.document.slug).text()
    quads = "\n".join(str(quad) for quad in outcome.quads if quad.graph_name != text)
    if expected["expect"] == "refuse" and (outcome.claims.acts or not outcome.claims.findings):
        return "read as if it were sound"
    return next((f"holds {pattern}" for pattern in expected["must_not"] if re.search(pattern, quads)), None)


@pytest.mark.skipif(not EXPECTED, reason="needs the folder 'shared' beside the checkout")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_hostile_document_is_refused_or_read_truthfully(name: str, assets: Assets) -> None:
    found = fault(name, assets)
    if name in OPEN:
        assert found is not None, f"{name} is taken well now: take it off the list ({OPEN[name]})"
    else:
        assert found is None, found


@pytest.mark.skipif(not EXPECTED, reason="needs the folder 'shared' beside the checkout")
def test_dates_that_contradict_each_other_are_a_finding(assets: Assets) -> None:
    outcome = journey(Source("dates.txt", (FOLDER / "contradictory_dates.txt").read_bytes()), assets)
    assert not isinstance(outcome, Refused)
    assert "date.contradiction" in {finding.code for finding in outcome.claims.findings}


def test_one_line_without_end_is_read_in_bounded_time_or_refused(assets: Assets) -> None:
    long = Source("line.txt", b"The governments agreed to meet and talk " * 20_000)
    outcome = journey(long, assets)
    assert isinstance(outcome, Refused) or "passage.overlong" in {one.code for one in outcome.claims.findings}


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(assets: Assets) -> None:
    outcome = journey(Source("huge.txt", b"a" * 50_000_000), assets)
    assert isinstance(outcome, Refused)
    assert "too large" in str(outcome.error)
