"""However many work on the texts, and whatever becomes of them, what comes out is the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import BrokenAsset, WorkersMissing
from kg.model import Source
from kg.pipeline import AssetFiles, Progress
from kg.pipeline.crew import Task, finished
from kg.pipeline.files import rules_key
from kg.pipeline.order import Order
from kg.pipeline.processes import Processes
from kg.pipeline.serial import Serial
from kg.settings import Settings
from tests.pipeline.conftest import LISBON, TUNIS, Builder

ORDINALS = "IV V VI VII VIII IX X XI XII".split()
# A shape whose pattern can be matched in more ways than anybody waits for.
SLOW_SHAPE = """@prefix igm: <https://w3id.org/igm/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/igm/shapes#Slow> a sh:NodeShape ; sh:targetClass igm:Document ;
  sh:property <https://w3id.org/igm/shapes#SlowText> .
<https://w3id.org/igm/shapes#SlowText> a sh:PropertyShape ; sh:path igm:fullText ; sh:pattern "@(q|qq)*#" ;
  sh:severity sh:Info ; sh:message "Slow."@en , "Lento."@es .
"""


@pytest.fixture
def many(corpus: Path) -> Path:
    """A folder with eleven texts that are read and two that are not."""
    for ordinal in ORDINALS:
        (corpus / f"lake-{ordinal}.txt").write_text(LISBON.replace("II", ordinal), encoding="utf-8")
    (corpus / "empty.txt").touch()
    (corpus / "lisbon.md").write_text(TUNIS, encoding="utf-8")
    return corpus


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a release but those of the store, which the engine numbers as it likes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "store" not in path.parts
    }


def released(result: object) -> dict[str, bytes]:
    return contents(result.release.path)  # type: ignore[attr-defined]


def children() -> list[int]:
    """The processes that this one has started and that still run."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        pytest.skip("needs /proc to find its children")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


def test_processes_make_the_same_bytes_as_this_process_alone(
    build: Builder, many: Path, settings: Settings, strict: AssetFiles, tmp_path: Path
) -> None:
    alone = build(settings=replace(settings, jobs=1), files=strict)
    several = build(settings=replace(settings, jobs=3, build_dir=tmp_path / "b"), files=strict)
    assert released(several) == released(alone)
    assert [(one.status, one.name, one.told) for one in several.outcomes] == [
        (one.status, one.name, one.told) for one in alone.outcomes
    ]
    # What conforms was issued in Tunis: one text under two names. A third has the first one's name.
    assert [len(alone.of(status)) for status in ("published", "quarantined", "refused")] == [2, 9, 2]


def test_a_worker_that_is_killed_leaves_its_text_to_another(build: Builder, many: Path, settings: Settings) -> None:
    others = set(children())  # servers that other tests have started
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.step == "read" and progress.done == 3 and not killed:
            killed.extend(sorted(set(children()) - others)[:1])
            os.kill(killed[0], signal.SIGKILL)

    result = build(settings=replace(settings, jobs=2), progress=kill)
    assert killed
    assert len(result.of("published")) == 11
    assert set(children()) <= others


def test_workers_are_gone_when_a_build_fails(build: Builder, many: Path, settings: Settings) -> None:
    others = set(children())

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        build(settings=replace(settings, jobs=2), progress=stop)
    assert set(children()) <= others


class Stopped(Exception):
    """A build that ends in the middle."""


@pytest.fixture
def slow(files: AssetFiles, tmp_path: Path) -> AssetFiles:
    shape = tmp_path / "slow.ttl"
    shape.write_text(SLOW_SHAPE)
    return replace(files, shapes=(*files.shapes, shape))


@pytest.fixture
def endless() -> Source:
    return Source("endless.txt", f"{LISBON}\n@{'q' * 80}\n".encode())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_that_takes_too_long_is_refused_and_stops_no_other(
    build: Builder, corpus: Path, settings: Settings, slow: AssetFiles, endless: Source, jobs: int
) -> None:
    sources = [endless, *sorted(corpus.iterdir())]
    chosen = {"settings": replace(settings, jobs=jobs, text_s=8), "files": slow, "sources": sources}
    result = build(**chosen)
    assert [one.status for one in result.outcomes] == ["refused", "published", "published"]
    assert "given up after 8 seconds" in result.outcomes[0].told["sentence"]


def test_a_text_that_ends_its_process_twice_is_refused_and_the_next_one_is_judged(
    settings: Settings, slow: AssetFiles, endless: Source
) -> None:
    crew = Processes(order_for(settings, slow), 1)
    try:
        first, second = crew.submit(endless), crew.submit(Source("lisbon.txt", LISBON.encode()))
        killed: set[int] = set()
        while not first.done():
            for pid in set(crew.pids) - killed:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
        assert "ends the process that reads it" in first.result().record["told"]["what"]
        assert first.result().passing
        assert second.result().record["status"] == "published"
    finally:
        crew.close()


def order_for(settings: Settings, files: AssetFiles) -> Order:
    return Order(settings, rules_key(files, settings), files)


def test_workers_with_other_words_than_the_build_judge_nothing(settings: Settings, files: AssetFiles) -> None:
    crew = Processes(replace(order_for(settings, files), rules="other"), 1)
    try:
        with pytest.raises(WorkersMissing, match="other words than the build"):
            crew.submit(Source("lisbon.txt", LISBON.encode())).result()
    finally:
        crew.close()


def test_a_broken_asset_ends_a_build_by_processes_too(build: Builder, many: Path, files: AssetFiles) -> None:
    broken = many.parent / "broken.ttl"
    broken.write_text("this is no Turtle")
    with pytest.raises(BrokenAsset, match=r"broken\.ttl"):
        build(files=replace(files, shapes=(broken,)), settings=Settings(build_dir=many.parent / "b", jobs=2))


def test_texts_are_taken_only_as_there_is_room_for_them(settings: Settings, files: AssetFiles) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(5):
            taken.append(number)
            yield Task(number, str(number), Source("empty.txt", b""))

    crew = Serial(order_for(settings, files))
    seen = [(task.position, len(taken)) for task, _ in finished(crew, tasks())]
    assert seen == [(number, number + 1) for number in range(5)]


BUILD = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from pathlib import Path
from kg.pipeline import asset_files, build_release, gather
from kg.settings import Settings
files = replace(asset_files(), ground={"codes": asset_files().ground["codes"]})

def heard(progress):
    if progress.step == "read" and progress.done == 5 and sys.argv[4] != "0":
        print(*[pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()])
        sys.stdout.flush()
        os.kill(os.getpid(), int(sys.argv[4]))

if __name__ == "__main__":
    build_release(gather([Path(sys.argv[2])]), Settings(build_dir=Path(sys.argv[3]), jobs=2), heard, files)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_interrupted_leaves_what_it_has_judged_to_the_next(
    root: Path, many: Path, tmp_path: Path, how: signal.Signals
) -> None:
    children()
    command = [sys.executable, "-c", BUILD, str(root), str(many), str(tmp_path / "a")]
    first = subprocess.run([*command, str(int(how))], capture_output=True, text=True, check=False)
    assert first.returncode == -how or "KeyboardInterrupt" in first.stderr
    kept = shards(tmp_path / "a")
    assert len(kept) >= 3
    subprocess.run([*command, "0"], check=True)
    now = shards(tmp_path / "a")
    assert {name: now[name] for name in kept} == kept
    assert len(now) == 11
    for pid in first.stdout.split():
        assert "kg.pipeline.worker" not in command_of(int(pid))


def shards(folder: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in (folder / "cache").glob("text-*/outcome.json")}


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
