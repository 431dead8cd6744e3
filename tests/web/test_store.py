"""`kg serve --store`: pages and endpoint over a store that someone else runs."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import httpx2
import pytest

from tests.query.doubles import JSON, ROWS, chunked, head, rogue
from tests.query.stores import Running, oxigraph

EX = "http://example.org/"
DATASET = "https://w3id.org/igm/graph/dataset"
DCAT = "http://www.w3.org/ns/dcat#"
MEETING = f"<{EX}m> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/igm/ns#Meeting> .\n"
DESCRIBED = (
    f'<{EX}d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DCAT}Dataset> .\n<{EX}d> <{DCAT}version> "c0ffee" .\n'
)


@contextmanager
def serving(url: str, *flags: str, **environment: str) -> Iterator[httpx.Client]:
    """`kg serve` over a store, as a person starts it."""
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "serve",
        "--store",
        url,
        "--port",
        "0",
        "--json",
    ]
    environ = {**os.environ, "KG_DEADLINE_S": "5", **environment}
    process = subprocess.Popen(
        [*command, *flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )
    try:
        assert process.stdout is not None
        said = ""
        while not said.rstrip().endswith("}"):
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            said += line
        with httpx.Client(base_url=json.loads(said)["address"], timeout=30, trust_env=False) as client:
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert "Traceback" not in errors


def put(store: Running, name: str, triples: str) -> None:
    where = {"graph": name} if name else {"default": ""}
    kind = {"content-type": "application/n-triples"}
    httpx2.put(store.graphs, params=where, content=triples, headers=kind, trust_env=False).raise_for_status()


@pytest.fixture(scope="module")
def store() -> Iterator[Running]:
    with oxigraph() as running:
        put(running, "", MEETING)
        put(running, DATASET, DESCRIBED)
        yield running


@pytest.fixture(scope="module")
def client(store: Running) -> Iterator[httpx.Client]:
    with serving(store.queries) as client:
        yield client


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"accept": "text/csv", **headers})


def test_it_answers_with_the_release_of_the_store(client: httpx.Client) -> None:
    said = ask(client, "SELECT ?s { ?s ?p ?o }")
    assert (said.status_code, said.text) == (200, f"s\r\n{EX}m\r\n")
    assert said.headers["x-plenary-release"] == "c0ffee"


def test_the_same_answer_need_not_come_twice(client: httpx.Client) -> None:
    tag = ask(client, "SELECT ?s { ?s ?p ?o }").headers["etag"]
    assert ask(client, "SELECT ?s { ?s ?p ?o }", **{"if-none-match": tag}).status_code == 304


def test_pages_are_made_of_it(client: httpx.Client) -> None:
    html = {"accept": "text/html"}
    assert "c0ffee" in client.get("/", headers=html).text
    assert f"{EX}m" in client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}, headers=html).text
    assert client.get("/query/02-commitments-with-deadline", headers=html).status_code == 200
    assert client.get("/query/02-commitments-with-deadline.csv").status_code == 200


def test_it_tells_of_itself_as_ever(client: httpx.Client) -> None:
    assert "c0ffee" in client.get("/sparql", headers={"accept": "text/turtle"}).text
    assert client.get("/health").json()["release"] == "c0ffee"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { ?s ?p }", 400),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { } }", 400),
        ("DROP ALL", 400),
    ],
)
def test_what_is_refused_is_refused_before_the_store(client: httpx.Client, query: str, status: int) -> None:
    said = ask(client, query)
    assert said.status_code == status
    assert said.headers["content-type"] == "application/problem+json"


def test_an_unknown_release_gives_no_tag() -> None:
    with oxigraph() as bare:
        put(bare, "", MEETING)
        with serving(bare.queries) as client:
            said = ask(client, "SELECT ?s { ?s ?p ?o }")
            assert said.headers["x-plenary-release"] == "unknown"
            assert said.headers["cache-control"] == "no-store"
            assert "etag" not in said.headers


def test_a_store_that_goes_away_is_told_and_found_again() -> None:
    """The endpoint stays; its answers say what is missing."""

    def conduct(one: socket.socket, request: bytes) -> None:
        if b"Zebra" in request:
            one.sendall(head("200 OK", f"Content-Type: {JSON}", f"Content-Length: {len(ROWS)}") + ROWS)
            return
        body = (
            b'{"head":{},"boolean":false}' if b"ASK" in request else b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        )
        one.sendall(head("200 OK", f"Content-Type: {JSON}", f"Content-Length: {len(body)}") + body)

    with rogue(conduct) as server, serving(server.url) as client:
        assert ask(client, "SELECT ?Zebra { }").text == "n\r\n1\r\n"
        server.away = True
        said = ask(client, "SELECT ?Zebra { }")
        assert said.status_code == 502
        problem = said.json()
        assert (problem["type"], bool(problem["fix"])) == ("/problem/store-broke-off", True)
        spanish = ask(client, "SELECT ?Zebra { }", **{"accept-language": "es"}).json()
        assert "almacén" in spanish["title"]
        server.away = False
        assert ask(client, "SELECT ?Zebra { }").text == "n\r\n1\r\n"


def test_an_answer_that_breaks_off_breaks_the_connection() -> None:
    row = b'{"n":{"type":"literal","value":"' + b"x" * 10_000 + b'"}}'

    def conduct(one: socket.socket, request: bytes) -> None:
        if b"Zebra" in request:
            start = b'{"head":{"vars":["n"]},"results":{"bindings":[' + row
            one.sendall(head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(start))
            for _ in range(1_000):
                one.sendall(chunked(b"," + row))
            return
        body = (
            b'{"head":{},"boolean":false}' if b"ASK" in request else b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        )
        one.sendall(head("200 OK", f"Content-Type: {JSON}", f"Content-Length: {len(body)}") + body)

    with rogue(conduct) as server, serving(server.url) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(client, "SELECT ?Zebra { }")
        assert client.get("/health").status_code == 200


def test_a_store_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--port", "0"]
    said = subprocess.run(
        [*command, "--store", f"http://127.0.0.1:{port}/sparql"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "KG_LANGUAGE": "en", "KG_STORE_USER": "reader", "KG_STORE_PASSWORD": "sesame"},
    )
    assert said.returncode == 5
    assert "cannot be reached" in said.stderr
    assert "sesame" not in said.stdout + said.stderr
