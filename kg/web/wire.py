"""The connection: a client that sends nothing, or its request's head a byte at a time, does not keep it."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["patient_for"]


def patient_for(seconds: float) -> type[asyncio.Protocol]:
    """The HTTP/1.1 protocol of the server, with a time in which the head of the first request must have arrived."""

    class Patient(H11Protocol):
        _patience: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._patience = asyncio.get_running_loop().call_later(seconds, self._give_up)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._patience is not None:
                self._patience.cancel()
            super().connection_lost(exc)

        def _give_up(self) -> None:
            asked: object = self.cycle
            if asked is None and not self.transport.is_closing():
                self.transport.close()

    return Patient
