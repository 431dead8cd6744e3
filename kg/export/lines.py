"""Lines of a release's dump, read where they lie: no more than a few thousand are in memory at a time."""

import heapq
import mmap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from kg.graph.serialize import read_nquads
from kg.store.release import Slice
from kg.terms import Quad

__all__ = ["quad_lines", "quads", "triple_lines"]

_LINES = 10_000
_KEPT = 500
"""Lines after which what has been read is let go of: the system maps sixteen pages for each, and keeps them."""


def quad_lines(dump: Path, slices: Sequence[Slice]) -> Iterator[bytes]:
    """The N-Quads lines of some graphs, in the order given."""
    with dump.open("rb") as file:
        for one in slices:
            file.seek(one.offset)
            yield from islice(file, one.triples)


def triple_lines(dump: Path, slices: Sequence[Slice]) -> Iterator[bytes]:
    """The N-Triples lines of some graphs together, sorted, each once."""
    if not any(one.size for one in slices):
        return
    with dump.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        merged = heapq.merge(*(_triples(held, one, number) for number, one in enumerate(slices)))
        for number, (line, _) in enumerate(groupby(merged)):
            if number % _KEPT == 0:
                held.madvise(mmap.MADV_DONTNEED)
            yield line


def _triples(held: mmap.mmap, one: Slice, number: int) -> Iterator[bytes]:
    if number % _KEPT == 0:
        # The first line of every slice is read before any is given out.
        held.madvise(mmap.MADV_DONTNEED)
    ending = f" <{one.graph}> .\n".encode()
    start, last = one.offset, one.offset + one.size
    while start < last:
        end = held.find(b"\n", start) + 1
        yield held[start:end].removesuffix(ending) + b" .\n"
        start = end


def quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Lines of N-Quads or N-Triples as quads, in their order."""
    rest = iter(lines)
    while chunk := b"".join(islice(rest, _LINES)):
        yield from read_nquads(chunk)
