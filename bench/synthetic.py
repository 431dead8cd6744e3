"""Communiqués that nobody issued: `python -m bench.synthetic FOLDER --number 1000`, the same seed, the same bytes.

Half are English, half Spanish, of about 800 words each. Sentences are put together from the frames and the words in
`synthetic.toml`; no text of any forum is behind them.
"""

import argparse
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["WORDS", "communique", "name_of", "write"]

WORDS = 800
"""How many words a text has at least; it ends with its paragraph."""

_BLANK = re.compile(r"\{(\w+)\}")
_LANGUAGES = ("en", "es")


def main() -> None:
    """Writes texts into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=100, help="how many texts")
    parser.add_argument("--words", type=int, default=WORDS, help="how many words each has at least")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write(asked.folder, range(asked.number), asked.words, asked.seed)


def write(folder: Path, numbers: range, words: int = WORDS, seed: int = 0) -> None:
    """Writes the texts of these numbers, each under its own name, a thousand to a folder."""
    for number in numbers:
        path = folder / f"{number // 1000:03}" / name_of(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(communique(number, words, seed), encoding="utf-8")


def name_of(number: int) -> str:
    """The file name of a text."""
    return f"synthetic-{number:06}-{_LANGUAGES[number % 2]}.txt"


def communique(number: int, words: int = WORDS, seed: int = 0) -> str:
    """The text of this number: English where it is even, Spanish where it is odd."""
    return "\n\n".join(_paragraphs(_Pen(_LANGUAGES[number % 2], Random(f"{seed}/{number}")), words)) + "\n"  # noqa: S311


def _paragraphs(pen: "_Pen", words: int) -> Iterator[str]:
    written = 0
    for part in ("title", "opening", "participants", "observers"):
        yield (paragraph := pen.line(part))
        written += len(paragraph.split())
    while written < words:
        yield (paragraph := pen.paragraph())
        written += len(paragraph.split())
    yield pen.line("closing")


class _Pen:
    """Writes in one language about one meeting: its city, forum and dates stay the same throughout."""

    def __init__(self, language: str, chance: Random) -> None:
        self._words = _words()[language]
        self._chance = chance
        self._meeting = {name: self._one(name) for name in ("forum", "city", "month", "ordinal", "year")}
        self._meeting["day"] = str(chance.randint(1, 26))
        self._meeting["next_day"] = str(int(self._meeting["day"]) + 1)
        self._meeting["next_year"] = str(int(self._meeting["year"]) + 1)
        self._meeting["states"] = self._list("state", chance.randint(4, 14))

    def line(self, part: str) -> str:
        """A sentence of one of the frames of this part."""
        return _BLANK.sub(self._filled, self._one(part))

    def paragraph(self) -> str:
        """A few sentences, or a lead-in with its list."""
        if self._chance.random() < 0.2:
            return "\n".join([self.line("lead"), *(f"{n}. {self.line('item')}" for n in range(1, 5))])
        return " ".join(self.line("sentence") for _ in range(self._chance.randint(2, 5)))

    def _filled(self, blank: re.Match[str]) -> str:
        name = blank[1]
        return self._meeting.get(name) or _BLANK.sub(self._filled, self._one(name))

    def _one(self, name: str) -> str:
        return str(self._chance.choice(self._words[name]))

    def _list(self, name: str, count: int) -> str:
        *first, last = sorted(self._chance.sample(self._words[name], count))
        return f"{', '.join(first)} {self._words['and']} {last}"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("synthetic.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
