"""The files that put Plenary on a machine say nothing that is not so."""

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import sysconfig
from configparser import RawConfigParser
from pathlib import Path

import httpx
import pytest

from kg.cli.app import command_tree
from kg.cli.messages import Say
from kg.settings import described, load
from tests.deploy.conftest import started

UNITS = ("plenary.service", "plenary-build.service")


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


def texts(deploy: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(deploy.iterdir()) if path.is_file()}


# What all of them may rely on


def test_every_setting_that_is_named_exists(deploy: Path) -> None:
    known = {one.variable for one in described()}
    named = {(name, found) for name, text in texts(deploy).items() for found in re.findall(r"\bKG_[A-Z_]+\b", text)}
    assert len(named) > 15
    assert {one for one in named if one[1] not in known} == set()


def test_every_command_and_option_that_is_named_exists(deploy: Path) -> None:
    commands = command_tree(Say("en")).commands
    uses = [
        (name, command, rest)
        for name, text in texts(deploy).items()
        for command, rest in re.findall(r"(?:bin/|[`\s])kg ([a-z]+)\b((?: [^\s`]+)*)", text)
        if name != "Containerfile"
    ]
    assert len(uses) > 8
    assert [use for use in uses if use[1] not in commands] == []
    for name, command, rest in uses:
        options = {spelling for one in commands[command].params for spelling in one.opts}
        given = set(re.findall(r"(?<=\s)--[a-z-]+", rest))
        assert given <= options, (name, command)


def test_no_other_machine_is_named(deploy: Path) -> None:
    hosts = {
        host
        for text in texts(deploy).values()
        for host in re.findall(r"https?://([\w.-]+)", text)
        if not host.startswith(("127.", "localhost"))
    }
    assert hosts <= {"kg.example.org", "plenary", "w3id.org"}


def test_every_file_is_told_of(deploy: Path) -> None:
    told = texts(deploy).pop("README.md")
    assert [name for name in texts(deploy) if name != "README.md" and f"`{name}`" not in told] == []


# The units


def options(path: Path) -> dict[str, list[str]]:
    """The lines of a unit: each name with its values in order."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Z]\w+=", line):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def environment(path: Path) -> dict[str, str]:
    return dict(one.split("=", 1) for one in options(path)["Environment"])


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_one_that_systemd_reads(deploy: Path, tmp_path: Path, name: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    # It looks whether the program is there.
    kg = Path(sysconfig.get_path("scripts")) / "kg"
    unit = tmp_path / name
    unit.write_text((deploy / name).read_text(encoding="utf-8").replace("/opt/plenary/bin/kg", str(kg)))
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit],
        capture_output=True,
        text=True,
    )
    if "offline" in judged.stderr:
        pytest.skip("this systemd-analyze judges no files")
    assert judged.returncode == 0, judged.stdout[-300:]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sets_what_holds(deploy: Path, name: str) -> None:
    load(environment(deploy / name), None, {})
    parser = RawConfigParser(strict=False)
    parser.read_string((deploy / name).read_text(encoding="utf-8"))
    assert {"Unit", "Service"} <= set(parser.sections())


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_gives_nothing_away(deploy: Path, name: str) -> None:
    said = options(deploy / name)
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "DynamicUser": "yes", "CapabilityBoundingSet": ""}
    assert {one: said[one] for one in wanted} == {one: [value] for one, value in wanted.items()}
    assert said["MemoryMax"]


def test_the_unit_lets_a_worker_give_up_its_sockets(deploy: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    named = " ".join(options(deploy / "plenary.service")["SystemCallFilter"]).split()
    listed = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True).stdout
    sets = {
        heading: body.split()
        for heading, body in re.findall(r"^(@[\w-]+)\n((?:    .*\n)+)", listed, flags=re.MULTILINE)
    }
    allowed: set[str] = set()
    while named:
        one = named.pop()
        if one not in allowed:
            allowed.add(one)
            named += sets.get(one, [])
    assert {"seccomp", "prctl", "execve", "clone", "socketpair", "setrlimit", "prlimit64"} <= allowed


def test_the_unit_stops_the_server_alone_and_waits_for_its_answers(deploy: Path) -> None:
    said = options(deploy / "plenary.service")
    settings = load(environment(deploy / "plenary.service"), None, {})
    assert said["KillMode"] == ["mixed"]
    # As uvicorn is told in kg/web/server.py: the drain, then the deadline and a second.
    assert int(said["TimeoutStopSec"][0]) > settings.drain_s + settings.deadline_s + 2


# The container


def instructions(deploy: Path) -> list[tuple[str, str]]:
    """The instructions of the Containerfile, lines that go on joined."""
    text = (deploy / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_image_copies_what_is_there(root: Path, deploy: Path) -> None:
    copied = [
        source
        for word, rest in instructions(deploy)
        if word == "COPY" and "--from" not in rest
        for source in [one for one in rest.split() if not one.startswith("--")][:-1]
    ]
    assert len(copied) > 8
    assert [one for one in copied if not (root / one).exists()] == []


def test_the_image_has_what_the_wheel_is_made_of(root: Path, deploy: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    wheel = re.search(r"only-include = \[(.*)\]", text)
    assert wheel is not None
    copied = " ".join(rest for word, rest in instructions(deploy) if word == "COPY").split()
    assert [one for one in re.findall(r'"(.*?)"', wheel[1]) if one not in copied] == []


def test_the_image_trusts_hashes_alone_and_names_no_registry(deploy: Path) -> None:
    said = instructions(deploy)
    installs = [step for word, rest in said if word == "RUN" for step in rest.split("&&") if "pip install" in step]
    assert len(installs) == 3
    assert [step for step in installs if "--require-hashes" not in step and "--no-index" not in step] == []
    bases = {rest.split()[0] for word, rest in said if word == "FROM"}
    assert all(re.fullmatch(r"[a-z]+:[\w.-]+", base) for base in bases)
    assert len(bases) == 1


def test_the_image_does_not_run_as_root(deploy: Path) -> None:
    users = [rest for word, rest in instructions(deploy) if word == "USER"]
    assert users
    assert int(users[-1].split(":")[0]) > 0


def test_the_image_can_be_built(root: Path, tmp_path: Path) -> None:
    tool = next((one for one in ("podman", "buildah", "docker") if shutil.which(one)), None)
    if tool is None or subprocess.run([tool, "info"], capture_output=True).returncode != 0:
        pytest.skip("needs podman, buildah or docker, and its daemon where it has one")
    if os.environ.get("PLENARY_BUILD_IMAGE") != "1":
        pytest.skip("fetches a base image and packages: PLENARY_BUILD_IMAGE=1 asks for it")
    command = [tool, "build", "-t", "plenary-test", "-f", "deploy/Containerfile", "."]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-2_000:]


def test_what_the_image_installs_is_the_part_of_the_lock_that_runs(root: Path, deploy: Path) -> None:
    command = [sys.executable, deploy / "runtime.py", "requirements.lock", "pyproject.toml"]
    part = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    names = set(re.findall(r"^([a-z0-9-]+)==", part, flags=re.MULTILINE))
    assert {"fastapi", "uvicorn", "h11", "starlette", "pyoxigraph", "rdflib", "pyshacl", "prometheus-client"} <= names
    assert names & {"pytest", "mypy", "ruff", "hypothesis", "dask", "hatchling", "coverage"} == set()
    assert all(f"{entry}\n" in lock for entry in part.rstrip("\n").split("\n"))
    assert part.count("==") == len(names)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", part)) >= len(names)


def test_what_is_needed_for_another_system_or_extra_is_left_out() -> None:
    needed = runpy.run_path(str(Path(__file__).parents[2] / "deploy" / "runtime.py"))["needed"]
    assert needed(['h11>=0; sys_platform == "nowhere"', "idna"]) == {"idna"}


def test_the_health_check_tells_a_server_that_lives_from_none(
    deploy: Path, release: Path, tmp_path: Path, unused_port: int
) -> None:
    check = next(rest for word, rest in instructions(deploy) if word == "HEALTHCHECK")
    command = [sys.executable, *eval(check.partition("CMD ")[2])[1:]]  # noqa: S307  (our own file's list of words)
    environ = {**os.environ, "KG_PORT": str(unused_port)}
    assert subprocess.run(command, env=environ, capture_output=True).returncode != 0
    with started(deploy, release, unused_port):
        assert subprocess.run(command, env=environ, capture_output=True).returncode == 0


def test_the_image_builds_what_is_not_there_and_then_serves_it(
    root: Path, deploy: Path, tmp_path: Path, unused_port: int
) -> None:
    with started(deploy, tmp_path / "build", unused_port, PLENARY_TEXTS=str(root / "data/corpus")) as address:
        assert httpx.get(f"{address}ready", trust_env=False).json()["status"] == "ready"
    made = (tmp_path / "build" / "current").readlink()
    with started(deploy, tmp_path / "build", unused_port, PLENARY_TEXTS="/nowhere") as address:
        assert httpx.get(f"{address}ready", trust_env=False).json()["release"] == made.name


def test_the_scripts_are_ones_that_a_shell_reads(deploy: Path) -> None:
    for path in deploy.glob("*.sh"):
        assert os.access(path, os.X_OK)
        subprocess.run(["sh", "-n", path], check=True)
        assert shlex.split(path.read_text(encoding="utf-8"), comments=True)
