"""The script that loads a download into another store, against a real one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.export import download
from kg.store import Release

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def made(release: Release, tmp_path: Path) -> Path:
    download(release, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    """The address of an empty store of its own server."""
    program = shutil.which("oxigraph")
    if program is None or shutil.which("curl") is None:
        pytest.skip("needs Oxigraph's server and curl")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "serve", "--location", str(tmp_path / "store"), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                httpx.get(address, trust_env=False)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address
        server.terminate()


def counted(address: str, query: str) -> int:
    given = {"params": {"query": query}, "headers": {"Accept": "text/csv"}}
    return int(httpx.get(f"{address}/query", trust_env=False, **given).text.split()[1])  # type: ignore[arg-type]


def load(made: Path, *given: str) -> subprocess.CompletedProcess[str]:
    hidden = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(["sh", made / "load/load.sh", *given], capture_output=True, text=True, env=hidden, timeout=60)


def test_the_script_loads_what_the_release_holds(made: Path, release: Release, oxigraph: str) -> None:
    ran = load(made, "oxigraph", oxigraph)
    assert (ran.returncode, ran.stderr) == (0, "")
    store = release.open()
    assert counted(oxigraph, NAMED) == sum(one.triples for one in release.graphs)
    assert counted(oxigraph, COUNT) == int(next(iter(store.query(COUNT)))[0].value)  # type: ignore[arg-type,union-attr]


@pytest.mark.parametrize("given", [(), ("oxigraph",), ("mongo", "http://127.0.0.1:1")])
def test_the_script_says_how_it_is_used(made: Path, given: tuple[str, ...]) -> None:
    ran = load(made, *given)
    assert ran.returncode == 2
    assert "oxigraph" in ran.stderr


def test_the_script_does_not_hide_that_a_store_cannot_be_reached(made: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    ran = load(made, "oxigraph", "http://127.0.0.1:1")
    assert ran.returncode != 0
    assert "done" not in ran.stdout
