"""The connection: a client that sends nothing, its request's head a byte at a time, or no end of it, does not keep it.

The parser is llhttp, which refuses what two servers could read differently; what it lets pass and HTTP does not allow,
or what has no bound there, is refused here.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Patient", "patient_for"]

_HEAD = 128 << 10
"""Bytes of a request that are not its body: a head as long as the longest query, and the lengths of chunks."""


class BadHead(Exception):
    """The head of a request that is not answered."""


class Patient(HttpToolsProtocol):
    """HTTP/1.1 with a time in which the head of a request must have arrived, and a bound to it."""

    seconds: ClassVar[float] = 10.0
    _patience: asyncio.TimerHandle | None = None
    _beside_body = 0

    def connection_made(self, transport: Any) -> None:
        """Wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head, from its first byte on: further bytes do not make the wait longer."""
        super().data_received(data)
        self._beside_body += len(data)
        if self._beside_body > _HEAD and not self.transport.is_closing():
            self.send_400_response("Request too large.")
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._unwatch()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count from here."""
        self._beside_body = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Refuse a head that is too long, and one that does not say once for which host it is."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        hosts = sum(name == b"host" for name, _ in self.headers)
        if size > _HEAD or hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise BadHead
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """The body has a bound of its own."""
        self._beside_body -= len(body)
        super().on_body(body)

    def _watch(self) -> None:
        if not self._awaits_head():
            self._unwatch()
        elif self._patience is None:
            self._patience = self.loop.call_later(self.seconds, self._give_up)

    def _unwatch(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _awaits_head(self) -> bool:
        asked: Any = self.cycle
        return asked is None or asked.response_complete

    def _give_up(self) -> None:
        self._patience = None
        if self._awaits_head() and not self.transport.is_closing():
            self.transport.close()


def patient_for(time: float) -> type[Patient]:
    """The protocol with so many seconds for a head."""

    class Timed(Patient):
        seconds = time

    return Timed
