"""The servers that are measured, each in a process of its own over the same triples."""

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

__all__ = ["PEERS", "Peer", "started"]

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 600.0
_OWN = """
import sys
from pathlib import Path
from kg.query.engine import EngineSettings
from kg.web.server import serve_at
from kg.web.settings import WebSettings
settings = WebSettings(engine=EngineSettings(queue=128))
serve_at(Path(sys.argv[1]) / "release", port=int(sys.argv[2]), settings=settings)
"""
_RDFLIB = """
import sys
import uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint
graph = Graph().parse(sys.argv[1] + "/data.nt", format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="warning")
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that answers."""

    name: str
    port: int
    path: str

    def rows(self, query: str) -> int:
        """How many rows it answers a query with."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.path}?query={quote(query, safe='')}",
            headers={"Accept": "application/sparql-results+json"},
        )
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
            return len(json.load(answer)["results"]["bindings"])


def _own(here: Path, port: int) -> list[str]:
    return [sys.executable, "-c", _OWN, str(here), str(port)]


def _rdflib(here: Path, port: int) -> list[str] | str:
    if importlib.util.find_spec("rdflib_endpoint") is None:
        return "rdflib-endpoint is not installed"
    return [sys.executable, "-c", _RDFLIB, str(here), str(port)]


def _oxigraph(here: Path, port: int) -> list[str] | str:
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        return "the program oxigraph is not installed"
    store = here / "oxigraph"
    if not store.is_dir():
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        load = [program, "load", "--location", str(store), "--file", str(here / "data.nt")]
        subprocess.run(load, check=True, **quiet)  # type: ignore[call-overload]
        subprocess.run([program, "optimize", "--location", str(store)], check=True, **quiet)  # type: ignore[call-overload]
    return [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]


PEERS: dict[str, tuple[str, Callable[[Path, int], list[str] | str]]] = {
    "plenary": ("/sparql", _own),
    "oxigraph": ("/query", _oxigraph),
    "rdflib-endpoint": ("/", _rdflib),
}


@contextmanager
def started(name: str, here: Path) -> Iterator[Peer | None]:
    """The server over the graph in a folder, once it answers; None, and a word why, where it is not installed."""
    path, command = PEERS[name]
    peer = Peer(name, _free_port(), path)
    told = command(here, peer.port)
    if isinstance(told, str):
        print(f"{name} is left out: {told}", file=sys.stderr)
        yield None
        return
    process = subprocess.Popen(told, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(peer, process)
        yield peer
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(peer: Peer, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            peer.rows("SELECT ?s { ?s ?p ?o } LIMIT 1")
        except OSError:
            time.sleep(0.2)
        else:
            _warm(peer)
            return
    sys.exit(f"{peer.name} did not start")


def _warm(peer: Peer) -> None:
    """Where the server says that it still loads its store into memory, wait for that."""
    ends = time.monotonic() + _PATIENCE
    while peer.name == "plenary" and time.monotonic() < ends:
        with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/health", timeout=60) as said:
            if json.load(said).get("store") != "loading":
                return
        time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
