"""Named graphs as files of canonical N-Quads, and how they get into a store."""

import gzip
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

from pyoxigraph import RdfFormat, Store, parse

__all__ = ["OF_A_TEXT", "GraphKind", "Part", "load", "part_as_json", "part_from_json", "part_of", "write_part"]

GraphKind = Literal[
    "facts", "provenance", "text", "ontology", "codes", "alignments", "reference", "decisions", "dataset"
]
OF_A_TEXT: tuple[GraphKind, ...] = ("facts", "provenance", "text")
"""The graphs that each text has of its own: what it says, how that was found, its words whole."""

_CHUNK = 16_000_000
"""Bytes that are loaded at a time, taking eight times as much memory; smaller loads leave more files to be ordered."""
_PIECE = 2_000_000
"""Bytes that are read at a time."""
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph in a file of its own, compressed where its name ends in `.gz`.

    `document` is the slug of the text that it comes from; `sha256` and `size` are those of the N-Quads, uncompressed.
    """

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

    def open(self) -> IO[bytes]:
        """Its canonical N-Quads, for reading."""
        return cast(IO[bytes], gzip.open(self.path)) if self.path.suffix == ".gz" else self.path.open("rb")


def part_of(path: Path, graph: str, kind: GraphKind, nquads: bytes, document: str | None = None) -> Part:
    """The part that a file of a graph's canonical N-Quads is."""
    return Part(graph, kind, path, hashlib.sha256(nquads).hexdigest(), nquads.count(b"\n"), len(nquads), document)


def write_part(
    path: Path, graph: str, kind: GraphKind, nquads: bytes | Iterable[bytes], document: str | None = None
) -> Part:
    """Write a graph's canonical N-Quads, given whole or in pieces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, triples, size = hashlib.sha256(), 0, 0
    with path.open("wb") as out:
        for piece in [nquads] if isinstance(nquads, bytes) else nquads:
            digest.update(piece)
            triples, size = triples + piece.count(b"\n"), size + out.write(piece)
    return Part(graph, kind, path, digest.hexdigest(), triples, size, document)


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


def load(store: Store, parts: Iterable[Part], chunk: int = _CHUNK) -> int:
    """Put graphs into a store, each under its name, what is asserted into the default graph too.

    A triple that stands in several graphs is once in the default graph: a store is a set. What is held in memory
    does not grow with the number of graphs, but with `chunk`, the bytes that are loaded at a time. Says how many
    loads it took, each of which leaves some tables.
    """
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        # The engine lets go of Python's lock, and sorts each load by itself.
        return _in_turn(threads, lambda lines: _bulk(store, lines), _chunks(_lines(store, parts), chunk))


def _bulk(store: Store, lines: bytes) -> None:
    # Lenient: the lines are the engine's own, and to judge every IRI again takes a third of the time.
    store.bulk_load(lines, RdfFormat.N_QUADS, lenient=True)


def _in_turn(threads: ThreadPoolExecutor, work: Callable[[bytes], None], pieces: Iterator[bytes]) -> int:
    """Work on every piece, and say how many there were; no more are made than threads can take."""
    under_way: deque[Future[None]] = deque()
    number = 0
    for piece in pieces:
        number += 1
        if len(under_way) == _AT_ONCE:
            under_way.popleft().result()
        under_way.append(threads.submit(work, piece))
    for one in under_way:
        one.result()
    return number


def _chunks(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= most:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _lines(store: Store, parts: Iterable[Part]) -> Iterator[bytes]:
    """Whole lines, a few megabytes at a time, as they are and without their graph."""
    for part in parts:
        ending = b" <" + part.graph.encode() + b"> .\n"
        with part.open() as file:
            while lines := b"".join(file.readlines(_PIECE)):
                both = (lines, lines.replace(ending, b" .\n")) if part.asserted else (lines,)
                if b"_:" in lines:
                    # A bulk load gives blank nodes new labels each time, so that one would come apart into two.
                    store.extend(parse(b"".join(both), RdfFormat.N_QUADS))
                else:
                    yield from both
