"""Hostile queries in company: while each is dealt with others are answered, and nothing of it is left afterwards."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import Site, Start
from tests.web.test_hostile import ABSENT, MEMORY_SLACK, cases, expected, first_line, outcome

NOWHERE = "http://127.0.0.1:9/"


def wild() -> list[Path]:
    """The queries that may be cut: all but those that are ordinary in truth, or refused at once."""
    return [path for path in cases("queries") if "cut" in expected(path)[0]]


def one_by_one(site: Site, seen: set[int]) -> list[str]:
    """What became of each hostile query; the processes that were there are added to `seen`."""
    outcomes = []
    with site.client() as client:
        for path in wild():
            text = path.read_text(encoding="utf-8").replace("{{CANARY}}", NOWHERE)
            seen.update(site.workers())
            got, _ = outcome(client, text)
            outcomes.append("" if got in expected(path)[0] else f"{path.stem}: {got}")
    return [one for one in outcomes if one]


def ordinary(client: httpx.Client, until: "Future[list[str]]") -> Iterator[httpx.Response]:
    """Ordinary questions, one after the other, for as long as the others are at it."""
    while not until.done():
        query = "SELECT ?s { ?s <http://example.org/kg/ally> <http://example.org/kg/state/1> }"
        # A comment that differs each time, so that no answer is one that was kept.
        yield client.get(
            "/sparql", params={"query": f"{query} # {os.urandom(4).hex()}"}, headers={"Accept": "text/csv"}
        )


@ABSENT
def test_others_are_answered_meanwhile_and_nothing_is_left_over(start: Start, release: Path) -> None:
    site = start(release, deadline=1.5, memory=256)
    with site.client() as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        before, seen = site.resident(), set[int]()
        with ThreadPoolExecutor(1) as pool:
            hostile = pool.submit(one_by_one, site, seen)
            answers = list(ordinary(client, hostile))
        assert hostile.result() == []
        assert len(answers) > len(wild())
        assert {(one.status_code, one.text) for one in answers} == {(200, answers[0].text)}
        assert len(answers[0].text.splitlines()) > 1
        assert client.get("/health").json()["busy"] == 0
    assert site.resident() < before + MEMORY_SLACK
    seen |= set(site.workers())
    site.process.terminate()
    site.process.wait(timeout=30)
    assert [pid for pid in seen if Path(f"/proc/{pid}").exists()] == []


def test_every_file_of_hostile_input_is_asked_by_some_test() -> None:
    """What the files say beyond a status is understood: no expectation is passed over because its word is new."""
    if not cases("queries"):
        pytest.skip("needs the folder 'shared' beside the checkout")
    understood = {"queries": {"rows", "has", "not", "nofetch"}, "http": {"not", "nothdr", "nothtml", "nofetch", "raw"}}
    understood["http"] |= {"incomplete", "mode", "deadline"}
    for kind, words in understood.items():
        assert {word for path in cases(kind) for word in expected(path)[1]} <= words
    modes = {expected(path)[1]["mode"].split(":")[0] for path in cases("http") if "mode=" in first_line(path)}
    assert modes == {"slowbody", "idle", "flood", "abort"}
