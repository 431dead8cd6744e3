"""A release: a graph with its store, its dump, its reports, whole from the moment that it can be seen."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.errors import BrokenRelease
from kg.search import FORMAT, NAME, write_index
from kg.store.dataset import count, describe
from kg.store.engine import frugal_store
from kg.store.finding import sayings
from kg.store.ground import Ground
from kg.store.history import remember
from kg.store.layout import Layout, json_line, replace_file
from kg.store.lookup import found_line
from kg.store.order import in_order
from kg.store.parts import Part, load, write_part
from kg.vocabulary import reference_graph

__all__ = ["Edition", "Release", "Slice", "current", "publish", "read_release", "write_files"]

_ID_DIGITS = 12
_FEW_LOADS = 8
# One line a text, one line a graph: nobody has to read them whole.
_DOCUMENTS, _GRAPHS = "documents.jsonl", "graphs.jsonl"


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release is to hold, each part of it to be gone through any number of times and never held as a whole.

    `parts` are the documents' graphs in the order of the graphs' names, `documents` what is told of each, `files`
    reports and the like by their path inside the release, as bytes or as a file to copy.
    """

    base: str
    version: str
    ground: Ground
    parts: Iterable[Part]
    documents: Iterable[Mapping[str, Any]]
    files: Mapping[str, bytes | Path]
    remarks: bytes = b""
    """What the graph of the description holds besides, as N-Quads."""

    def sha256(self) -> str:
        """The digest of all that the release holds, whatever machine builds it."""
        digest = hashlib.sha256(json_line({"base": self.base, "search": FORMAT}))
        for document in self.documents:
            digest.update(json_line(document))
        for part in self.graphs():
            digest.update(json_line([part.graph, part.sha256]))
        for name in self.files:
            digest.update(json_line([name, _sha256(self.files[name])]))
        digest.update(self.remarks)
        return digest.hexdigest()

    def graphs(self, *further: Part) -> Iterator[Part]:
        """All named graphs in the order of their names; raises ValueError where the documents' are not in order."""
        return merge(sorted((*self.ground.parts, *further), key=_graph), _ascending(self.parts), key=_graph)


def _graph(part: Part) -> str:
    return part.graph


def _ascending(parts: Iterable[Part]) -> Iterator[Part]:
    before = ""
    for part in parts:
        if part.graph <= before:
            raise ValueError(f"graphs out of order: {before}, then {part.graph}")
        before = part.graph
        yield part


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
    """A published graph: `path` never changes, `id` is the first digits of `sha256`.

    What is there once for each text or graph is read when it is asked for, and raises BrokenRelease where it cannot be.
    """

    path: Path
    id: str
    sha256: str
    base: str
    version: str
    counts: Mapping[str, int]

    @property
    def documents(self) -> Iterator[Mapping[str, Any]]:
        """What is told of each text that is in the release."""
        return _rows(self.path / _DOCUMENTS)

    @property
    def graphs(self) -> Iterator[Slice]:
        """The named graphs in the order of their names, which is that of the dump."""
        return (Slice(*row) for row in _rows(self.path / _GRAPHS))

    def graph(self, name: str) -> Slice | None:
        """One named graph, without reading through all of them; None where there is none of this name."""
        try:
            row = found_line(self.path / _GRAPHS, name)
        except (OSError, ValueError) as error:
            raise BrokenRelease("The published graph is damaged", str(self.path), str(error), _FIX) from error
        return Slice(*row) if row else None

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
        whole = told["sha256"], told["base"], told["version"], told["counts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRelease("The published graph is damaged", str(path), str(error), _FIX) from error
    return Release(path, path.name, *whole)


def _rows(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise BrokenRelease("The published graph is damaged", str(path), str(error), _FIX) from error


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
    progress("count")
    counts = count(store)
    said = describe(store, counts, edition.base, made.name, edition.parts)
    lines = in_order(chain([edition.remarks], said), made / "lines")
    dataset = write_part(made / "dataset.nq", reference_graph("dataset").value, "dataset", lines)
    load(store, [dataset])
    progress("optimize")
    store.optimize()
    store.flush()
    progress("index")
    write_index(made / NAME, sayings(store))
    # The engine lets go of its lock when the last reference goes.
    del store
    progress("dump")
    _dump(made, edition.graphs(dataset))
    dataset.path.unlink()
    write_files(made, edition.files, edition.files)
    _tell(made, digest, edition, counts.told())


def _loaded(path: Path, edition: Edition) -> Store:
    """The ground's store under another name (its files are shared, not copied) with the documents in it."""
    Store(edition.ground.store).backup(path)
    store = frugal_store(path)
    if load(store, edition.parts) > _FEW_LOADS:
        # To look something up in hundreds of tables, of which few are open, takes longer than to order them.
        store.optimize()
    return store


def _dump(made: Path, parts: Iterable[Part]) -> None:
    with (made / "quads.nq").open("wb") as out, (made / _GRAPHS).open("wb") as slices:
        for part in parts:
            place = (part.graph, part.kind, part.document, out.tell(), part.size, part.triples, part.sha256)
            slices.write(json_line(place))
            with part.open() as file:
                shutil.copyfileobj(file, out, 1 << 20)


def write_files(folder: Path, files: Mapping[str, bytes | Path], names: Iterable[str]) -> None:
    """Write some of the files below a folder, each under its name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        given = files[name]
        if isinstance(given, bytes):
            path.write_bytes(given)
        else:
            shutil.copyfile(given, path)


def _sha256(given: bytes | Path) -> str:
    if isinstance(given, bytes):
        return hashlib.sha256(given).hexdigest()
    with given.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tell(made: Path, digest: str, edition: Edition, counted: Mapping[str, int]) -> None:
    with (made / _DOCUMENTS).open("wb") as out:
        out.writelines(map(json_line, edition.documents))
    told = {
        "base": edition.base,
        "counts": dict(counted),
        "release": digest[:_ID_DIGITS],
        "sha256": digest,
        "version": edition.version,
    }
    replace_file(made / "release.json", told)
