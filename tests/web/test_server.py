"""The server as a process: its port, its release, its clients that come and go."""

import os
import shutil
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import BrokenRelease
from kg.web.server import AddressTaken, serve_at
from tests.query.conftest import published
from tests.web.conftest import Site, Start

EX = "http://example.org/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
UNENDING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def edition(folder: Path, number: int) -> Path:
    return published(folder, [Quad(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), Literal(number))], f"{number:06x}")


def until(condition: "object", seconds: float = 5.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_a_port_that_is_taken_is_told_with_the_next_free_one(release: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken) as caught:
            serve_at(release, port=port)
    free = int(caught.value.fix.rsplit(" ", 1)[1])
    assert caught.value.where == f"127.0.0.1:{port}"
    assert port < free < port + 50


def test_an_address_that_cannot_be_used_is_told(release: Path) -> None:
    with pytest.raises(AddressTaken, match=r"--host 127\.0\.0\.1"):
        serve_at(release, host="192.0.2.1", port=0)


def test_a_folder_without_a_release_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(BrokenRelease, match="kg build"):
        serve_at(tmp_path, port=0)


def test_a_client_that_leaves_frees_its_worker_within_a_second(start: Start, release: Path) -> None:
    site = start(release, workers=1)
    for query in (ENDLESS, UNENDING):
        path = httpx.URL("/sparql", params={"query": query}).raw_path
        with socket.create_connection(("127.0.0.1", site.port)) as connection:
            connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            with site.client() as client:
                assert until(lambda client=client: client.get("/health").json()["busy"] == 1)
            time.sleep(0.3)
        with site.client() as client:
            assert until(lambda client=client: client.get("/health").json()["busy"] == 0, seconds=1)
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_an_answer_that_ends_too_early_is_seen_to_be_broken(hasty: Site) -> None:
    with hasty.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/sparql", params={"query": UNENDING}, headers={"Accept": "application/sparql-results+json"})


def test_an_answer_that_http_1_0_could_not_show_to_be_broken_is_not_begun(hasty: Site) -> None:
    path = httpx.URL("/sparql", params={"query": UNENDING}).raw_path
    with socket.create_connection(("127.0.0.1", hasty.port)) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.0\r\n\r\n")
        heard = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert heard.split()[1] in (b"504", b"505", b"400")
    assert b"application/problem+json" in heard


def test_a_reader_that_does_not_read_keeps_no_worker_beyond_the_deadline(hasty: Site) -> None:
    path = httpx.URL("/sparql", params={"query": UNENDING}).raw_path
    with socket.create_connection(("127.0.0.1", hasty.port)) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1.5)
        with hasty.client() as client:
            assert client.get("/health").json()["busy"] == 0


def test_a_new_release_is_taken_up_and_no_request_is_lost(start: Start, tmp_path: Path) -> None:
    editions = [edition(tmp_path / f"releases/{at}", at) for at in range(3)]
    (tmp_path / "current").symlink_to(editions[0])
    site = start(tmp_path)
    seen: list[tuple[str, str]] = []
    stop = threading.Event()

    def ask() -> None:
        with site.client() as client:
            while not stop.is_set():
                response = client.get(
                    "/sparql", params={"query": "SELECT ?o { ?s ?p ?o }"}, headers={"Accept": "text/csv"}
                )
                seen.append((response.headers["x-plenary-release"], response.text))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for at in (1, 2):
        beside = tmp_path / "next"
        beside.symlink_to(editions[at])
        beside.replace(tmp_path / "current")
        assert until(lambda at=at: bool(seen) and int(seen[-1][0], 16) == at)
    stop.set()
    for thread in threads:
        thread.join()
    assert all(text == f"o\r\n{int(name, 16)}\r\n" for name, text in seen)
    assert {int(name, 16) for name, _ in seen} == {0, 1, 2}


def test_a_damaged_new_release_leaves_the_old_one_served(start: Start, tmp_path: Path) -> None:
    good = edition(tmp_path / "releases/1", 1)
    bad = tmp_path / "releases/2"
    shutil.copytree(good, bad)
    (bad / "release.json").write_text("{")
    (tmp_path / "current").symlink_to(good)
    site = start(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(bad)
    time.sleep(0.5)
    with site.client() as client:
        assert client.get("/health").json()["release"] == "000001"
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_server_that_is_told_to_stop_leaves_no_process(start: Start, release: Path) -> None:
    site = start(release)
    with site.client() as client:
        client.get("/sparql", params={"query": "ASK {}"})
    workers = site.workers()
    site.process.send_signal(signal.SIGTERM)
    site.process.wait(timeout=20)
    assert workers
    assert until(lambda: not any(_runs(pid) for pid in workers))


def test_a_server_that_is_killed_leaves_no_process(start: Start, release: Path) -> None:
    site = start(release)
    with site.client() as client:
        client.get("/sparql", params={"query": "ASK {}"})
    workers = site.workers()
    site.process.kill()
    site.process.wait(timeout=20)
    assert until(lambda: not any(_runs(pid) for pid in workers))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
