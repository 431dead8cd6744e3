"""`kg` through its front door: real files, a real release, what it prints and how it ends."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.cli.app import run

CORPUS = ("rcm-1997-panama.txt", "rcm-sacm-2023-panama.txt")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and left behind."""

    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


Kg = Callable[..., Ran]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kg:
    """Runs a command in an empty folder, in English, with no settings but those given."""
    import os

    for name in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: object) -> Ran:
        capsys.readouterr()
        status = run([str(one) for one in arguments])
        return Ran(status, *capsys.readouterr())

    return ran


@pytest.fixture(scope="session")
def corpus(root: Path) -> Path:
    """The two founding texts."""
    return root / "data/corpus"


@pytest.fixture(scope="session")
def release(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with the founding texts published, for reading only."""
    folder = tmp_path_factory.mktemp("release") / "build"
    assert run(["build", *(str(corpus / name) for name in CORPUS), "--build-dir", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def own(release: Path, tmp_path: Path) -> Path:
    """The same, to be written into."""
    return shutil.copytree(release, tmp_path / "own", symlinks=True)
