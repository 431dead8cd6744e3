"""What a person types, read as words, "phrases" and beginnings*; nothing of it is ever syntax of the engine."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.search.faults import NoWords, TooManyWords
from kg.search.files import folded

__all__ = ["LONGEST", "Unit", "expression", "read_words"]

LONGEST = 500
"""Characters of what is asked; more is refused."""

_MOST = 32
"""Words and phrases of one search."""
_SHORTEST_BEGINNING = 2
_NAME_WORDS = 16
_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to look for: `words` in a row, as typed; `exact` where it stood in quotation marks."""

    words: tuple[str, ...]
    exact: bool = False
    beginning: bool = False

    def match(self) -> str:
        """The unit as the engine reads it: a string, each quotation mark of which is doubled."""
        return _string(" ".join(self.words)) + (" *" if self.beginning else "")


def read_words(text: str) -> tuple[Unit, ...]:
    """The units of what a person typed, all of which are to be found. Raises NoWords, TooManyWords.

    What stands in quotation marks is looked for as it is; a star ends the beginning of a word; signs are passed over.
    """
    if len(text) > LONGEST:
        raise TooManyWords(
            "The words to look for are too long", "", f"more than {LONGEST} characters", "leave words out"
        )
    units = tuple(_units(text))
    if not units:
        raise NoWords("There is nothing to look for", "", "no letter or digit", "type a word")
    if len(units) > _MOST:
        raise TooManyWords("The words to look for are too many", "", f"more than {_MOST}", "leave words out")
    return units


def _units(text: str) -> Iterator[Unit]:
    for piece in _PIECE.finditer(text.translate(_QUOTES)):
        exact = piece[1] is not None
        words = tuple(one for one in (piece[1] if exact else piece[2]).split() if folded(one))
        if words:
            long_enough = len("".join(folded(words[-1]))) >= _SHORTEST_BEGINNING
            yield Unit(words, exact, not exact and piece[2].endswith("*") and long_enough)


Names = Callable[[tuple[str, ...], bool], Sequence[str]]
"""All names of what one name, folded, stands for; an acronym only where it may be one."""


def expression(units: Sequence[Unit], names: Names) -> tuple[str, tuple[str, ...]]:
    """What the engine is to match, and the names that are looked for besides those typed."""
    parts: list[str] = []
    besides: dict[str, None] = {}
    at = 0
    while at < len(units):
        taken, others = _named(units, at, names)
        # What is a name is looked for as one: its words in a row.
        typed = units[at] if taken == 1 else Unit(tuple(word for one in units[at : at + taken] for word in one.words))
        besides.update(dict.fromkeys(others))
        parts.append(f"({' OR '.join([typed.match(), *map(_string, others)])})")
        at += taken
    return " AND ".join(parts), tuple(besides)


def _named(units: Sequence[Unit], at: int, names: Names) -> tuple[int, Sequence[str]]:
    """How many units from here are the longest name that there is, and the others of what it names."""
    run: list[Unit] = []
    for unit in units[at : at + _NAME_WORDS]:
        if unit.exact or unit.beginning:
            break
        run.append(unit)
    for length in range(len(run), 0, -1):
        typed = [word for unit in run[:length] for word in unit.words]
        key = tuple(token for word in typed for token in folded(word))
        # In lower case an acronym may be a word ("can", "who"): unless it stands alone, it has to look like one.
        sure = length == len(units) or typed[0] != typed[0].lower() or length > 1
        others = [one for one in names(key, sure) if folded(one) != key]
        if others:
            return length, others
    return 1, ()


def _string(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").replace('"', '""')
    return f'"{clean}"'
