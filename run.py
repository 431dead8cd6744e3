#!/usr/bin/env python3
"""Set Plenary up in .venv, then do what was asked. Needs Python 3.11 or later, and nothing else.

python3 run.py                 build the graph from data/corpus and serve it
python3 run.py test [ARG ...]  run the tests; arguments go to pytest
python3 run.py kg [ARG ...]    run kg, or any other command of .venv (ruff, mypy, lint-imports)
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (who has an older Python is told so, not shown a traceback)
    sys.exit("Plenary needs Python 3.11 or later; this is {}.{}. Try: python3.11 run.py".format(*sys.version_info))

import hashlib
import os
import shutil
import subprocess
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, LOCK = ROOT / ".venv", ROOT / "requirements.lock"
SCRIPTS, PACKAGES = (Path(sysconfig.get_path(it, "venv", {"base": str(VENV)})) for it in ("scripts", "purelib"))
PYTHON = str(SCRIPTS / "python")
# The Python under any virtual environment, above all under the .venv about to be replaced; one name for one Python.
BASE = str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
INSTALL = (["--require-hashes", "-r", str(LOCK)], ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
NEITHER = f"""Plenary needs uv, or Python's own venv and ensurepip, and {BASE} has neither. Install one:
  Debian, Ubuntu   apt install python3-venv
  anywhere         uv, by the system's package manager or pipx
then run this again."""


def state() -> str:
    """What .venv is to be made of and for, as one word; another list, project, Python or folder gives another."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [LOCK.read_text(), settings["build-system"], settings["project"], sys.version, BASE, ROOT]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def sound() -> bool:
    """Whether .venv is in the state wanted, has kept all that was put there, and starts."""
    try:
        made, *names = (VENV / "stamp").read_text().splitlines()
        kept = made == state() and all((PACKAGES / name).exists() for name in names)
        return kept and not subprocess.call([PYTHON, "-I", "-c", "import kg"])
    except (OSError, ValueError):
        return False


def set_up() -> None:
    """Make .venv anew from the hash-locked list: by uv where it works, else by venv and pip."""
    print("Setting up .venv (seconds with uv, about a minute with pip)", file=sys.stderr, flush=True)
    uv, ways = shutil.which("uv"), []
    if uv:
        ways.append(([uv, "venv", "-q", "-p", BASE, str(VENV)], [uv, "pip", "install", "-q", "-p", PYTHON]))
    if find_spec("venv") and find_spec("ensurepip"):
        ways.append(([BASE, "-m", "venv", str(VENV)], [PYTHON, "-m", "pip", "install", "-q"]))
    for create, install in ways:
        shutil.rmtree(VENV) if VENV.is_dir() and not VENV.is_symlink() else VENV.unlink(missing_ok=True)
        if not any(subprocess.call(step) for step in (create, *(install + what for what in INSTALL))):
            (VENV / "stamp").write_text("\n".join([state(), *sorted(it.name for it in PACKAGES.iterdir())]))
            return
    sys.exit("Setting up .venv failed, see above; it needs a package index within reach." if ways else NEITHER)


def main(command: str = "", *arguments: str) -> int:
    """Set up if need be, then become the command."""
    if not sound():
        set_up()
    if not command or command == "test":
        os.chdir(ROOT)
    if not command:
        command, arguments = "kg", ("serve",)
        status = subprocess.call([str(SCRIPTS / "kg"), "build", "data/corpus"])
        if status not in (0, 1):  # findings (1) keep one text out; what is left is there to be served
            return status
    program = shutil.which("pytest" if command == "test" else command, path=str(SCRIPTS))
    if program is None:
        sys.exit(f"There is no command '{command}' in .venv.\n\n{__doc__}")
    if os.name == "posix":
        os.execv(program, [program, *arguments])
    return subprocess.call([program, *arguments])


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
