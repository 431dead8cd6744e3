"""A release: a graph with its store, its dump, its reports, whole from the moment that it can be seen."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.errors import BrokenRelease
from kg.graph.serialize import nquads
from kg.store.dataset import count, describe
from kg.store.ground import Ground
from kg.store.history import remember
from kg.store.layout import Layout, replace_file
from kg.store.parts import Part, load, write_part
from kg.vocabulary import reference_graph

__all__ = ["Edition", "Release", "Slice", "current", "publish", "read_release"]

_ID_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release is to hold.

    `parts` are the documents' graphs, `documents` what is told of each, `files` reports and the like by their path
    inside the release, as bytes or as a file to copy.
    """

    base: str
    version: str
    ground: Ground
    parts: tuple[Part, ...]
    documents: tuple[Mapping[str, Any], ...]
    files: Mapping[str, bytes | Path]

    def sha256(self) -> str:
        """The digest of all that the release holds, whatever machine builds it."""
        told = {
            "base": self.base,
            "documents": list(self.documents),
            "graphs": sorted((part.graph, part.sha256) for part in (*self.ground.parts, *self.parts)),
            "files": sorted((name, hashlib.sha256(_bytes(given)).hexdigest()) for name, given in self.files.items()),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Slice:
    """A named graph inside the dump: its lines are `quads.nq[offset : offset + size]`, sorted."""

    graph: str
    kind: str
    document: str | None
    offset: int
    size: int
    triples: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A published graph: `path` never changes, `id` is the first digits of `sha256`."""

    path: Path
    id: str
    sha256: str
    base: str
    version: str
    counts: Mapping[str, int]
    documents: tuple[Mapping[str, Any], ...]
    graphs: tuple[Slice, ...]

    @property
    def store(self) -> Path:
        """The folder that `Store.read_only` opens."""
        return self.path / "store"

    @property
    def dump(self) -> Path:
        """All named graphs as N-Quads; the default graph of the store is the union of those that are asserted."""
        return self.path / "quads.nq"

    def open(self) -> Store:
        """The store, for reading only; raises BrokenRelease where it is damaged."""
        try:
            return Store.read_only(str(self.store))
        except OSError as error:
            raise BrokenRelease("The published graph cannot be opened", str(self.store), str(error), _FIX) from error


_FIX = "run `kg build`; `current` can be pointed to an earlier release meanwhile"


def current(layout: Layout) -> Release:
    """The release that is served now; raises BrokenRelease where there is none."""
    if not layout.current.is_symlink():
        raise BrokenRelease("There is no published graph yet", str(layout.root), "", "run `kg build` first")
    return read_release(layout.current.resolve())


def read_release(path: Path) -> Release:
    """The release in a folder; raises BrokenRelease where it is missing or cannot be read."""
    try:
        told = json.loads((path / "release.json").read_text(encoding="utf-8"))
        slices = tuple(Slice(**part) for part in told["graphs"])
        whole = told["sha256"], told["base"], told["version"], told["counts"], tuple(told["documents"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRelease("The published graph is damaged", str(path), str(error), _FIX) from error
    return Release(path, path.name, *whole, slices)


def publish(layout: Layout, edition: Edition, progress: Callable[[str], None] = lambda step: None) -> Release:
    """Make the edition the current release, in one step; until then, and on any failure, `current` stays as it is.

    The caller holds the lock. `progress` hears the name of each step before it begins.
    """
    digest = edition.sha256()
    target = layout.releases / digest[:_ID_DIGITS]
    if not (target / "release.json").is_file():
        made = layout.private / target.name
        _make(made, digest, edition, progress)
        progress("move")
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)
    progress("switch")
    remember(layout, target.name)
    return read_release(target)


def _make(made: Path, digest: str, edition: Edition, progress: Callable[[str], None]) -> None:
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    progress("load")
    store = _loaded(made / "store", edition)
    counts = count(store)
    described = nquads(describe(store, counts, edition.base, made.name, edition.parts))
    dataset = write_part(made / "dataset.nq", reference_graph("dataset").value, "dataset", described)
    load(store, [dataset])
    progress("optimize")
    store.optimize()
    store.flush()
    # The engine lets go of its lock when the last reference goes.
    del store
    progress("dump")
    slices = _dump(made / "quads.nq", [*edition.ground.parts, *edition.parts, dataset])
    dataset.path.unlink()
    _files(made, edition.files)
    _tell(made, digest, edition, counts.told(), slices)


def _loaded(path: Path, edition: Edition) -> Store:
    """The ground's store under another name (its files are shared, not copied) with the documents in it."""
    Store(edition.ground.store).backup(path)
    store = Store(path)
    load(store, edition.parts)
    return store


def _dump(path: Path, parts: Sequence[Part]) -> list[Slice]:
    slices: list[Slice] = []
    with path.open("wb") as out:
        for part in sorted(parts, key=lambda one: one.graph):
            slices.append(Slice(part.graph, part.kind, part.document, out.tell(), part.size, part.triples, part.sha256))
            with part.path.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
    return slices


def _files(made: Path, files: Mapping[str, bytes | Path]) -> None:
    for name, given in sorted(files.items()):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_bytes(given))


def _bytes(given: bytes | Path) -> bytes:
    return given if isinstance(given, bytes) else given.read_bytes()


def _tell(made: Path, digest: str, edition: Edition, counted: Mapping[str, int], slices: Sequence[Slice]) -> None:
    told = {
        "base": edition.base,
        "counts": dict(counted),
        "documents": [dict(one) for one in edition.documents],
        "graphs": [
            {name: getattr(one, name) for name in Slice.__dataclass_fields__}  # in the order of the class
            for one in slices
        ],
        "release": digest[:_ID_DIGITS],
        "sha256": digest,
        "version": edition.version,
    }
    replace_file(made / "release.json", told)
