"""Hostile queries and requests: each gets what is said of it, in bounded time, and the next client is answered."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.web.conftest import Site

FOLDER = Path(__file__).parents[3] / "shared" / "hostile"
MEMORY_SLACK = 300 << 20
ABSENT = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the folder 'shared' beside the checkout")


@dataclass(slots=True)
class Canary:
    """A listener that must never be reached."""

    address: str
    reached: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        canary = Canary(f"http://127.0.0.1:{listener.getsockname()[1]}/")

        def listen() -> None:
            while True:
                try:
                    connection, peer = listener.accept()
                except OSError:
                    return
                canary.reached.append(str(peer))
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield canary
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)


def cases(kind: str) -> list[Path]:
    return sorted(FOLDER.glob(f"{kind}/*"))


def first_line(path: Path) -> str:
    return path.read_bytes().split(b"\n", 1)[0].decode()


def expected(path: Path) -> tuple[set[str], dict[str, str]]:
    said, _, _ = first_line(path).removeprefix("# ").partition(" : ")
    words = dict(word.partition("=")[::2] for word in said.split())
    return set(words.pop("expect").split(",")), words


@pytest.fixture(autouse=True)
def unharmed(request: pytest.FixtureRequest, canary: Canary) -> Iterator[None]:
    """Whatever happened, the canary is silent and the server answers others as before."""
    yield
    assert canary.reached == []
    for name in ("hasty", "site"):
        if name in request.fixturenames:
            site: Site = request.getfixturevalue(name)
            with site.client() as client:
                assert client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "text/csv"}).text == "true"


def outcome(client: httpx.Client, text: str) -> tuple[str, httpx.Response | None]:
    """`answer`, `4xx` or `cut`: a 5xx, or a body that every client sees as broken."""
    try:
        response = client.post("/sparql", data={"query": text}, headers={"Accept": "*/*"})
    except httpx.RemoteProtocolError:
        return "cut", None
    return {2: "answer", 4: "4xx", 5: "cut"}[response.status_code // 100], response


@ABSENT
@pytest.mark.parametrize("path", cases("queries"), ids=lambda path: path.stem)
def test_a_hostile_query_gets_what_is_said_of_it(path: Path, site: Site, hasty: Site, canary: Canary) -> None:
    allowed, words = expected(path)
    text = path.read_text(encoding="utf-8").replace("{{CANARY}}", canary.address)
    began = time.monotonic()
    with (hasty if "cut" in allowed else site).client() as client:
        got, response = outcome(client, text)
    assert got in allowed, response and response.text[:300]
    assert time.monotonic() - began < 10
    if got == "answer" and response is not None:
        if "rows" in words:
            assert len(response.json()["results"]["bindings"]) == int(words["rows"])
        if "has" in words:
            assert re.search(re.escape(httpx.URL(f"http://x/?{words['has']}").query.decode()), quote(response.text))
        if "not" in words:
            assert words["not"] not in response.text
    if response is not None and response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"


def raw_request(path: Path, site: Site, canary: Canary) -> bytes:
    """The request of a file, its placeholders filled in."""
    template = path.read_bytes().split(b"\n", 1)[1].decode("utf-8").removesuffix("\n")
    template = template.replace("{{CANARY}}", canary.address).replace("{{PATH}}", "/sparql")
    template = template.replace("{{HOST}}", f"127.0.0.1:{site.port}").replace("{{CRLF}}", "\r\n")
    template = re.sub(r"\{\{Q:(.*?)\}\}(?!\})", lambda found: quote(found[1], safe=""), template)
    template = re.sub(r"\{\{REP:(\d+):(.*?)\}\}", lambda found: found[2] * int(found[1]), template, flags=re.DOTALL)
    pieces = re.split(r"\{\{HEX:([0-9A-F]+)\}\}", template)
    raw = b"".join(bytes.fromhex(one) if at % 2 else one.encode() for at, one in enumerate(pieces))
    if "raw" in expected(path)[1]:
        return raw
    head, _, body = raw.partition(b"\n\n")
    pipelined = body.startswith(b"GET ")
    body = body.replace(b"\n", b"\r\n") + b"\r\n" if pipelined else body
    head = head.replace(b"{{CL}}", str(len(body)).encode())
    return re.sub(rb"(?<!\r)\n", b"\r\n", head) + b"\r\n\r\n" + body


def spoken(site: Site, request: bytes, seconds: float, pause: float = 0.0) -> bytes:
    """Everything the server says before it closes, or until it has been silent for so long."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=seconds) as connection:
        heard = b""
        try:
            for piece in [request] if not pause else [bytes([one]) for one in request]:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass
        try:
            while piece := connection.recv(1 << 16):
                heard += piece
        except OSError:
            pass
        return heard


def verdict(answer: bytes) -> str:
    found = re.match(rb"HTTP/1\.[01] (\d)(\d\d)", answer)
    return "close" if found is None else f"{found[1].decode()}xx"


def fits(answer: bytes, allowed: set[str]) -> bool:
    status = answer[9:12].decode() if answer.startswith(b"HTTP/") else ""
    got = verdict(answer)
    return (
        got in allowed
        or status in allowed
        or (got == "5xx" and "cut" in allowed)
        or (got == "5xx" and "4xx" in allowed and status == "503")
    )


@ABSENT
@pytest.mark.parametrize(
    "path", [path for path in cases("http") if "mode=" not in first_line(path)], ids=lambda path: path.stem
)
def test_a_hostile_request_gets_what_is_said_of_it(path: Path, site: Site, canary: Canary) -> None:
    allowed, words = expected(path)
    answer = spoken(site, raw_request(path, site, canary), 2 if "incomplete" in words else 8)
    assert fits(answer, allowed), (allowed, answer[:500])
    head, _, body = answer.partition(b"\r\n\r\n")
    for name, where in (("not", answer), ("nothdr", head)):
        if name in words:
            assert not re.search(words[name].replace("%20", " ").encode(), where, re.IGNORECASE)
    if "nothtml" in words:
        assert words["nothtml"].encode() not in body
    assert b"Traceback" not in answer


def flooded(path: Path, site: Site, canary: Canary, count: int) -> list[bytes]:
    request = raw_request(path, site, canary)
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: spoken(site, request, 30), range(count)))


@ABSENT
def test_heavy_queries_at_once_are_answered_or_refused_and_so_are_others(hasty: Site, canary: Canary) -> None:
    (path,) = [path for path in cases("http") if "mode=flood" in first_line(path)]
    allowed, _ = expected(path)
    with ThreadPoolExecutor(1) as pool:
        flood = pool.submit(flooded, path, hasty, canary, 32)
        time.sleep(0.3)
        with hasty.client() as client:
            began = time.monotonic()
            ordinary = client.get("/sparql", params={"query": "ASK {}"})
            assert ordinary.status_code in (200, 503)
            assert time.monotonic() - began < 5
        answers = flood.result()
    assert all(fits(answer, allowed) for answer in answers)
    busy = [answer for answer in answers if answer[9:12] == b"503"]
    assert all(b"retry-after" in answer.lower() for answer in busy)


@ABSENT
def test_a_slow_body_and_silent_connections_are_closed(site: Site, canary: Canary) -> None:
    (slow,) = [path for path in cases("http") if "mode=slowbody" in first_line(path)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: spoken(site, raw_request(slow, site, canary), 10, pause=0.05), range(10)))
    assert all(verdict(answer) in ("close", "4xx", "2xx") for answer in answers)
    silent = [socket.create_connection(("127.0.0.1", site.port), timeout=8) for _ in range(200)]
    try:
        with site.client() as client:
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert all(connection.recv(1) == b"" for connection in silent)
    finally:
        for connection in silent:
            connection.close()


@ABSENT
def test_clients_that_leave_in_the_middle_leave_nothing_behind(site: Site, canary: Canary) -> None:
    (path,) = [path for path in cases("http") if "mode=abort" in first_line(path)]
    for _ in range(40):
        with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
            connection.sendall(raw_request(path, site, canary))
    with site.client() as client:
        assert client.get("/health").json()["busy"] == 0


@ABSENT
def test_afterwards_memory_and_processes_are_at_their_level(hasty: Site) -> None:
    hasty.settle()
    before = hasty.resident()
    texts = [path.read_text(encoding="utf-8") for path in cases("queries") if re.match(r"0(05|07|47)_", path.name)]
    with hasty.client() as client:
        for text in texts:
            outcome(client, text)
        assert client.get("/health").json()["busy"] == 0
    time.sleep(0.5)
    assert hasty.resident() < before + MEMORY_SLACK
    # Three workers, and the process that they are copies of.
    assert len(hasty.workers()) <= 4
