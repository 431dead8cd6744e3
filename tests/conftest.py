"""What every test may rely on: where things are, and a hypothesis that finds the same on every CI run."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from kg.annotate import Lexicon, load_lexicon

ROOT = Path(__file__).resolve().parents[1]

# A deadline per example would make a test depend on what else the machine is doing.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Gold annotations, conformance suites and hostile input, kept beside the checkout."""
    beside = ROOT.parent / "shared"
    if not beside.is_dir():
        pytest.skip("needs the folder 'shared' beside the checkout")
    return beside


@pytest.fixture(scope="session")
def lexicon(root: Path) -> Lexicon:
    """The shipped lexicon, loaded once."""
    return load_lexicon(root / "data" / "lexicon", root / "data" / "reference", root / "ontology" / "codes")


@pytest.fixture(scope="session")
def written(root: Path) -> ModuleType:
    """The module that reads annotations written in words; it is a command, and in no package."""
    spec = importlib.util.spec_from_file_location("annotated", root / "tests" / "cases" / "annotated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
