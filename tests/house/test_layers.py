"""The floors and doors of pyproject.toml: that they are kept, and that they would notice."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def lint(folder: Path) -> dict[str, str]:
    """What import-linter says of each contract of the package in `folder`: KEPT or BROKEN."""
    # The folder's own kg, not the installed one: it comes first on the path.
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    told = " ".join(done.stdout.split()).partition("dependencies.")[2]
    verdicts = dict(re.findall(r"((?:Floor|Door)s?: .+?) (KEPT|BROKEN)", told))
    assert verdicts, done.stdout + done.stderr
    return verdicts


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    """The package and its contracts, to be spoilt at will."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(root / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__", "*.html", "static"))
    return tmp_path


def add(package: Path, module: str, line: str) -> None:
    path = package / "kg" / module
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def test_imports_go_down_and_packages_come_in_by_their_doors(root: Path) -> None:
    assert [name for name, verdict in lint(root).items() if verdict != "KEPT"] == []


def test_every_floor_and_door_notices_who_breaks_it(copied: Path) -> None:
    add(copied, "errors.py", "import kg.settings")
    add(copied, "text/view.py", "import rdflib")
    add(copied, "text/language.py", "import pyoxigraph")
    add(copied, "graph/iris.py", "import starlette")
    add(copied, "evaluate/gold.py", "import click")
    broken = [name.partition(":")[0] for name, verdict in lint(copied).items() if verdict == "BROKEN"]
    assert sorted(broken) == ["Door"] * 4 + ["Floors"] * 2


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("text/view.py", "import kg.annotate.dates"),
        ("graph/iris.py", "import kg.text.view"),
        ("query/lexer.py", "import kg.pipeline"),
        ("stray.py", ""),
    ],
    ids=["stage to stage", "stage to another stage", "upwards", "a module on no floor"],
)
def test_a_stage_stays_on_its_own_floor(copied: Path, module: str, line: str) -> None:
    add(copied, "pipeline/__init__.py", "")
    add(copied, module, line)
    verdicts = lint(copied)
    assert [verdict for name, verdict in verdicts.items() if name.startswith("Floors: imports")] == ["BROKEN"]
