import os
from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.pipeline import gather
from kg.pipeline.sources import source_of

NAMES = ["a.txt", "b.md", "c.html", "d.HTM", "e.docx", "f.pdf", "g.xhtml", "down/h.markdown"]


def test_a_folder_gives_the_files_of_every_kind_that_can_be_read(tmp_path: Path) -> None:
    for name in (*NAMES, "README.md", "i.png", "j.csv", ".hidden.txt", ".git/k.txt", "~$lock.doc"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("The ministers met.")
    assert [str(path.relative_to(tmp_path)) for path in gather([tmp_path])] == sorted(NAMES)


def test_a_file_that_is_named_is_given_whatever_its_name(tmp_path: Path) -> None:
    assert gather([tmp_path / "outcome.dat"]) == (tmp_path / "outcome.dat",)


@pytest.mark.parametrize("name", ["-rf.txt", "a'b\"c.txt", "line\nbreak.txt", "\u202etxt.exe.txt", "con ñ.txt"])
def test_an_odd_name_is_a_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("The ministers met.")
    (found,) = gather([tmp_path])
    assert source_of(found).data == b"The ministers met."


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableSource, match="may never end"):
        source_of(tmp_path / "pipe.txt")


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "nothing.txt")
    with pytest.raises(UnreadableSource, match="No such file"):
        source_of(tmp_path / "link.txt")


def test_what_is_too_large_is_not_held_in_memory_first(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UnreadableSource, match="too large"):
        source_of(tmp_path / "a.txt", 1_000)
