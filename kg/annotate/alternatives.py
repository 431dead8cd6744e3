"""Many words as one pattern in which what they begin with alike is written once, so that most fail at a letter."""

import re
from collections import defaultdict
from collections.abc import Iterable

_NEVER = "(?!)"


def alternatives(words: Iterable[str]) -> str:
    """The inside of a group that matches any of the words, of two that begin alike the longer; none where none is.

    `_` in a word stands for white space of any length.
    """
    return _branches(sorted(set(words) - {""})) or _NEVER


def _branches(endings: list[str]) -> str:
    after: dict[str, list[str]] = defaultdict(list)
    for ending in endings:
        after[ending[:1]].append(ending[1:])
    ends = "" in after
    branches = [_unit(letter) + _rest(rest) for letter, rest in after.items() if letter]
    return "|".join([*branches, ""] if ends else branches)


def _rest(endings: list[str]) -> str:
    """What follows a letter: in a group where it is more than one ending."""
    return "".join(map(_unit, endings[0])) if len(endings) == 1 else f"(?:{_branches(endings)})"


def _unit(letter: str) -> str:
    return r"\s+" if letter == "_" else re.escape(letter)
