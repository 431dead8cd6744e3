"""The built wheel: what it carries, and that it does the main job on its own, far from any checkout."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from kg.assets import ASSETS

LETTER = """\
JOINT COMMUNIQUÉ

The Ministers of Foreign Affairs of Portugal, Spain and Morocco met in Lisbon, Portugal, on May 4 and 5, 2001.

The Ministers agreed to establish a working group on the safety of seasonal workers.

The Ministers thanked the Government of Portugal for its hospitality.
"""
QUOTES = "SELECT ?quote WHERE { ?passage <https://w3id.org/igm/ns#quote> ?quote }"


def done(*command: str | Path, **options: object) -> str:
    """Standard output of a command that succeeds."""
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, **options)  # type: ignore[call-overload]
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return str(ran.stdout)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=root)
    return next(folder.glob("plenary_kg-*.whl"))


@pytest.fixture(scope="module")
def carried(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


@pytest.mark.parametrize("name", ASSETS)
def test_the_wheel_carries_every_file_of_an_asset(root: Path, carried: set[str], name: str) -> None:
    files = {f"kg/_assets/{path.relative_to(root).as_posix()}" for path in kept(root / name)}
    assert files
    assert files - carried == set()


def test_the_wheel_carries_every_file_of_the_package(root: Path, carried: set[str]) -> None:
    assert {path.relative_to(root).as_posix() for path in kept(root / "kg")} - carried == set()
    assert "kg/py.typed" in carried


def test_the_wheel_carries_nothing_else(carried: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in carried} == {"kg", "plenary_kg"}
    allowed = tuple(f"kg/_assets/{name}/" for name in ASSETS)
    assert [name for name in sorted(carried) if name.startswith("kg/_assets/") and not name.startswith(allowed)] == []


def test_the_wheel_carries_both_licences(carried: set[str]) -> None:
    licences = {name.rpartition("/")[2] for name in carried if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-data"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment that has the wheel alone, and borrows the packages it depends on."""
    if importlib.util.find_spec("ensurepip") is None:
        pytest.skip("needs ensurepip, to install without a network")
    place = {"base": str(tmp_path_factory.mktemp("fresh"))}
    scripts, packages = (Path(sysconfig.get_path(name, "venv", place)) for name in ("scripts", "purelib"))
    done(sys.executable, "-m", "venv", place["base"])
    done(scripts / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel)
    # After the wheel, lest pip take the checkout for an older version of it.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path) -> dict[str, object]:
    """A folder and an environment from which no checkout can be seen."""
    hidden = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KG_", "COV"))}
    return {"cwd": tmp_path, "env": hidden | {"PYTHONWARNINGS": "error"}}


def test_installed_it_reads_its_own_assets(installed: Path, elsewhere: dict[str, object]) -> None:
    program = "import kg.assets as a; print(a.__file__); [print(a.directory(name)) for name in a.ASSETS]"
    places = done(installed / "python", "-c", program, **elsewhere).splitlines()
    assert [place for place in places if not Path(place).is_relative_to(installed.parent)] == []


def test_installed_alone_it_builds_a_graph_and_answers(installed: Path, elsewhere: dict[str, object]) -> None:
    if importlib.util.find_spec("kg.cli.commands") is None:
        pytest.skip("kg build is not there yet")
    letter = Path(str(elsewhere["cwd"]), "letter.txt")
    letter.write_text(LETTER, encoding="utf-8")
    done(installed / "kg", "build", letter, "--build-dir", "built", **elsewhere)
    assert "establish a working group" in done(installed / "kg", "query", QUOTES, "--build-dir", "built", **elsewhere)


def test_the_wheel_is_the_same_each_time(root: Path, wheel: Path, tmp_path: Path) -> None:
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=root)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_source_distribution_builds_the_same_wheel(root: Path, carried: set[str], tmp_path: Path) -> None:
    done(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=root)
    done(sys.executable, "-m", "tarfile", "-e", next(tmp_path.glob("*.tar.gz")), tmp_path / "unpacked")
    source = next((tmp_path / "unpacked").iterdir())
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=source)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        assert set(archive.namelist()) == carried
