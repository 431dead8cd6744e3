"""What parent and worker say to one another: frames of one letter, a length, and so many bytes."""

import json
import struct
from enum import Enum, unique
from typing import Any

__all__ = ["COPY", "HEADER", "KILL", "Frame", "header", "packed", "told"]

_LAYOUT = struct.Struct(">cI")

HEADER = _LAYOUT.size
"""Bytes before the content of a frame."""

COPY, KILL = b"+", b"-"
"""What a process that copies itself is asked: a copy, with three open files; the end of one, with four bytes of id."""


@unique
class Frame(Enum):
    """The kinds of frame; a question goes to the worker, all others come from it."""

    QUESTION = b"Q"
    READY = b"R"
    DATA = b"D"
    FAULT = b"F"
    END = b"E"


def packed(frame: Frame, content: bytes | dict[str, Any]) -> bytes:
    """A frame as bytes; a dictionary travels as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return _LAYOUT.pack(frame.value, len(body)) + body


def header(raw: bytes) -> tuple[Frame, int]:
    """Kind and length of the frame that a header opens."""
    letter, length = _LAYOUT.unpack(raw)
    return Frame(letter), length


def told(content: bytes) -> dict[str, Any]:
    """The dictionary in a frame."""
    said: dict[str, Any] = json.loads(content)
    return said
