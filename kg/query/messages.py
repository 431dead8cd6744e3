"""What is said of a query, in English and Spanish: words are data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

__all__ = ["LANGUAGES", "Choice", "Expected", "Found", "Spoken", "Words", "codes", "pattern", "words"]

LANGUAGES = ("en", "es")

Words = tuple[str, str, str]
"""Title, cause and fix; each without a final full stop."""

_OTHER_TABLES = frozenset({"phrases", "terminals"})
_SHOWN = 8


@runtime_checkable
class Spoken(Protocol):
    """A detail that reads differently in each language."""

    def said(self, language: str) -> str:
        """The detail in one language."""


def words(code: str, language: str, details: Mapping[str, Any]) -> Words:
    """The three parts of one message with its details filled in; a language that is not had is English."""
    title, cause, fix = _in(language, code)
    filled = {name: one.said(language) if isinstance(one, Spoken) else one for name, one in details.items()}
    return title.format_map(filled), cause.format_map(filled), fix.format_map(filled)


def pattern(code: str, language: str) -> Words:
    """The three parts of one message before anything is filled in, the places to fill in braces."""
    title, cause, fix = _in(language, code)
    return title.format_map(_Places()), cause.format_map(_Places()), fix.format_map(_Places())


def codes() -> tuple[str, ...]:
    """Every code there is a message for, in order."""
    return tuple(code for code in _table() if code not in _OTHER_TABLES)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to take instead of a word that is not known: the nearest known one, else all of them."""

    word: str
    known: frozenset[str]

    def said(self, language: str) -> str:
        """`did you mean …?`, or the list to choose from."""
        phrases = _in(language, "phrases")
        close = get_close_matches(self.word, sorted(self.known), n=1)
        if close or self.known:
            return str(phrases["like" if close else "choose"]).format(near=", ".join(close or sorted(self.known)))
        return str(phrases["none"])


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the query as it stands there; nothing is the end of the query."""

    text: str

    def said(self, language: str) -> str:
        """The piece, shortened where it is long."""
        if not self.text:
            return str(_in(language, "phrases")["end"])
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the grammar admits at one place."""

    terminals: frozenset[str]

    def said(self, language: str) -> str:
        """The admitted things, kinds of term first, a long list shortened."""
        names = _in(language, "terminals")
        listed = [names[one] for one in names if one in self.terminals]
        listed += sorted(self.terminals - set(names))
        return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")


class _Places(dict[str, "_Place"]):
    def __missing__(self, name: str) -> "_Place":
        return _Place(name)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str

    def __format__(self, how: str) -> str:
        return f"{{{self.name}}}"


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("messages.toml").open("rb") as file:
        return tomllib.load(file)


def _in(language: str, code: str) -> Any:
    return _table()[code][language if language in LANGUAGES else "en"]
