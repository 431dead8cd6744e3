"""A folder that is seen once it is complete, with the size and the digest of each of its files."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import IO

from kg.errors import MisusedCommand

__all__ = ["File", "Filling", "appearing", "packed"]

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder: its path inside it, its size in bytes, its digest."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Filling:
    """A folder while it is filled: what is in it so far, and what could not be, by file the reason's key."""

    folder: Path
    files: list[File] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be written; there is none where that fails."""
        path = self.path(name)
        try:
            with path.open("wb") as out:
                yield out
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self.enter(name)

    def put(self, name: str, content: bytes) -> None:
        """A small file."""
        with self.writing(name) as out:
            out.write(content)

    def enter(self, name: str) -> None:
        """List a file that has been written."""
        with self.path(name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            self.files.append(File(name, file.tell(), digest))

    def path(self, name: str) -> Path:
        """Where a file is, its folder made."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def appearing(folder: Path) -> Iterator[Filling]:
    """A folder that nobody sees before it is complete; raises MisusedCommand where there is one already."""
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
        raise MisusedCommand("The folder is there already", str(folder), "", "name one that does not exist yet")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield Filling(beside)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def packed(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """What is written is compressed with gzip, with neither a time nor a name."""
    with gzip.GzipFile("", "wb", _LEVEL, out, mtime=0) as file:
        # Before Python 3.12 it compresses each piece as it comes, however small.
        inner = BufferedWriter(file, 1 << 16)  # type: ignore[type-var,unused-ignore]
        yield inner
        inner.flush()
        inner.detach()
