"""Stores that break off, hang, flood, redirect and lie: each becomes a problem that says so; nothing looks complete."""

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.query.engine import EngineSettings, Question
from kg.query.faults import AnswerCutShort, Busy, DeadlinePassed, MemoryExhausted, QueryFault, StoreLost
from kg.query.formats import named
from kg.query.interface import RemoteStore
from kg.query.remote import RemoteEngine
from tests.query.doubles import JSON, ROWS, Conduct, chunked, head, rogue

LONG_ROW = b'{"n":{"type":"literal","value":"' + b"x" * 1_000 + b'"}}'
START = b'{"head":{"vars":["n"]},"results":{"bindings":['
EMPTY = b'{"head":{"vars":["n"]},"results":{"bindings":[]}}'
FALSE = b'{"head":{},"boolean":false}'
DEADLINE = 2.0


def only(conduct: Conduct) -> Conduct:
    """Behaves at our own questions about the store, and does its thing at everybody else's."""

    def either(one: socket.socket, request: bytes) -> None:
        if b"Zebra" in request:
            conduct(one, request)
            return
        body = FALSE if b"ASK" in request else EMPTY
        one.sendall(head("200 OK", f"Content-Type: {JSON}", f"Content-Length: {len(body)}") + body)

    return either


def sends(content: bytes) -> Conduct:
    return lambda one, request: one.sendall(content)


def answers(body: bytes, *headers: str, status: str = "200 OK", kind: str = JSON) -> Conduct:
    return sends(head(status, f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers) + body)


def ask(url: str, query: str = "SELECT ?Zebra { }", form: str = "csv", **chosen: object) -> bytes:
    settings = EngineSettings(**{"deadline": DEADLINE, "base_iri": "", "memory": 16, **chosen})  # type: ignore[arg-type]

    async def run() -> bytes:
        async with RemoteEngine(RemoteStore(url, "reader", "sesame"), settings) as engine:
            seen = await engine.outline(query)
            async with await engine.ask(Question(query, seen, named(form, seen.is_graph))) as answer:
                return b"".join([chunk async for chunk in answer.chunks()])

    return asyncio.run(run())


def fault(conduct: Conduct, query: str = "SELECT ?Zebra { }", form: str = "csv", **chosen: object) -> QueryFault:
    """What comes of it; in bounded time, and with no thread left over."""
    with rogue(only(conduct)) as server:
        began = time.monotonic()
        with pytest.raises(QueryFault) as caught:
            ask(server.url, query, form, **chosen)
        assert time.monotonic() - began < DEADLINE + 10
    assert not [one for one in threading.enumerate() if one.name.startswith("store")]
    return caught.value


GRAPH_QUERY = "CONSTRUCT { ?Zebra ?p ?o } { ?Zebra ?p ?o }"
NT = "application/n-triples"


@pytest.mark.parametrize(
    "body",
    [
        ROWS[:-1],
        ROWS[:-2],
        ROWS[:60],
        ROWS[:20],
        ROWS + b" and more",
        ROWS[:-2] + b"Query timeout",
        b"",
        b"   ",
        b"<html>It works!</html>",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"head":{},"boolean":true}',
        b'{"error":"out of memory"}',
    ],
)
def test_what_is_no_whole_answer_is_none(body: bytes) -> None:
    assert fault(answers(body)).code == "store-garbled"


def test_the_truth_of_a_question_is_believed_to_its_last_brace() -> None:
    assert fault(answers(b'{"head":{},"boolean":true'), "ASK { ?Zebra ?p ?o }").code == "store-garbled"


def test_a_right_answer_is_taken() -> None:
    with rogue(only(answers(ROWS))) as server:
        assert ask(server.url) == b"n\r\n1\r\n"


def test_a_right_answer_in_chunks_is_taken() -> None:
    pieces = b"".join(chunked(ROWS[at : at + 7]) for at in range(0, len(ROWS), 7)) + chunked(b"")
    content = head("200 OK", f"Content-Type: {JSON}; charset=utf-8", "Transfer-Encoding: chunked") + pieces
    with rogue(only(sends(content))) as server:
        assert ask(server.url) == b"n\r\n1\r\n"


def test_a_graph_that_ends_with_its_connection_is_not_believed_to_be_whole() -> None:
    content = head("200 OK", f"Content-Type: {NT}") + b"<a:a> <b:b> <c:c> .\n"
    assert fault(sends(content), GRAPH_QUERY, "nt").code == "store-garbled"


@pytest.mark.parametrize(
    ("body", "kind"), [(b"<a:a> <b:b> <c:c> .\n<a:a> <b:b", NT), (b"<a:a> <b:b> <c:c", "text/turtle")]
)
def test_half_a_triple_is_no_graph(body: bytes, kind: str) -> None:
    assert fault(answers(body, kind=kind), GRAPH_QUERY, "ttl").code == "store-garbled"


@pytest.mark.parametrize("kind", ["text/html", "text/csv", "application/sparql-results+xml", "", "x" * 500])
def test_an_answer_of_another_kind_is_not_read(kind: str) -> None:
    assert fault(answers(ROWS, kind=kind)).code == "store-garbled"


def test_a_packed_answer_is_not_unpacked() -> None:
    assert fault(answers(ROWS, "Content-Encoding: gzip")).code == "store-garbled"


@pytest.mark.parametrize("sent", [1, 30, 80])
def test_a_body_that_is_shorter_than_announced_is_cut(sent: int) -> None:
    content = head("200 OK", f"Content-Type: {JSON}", "Content-Length: 5000") + ROWS[:sent]
    assert fault(sends(content)).code == "store-broke-off"


def test_chunks_without_the_last_one_are_cut() -> None:
    content = head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(ROWS)
    assert fault(sends(content)).code == "store-broke-off"


@pytest.mark.parametrize(
    "content", [b"", b"HTTP/1.1 200", b"SSH-2.0-OpenSSH\r\n", b"\x00" * 300, b"HTTP/1.1 999999 x\r\n\r\n"]
)
def test_what_is_no_http_is_told(content: bytes) -> None:
    assert fault(sends(content)).code == "store-broke-off"


def test_a_head_without_end_is_given_up() -> None:
    def conduct(one: socket.socket, request: bytes) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\n")
        for at in range(1_000_000):
            one.sendall(b"X-%d: %s\r\n" % (at, b"y" * 1_000))

    assert fault(conduct).code == "store-broke-off"


def pauses(content: bytes) -> Conduct:
    def conduct(one: socket.socket, request: bytes) -> None:
        one.sendall(content)
        one.recv(1)

    return conduct


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(START),
    ],
)
def test_a_store_that_hangs_is_left_at_the_deadline(content: bytes) -> None:
    assert isinstance(fault(pauses(content)), DeadlinePassed)


def test_a_store_that_drips_is_left_at_the_deadline() -> None:
    def conduct(one: socket.socket, request: bytes) -> None:
        one.sendall(head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(START))
        for _ in range(1_000):
            one.sendall(chunked(b" "))
            time.sleep(0.05)

    assert isinstance(fault(conduct), DeadlinePassed)


def flood(start: bytes, again: bytes, kind: str = JSON) -> Conduct:
    def conduct(one: socket.socket, request: bytes) -> None:
        one.sendall(head("200 OK", f"Content-Type: {kind}", "Transfer-Encoding: chunked") + chunked(start))
        piece = chunked(again * max(1, (1 << 16) // len(again)))
        for _ in range(10_000):
            one.sendall(piece)

    return conduct


@pytest.mark.parametrize(
    ("conduct", "query", "form"),
    [
        (flood(START + LONG_ROW, b"," + LONG_ROW), "SELECT ?Zebra { }", "csv"),
        (flood(START + b'{"n":{"type":"literal","value":"', b"x"), "SELECT ?Zebra { }", "json"),
        (flood(b'{"results":{"bindings":[' + LONG_ROW, b"," + LONG_ROW), "SELECT ?Zebra { }", "csv"),
        (flood(b"", b" "), "SELECT ?Zebra { }", "csv"),
        (flood(b'{"a":', b"["), "SELECT ?Zebra { }", "csv"),
        (flood(b'<a:a> <b:b> "', b"x", NT), GRAPH_QUERY, "nt"),
        (flood(b"<a:a> <b:b> <c:c> .\n", b"<a:a> <b:b> <c:c> .\n", NT), GRAPH_QUERY, "ttl"),
    ],
)
def test_a_flood_is_stopped(conduct: Conduct, query: str, form: str) -> None:
    said = fault(conduct, query, form, deadline=20.0)
    assert said.code in ("store-flood", "cut-short", "store-garbled")


def test_what_breaks_off_after_the_first_megabytes_cannot_look_complete() -> None:
    body = START + b",".join([LONG_ROW] * 200)
    content = head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(body)
    assert isinstance(fault(sends(content), spool=1 << 14), AnswerCutShort)


def test_what_ends_properly_but_early_cannot_look_complete() -> None:
    body = START + b",".join([LONG_ROW] * 200)
    content = head("200 OK", f"Content-Type: {JSON}", "Transfer-Encoding: chunked") + chunked(body) + chunked(b"")
    assert isinstance(fault(sends(content), spool=1 << 14), AnswerCutShort)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status: str) -> None:
    with rogue(sends(head("200 OK", "Content-Length: 0"))) as elsewhere:
        said = fault(sends(head(status, f"Location: {elsewhere.url}", "Content-Length: 0")))
        assert said.code == "store-elsewhere"
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("401 Unauthorized", "store-denied"),
        ("403 Forbidden", "store-denied"),
        ("404 Not Found", "store-failed"),
        ("406 Not Acceptable", "store-failed"),
        ("413 Too Large", "store-failed"),
        ("500 Error", "store-failed"),
        ("502 Bad Gateway", "store-failed"),
        ("400 Bad Request", "store-rejected"),
        ("204 No Content", "store-failed"),
        ("206 Partial Content", "store-failed"),
        ("504 Gateway Timeout", "deadline"),
        ("408 Request Timeout", "deadline"),
    ],
)
def test_a_status_is_told_as_what_it_means(status: str, code: str) -> None:
    body = b"" if status.startswith("204") else b"<h1>No\r\n\x1b[31m</h1>"
    said = fault(answers(body, status=status))
    assert said.code == code
    assert "\x1b" not in str(said)
    assert "\n" not in str(said)


@pytest.mark.parametrize(
    ("said", "wait"), [("7", 7), ("999999999999", 1), ("tomorrow", 1), ("-3", 1), ("99999", 3_600)]
)
def test_a_store_that_is_busy_says_for_how_long_within_reason(said: str, wait: int) -> None:
    busy = fault(answers(b"", f"Retry-After: {said}", status="503 Busy"))
    assert isinstance(busy, Busy)
    assert busy.retry_after == wait


def test_a_refusal_without_end_is_not_read_to_its_end() -> None:
    def conduct(one: socket.socket, request: bytes) -> None:
        one.sendall(head("500 Error", "Transfer-Encoding: chunked"))
        for _ in range(100_000):
            one.sendall(chunked(b"no " * 20_000))

    assert fault(conduct).code == "store-failed"


def test_rows_that_a_store_says_it_left_out_are_missed() -> None:
    assert fault(answers(ROWS, "X-SPARQL-MaxRows: 1")).code == "store-capped"
    assert isinstance(fault(answers(ROWS, "X-SQL-State: S1TAT")), DeadlinePassed)


def test_a_store_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreLost) as caught:
        ask(f"http://127.0.0.1:{port}/sparql")
    assert caught.value.code == "store-unreachable"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl, to make a certificate")
    made = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
    ]
    subprocess.run([openssl, "req", *made], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with rogue(only(answers(ROWS)), context) as server, pytest.raises(StoreLost) as caught:
        ask(server.url.replace("http:", "https:").replace("127.0.0.1", "localhost"))
    assert caught.value.code == "store-unreachable"
    assert server.requests == []


def test_who_asks_is_told_to_nobody_who_does_not_ask() -> None:
    with rogue(only(answers(ROWS))) as server:
        ask(server.url)
        assert not [one for one in server.requests if b"authorization" in one.lower() or b"sesame" in one]


def test_a_challenge_is_answered_as_it_is_put() -> None:
    def conduct(one: socket.socket, request: bytes) -> None:
        if b"authorization: basic cmVhZGVyOnNlc2FtZQ==" in request.replace(
            b"Authorization: Basic", b"authorization: basic"
        ):
            answers(ROWS)(one, request)
        else:
            answers(b"", 'WWW-Authenticate: Basic realm="store"', status="401 Unauthorized")(one, request)

    with rogue(only(conduct)) as server:
        assert ask(server.url) == b"n\r\n1\r\n"


def test_a_wrong_password_is_told_without_being_shown() -> None:
    challenge = 'WWW-Authenticate: Digest realm="SPARQL", nonce="8f3719dc", qop="auth", algorithm="MD5"'
    said = fault(answers(b"", challenge, status="401 Unauthorized"))
    assert said.code == "store-denied"
    assert "sesame" not in str(said) + repr(said.__dict__)


def test_others_are_answered_while_one_store_hangs() -> None:
    """A question that hangs takes one place, not the event loop."""

    def conduct(one: socket.socket, request: bytes) -> None:
        (pauses(b"") if b"Hangs" in request else answers(ROWS))(one, request)

    async def both(url: str) -> bytes:
        settings = EngineSettings(deadline=30, base_iri="", workers=2)
        async with RemoteEngine(RemoteStore(url), settings) as engine:

            async def put(query: str) -> bytes:
                seen = await engine.outline(query)
                async with await engine.ask(Question(query, seen, named("csv", False))) as answer:
                    return b"".join([chunk async for chunk in answer.chunks()])

            hanging = asyncio.create_task(put("SELECT ?Zebra ?Hangs { }"))
            got = [await put("SELECT ?Zebra { }") for _ in range(20)]
            hanging.cancel()
            await asyncio.gather(hanging, return_exceptions=True)
            return got[-1]

    with rogue(only(conduct)) as server:
        assert asyncio.run(both(server.url)) == b"n\r\n1\r\n"


@pytest.mark.parametrize("kind", [MemoryExhausted, StoreLost, DeadlinePassed])
def test_every_such_fault_speaks_both_languages(kind: Callable[..., QueryFault]) -> None:
    codes = {MemoryExhausted: "store-flood", StoreLost: "store-broke-off", DeadlinePassed: "deadline"}
    said = kind(codes[kind], limit=1, elapsed=1.0)
    assert said.said("en") != said.said("es")
