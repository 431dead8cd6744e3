"""Plenary behind the proxies whose settings are given: real ones, where they are installed."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.deploy.conftest import await_answer, started

UNENDING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def nginx(text: str, port: int, behind: int, folder: Path) -> list[str]:
    """The given file, without the certificate that is not here, within the least that nginx needs around it."""
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    kept = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; {kept}{text}}}\n"
    )
    return ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


def caddy(text: str, port: int, behind: int, folder: Path) -> list[str]:
    """The given file for an address without a certificate."""
    text = text.replace("kg.example.org {", f"http://kg.example.org:{port}, http://127.0.0.1:{port} {{").replace(
        "127.0.0.1:8000", f"127.0.0.1:{behind}"
    )
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]


PROXIES = {"nginx": (nginx, "nginx.conf"), "caddy": (caddy, "Caddyfile")}


def caddy_version() -> tuple[int, ...]:
    said = subprocess.run(["caddy", "version"], capture_output=True, text=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def proxied(name: str, deploy: Path, behind: int, folder: Path) -> Iterator[str]:
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}")
    arrange, file = PROXIES[name]
    port = free_port()
    command = arrange((deploy / file).read_text(encoding="utf-8"), port, behind, folder)
    environ = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    program = [str(shutil.which(name)), *command[1:]]
    with (folder / "proxy.log").open("wb") as log, subprocess.Popen(program, env=environ, stderr=log) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module", params=sorted(PROXIES))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def address(kind: str, root: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a proxy answers, with a server behind it that has hardly any time."""
    if shutil.which(kind) is None:
        pytest.skip(f"needs {kind}")
    behind, folder = free_port(), tmp_path_factory.mktemp(kind)
    chosen = {"KG_FORWARDED": "127.0.0.1", "KG_DEADLINE_S": "3", "KG_PUBLIC_URL": "https://kg.example.org/"}
    with (
        started(root / "deploy", release, behind, **chosen),
        proxied(kind, root / "deploy", behind, folder) as given,
    ):
        yield given


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"Host": "kg.example.org"}, timeout=60, trust_env=False) as client:
        yield client


def test_queries_are_answered(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    # The longest query that is read, every byte percent-encoded.
    long = "ASK { } #" + "é" * 45_000
    assert client.post("/sparql", data={"query": long}).json()["boolean"] is True


def test_what_is_for_those_who_run_it_stays_inside(client: httpx.Client) -> None:
    for path in ("/metrics", "/ready", "/metrics?x=1", "//metrics", "/%6detrics"):
        response = client.get(f"{str(client.base_url).rstrip('/')}{path}")
        assert response.status_code in (403, 404), path
        assert "plenary_" not in response.text


def test_an_answer_that_was_cut_short_is_seen_to_be(client: httpx.Client, kind: str) -> None:
    if kind == "caddy" and caddy_version() < (2, 8):
        pytest.skip("Caddy before 2.8 ends a broken answer as if it were whole; README.md says so")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/sparql", params={"query": UNENDING}, headers={"Accept": "text/csv"})


def test_the_reason_of_a_failure_is_the_servers_own(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get("/sparql", params={"query": endless})
    assert response.status_code == 504
    assert response.headers["content-type"] == "application/problem+json"


def test_a_request_has_the_name_that_the_proxy_gave_it_and_never_the_clients(client: httpx.Client) -> None:
    named = client.get("/health", headers={"X-Request-ID": "mine"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", named)
