"""What a command prints with: data on standard output, everything else on standard error."""

import io
import json
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.cli.messages import Say
from kg.settings import Settings

__all__ = ["Console", "Progress", "aligned", "shortened"]

_BAR = 30
_BETWEEN_S = 0.1
_PAST_S = 30


@dataclass(frozen=True, slots=True)
class Console:
    """The settings in force, the language, and whether data is wanted as JSON."""

    settings: Settings
    say: Say
    json: bool = False

    def out(self, text: str) -> None:
        """Data, ended by one line break."""
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")

    @contextmanager
    def data(self) -> Iterator[BinaryIO]:
        """Standard output for data in a format of its own, byte for byte."""
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        out = io.BytesIO() if buffer is None else buffer
        yield out
        if buffer is None:
            sys.stdout.write(out.getvalue().decode())
        sys.stdout.flush()

    @property
    def width(self) -> int:
        """The columns of the terminal; where there is none, those of a wide one."""
        return shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 120

    def flush(self) -> None:
        """Everything said so far is out."""
        sys.stdout.flush()

    def value(self, value: Mapping[str, Any] | Sequence[Any]) -> None:
        """One JSON value."""
        self.out(json.dumps(value, ensure_ascii=False, indent=2))

    def stream(self, head: Mapping[str, Any], name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """One JSON object whose last member, under `name`, is a list that is never held as a whole."""
        opening = json.dumps(dict(head), ensure_ascii=False, indent=2).removesuffix("\n}")
        sys.stdout.write(f'{opening},\n  "{name}": [')
        between = "\n"
        for row in rows:
            lines = json.dumps(row, ensure_ascii=False, indent=2).split("\n")
            sys.stdout.write(between + "\n".join(f"    {line}" for line in lines))
            between = ",\n"
        sys.stdout.write("]\n}\n" if between == "\n" else "\n  ]\n}\n")

    def show(self, value: Mapping[str, Any] | Sequence[Any], words: str) -> None:
        """The JSON value where that is wanted, else the words."""
        if self.json:
            self.value(value)
        else:
            self.out(words)

    def note(self, text: str) -> None:
        """A message for the person at the terminal."""
        sys.stderr.write(text + "\n")

    def tell(self, key: str, **values: Any) -> None:
        """A message of the catalogue, for the person at the terminal."""
        self.note(self.say(key, **values))

    def progress(self, total: int) -> "Progress":
        """How far a run over `total` things has come, shown as it goes."""
        return Progress(total, sys.stderr.isatty(), self.say)


class Progress:
    """A bar with rate and time left on a terminal, elsewhere one line per tenth; nothing for a single thing.

    `clock` gives seconds that only ever grow.
    """

    def __init__(self, total: int, terminal: bool, say: Say, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.terminal, self.say, self.clock = total, terminal, say, clock
        self.done = 0
        self.name = ""
        self._shown = float("-inf")
        # When so many were done, over the last half minute: what was there already is no measure of what is to come.
        self._past: deque[tuple[float, int]] = deque()

    def reach(self, done: int, name: str = "") -> None:
        """So many things are done, and `name`, where it is given, is next."""
        before, self.done = self.done, done
        self.name = name or self.name
        if self.total < 2:
            return
        if self.terminal:
            self._bar(fresh=done > before or not done)
        elif done * 10 // self.total > before * 10 // self.total:
            sys.stderr.write(
                self.say("progress.line", share=done * 100 // self.total, done=done, total=self.total) + "\n"
            )

    def then(self, step: str, share: float) -> None:
        """All is done, and a further step has come so far, from 0 to 1; told on a terminal only."""
        if self.terminal and self.total > 1 and (share == 0 or self._due(self.clock())):
            sys.stderr.write(f"\r\x1b[2K{self.say(f'progress.{step}')} {f'{share:.0%}' if share else ''}")
            sys.stderr.flush()

    def end(self) -> None:
        """Nothing more is to be told of."""
        if self.terminal and self.total > 1:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def _bar(self, fresh: bool) -> None:
        now, full = self.clock(), self.done == self.total
        if not (fresh if full else self._due(now)):
            return
        filled = _BAR * self.done // self.total
        bar = "█" * filled + "░" * (_BAR - filled)
        told = "\n" if full else f"{self._pace(now)}{self.name[-40:]}"
        sys.stderr.write(f"\r\x1b[2K{bar} {self.done}/{self.total} {told}")
        sys.stderr.flush()

    def _due(self, now: float) -> bool:
        """Whether the line may be written anew: a terminal takes longer than many a text."""
        if now - self._shown < _BETWEEN_S:
            return False
        self._shown = now
        return True

    def _pace(self, now: float) -> str:
        """How many things a second, and how long the rest will take; nothing until that is known."""
        while self._past and now - self._past[0][0] > _PAST_S:
            self._past.popleft()
        self._past.append((now, self.done))
        began, done = self._past[0]
        if self.done == done or now - began < 1:
            return ""
        rate = (self.done - done) / (now - began)
        minutes, seconds = divmod(round((self.total - self.done) / rate), 60)
        return self.say("progress.pace", rate=f"{rate:.1f}", left=f"{minutes}:{seconds:02}") + " "


def aligned(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Rows as columns of even width, the last column ragged."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    lines = (
        indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(lines)


def shortened(words: str, longest: int = 90) -> str:
    """The first words of a longer text, white space collapsed."""
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"
