"""A Dask cluster judges texts as this process does."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pipeline import AssetFiles
from kg.settings import Settings
from tests.pipeline.conftest import LISBON, Builder
from tests.pipeline.test_parallel import contents

pytest.importorskip("distributed", reason="needs the extra 'cluster' (Dask)")

CLUSTER = """
import sys
sys.path.insert(0, sys.argv[1])
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def scheduler(root: Path) -> Iterator[str]:
    """The address of a cluster of two workers, each a process of its own."""
    command = [sys.executable, "-c", CLUSTER, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cluster:
        assert cluster.stdout is not None
        yield cluster.stdout.readline().strip()
        cluster.communicate("")


def test_a_cluster_makes_the_same_bytes_as_this_process_alone(
    build: Builder, corpus: Path, settings: Settings, strict: AssetFiles, scheduler: str, tmp_path: Path
) -> None:
    for number in range(4):
        (corpus / f"lake-{number}.txt").write_text(LISBON.replace("2001", f"200{number}"), encoding="utf-8")
    (corpus / "empty.txt").touch()
    alone = build(settings=replace(settings, jobs=1), files=strict)
    there = build(settings=replace(settings, build_dir=tmp_path / "there"), files=strict, on=scheduler)
    assert alone.release is not None
    assert there.release is not None
    assert contents(there.release.path) == contents(alone.release.path)
    assert [one.status for one in there.outcomes] == [one.status for one in alone.outcomes]
