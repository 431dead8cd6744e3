"""The connection: a client that sends nothing, or its request's head a byte at a time, does not keep it."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["patient_for"]


def patient_for(seconds: float) -> type[asyncio.Protocol]:
    """The HTTP/1.1 protocol of the server, with a time in which the head of a request must have arrived."""

    class Patient(H11Protocol):
        _patience: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            super().connection_lost(exc)

        def _watch(self) -> None:
            """Wait for a head from its first byte on; further bytes do not make the wait longer."""
            if not self._awaits_head():
                self._unwatch()
            elif self._patience is None:
                self._patience = asyncio.get_running_loop().call_later(seconds, self._give_up)

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

    return Patient
