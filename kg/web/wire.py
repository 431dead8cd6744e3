"""The connection: a client that sends nothing, or its request's head a byte at a time, does not keep it."""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Patient", "patient_for"]


class Patient(H11Protocol):
    """HTTP/1.1 with a time in which the head of a request must have arrived."""

    seconds: ClassVar[float] = 10.0
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head, from its first byte on: further bytes do not make the wait longer."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if not self._awaits_head():
            self._unwatch()
        elif self._patience is None:
            self._patience = asyncio.get_running_loop().call_later(self.seconds, self._give_up)

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
