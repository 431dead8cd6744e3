"""Texts judged by this process, one after the other."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import FrameType

from kg.model import Source
from kg.pipeline.journey import Assets
from kg.pipeline.order import Order, shard_for, too_long
from kg.pipeline.shards import Shard

__all__ = ["Serial"]


class Serial:
    """This process, one text after the other."""

    width = 1

    def __init__(self, order: Order) -> None:
        self._order = order
        self._assets: Assets | None = None

    def submit(self, source: Source) -> Future[Shard]:
        """Judge the text, and come back when that is done."""
        future: Future[Shard] = Future()
        future.set_result(self._judged(source))
        return future

    def look(self) -> None:
        """This process is there."""

    def close(self) -> None:
        """Nobody is to be let go."""

    def _judged(self, source: Source) -> Shard:
        self._assets = self._assets or self._order.assets()
        limit = self._order.settings.text_s
        try:
            with _limited(limit):
                return shard_for(source, self._assets)
        except _TimeUp:
            return too_long(source.name, limit)


class _TimeUp(BaseException):
    """The time of a text is up: no exception of the ordinary kind, for libraries catch those."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _TimeUp after so many seconds; without a limit outside the main thread, where signals do not come."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def up(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
