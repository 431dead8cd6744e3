"""How a worker writes its answer: in frames of some size, the last bytes together with the end."""

import os
from contextlib import suppress
from typing import Any

from kg.query.frames import Frame, packed

__all__ = ["Frames", "widen"]

_CHUNK = 1 << 18
_WIDE = 1 << 20
_SET_SIZE = 1031
"""F_SETPIPE_SZ, linux/fcntl.h."""


class Frames:
    """A file for writing; what is written leaves as frames of data, each of a bounded size."""

    def __init__(self, sink: int) -> None:
        self._sink = sink
        self._held = bytearray()

    def write(self, data: Any) -> int:
        """Take the bytes, and send what has become enough for a frame."""
        self._held += data
        while len(self._held) >= _CHUNK:
            self._send(packed(Frame.DATA, bytes(self._held[:_CHUNK])))
            del self._held[:_CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: it is the end that sends the rest."""

    def last(self, frame: Frame, content: dict[str, Any]) -> None:
        """Send what is left, and this frame behind it, in one piece: a short answer is heard all at once.

        Before a fault, what has not left yet of the answer is nobody's.
        """
        rest = packed(Frame.DATA, bytes(self._held)) if self._held and frame is not Frame.FAULT else b""
        self._held.clear()
        self._send(rest + packed(frame, content))

    def _send(self, raw: bytes) -> None:
        left = memoryview(raw)
        while left:
            left = left[os.write(self._sink, left) :]


def widen(sink: int) -> None:
    """Let a pipe hold a megabyte where the system lets one say so: the writer of a long answer waits less often."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.fcntl(sink, _SET_SIZE, _WIDE)
