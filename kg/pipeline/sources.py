"""The texts that a build is given: files that are read one at a time, or bytes that are there already."""

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath

from kg.errors import UnreadableSource
from kg.model import Source

__all__ = ["Given", "gather", "source_key", "source_of"]

Given = Path | Source
_SUFFIXES = frozenset({".txt", ".md", ".markdown"})


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


def source_of(given: Given) -> Source:
    """The bytes of a text under its name; raises UnreadableSource where they cannot be had."""
    if isinstance(given, Source):
        return given
    try:
        return Source(str(given), given.read_bytes())
    except OSError as error:
        why = "it is a folder" if given.is_dir() else error.strerror or "the system gives no reason"
        raise UnreadableSource(
            "The file cannot be read", str(given), why, "check the path, and that you may read the file"
        ) from error


def source_key(source: Source, rules: str) -> str:
    """A digest of a text under its name and of all that decides what comes of it."""
    name = PurePath(source.name).name
    return hashlib.sha256(b"\0".join((rules.encode(), name.encode(), source.data))).hexdigest()[:24]
