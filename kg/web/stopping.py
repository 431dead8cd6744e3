"""A server that stops in order: it says so, ends what it has begun, and at a second signal stops at once."""

import logging
import signal
import time
from collections.abc import Callable
from socket import socket
from types import FrameType

import uvicorn

__all__ = ["Stopping"]

_log = logging.getLogger(__name__)


class Stopping(uvicorn.Server):
    """After the first signal `on_stop` is called; SIGTERM then leaves `drain` seconds in which requests are taken.

    Whoever sends requests here may need them to learn that it should not (`/ready`); a person at the keyboard (SIGINT)
    is not kept waiting.
    """

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None], drain: float) -> None:
        super().__init__(config)
        self._on_stop = on_stop
        self._drain = drain
        self._closes: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; at a second signal, end."""
        again = bool(self._captured_signals)
        self._on_stop()
        super().handle_exit(sig, frame)
        if again:
            self.force_exit = True
        elif sig == signal.SIGTERM and self._drain and self.started:
            self.should_exit = False
            self._closes = time.monotonic() + self._drain

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to take no more requests."""
        if self._closes is not None and time.monotonic() >= self._closes:
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Take no more requests, end those that were begun, then the workers."""
        _log.info("stopping: no more requests are taken")
        await super().shutdown(sockets)
        if self.force_exit:
            # Not waited for, but not left behind either.
            await self.lifespan.shutdown()
        _log.info("stopped")
