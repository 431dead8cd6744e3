"""What those who run a server can see of it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import Site

# What is not said on the command line is as in production.
PROGRAM = """
import sys
from pathlib import Path
from kg.query.engine import EngineSettings
from kg.web.server import serve_at
from kg.web.settings import WebSettings
folder, engine, chosen = Path(sys.argv[1]), eval(sys.argv[2]), eval(sys.argv[3])
settings = WebSettings(engine=EngineSettings(**engine), poll=0.1, log="json", **chosen)
serve_at(folder, port=0, settings=settings, on_ready=lambda address: print(address, flush=True))
"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Watched(Site):
    """A server whose log can be read."""

    said: Path

    def log(self) -> list[dict[str, Any]]:
        """The records so far."""
        return [json.loads(line) for line in self.said.read_text(encoding="ascii").splitlines()]

    def requests(self, count: int) -> list[dict[str, Any]]:
        """The lines of requests, once there are so many."""
        assert until(lambda: len([one for one in self.log() if one["logger"] == "kg.access"]) >= count)
        return [one for one in self.log() if one["logger"] == "kg.access"]


Run = Callable[..., Watched]


@contextmanager
def running(folder: Path, said: Path, engine: dict[str, Any], chosen: dict[str, Any]) -> Iterator[Watched]:
    arguments = [str(folder), repr(engine), repr(chosen)]
    with (
        said.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, said.read_text()
            yield Watched(address, process, said)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)


@pytest.fixture
def run(release: Path, tmp_path: Path) -> Iterator[Run]:
    """Starts servers whose log is kept; each ends with the test."""
    opened = []

    def start(folder: Path = release, engine: dict[str, Any] | None = None, **chosen: Any) -> Watched:
        server = running(folder, tmp_path / f"log-{len(opened)}", engine or {"deadline": 20}, chosen)
        opened.append(server)
        return server.__enter__()

    yield start
    for server in reversed(opened):
        server.__exit__(None, None, None)


def until(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return False


def counted(client: httpx.Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample, read by Prometheus' own parser."""
    families = text_string_to_metric_families(client.get("/metrics").raise_for_status().text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def outcomes(client: httpx.Client) -> dict[str, float]:
    samples = counted(client).items()
    return {labels[0][1]: value for (name, labels), value in samples if name == "plenary_queries_total" and value}


# Health and readiness


def test_health_and_readiness_are_told_and_never_kept(client: httpx.Client) -> None:
    for path in ("/health", "/ready"):
        for method in ("GET", "HEAD"):
            response = client.request(method, path)
            assert response.status_code == 200
            assert response.headers["content-type"] == "application/json"
            assert response.headers["cache-control"] == "no-store"
    assert client.get("/health").json()["status"] == "ok"
    told = client.get("/ready").json()
    assert {name: told[name] for name in ("status", "release", "busy", "waiting")} == {
        "status": "ready",
        "release": "0123456789abcdef",
        "busy": 0,
        "waiting": 0,
    }
    assert told["spare"] > 0


def test_health_is_told_while_every_worker_is_busy(run: Run) -> None:
    site = run(engine={"workers": 1, "deadline": 20})
    with asking(site, ENDLESS), site.client() as client:
        assert until(lambda: client.get("/ready").json()["busy"] == 1)
        assert client.get("/health").status_code == 200
        assert client.get("/ready").json()["status"] == "ready"


def test_a_server_that_can_start_no_worker_says_so_until_it_can(run: Run, release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(release, folder)
    site = run(folder, engine={"workers": 1, "spare": 0})
    with site.client() as client:
        assert client.get("/ready").status_code == 200
        (folder / "store").rename(folder / "away")
        for pid in site.workers():
            os.kill(pid, signal.SIGKILL)
        client.get("/sparql", params={"query": "ASK {}"})
        assert until(lambda: client.get("/ready").status_code == 503)
        assert client.get("/ready").json()["status"] == "no-workers"
        assert client.get("/health").status_code == 200
        (folder / "away").rename(folder / "store")
        assert until(lambda: client.get("/ready").status_code == 200)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


# Metrics


def test_every_outcome_of_a_query_is_counted(run: Run) -> None:
    site = run(engine={"deadline": 2.0, "workers": 1, "queue": 1})
    with site.client() as client:
        tag = client.get("/sparql", params={"query": "ASK {}"}).headers["etag"]
        client.get("/sparql", params={"query": "ASK {}"}, headers={"If-None-Match": tag})
        client.get("/sparql", params={"query": "ASK {"})
        client.get("/sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"})
        client.get("/sparql", params={"query": "SELECT * " + "{" * 300 + "}" * 300})
        client.get("/sparql", params={"query": ENDLESS})
        client.get("/sparql")
        client.get("/nowhere")
        # Questions alike are answered once: these differ.
        with asking(site, ENDLESS + "#1"), asking(site, ENDLESS + "#2"):
            assert until(lambda: client.get("/health").json()["waiting"] == 1)
            assert client.get("/sparql", params={"query": "ASK {} #3"}).status_code == 503
        with asking(site, ENDLESS):
            assert until(lambda: client.get("/health").json()["busy"] == 1)
        assert until(lambda: outcomes(client).get("left", 0) >= 1)
        told = outcomes(client)
    assert {name: told[name] for name in ("answered", "unchanged", "syntax", "refused", "limit")} == {
        "answered": 1,
        "unchanged": 1,
        "syntax": 1,
        "refused": 1,
        "limit": 1,
    }
    assert told["deadline"] >= 1
    assert told["busy"] >= 1


def test_an_answer_that_was_cut_short_is_counted_as_such(run: Run) -> None:
    site = run(engine={"deadline": 3.0, "spool": 1 << 16})
    with site.client() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}, headers={"Accept": "text/csv"})
        assert until(lambda: outcomes(client) == {"cut-short": 1})
        assert counted(client)["plenary_workers_killed_total", ()] == 1


ODD = ("PATCH", "PROPFIND", "REPORT")


def test_a_label_is_a_template_whatever_is_asked(run: Run) -> None:
    site = run()
    with site.client() as client:
        for at in range(30):
            client.get(f"/nowhere/{at}")
            client.get(f"/problem/{at}")
            client.get(f"/static/{at}.css")
            client.request(ODD[at % len(ODD)], "/sparql")
        samples = counted(client)
    requests = {labels for name, labels in samples if name == "plenary_http_requests_total"}
    assert {dict(labels)["route"] for labels in requests} == {"(none)", "/problem/{code}", "/static", "/sparql"}
    assert {dict(labels)["method"] for labels in requests} == {"GET", "other"}
    assert len(requests) == 4


def test_workers_queue_bytes_release_and_memory_are_told(run: Run) -> None:
    site = run()
    with site.client() as client:
        assert until(lambda: counted(client)["plenary_workers", (("state", "idle"),)] == 3)
        length = len(client.get("/sparql", params={"query": "ASK {}"}).content)
        before = counted(client)
        assert before["plenary_http_sent_bytes_total", ()] >= length
        assert before["plenary_workers_started_total", ()] == 3
        assert before["plenary_queue_length", ()] == 0
        assert [dict(labels)["release"] for name, labels in before if name == "plenary_release_info"] == [
            "0123456789abcdef"
        ]
        assert before["plenary_http_request_duration_seconds_count", (("route", "/sparql"),)] == 1
        for process in ("server", "workers"):
            assert before["plenary_memory_bytes", (("process", process),)] > 1 << 20
        with asking(site, ENDLESS):
            assert until(lambda: counted(client)["plenary_workers", (("state", "busy"),)] == 1)


def test_metrics_come_as_prometheus_reads_them(client: httpx.Client) -> None:
    plain = client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert plain.headers["cache-control"] == "no-store"
    openly = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert openly.headers["content-type"].startswith("application/openmetrics-text")
    assert openly.text.endswith("# EOF\n")
    assert client.head("/metrics").status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
def test_metrics_are_not_for_those_whom_a_proxy_lets_through(client: httpx.Client, header: str) -> None:
    response = client.get("/metrics", headers={header: "127.0.0.1"})
    assert response.status_code == 404
    assert "plenary_" not in response.text


def test_metrics_can_be_for_everybody_or_nobody(run: Run) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    with run(metrics="on").client() as client:
        assert client.get("/metrics", headers=headers).status_code == 200
    with run(metrics="off").client() as client:
        assert client.get("/metrics").status_code == 404


def test_metrics_can_have_an_address_of_their_own_where_nothing_else_is(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = run(metrics=f"127.0.0.1:{port}")
    with site.client() as client, httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as apart:
        assert client.get("/metrics").status_code == 404
        assert "plenary_release_info" in apart.get("/metrics").text
        assert apart.get("/ready").status_code == 200
        assert apart.get("/sparql", params={"query": "ASK {}"}).status_code == 404
        assert apart.get("/").status_code == 404


# The log


def test_a_request_leaves_one_line_without_its_query(run: Run) -> None:
    site = run()
    with site.client() as client:
        response = client.get("/sparql", params={"query": "ASK { <http://example.org/secret> ?p ?o }"})
        again = client.post("/sparql", data={"query": "ASK { <http://example.org/secret> ?p ?o }"})
    first, second = site.requests(2)
    assert {name: first[name] for name in ("method", "route", "path", "status", "bytes", "release", "outcome")} == {
        "method": "GET",
        "route": "/sparql",
        "path": "/sparql",
        "status": 200,
        "bytes": len(response.content),
        "release": "0123456789abcdef",
        "outcome": "answered",
    }
    assert "secret" not in site.said.read_text()
    assert first["query"] == second["query"]
    assert NAME.fullmatch(first["query"])
    assert [one["request"] for one in (first, second)] == [one.headers["x-request-id"] for one in (response, again)]
    assert NAME.fullmatch(first["request"])
    assert first["request"] != second["request"]


def test_what_a_client_sends_cannot_break_or_forge_a_line(run: Run) -> None:
    site = run()
    attacks = [
        b"GET /%0d%0a{%22level%22:%22info%22} HTTP/1.1\r\nHost: x\r\n",
        b"GET /a\x1b[2J\xe2\x80\xa8b HTTP/1.1\r\nHost: x\r\n",
        b"GET /\xff\xfe\x85 HTTP/1.1\r\nHost: x\r\n",
        b'GET /x","status":200,"y":" HTTP/1.1\r\nHost: x\r\n',
        b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n",
        b"GET /sparql?query=%0A%7B%22level%22%3A1%7D%E2%80%A8 HTTP/1.1\r\nHost: x\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-Request-ID: forged\r\nX-Forwarded-For: 1\x1b[31m\r\n",
    ]
    for attack in attacks:
        with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
            connection.sendall(attack + b"Connection: close\r\n\r\n")
            while connection.recv(1 << 16):
                pass
    with site.client() as client:
        client.get("/health", headers={"X-Request-ID": "last"})
    assert until(lambda: any(one.get("path") == "/health" for one in site.log()))
    raw = site.said.read_bytes()
    assert re.fullmatch(rb"(?:[ -~]+\n)+", raw)
    for one in site.log():
        assert {"time", "level", "logger", "message"} <= set(one)
        assert len(one.get("path", "")) <= 201
        assert one.get("request") not in ("forged", "last")


def test_a_proxy_is_believed_only_where_it_is_listed(run: Run) -> None:
    named = {"X-Request-ID": "from-the-proxy.1"}
    with run().client() as client:
        assert client.get("/health", headers=named).headers["x-request-id"] != "from-the-proxy.1"
    with run(forwarded=("127.0.0.0/8",)).client() as client:
        assert client.get("/health", headers=named).headers["x-request-id"] == "from-the-proxy.1"
        odd = client.get("/health", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
        assert NAME.fullmatch(odd)
    with run(forwarded=("192.0.2.1",)).client() as client:
        assert client.get("/health", headers=named).headers["x-request-id"] != "from-the-proxy.1"


# Stopping


@contextmanager
def asking(site: Site, query: str) -> Iterator[socket.socket]:
    """A connection on which a query has been put, and is not waited for."""
    path = httpx.URL("/sparql", params={"query": query}).raw_path
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        yield connection


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_server_told_to_stop_says_so_and_still_answers_for_a_while(run: Run) -> None:
    site = run(drain=3.0)
    with site.client() as client:
        assert client.get("/ready").status_code == 200
        site.process.send_signal(signal.SIGTERM)
        assert until(lambda: client.get("/ready").status_code == 503)
        assert client.get("/ready").json()["status"] == "stopping"
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    site.process.wait(timeout=30)
    assert site.log()[-1]["message"] == "stopped"


def test_an_answer_that_was_begun_is_finished_before_the_server_ends(run: Run) -> None:
    site = run(engine={"deadline": 60})
    # Some seconds of work, and then an answer.
    some = "{ SELECT ?a { ?a a ?s } LIMIT 1000 }"
    slow = f"SELECT (COUNT(*) AS ?n) {{ {some} ?b a ?t FILTER(REGEX(CONCAT(STR(?a), STR(?b)), 't')) }}"
    with asking(site, slow) as connection, site.client() as client:
        assert until(lambda: client.get("/health").json()["busy"] == 1)
        workers = site.workers()
        site.process.send_signal(signal.SIGTERM)
        heard = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = heard.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "3001000"
    site.process.wait(timeout=30)
    assert workers
    assert until(lambda: not any(map(alive, workers)))


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_at_once_and_leaves_no_process(run: Run, second: signal.Signals) -> None:
    # It would take twice the deadline, far more than this test waits.
    site = run(engine={"deadline": 300}, drain=100.0)
    with asking(site, ENDLESS), site.client() as client:
        assert until(lambda: client.get("/health").json()["busy"] == 1)
        workers = site.workers()
        site.process.send_signal(signal.SIGTERM)
        assert until(lambda: client.get("/ready").status_code == 503)
        site.process.send_signal(second)
        site.process.wait(timeout=30)
    assert until(lambda: not any(map(alive, workers)))


# Releases


def test_no_answer_is_wrong_short_or_missing_while_releases_change_and_go_back(
    run: Run, tmp_path: Path, editions: Callable[[int], Path]
) -> None:
    layout = tmp_path / "build"
    folder = editions(3)
    shutil.copytree(folder, layout, symlinks=True)
    site = run(layout, engine={"deadline": 30, "queue": 64})
    checked, wrong, stop = [0], [], threading.Event()

    def check() -> None:
        with site.client() as client:
            while not stop.is_set():
                answer = client.get(
                    "/sparql",
                    params={"query": "SELECT ?n { ?s <http://example.org/n> ?n }"},
                    headers={"Accept": "text/csv"},
                )
                name = answer.headers.get("x-plenary-release", "")
                rows = answer.text.split()
                if answer.status_code != 200 or rows != ["n", *[str(int(name, 16))] * ROWS]:
                    wrong.append((answer.status_code, name, len(rows)))
                checked[0] += 1

    threads = [threading.Thread(target=check) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        with site.client() as client:
            for wanted in ("000002", "000001"):
                done = subprocess.run(
                    [Path(sys.executable).with_name("kg"), "rollback", "--build-dir", layout, "--json"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                assert json.loads(done.stdout) == {"release": wanted}
                assert until(lambda wanted=wanted: client.get("/ready").json()["release"] == wanted)
                before = checked[0]
                assert until(lambda before=before: checked[0] > before + 8)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert checked[0] > 16
    lines = site.requests(checked[0])
    assert {one["status"] for one in lines} == {200}
    assert {"000003", "000002", "000001"} <= {one["release"] for one in lines}


ROWS = 2_000


@pytest.fixture
def editions(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a build folder with so many releases, the last one served; each tells its number in every row."""
    from pyoxigraph import Literal, NamedNode, Quad

    from tests.query.conftest import published

    def make(count: int) -> Path:
        folder = tmp_path / "made"
        names = [f"{at:06x}" for at in range(1, count + 1)]
        for name in names:
            number = int(name, 16)
            rows = [
                Quad(NamedNode(f"http://example.org/{at}"), NamedNode("http://example.org/n"), Literal(number))
                for at in range(ROWS)
            ]
            published(folder / "releases" / name, rows, name)
        (folder / "history.json").write_text(json.dumps(names))
        (folder / "current").symlink_to(Path("releases") / names[-1])
        return folder

    return make
