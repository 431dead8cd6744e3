"""Function words of a language, read from its `words.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.annotate.alternatives import alternatives
from kg.errors import BrokenLexicon

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """The function words by role, in lower case, with the numbers that number words stand for."""

    language: str
    roles: dict[str, frozenset[str]]
    months: dict[str, int]
    ordinals: dict[str, int]
    cardinals: dict[str, int]
    alternatives: dict[str, str]  # months, weekdays, cardinals and ordinals, each as the inside of a pattern
    unions: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, role: str) -> frozenset[str]:
        return self.roles.get(role, _NONE)

    def any(self, *roles: str) -> frozenset[str]:
        """The words that have one of these roles, put together once."""
        union = self.unions.get(roles)
        if union is None:
            union = self.unions[roles] = _NONE.union(*(self[role] for role in roles))
        return union


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
    months, ordinals, cardinals = _months(lists), _ordinals(lists), _cardinals(lists)
    listed = {"months": months, "weekdays": lists.get("weekdays", ()), "cardinals": cardinals, "ordinals": ordinals}
    return Words(
        language=raw["language"],
        roles={role: frozenset(words) for role, words in lists.items()},
        months=months,
        ordinals=ordinals,
        cardinals=cardinals,
        alternatives={name: alternatives(words) for name, words in listed.items()},
    )


def _numbered(words: tuple[str, ...]) -> dict[str, int]:
    return {word: position for position, word in enumerate(words, 1)}


def _months(lists: dict[str, tuple[str, ...]]) -> dict[str, int]:
    full = _numbered(lists["months"])
    by_start = {name[:3]: number for name, number in full.items()}
    short = {word: by_start[word[:3]] for word in lists.get("month_abbreviations", ())}
    return full | short | {variant: full[name] for variant, name in _pairs(lists, "month_variants")}


def _cardinals(lists: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """The listed numbers, and the tens to ninety with and without a unit ("forty-four", "cuarenta y cuatro")."""
    found = _numbered(lists.get("cardinals", ()))
    units = [(word, number) for word, number in found.items() if number < 10]
    for ten, word in enumerate(lists.get("cardinal_tens", ()), 2):
        found[word] = 10 * ten
        for unit, number in units:
            found[f"{word}-{unit}"] = found[f"{word} y {unit}"] = 10 * ten + number
    return _accented_or_not(found)


def _ordinals(lists: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """The listed numbers, and those that their tens make ("forty-fifth", "vigésima primera", "vigesimoprimera")."""
    found: dict[str, int] = {}
    for role in ("ordinals", "ordinals_masculine"):
        found |= _numbered(lists.get(role, ()))
    found |= {short: found[word] for short, word in _pairs(lists, "ordinals_short")}
    units = [(word, number) for word, number in found.items() if number < 10]
    for role in ("ordinal_tens", "ordinal_tens_masculine"):
        for ten, word in enumerate(lists.get(role, ()), 1 if "ordinals_masculine" in lists else 2):
            found.setdefault(word, 10 * ten)
            for unit, number in units:
                compounds = (f"{word}-{unit}", f"{word} {unit}", word.translate(_PLAIN) + unit)
                found |= dict.fromkeys(compounds, 10 * ten + number)
    found |= {word: 10 * ten for ten, word in enumerate(lists.get("ordinals_round", ()), 2)}
    return _accented_or_not(found)


def _pairs(lists: dict[str, tuple[str, ...]], role: str) -> Iterator[tuple[str, str]]:
    for pair in lists.get(role, ()):
        left, _, right = pair.partition("=")
        yield left, right


_PLAIN = str.maketrans("áéíóú", "aeiou")


def _accented_or_not(numbers: dict[str, int]) -> dict[str, int]:
    return {word.translate(_PLAIN): number for word, number in numbers.items()} | numbers


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
