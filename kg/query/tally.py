"""How many workers were started and ended, and whether another can be had."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kg.errors import BrokenRelease

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """Counts since the server began."""

    started: int = 0
    killed: int = 0
    """Ended before their question was: at the deadline, because the client left, or by themselves."""
    failing: bool = False
    """Whether the last one that was to start did not."""

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Count what starts within. Raises what it raises."""
        try:
            yield
        except (BrokenRelease, OSError):
            self.failing = True
            raise
        self.started += 1
        self.failing = False
