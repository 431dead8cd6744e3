"""Whole answers that are kept to be given again: an answer of a release never changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass

from kg.query.faults import QueryFault

__all__ = ["Cache", "Headers", "Kept", "Turn"]

_OVERHEAD = 1_000
"""Bytes that an answer takes beside its body, about."""

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer as it goes out: its body, in whatever coding, and all headers that speak of it."""

    body: bytes
    headers: Headers
    tag: str
    edition: str
    release: str


class Cache:
    """Answers by tag, the least recently given leaving first; only those of one edition of the data at a time."""

    def __init__(self, size: int, largest: int) -> None:
        self._size = size
        self._largest = largest
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._held = 0
        self._edition = ""
        self._under_way: dict[str, asyncio.Future[QueryFault | None]] = {}

    def get(self, tag: str) -> Kept | None:
        """The answer with this tag, if it is still kept."""
        kept = self._kept.get(tag)
        if kept is not None:
            self._kept.move_to_end(tag)
        return kept

    def put(self, kept: Kept) -> None:
        """Keep an answer, if it is not too long, instead of those that nobody asked for for longest."""
        if kept.edition != self._edition:
            self._kept.clear()
            self._edition, self._held = kept.edition, 0
        size = len(kept.body) + _OVERHEAD
        if size > min(self._largest + _OVERHEAD, self._size) or kept.tag in self._kept:
            return
        self._kept[kept.tag] = kept
        self._held += size
        while self._held > self._size:
            _, gone = self._kept.popitem(last=False)
            self._held -= len(gone.body) + _OVERHEAD

    def turn(self, tag: str) -> "Turn | None":
        """The right to work out this answer; None where another has it and can be waited for."""
        if tag in self._under_way:
            return None
        self._under_way[tag] = asyncio.get_running_loop().create_future()
        return Turn(self._under_way, tag)

    def other(self, tag: str) -> Coroutine[None, None, None]:
        """To wait until whoever works out this answer is done with it. Raises the QueryFault that it came to."""
        # Looked up now, not when it is first waited for: by then, it may be over.
        return _done(self._under_way[tag])


async def _done(work: "asyncio.Future[QueryFault | None]") -> None:
    fault = await asyncio.shield(work)
    if fault is not None:
        raise fault


class Turn:
    """The right to work out an answer, until it is given back; others wait for that."""

    def __init__(self, under_way: dict[str, "asyncio.Future[QueryFault | None]"], tag: str) -> None:
        self._under_way = under_way
        self._tag = tag
        self._fault: QueryFault | None = None

    def failed(self, fault: QueryFault) -> None:
        """Those who wait hear of this fault: it is the question's, and would be theirs."""
        self._fault = fault

    def over(self) -> None:
        """Give the right back."""
        self._under_way.pop(self._tag).set_result(self._fault)
