"""The texts that a build is given: files that are read one at a time, or bytes that are there already."""

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath

from kg.errors import UnreadableSource
from kg.model import Source

__all__ = ["Given", "gather", "source_key", "source_of"]

Given = Path | Source
# A folder holds other files too; what kind of text one is, its bytes tell.
_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf"})


def gather(places: Iterable[Path]) -> tuple[Path, ...]:
    """The files given and, for a folder, the texts in it and below, sorted; hidden files and READMEs are none."""
    return tuple(path for place in places for path in (_texts(place) if place.is_dir() else [place]))


def _texts(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.stem.upper() != "README"
    )


def source_of(given: Given, max_bytes: int | None = None) -> Source:
    """The bytes of a text under its name; raises UnreadableSource where they cannot be had, or are too many."""
    if isinstance(given, Source):
        return given
    try:
        if not given.is_file():
            raise _no_file(given)
        _check_size(given, max_bytes)
        return Source(str(given), given.read_bytes())
    except OSError as error:
        why = error.strerror or "the system gives no reason"
        raise UnreadableSource(
            "The file cannot be read", str(given), why, "check the path, and that you may read the file"
        ) from error


def _no_file(given: Path) -> UnreadableSource:
    given.stat()  # raises the system's own reason where there is nothing at all
    why = "it is a folder" if given.is_dir() else "it is no regular file, and may never end"
    return UnreadableSource(
        "The file cannot be read", str(given), why, "check the path, and that you may read the file"
    )


def _check_size(given: Path, max_bytes: int | None) -> None:
    # What is refused anyway is not held in memory first.
    size = given.stat().st_size
    if max_bytes is not None and size > max_bytes:
        raise UnreadableSource(
            what="The file is too large",
            where=str(given),
            why=f"it has {size:,} bytes and the limit is {max_bytes:,}",
            fix="split it, or raise max_bytes in the settings",
        )


def source_key(source: Source, rules: str) -> str:
    """A digest of a text under its name and of all that decides what comes of it."""
    name = PurePath(source.name).name
    return hashlib.sha256(b"\0".join((rules.encode(), name.encode(), source.data))).hexdigest()[:24]
