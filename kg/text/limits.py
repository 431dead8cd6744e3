"""How much of a file is read before it is refused."""

import time
from dataclasses import dataclass, fields

from kg.errors import UnreadableSource
from kg.settings import Settings

__all__ = ["Limits", "Watch", "too_deep", "too_much", "too_slow"]

_DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a file, characters of a line, pages, elements within one another, bytes unpacked, seconds."""

    max_bytes: int = _DEFAULT.max_bytes
    max_line: int = _DEFAULT.max_line
    max_pages: int = _DEFAULT.max_pages
    max_depth: int = _DEFAULT.max_depth
    max_unpacked: int = _DEFAULT.max_unpacked
    max_seconds: float = _DEFAULT.max_seconds

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Those that the settings say."""
        return cls(**{one.name: getattr(settings, one.name) for one in fields(cls)})


class Watch:
    """The time that this thread may still work on one file."""

    def __init__(self, name: str, seconds: float) -> None:
        self._name, self._seconds = name, seconds
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        """Raises UnreadableSource where the time is over."""
        if time.thread_time() > self._end:
            raise too_slow(self._name, self._seconds)


def too_slow(name: str, seconds: float) -> UnreadableSource:
    """What is said of a file that takes too long."""
    return UnreadableSource(
        what="The file takes too long to read",
        where=name,
        why=f"it is not read within {seconds:g} seconds",
        fix="save it as plain text, or raise max_seconds in the settings",
    )


def too_deep(name: str, depth: int) -> UnreadableSource:
    """What is said of a file whose elements hold one another without end."""
    return UnreadableSource(
        what="The file is nested too deeply",
        where=name,
        why=f"more than {depth:,} elements stand within one another",
        fix="save it as plain text, or raise max_depth in the settings",
    )


def too_much(name: str, size: int) -> UnreadableSource:
    """What is said of a file that unpacks without end."""
    return UnreadableSource(
        what="The file unpacks to too much",
        where=name,
        why=f"it holds more than {size:,} bytes once it is unpacked",
        fix="save it as plain text, or raise max_unpacked in the settings",
    )
