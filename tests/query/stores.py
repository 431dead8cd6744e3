"""Stores of others, as real servers on loopback: Oxigraph's own, and Virtuoso where it is installed."""

import importlib.metadata
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

__all__ = ["Running", "oxigraph", "virtuoso"]

_UP_WITHIN = 90.0
_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{server}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A store that is running: where it takes queries, and graphs; who may write."""

    queries: str
    graphs: str
    user: str = ""
    password: str = ""


@contextmanager
def oxigraph(*options: str) -> Iterator[Running]:
    """Oxigraph's server over an empty store in memory."""
    port = _free_port()
    command = [str(_program()), "serve", "--bind", f"127.0.0.1:{port}", *options]
    base = f"http://127.0.0.1:{port}"
    with _running(command, None, f"{base}/query"):
        yield Running(f"{base}/query", f"{base}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    """Virtuoso over an empty database in a folder."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource-7-bin")
    port = _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(server=_free_port(), http=port))
    base = f"http://127.0.0.1:{port}"
    with _running([program, "-f", "-c", "virtuoso.ini"], folder, f"{base}/sparql"):
        # The password is the one that every new database has; this one lives as long as the test.
        yield Running(f"{base}/sparql", f"{base}/sparql-graph-crud-auth", "dba", "dba")


def _program() -> Path:
    """The server's program, wherever the package has put it."""
    try:
        files = importlib.metadata.files("oxigraph") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("needs Oxigraph's server: pip install oxigraph")
    found = next((Path(str(one.locate())) for one in files if one.stem == "oxigraph" and "bin" in str(one)), None)
    if found is None:
        pytest.skip("the package oxigraph holds no program for this machine")
    return found.resolve()


@contextmanager
def _running(command: list[str], folder: Path | None, url: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, url)
        yield
    finally:
        process.kill()
        process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    ends = time.monotonic() + _UP_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        try:
            httpx2.get(url, params={"query": "ASK {}"}, trust_env=False).raise_for_status()
            return
        except httpx2.HTTPError:
            time.sleep(0.1)
    pytest.fail("the store did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
