import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+))? \\$", flags=re.MULTILINE)
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.fixture
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


def declared(root: Path) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [project["project"]["dependencies"], project["build-system"]["requires"]]
    lists += project["project"]["optional-dependencies"].values()
    return [Requirement(line) for lines in lists for line in lines]


def test_what_the_project_asks_for_is_locked_within_its_bounds(root: Path, lock: str) -> None:
    versions = {entry["name"]: entry["version"] for entry in ENTRY.finditer(lock)}
    for requirement in declared(root):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_each_package_is_locked_once_and_by_hash(lock: str) -> None:
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    names = [entry["name"] for line in lines if (entry := ENTRY.match(line))]
    assert len(names) == len(set(names))
    assert [line for line in lines if not ENTRY.match(line) and not HASH.match(line)] == []


def test_the_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert re.findall(r"\w+://|--(?:extra-)?index-url|--find-links|@ ", lock) == []
