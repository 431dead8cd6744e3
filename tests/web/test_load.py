"""Many at once, and what happens meanwhile: every answer is right, or is seen not to be one."""

import json
import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.query.conftest import published
from tests.web.conftest import Site, Start

EX = "http://example.org/"
THINGS = 20_000
CLIENTS = 50
STREAM = "SELECT ?s ?o ?x { ?s ?p ?o . VALUES ?x { 1 2 3 4 } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def edition(folder: Path, number: int) -> Path:
    """A release each of whose triples says its number, and whose answers are longer than is held back."""
    has = NamedNode(f"{EX}has")
    quads = (Quad(NamedNode(f"{EX}thing/{at}"), has, Literal(f"{number} {'x' * 60}")) for at in range(THINGS))
    return published(folder, quads, f"{number:06x}")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("editions")
    return [edition(folder / str(number), number) for number in range(1, 4)]


@pytest.fixture
def site(start: Start, editions: list[Path], tmp_path: Path) -> Site:
    """A server over `current`, which leads to the first edition."""
    (tmp_path / "current").symlink_to(editions[0])
    return start(tmp_path, deadline=60)


def outcome(client: httpx.Client, text: str, coding: str = "identity") -> str:
    """`whole`, `broken` or the status of a refusal; fails where an answer that seems whole is wrong."""
    headers = {"Accept": "text/csv", "Accept-Encoding": coding}
    try:
        response = client.get("/sparql", params={"query": text}, headers=headers)
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return "broken"
    if response.status_code != 200:
        said = json.loads(response.text)
        assert said["status"] == response.status_code
        assert response.status_code != 503 or int(response.headers["retry-after"]) >= 1
        return str(response.status_code)
    check(response)
    return "whole"


def check(response: httpx.Response) -> None:
    """All rows are there, and all are of the release that the answer says it is of."""
    number = int(response.headers["x-plenary-release"], 16)
    lines = response.text.split("\r\n")
    assert lines[0] == "s,o,x"
    assert len(lines) == 4 * THINGS + 2
    assert {line.split(",")[1].split(" ")[0] for line in lines[1:-1]} == {str(number)}
    assert len({line.split(",")[0] for line in lines[1:-1]}) == THINGS


@contextmanager
def asking(site: Site, text: Callable[[int], str], clients: int) -> Iterator[Counter[str]]:
    """So many clients that ask again and again, and what came of it."""
    found: Counter[str] = Counter()
    stop = threading.Event()

    def ask(at: int) -> None:
        with site.client() as client:
            while not stop.is_set():
                found[outcome(client, text(at), ("identity", "gzip", "br")[at % 3])] += 1

    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(ask, at) for at in range(clients)]
        try:
            yield found
        finally:
            stop.set()
        for one in running:
            one.result()


def until(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_fifty_streams_at_once_are_whole_or_refused(site: Site) -> None:
    def ask(at: int) -> str:
        with site.client() as client:
            while (came := outcome(client, f"{STREAM} # {at}", ("identity", "gzip", "br")[at % 3])) == "503":
                time.sleep(0.2)
            return came

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert Counter(pool.map(ask, range(CLIENTS))) == {"whole": CLIENTS}


def test_workers_that_are_killed_in_the_middle_break_answers_and_falsify_none(site: Site) -> None:
    site.settle()
    with asking(site, lambda at: f"{STREAM} # {at}", 8) as found:
        for _ in range(6):
            time.sleep(0.3)
            for pid in site.workers()[1:2]:
                os.kill(pid, signal.SIGKILL)
        before = found["whole"]
        assert until(lambda: found["whole"] > before)
    assert {*found} <= {"whole", "broken", "500", "503"}


def test_the_holder_of_the_store_may_be_killed_too(site: Site) -> None:
    site.settle()
    with asking(site, lambda at: f"{STREAM} # {at}", 6) as found:
        assert until(lambda: found["whole"] > 0)
        os.kill(site.workers()[0], signal.SIGKILL)
        before = found["whole"]
        assert until(lambda: found["whole"] > before + 2)
    assert {*found} <= {"whole", "broken", "500", "503"}


def test_releases_that_change_under_load_are_never_mixed(site: Site, editions: list[Path], tmp_path: Path) -> None:
    with site.client() as client, asking(site, lambda at: f"{STREAM} # {at % 3}", 6) as found:
        for number in (2, 3, 1, 2):
            beside = tmp_path / "next"
            beside.symlink_to(editions[number - 1])
            beside.replace(tmp_path / "current")
            name = f"{number:06x}"
            assert until(lambda name=name: client.get("/health").json()["release"] == name)  # type: ignore[misc]
            before = found["whole"]
            assert until(lambda before=before: found["whole"] > before)  # type: ignore[misc]
    assert {*found} <= {"whole", "503"}


def test_a_full_queue_refuses_with_a_time_to_come_back_and_answers_the_others(
    start: Start, editions: list[Path]
) -> None:
    site = start(editions[0], deadline=4, workers=1)
    site.settle()
    with ThreadPoolExecutor(40) as pool:

        def ask(at: int) -> str:
            with site.client() as client:
                return outcome(client, f"{ENDLESS} # {at}")

        came = Counter(pool.map(ask, range(40)))
    # 16 may wait: those beyond are refused at once, those within when they have waited as long as a query may take.
    assert came["503"] >= 40 - 16 - 1
    assert {*came} <= {"503", "504"}
    with site.client() as client:
        assert until(lambda: outcome(client, STREAM) == "whole")


def test_a_release_that_could_not_be_taken_up_is_tried_again(site: Site, editions: list[Path], tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    shutil.copytree(editions[1], mended)
    (mended / "store").rename(tmp_path / "away")
    beside = tmp_path / "next"
    beside.symlink_to(mended)
    beside.replace(tmp_path / "current")
    with site.client() as client:
        served = client.get("/health").json()["release"]
        time.sleep(0.5)
        assert client.get("/health").json()["release"] == served
        (tmp_path / "away").rename(mended / "store")
        assert until(lambda: client.get("/health").json()["release"] != served)
        assert outcome(client, STREAM) == "whole"
