"""The process that judges texts, one at a time, until nobody gives it any more."""

import gc
import signal
from multiprocessing.connection import Connection
from typing import Any

from kg.errors import PlenaryError
from kg.pipeline.order import Order, shard_for

__all__ = ["IDLE_S", "main"]

IDLE_S = 60.0
"""Seconds without a text after which a worker ends by itself: whoever started it may be gone for other business."""
_GRACE_S = 5.0
_GARBAGE = (20_000, 20, 50)


def main(descriptor: int) -> None:
    """Serves the other end of a connection: an order first, answered by None or an error, then texts by shards."""
    # Ctrl-C reaches the whole group; it is the build that ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(descriptor) as door:
        try:
            _serve(door)
        except (EOFError, OSError):
            return


def _serve(door: "Connection[Any, Any]") -> None:
    order: Order = door.recv()
    try:
        assets = order.assets()
    except PlenaryError as error:
        door.send(error)
        return
    door.send(None)
    # Words and shapes stay, and a text leaves little: to look for garbage as often as usual takes a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    while door.poll(IDLE_S):
        source = door.recv()
        _end_after(order.settings.text_s + _GRACE_S)
        door.send(shard_for(source, assets))
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Have the system end this process, whatever it is doing: nobody else will where the build has been killed."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
