"""Function words of a language, read from its `words.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import BrokenLexicon


@dataclass(frozen=True, slots=True)
class Words:
    """The function words by role, in lower case, with the numbers that number words stand for."""

    language: str
    roles: dict[str, frozenset[str]]
    months: dict[str, int]
    ordinals: dict[str, int]
    cardinals: dict[str, int]

    def __getitem__(self, role: str) -> frozenset[str]:
        return self.roles.get(role, frozenset())


@cache
def load_words(path: Path) -> Words:
    """The words of one file; raises `BrokenLexicon` where it is not TOML of lists of words."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        lists = {role: tuple(value.split()) for role, value in raw.items()}
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise BrokenLexicon(
            what="The function words cannot be read",
            where=str(path),
            why=str(error),
            fix='write each role as one string of words: adverbs = "also jointly"',
        ) from error
    return Words(
        language=raw["language"],
        roles={role: frozenset(words) for role, words in lists.items()},
        months=_months(lists),
        ordinals=_numbered(lists.get("ordinals", ())) | _numbered(lists.get("ordinals_masculine", ())),
        cardinals=_numbered(lists.get("cardinals", ())),
    )


def _numbered(words: tuple[str, ...]) -> dict[str, int]:
    return {word: position for position, word in enumerate(words, 1)}


def _months(lists: dict[str, tuple[str, ...]]) -> dict[str, int]:
    full = _numbered(lists["months"])
    by_start = {name[:3]: number for name, number in full.items()}
    short = {word: by_start[word[:3]] for word in lists.get("month_abbreviations", ())}
    variants = (pair.split("=") for pair in lists.get("month_variants", ()))
    return full | short | {variant: full[name] for variant, name in variants}


_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th|º|ª|°|a|o|er|ra|da|ta|va|na|ma)?\.?", re.IGNORECASE)


def ordinal(word: str, words: Words) -> int | None:
    """The number that an ordinal stands for: "Second", "II", "2nd", "Octava" (1 to 399), else None."""
    if found := words.ordinals.get(word.lower()):
        return found
    if digits := _DIGITS.fullmatch(word):
        return int(digits.group(1)) or None
    if word and _ROMAN.fullmatch(word):
        return roman(word)
    return None


def roman(numeral: str) -> int:
    """The value of a well-formed Roman numeral."""
    values = [_VALUES[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
