"""A worker seen from its build: started fresh, given one text at a time, killed without asking."""

import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path

from kg.errors import PlenaryError
from kg.model import Source
from kg.pipeline.order import Order
from kg.pipeline.shards import Shard

__all__ = ["Cell", "CellGone", "TookTooLong"]

_BOOT = """import sys
sys.path.insert(0, sys.argv[1])
from kg.pipeline.worker import main
main(int(sys.argv[2]))"""
_FOLDER = Path(__file__).resolve().parents[2]


class CellGone(Exception):
    """The process ended before it had answered; `status` as the system gives it, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class TookTooLong(Exception):
    """The process had not answered in time, and was ended."""


class Cell:
    """One process; it is used by one thread at a time, and `kill` by any."""

    def __init__(self, order: Order) -> None:
        """Start the process and wait until it is ready; raises what it raises, and CellGone where it ends."""
        self._door, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (this very program)
                [sys.executable, "-P", "-c", _BOOT, str(_FOLDER), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._limit = order.settings.text_s
        try:
            self._door.send(order)
            said = self._door.recv()
        except (EOFError, OSError):
            raise CellGone(self.end()) from None
        except BaseException:
            self.end()
            raise
        if isinstance(said, PlenaryError):
            self.end()
            raise said

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is still running."""
        return self._process.poll() is None

    def judge(self, source: Source) -> Shard:
        """What comes of a text; raises CellGone or TookTooLong, and is of no more use then."""
        try:
            self._door.send(source)
            if not self._door.poll(self._limit):
                self.end()
                raise TookTooLong
            shard: Shard = self._door.recv()
        except (EOFError, OSError):
            raise CellGone(self.end()) from None
        return shard

    def kill(self) -> None:
        """End the process now, whoever waits for it."""
        self._process.kill()

    def end(self, grace_s: float = 0.2) -> int:
        """Let the process end by itself, or end it after so many seconds; says how it ended."""
        self._door.close()
        try:
            return self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
