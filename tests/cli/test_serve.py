"""`kg serve` as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

ASKED = {"query": "ASK { ?s a <https://w3id.org/igm/ns#Meeting> }"}


def test_it_says_where_it_is_what_it_holds_and_answers_there_until_it_is_interrupted(release: Path) -> None:
    command = [Path(sys.executable).with_name("kg"), "serve", "--port", "0", "--build-dir", release, "--json"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as served:
        try:
            said = ""
            while not said.endswith("\n}\n") and (line := served.stdout.readline()):  # type: ignore[union-attr]
                said += line
            told = json.loads(said)
            assert told["counts"]["Meeting"] > 0
            assert httpx.get(f"{told['address']}sparql", params=ASKED, timeout=30).json()["boolean"] is True
        finally:
            served.send_signal(signal.SIGINT)
            served.communicate(timeout=30)
    assert served.returncode == 130
