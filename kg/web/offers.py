"""What is offered for download: the files there are, what is said of them, and their types."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.export import CONTENTS, about_file
from kg.store.release import Release
from kg.web.preparation import Prepared

__all__ = ["DUMP", "Held", "held_files", "listed_files", "said_in", "type_of"]

DUMP = "plenary.nq"
"""The dump of the release itself, which needs no preparation."""

_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "gz": "application/gzip",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "parquet": "application/vnd.apache.parquet",
    "rdf": "application/rdf+xml",
    "sqlite": "application/vnd.sqlite3",
    "trig": "application/trig",
    "ttl": "text/turtle; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it is given out: where it is, its name in the list, what its tag is made of."""

    path: Path
    name: str
    digest: str

    @property
    def ending(self) -> str:
        """What its name ends with."""
        return self.name.rpartition(".")[2]


def type_of(ending: str) -> str:
    """The media type of a file by the ending of its name."""
    return _TYPES.get(ending, "text/plain; charset=utf-8")


@cache
def said_in(language: str) -> dict[str, str]:
    """The words of the page in one language."""
    with Path(__file__).with_name("downloads.toml").open("rb") as file:
        words: dict[str, str] = tomllib.load(file)[language]
    return words


def held_files(release: Release, prepared: Prepared | None) -> dict[str, Held]:
    """The files that can be given out now, by name."""
    dump = Held(release.dump, DUMP, f"{release.sha256[:24]}-quads")
    if prepared is None:
        return {DUMP: dump}
    files = (Held(prepared.folder / one["file"], one["file"], one["sha256"]) for one in _all(prepared))
    return {DUMP: dump, **{one.name: one for one in files}}


def listed_files(release: Release, prepared: Prepared | None, planned: Iterable[str]) -> list[dict[str, Any]]:
    """All files as the list shows them; those `planned` have neither size nor checksum yet."""
    dump = {"file": DUMP, "size": release.dump.stat().st_size, "sha256": None, "about": about_file(DUMP)}
    ready = [{**one, "about": about_file(one["file"])} for one in _all(prepared)] if prepared else []
    awaited = [{"file": name, "size": None, "sha256": None, "about": about_file(name)} for name in planned]
    return [
        {**one, "href": f"/download/{one['file']}", "ready": one["size"] is not None}
        for one in (dump, *ready, *awaited)
    ]


def _all(prepared: Prepared) -> list[dict[str, Any]]:
    """The files of a folder that is ready, the list itself and the checksums too, which the list cannot name."""
    further = [_measured(prepared.folder, name) for name in (CONTENTS, "SHA256SUMS")]
    return [*prepared.told["files"], *further]


@cache
def _measured(folder: Path, name: str) -> dict[str, Any]:
    content = (folder / name).read_bytes()
    return {"file": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
