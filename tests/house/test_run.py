"""run.py where it cannot go on. That it sets up is shown by every run of .ci/run on a new machine."""

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def bare(root: Path, tmp_path: Path) -> Path:
    """A checkout nobody has set up yet, on a machine without uv."""
    for name in ("run.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


def run(folder: Path, spoil: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run run.py on a Python that `spoil` has made poorer."""
    program = f"import sys, runpy; {spoil}; sys.argv[0] = 'run.py'; runpy.run_path('run.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_an_old_python_is_told_what_is_needed(bare: Path) -> None:
    done = run(bare, "sys.version_info = (3, 9, 2)")
    assert done.returncode == 1
    assert done.stderr == "Plenary needs Python 3.11 or later; this is 3.9. Try: python3.11 run.py\n"


def test_without_uv_and_venv_it_says_what_to_install(bare: Path) -> None:
    done = run(bare, "sys.modules['ensurepip'] = None", "test")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (bare / ".venv").exists()


@pytest.fixture
def ready(root: Path) -> Path:
    """A checkout that run.py would leave as it is: no test may replace the environment that it runs in."""
    if not runpy.run_path(str(root / "run.py"))["sound"]():
        pytest.skip("needs a .venv made by run.py from this very list")
    return root


def test_a_checkout_already_set_up_just_runs(ready: Path) -> None:
    done = subprocess.run([sys.executable, "run.py", "python", "-c", "print(1)"], cwd=ready, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"1\n", b"")


def test_a_command_that_does_not_exist_gets_the_usage(ready: Path) -> None:
    done = subprocess.run([sys.executable, "run.py", "tset"], cwd=ready, capture_output=True, text=True)
    assert done.returncode != 0
    assert "There is no command 'tset'" in done.stderr
    assert "python3 run.py test" in done.stderr
