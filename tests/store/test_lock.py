import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import PlenaryError
from kg.store import Layout, building

HOLD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from kg.store import Layout, building
with building(Layout(Path(sys.argv[1]))):
    (Path(sys.argv[1]) / "private").mkdir()
    (Path(sys.argv[1]) / "private" / "half-made").touch()
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(layout: Layout, root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(layout.root), str(root)], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_two_builds_never_work_in_one_folder(layout: Layout, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(PlenaryError, match=f"process {holder.pid} works in this folder"), building(layout):
        pass
    assert (layout.private / "half-made").exists()


def test_a_build_that_was_killed_stands_in_nobodys_way(layout: Layout, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with building(layout):
        assert not layout.private.exists()


def test_a_lock_file_of_a_process_long_dead_is_stale(layout: Layout) -> None:
    layout.root.mkdir()
    layout.lock.write_text("4194304")
    with building(layout):
        assert layout.lock.read_text() == str(os.getpid())


def test_a_build_that_raised_lets_go_of_the_lock(layout: Layout) -> None:
    with pytest.raises(ValueError, match="broken"), building(layout):
        raise ValueError("broken")
    with building(layout):
        pass


def test_only_half_made_files_of_ours_are_swept(layout: Layout) -> None:
    layout.root.mkdir()
    for name in (".current.7", ".gitignore"):
        (layout.root / name).touch()
    with building(layout):
        assert sorted(path.name for path in layout.root.iterdir()) == [".gitignore", "lock"]
