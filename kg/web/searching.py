"""A search over the release that is served, in a thread of its own, so that other requests are answered meanwhile."""

import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request

from kg.query.faults import Busy, DeadlinePassed, QueryFault, TooLong
from kg.query.interface import QueryEngine
from kg.search import LONGEST, Asked, Found, Index, NoIndex, NoWords, SearchStopped, TooManyWords
from kg.web.answers import unless_left

__all__ = ["Searching", "put"]


class Searching:
    """Searches in a bounded number of threads; the engine says which release is served and how long one may take."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(engine.settings.workers, thread_name_prefix="search")
        self._under_way = 0

    async def found(self, request: Request, asked: Asked) -> Found:
        """What is found. Raises QueryFault; ClientLeft, and the search is then given up."""
        settings = self._engine.settings
        if self._under_way >= settings.workers + settings.queue:
            raise Busy("busy", count=self._under_way, limit=max(1, round(settings.deadline / 2)))
        stopped = threading.Event()
        self._under_way += 1
        try:
            return await unless_left(request, self._in_thread(asked, stopped))
        finally:
            self._under_way -= 1
            stopped.set()

    async def _in_thread(self, asked: Asked, stopped: threading.Event) -> Found:
        deadline = self._engine.settings.deadline
        if self._engine.folder is None:
            raise QueryFault("search-index")
        search = functools.partial(Index(self._engine.folder).search, asked, deadline, stopped.is_set)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, search)
        except (NoIndex, SearchStopped) as error:
            raise put(error, deadline) from error


def put(error: NoIndex | NoWords | TooManyWords | SearchStopped, deadline: float = 0.0) -> QueryFault:
    """What kept a search from being answered, in the words of both languages."""
    if isinstance(error, NoIndex):
        return QueryFault("search-index")
    if isinstance(error, SearchStopped):
        return DeadlinePassed("search-deadline", limit=deadline)
    if isinstance(error, TooManyWords):
        return TooLong("search-long", limit=LONGEST)
    return QueryFault("search-empty")
