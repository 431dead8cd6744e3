"""A server started as the image starts it."""

import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.cli.app import run


@pytest.fixture(scope="session")
def release(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with the founding texts published."""
    folder = tmp_path_factory.mktemp("deployed") / "build"
    assert run(["build", str(root / "data/corpus"), "--build-dir", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def unused_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def started(deploy: Path, build: Path, port: int, **environ: str) -> Iterator[str]:
    """The address of a server run by start.sh, once it answers."""
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    chosen["PATH"] = f"{sysconfig.get_path('scripts')}{os.pathsep}{chosen['PATH']}"
    chosen |= {"KG_BUILD_DIR": str(build), "KG_PORT": str(port), "KG_DRAIN_S": "0", **environ}
    with subprocess.Popen(["sh", deploy / "start.sh"], env=chosen, stdout=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/ready", process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


def await_answer(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until something answers there."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends and process.poll() is None:
        try:
            httpx.get(address, trust_env=False, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}: status {process.poll()}")
