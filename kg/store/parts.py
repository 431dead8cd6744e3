"""Named graphs as files of canonical N-Quads, and how they get into a store."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pyoxigraph import RdfFormat, Store, parse

__all__ = ["GraphKind", "Part", "load", "part_as_json", "part_from_json", "write_part"]

GraphKind = Literal["facts", "provenance", "ontology", "codes", "alignments", "reference", "decisions", "dataset"]

_CHUNK = 6_000_000
"""Bytes that are loaded at a time: 100 MB of memory where all at once took 400."""


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph in a file of its own; `document` is the slug of the text that it comes from."""

    graph: str
    kind: GraphKind
    path: Path
    sha256: str
    triples: int
    size: int
    document: str | None = None

    @property
    def asserted(self) -> bool:
        """Whether its triples stand in the default graph: how facts were found is kept apart from them."""
        return self.kind != "provenance"


def write_part(path: Path, graph: str, kind: GraphKind, nquads: bytes, document: str | None = None) -> Part:
    """Write a graph's canonical N-Quads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(nquads)
    return Part(graph, kind, path, hashlib.sha256(nquads).hexdigest(), nquads.count(b"\n"), len(nquads), document)


def part_as_json(part: Part) -> dict[str, Any]:
    """The part without its folder, so that the folder may move."""
    return {
        "graph": part.graph,
        "kind": part.kind,
        "file": part.path.name,
        "sha256": part.sha256,
        "triples": part.triples,
        "size": part.size,
        "document": part.document,
    }


def part_from_json(folder: Path, told: dict[str, Any]) -> Part:
    """The part that `part_as_json` told of, in the folder where it lies now."""
    return Part(
        told["graph"],
        told["kind"],
        folder / told["file"],
        told["sha256"],
        told["triples"],
        told["size"],
        told["document"],
    )


def load(store: Store, parts: Iterable[Part]) -> None:
    """Put graphs into a store, each under its name, what is asserted into the default graph too.

    A triple that stands in several graphs is once in the default graph: a store is a set.
    """
    waiting: list[bytes] = []
    size = 0
    for lines in _lines(store, parts):
        waiting.append(lines)
        size += len(lines)
        if size >= _CHUNK:
            store.bulk_load(b"".join(waiting), RdfFormat.N_QUADS)
            waiting, size = [], 0
    store.bulk_load(b"".join(waiting), RdfFormat.N_QUADS)


def _lines(store: Store, parts: Iterable[Part]) -> Iterator[bytes]:
    """Whole lines, a few megabytes at a time, as they are and without their graph."""
    for part in parts:
        ending = b" <" + part.graph.encode() + b"> .\n"
        with part.path.open("rb") as file:
            while lines := b"".join(file.readlines(_CHUNK // 2)):
                both = (lines, lines.replace(ending, b" .\n")) if part.asserted else (lines,)
                if b"_:" in lines:
                    # A bulk load gives blank nodes new labels each time, so that one would come apart into two.
                    store.extend(parse(b"".join(both), RdfFormat.N_QUADS))
                else:
                    yield from both
