"""Whose turn it is: so many at once, the others in a bounded queue in which clients, not questions, take turns."""

import asyncio
from collections import OrderedDict, deque

from kg.query.faults import Busy

__all__ = ["Turns"]


class Turns:
    """At most `size` questions at once and `queue` waiting; one client's many do not keep another's one waiting."""

    def __init__(self, size: int, queue: int, patience: float) -> None:
        self._free = size
        self._queue = queue
        self._patience = patience
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self.waiting = 0

    async def take(self, client: str) -> None:
        """Wait for a turn. Raises Busy where too many wait, or this one too long."""
        if self._free > 0:
            self._free -= 1
            return
        if self.waiting >= self._queue:
            self._make_room(client)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await place
        except TimeoutError as error:
            self._leave(client, place)
            raise self._busy() from error
        except BaseException:
            self._leave(client, place)
            raise

    def give(self) -> None:
        """Hand the turn on: to the client whose last turn is longest ago, the first of its questions."""
        while self._waiting:
            client, places = self._waiting.popitem(last=False)
            place = places.popleft()
            self.waiting -= 1
            if places:
                self._waiting[client] = places
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    def _make_room(self, client: str) -> None:
        """Send the last question of the client with the most away, where this client has fewer by two or more."""
        greedy = max(self._waiting, key=lambda name: len(self._waiting[name]), default=client)
        own = len(self._waiting.get(client, ()))
        if len(self._waiting.get(greedy, ())) < own + 2:
            raise self._busy()
        # It hears of it when it runs next; its place is free at once.
        last = self._waiting[greedy].pop()
        self.waiting -= 1
        if not last.done():
            last.set_exception(self._busy())

    def _leave(self, client: str, place: asyncio.Future[None]) -> None:
        places = self._waiting.get(client)
        if places is not None and place in places:
            places.remove(place)
            self.waiting -= 1
            if not places:
                del self._waiting[client]
        elif place.done() and not place.cancelled() and place.exception() is None:
            # The turn came at the moment of leaving.
            self.give()

    def _busy(self) -> Busy:
        return Busy("busy", count=self.waiting, limit=max(1, round(self._patience / 2)))
