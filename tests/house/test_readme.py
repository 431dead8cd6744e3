"""README.md keeps its word: what it shows is run, and what it shows of the answer is there.

A `console` block is run in order with all others, in one folder with a copy of the corpus: each `$ ` line is a
command (a line that ends in a backslash goes on in the next), the lines below it are its answer. `…` in an
answer stands for anything, alone on a line for any number of lines. `console exit=3` expects that status.
A `sh` block is shown only: it may set up or serve, nothing else.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", flags=re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n(?P<answer>(?:(?!\$ ).*\n)*)", flags=re.MULTILINE)
SHOWN_ONLY = re.compile(r"python3 run\.py( test)?|kg serve\b.*|git clone .*|cd .*|(pip|uv|pipx) .*|curl .*|#.*")
LINKED = ("ontology", "sparql", "data/reference", "data/lexicon")


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as the README shows it, with the answer and the exit status it promises."""

    command: str
    answer: str
    status: int


def shown(text: str) -> list[Shown]:
    blocks = [(block["info"].split(), block["body"]) for block in BLOCK.finditer(text)]
    return [
        Shown(found["command"], found["answer"], int("".join(info[1:]).removeprefix("exit=") or 0))
        for info, body in blocks
        if info[:1] == ["console"]
        for found in COMMAND.finditer(body)
    ]


def pattern(answer: str) -> re.Pattern[str]:
    """An answer as README shows it, `…` standing for anything."""
    lines = [r"(?:.*\n)*?" if line.strip() == "…" else _line(line) for line in answer.splitlines() if line.strip()]
    return re.compile(r"(?:.*\n)*?" + "".join(lines))


def _line(line: str) -> str:
    return r"[ ]*" + r"\s*".join(".*".join(map(re.escape, word.split("…"))) for word in line.split()) + r"[ ]*\n\n*"


@pytest.fixture
def readme(root: Path) -> str:
    text = (root / "README.md").read_text(encoding="utf-8")
    if not text:
        pytest.skip("README.md is still empty")
    return text


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A checkout as a reader has it, whose data/build is its own."""
    shutil.copytree(root / "data/corpus", tmp_path / "data/corpus")
    for name in LINKED:
        (tmp_path / name).symlink_to(root / name)
    return tmp_path


def test_what_the_readme_shows_is_what_happens(readme: str, folder: Path) -> None:
    scripts = sysconfig.get_path("scripts")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environ |= {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    commands = shown(readme)
    assert commands
    for one in commands:
        ran = subprocess.run(
            ["bash", "-c", one.command], cwd=folder, env=environ, capture_output=True, text=True, timeout=120
        )
        assert ran.returncode == one.status, f"$ {one.command}\n{ran.stdout}{ran.stderr}"
        assert pattern(one.answer).match(ran.stdout + ran.stderr), f"$ {one.command}\n{ran.stdout}{ran.stderr}"


def test_a_block_that_is_not_run_only_sets_up_or_serves(readme: str) -> None:
    blocks = [block["body"] for block in BLOCK.finditer(readme) if block["info"].split()[:1] in (["sh"], ["bash"])]
    lines = [line.strip() for body in blocks for line in body.splitlines() if line.strip()]
    assert [line for line in lines if not SHOWN_ONLY.fullmatch(line)] == []


def test_both_first_commands_are_shown(readme: str) -> None:
    assert "python3 run.py\n" in readme
    assert "python3 run.py test\n" in readme


@pytest.mark.parametrize(
    ("answer", "matches"),
    [
        ("one\nthree\n", False),
        ("one\n…\nthree\n", True),
        ("one\ntwo\n", True),
        ("two\n", True),
        ("t…o\n", True),
        ("", True),
        ("four\n", False),
    ],
)
def test_an_answer_may_leave_out_only_what_it_says_it_leaves_out(answer: str, matches: bool) -> None:
    assert bool(pattern(answer).match("one\ntwo\nthree\n")) is matches


def test_commands_are_read_from_console_blocks_alone() -> None:
    text = "```sh\nkg serve\n```\n```console exit=3\n$ kg a \\\n    --b\nbad\n$ kg c\n```\n"
    assert shown(text) == [Shown("kg a \\\n    --b", "bad\n", 3), Shown("kg c", "", 3)]
