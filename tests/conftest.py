"""What every test may rely on: where things are, and a hypothesis that finds the same on every CI run."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
