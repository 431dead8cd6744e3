"""What a command prints with: data on standard output, everything else on standard error."""

import io
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.cli.messages import Say
from kg.settings import Settings

__all__ = ["Console", "Progress", "aligned", "shortened"]

_BAR = 30


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
    """A bar on a terminal, elsewhere one line per tenth; nothing for a single thing."""

    def __init__(self, total: int, terminal: bool, say: Say) -> None:
        self.total, self.terminal, self.say = total, terminal, say
        self.done = 0

    def reach(self, done: int, name: str = "") -> None:
        """So many things are done, and `name` is next."""
        before, self.done = self.done, done
        if self.total < 2:
            return
        if self.terminal:
            self._bar(name, fresh=done > before or not done)
        elif done * 10 // self.total > before * 10 // self.total:
            sys.stderr.write(
                self.say("progress.line", share=done * 100 // self.total, done=done, total=self.total) + "\n"
            )

    def _bar(self, name: str, fresh: bool) -> None:
        if self.done == self.total and not fresh:
            return
        filled = _BAR * self.done // self.total
        end = "\n" if self.done == self.total else ""
        bar = "█" * filled + "░" * (_BAR - filled)
        sys.stderr.write(f"\r\x1b[2K{bar} {self.done}/{self.total} {'' if end else name[-40:]}{end}")
        sys.stderr.flush()


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
