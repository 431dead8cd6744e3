"""How an answer is compressed for a client that can undo it: br, gzip, or not at all.

https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
"""

import zlib
from typing import Protocol

import brotli

from kg.web.negotiate import weights

__all__ = ["BR", "GZIP", "IDENTITY", "Coder", "best_coding", "coded", "coder", "worth_coding"]

BR, GZIP, IDENTITY = "br", "gzip", ""
_SMALL = 512
_GZIP_WINDOW = 31
_GZIP_LEVEL, _BR_LEVEL = 5, 4
"""Chosen so that text of the usual kind shrinks to a tenth at some 50 megabytes a second."""


def best_coding(accept: str) -> str:
    """The coding that is wanted most, br before gzip among equals; none unless one is asked for by name or by `*`."""
    wishes = weights(accept)
    other = wishes.get("*", 0.0)
    plain = wishes.get("identity", other)
    ranked = [(wishes.get(name, other), place, name) for place, name in enumerate((GZIP, BR))]
    quality, _, name = max(ranked)
    return name if quality > 0 and quality >= plain else IDENTITY


def coded(body: bytes, coding: str) -> bytes:
    """The whole of an answer in a coding."""
    one = coder(coding)
    return one.more(body) + one.end()


def worth_coding(length: int) -> bool:
    """Whether an answer of so many bytes becomes shorter by being compressed."""
    return length >= _SMALL


class Coder(Protocol):
    """Compresses a body piece by piece; without its end, what it gave is visibly incomplete."""

    def more(self, data: bytes) -> bytes:
        """What can be sent already."""

    def end(self) -> bytes:
        """The rest."""


def coder(coding: str) -> Coder:
    """A fresh one for a body in this coding."""
    return _Br() if coding == BR else _Gzip() if coding == GZIP else _Plain()


class _Plain:
    def more(self, data: bytes) -> bytes:
        return data

    def end(self) -> bytes:
        return b""


class _Gzip:
    def __init__(self) -> None:
        # No clock and no file name are in it: the same answer, the same bytes.
        self._stream = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW)

    def more(self, data: bytes) -> bytes:
        return self._stream.compress(data)

    def end(self) -> bytes:
        return self._stream.flush()


class _Br:
    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=_BR_LEVEL)

    def more(self, data: bytes) -> bytes:
        return bytes(self._stream.process(data))

    def end(self) -> bytes:
        return bytes(self._stream.finish())
