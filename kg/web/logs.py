"""What the server says on standard error: one record a line, whatever is in it.

For machines a JSON object in ASCII; for a terminal words. What a client sent is escaped in both, so that no record can
be broken, made up or painted over (CR, LF, the separators of Unicode, escape sequences, bytes that are no text).
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any, TextIO

__all__ = ["Fields", "JsonLines", "Lines", "TextLines", "logged"]

Fields = Mapping[str, Any]
"""What a record says beside its message, by name."""

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_CONTINUED = "\n  | "
_HELD, _HELD_S = 500, 0.2
# One for all records: making one takes longer than writing a record.
_written = json.JSONEncoder(ensure_ascii=True, default=str).encode
_SPECIAL = frozenset(' "=\\')


class _Form(logging.Formatter):
    """How a record is written; both forms have the same parts."""

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        fields: Fields = getattr(record, "fields", {})
        level, message = record.levelname.lower(), record.getMessage()
        return self.written(record.created, level, record.name, message, fields, self._trace(record))

    def written(self, created: float, level: str, logger: str, message: str, fields: Fields, trace: str = "") -> str:
        """One record of its parts; `created` is in seconds since 1970."""
        raise NotImplementedError

    def _trace(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        parts += [self.formatStack(record.stack_info)] if record.stack_info else []
        return "\n".join(parts)


class JsonLines(_Form):
    """A record as one JSON object: `time` (UTC), `level`, `logger`, `message`, its own fields, `exception`."""

    def written(self, created: float, level: str, logger: str, message: str, fields: Fields, trace: str = "") -> str:
        """One line of printable ASCII."""
        said = {"time": _moment(created), "level": level, "logger": logger, "message": message, **fields}
        if trace:
            said["exception"] = trace
        # DEL is the one control character that is ASCII and not escaped.
        return _written(said).replace("\x7f", "\\u007f")


class TextLines(_Form):
    """A record as words: time (UTC), level, message, `name=value`; lines that go on stand behind a bar."""

    def written(self, created: float, level: str, logger: str, message: str, fields: Fields, trace: str = "") -> str:
        """One line, and one for each of a traceback."""
        parts = [_moment(created)[11:19], f"{level:<7}", _visible(message)]
        parts += [f"{name}={_word(value)}" for name, value in fields.items()]
        return _CONTINUED.join([" ".join(parts), *(_visible(line) for line in trace.split("\n") if line)])


class Lines(logging.StreamHandler[TextIO]):
    """Records on a stream: at once, but those of requests together, a few times a second.

    A system call for each request would cost as much as answering it from memory does.
    """

    def __init__(self, stream: TextIO, form: _Form) -> None:
        super().__init__(stream)
        self.setFormatter(form)
        self._form = form
        self._held: list[str] = []

    def request(self, fields: Fields) -> None:
        """Tell of a request that has ended; to be called in the event loop."""
        self._held.append(self._form.written(time.time(), "info", "kg.access", "request", fields))
        if len(self._held) == 1:
            asyncio.get_running_loop().call_later(_HELD_S, self.flush)
        elif len(self._held) >= _HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        with self.lock or nullcontext():
            held, self._held = self._held, []
            if held:
                self.stream.write("\n".join([*held, ""]))
        super().flush()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, after those of the requests before it."""
        self.flush()
        super().emit(record)


@contextmanager
def logged(kind: str, level: str, stream: TextIO | None = None) -> Iterator[Lines]:
    """Within it, what the server and its packages log goes to a stream, standard error if none is given.

    `kind` is `json`, `text`, or `auto`: text on a terminal, else JSON. `level` is that of our own records; others' are
    shown from `warning` on.
    """
    out = sys.stderr if stream is None else stream
    lines = Lines(out, TextLines() if _for_people(kind, out) else JsonLines())
    root, own = logging.getLogger(), logging.getLogger("kg")
    before = own.level
    own.setLevel(_LEVELS[level])
    root.addHandler(lines)
    try:
        yield lines
    finally:
        lines.flush()
        root.removeHandler(lines)
        own.setLevel(before)


def _for_people(kind: str, out: TextIO) -> bool:
    return kind == "text" or (kind == "auto" and out.isatty())


def _moment(seconds: float) -> str:
    whole, thousandths = divmod(int(seconds * 1000), 1000)
    return f"{_second(whole)}.{thousandths:03d}Z"


@lru_cache(maxsize=4)
def _second(whole: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))


def _visible(text: str) -> str:
    """Characters that show nothing, or move what is shown, written as escapes."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def _word(value: object) -> str:
    """A value that ends where the next name begins."""
    text = str(value)
    shown = _visible(text)
    return shown if shown and not _SPECIAL.intersection(shown) else _written(text)
