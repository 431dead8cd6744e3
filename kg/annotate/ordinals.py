"""The number of a meeting, read backwards from its noun."""

import re
from collections.abc import Iterator
from functools import cache

from kg.annotate.reading import Reading
from kg.annotate.words import ordinal, roman

_MOST = 150  # meetings of one series
_REACH = 48  # characters in which a number before a noun stands
_JOINED = re.compile(r"(?:\s*,|\s+(?:and|y|e))\s*$")


@cache
def _before(language: str, spelt: str) -> re.Pattern[str]:
    suffixes = "st|nd|rd|th|er|era|ero|ra|ro|da|do|ta|to|va|vo|na|no|ma|mo|a|o"
    # In Spanish a bare number may count ("la 12 Reunión"); in English it hardly does.
    bare = r"|(?<=\bla )(?P<bare>\d{1,3})|(?<=\bLa )(?P<Bare>\d{1,3})" if language == "es" else ""
    return re.compile(
        rf"(?<![\w-])(?:(?P<word>(?i:{spelt}))|(?P<roman>[IVXLC]+)(?:\.?[ªº°]|\.)?"
        rf"|(?P<digits>\d{{1,3}})\s?(?:\.?[ªº°]|(?i:{suffixes})\b\.?){bare})[\s-]*$"
    )


def number_before(reading: Reading, token: int) -> tuple[int, int] | None:
    """The ordinal that ends right before a token, with the token at which it begins."""
    if token == 0 or token > len(reading.tokens) or reading.tags[token - 1] >= 0:
        return None
    end = reading.tokens.starts[token] if token < len(reading.tokens) else len(reading.passage.view.text)
    left = max(0, end - _REACH)
    words = reading.tongue.words
    found = _before(words.language, words.alternatives["ordinals"]).search(reading.passage.view.text[left:end])
    if found is None:
        return None
    number = _value(found, reading)
    start = reading.tokens.at(left + found.start())
    return (start, number) if number is not None and 0 < number <= _MOST else None


def _value(found: re.Match[str], reading: Reading) -> int | None:
    groups = found.groupdict()
    if groups["word"]:
        return ordinal(" ".join(groups["word"].split()), reading.tongue.words)
    if groups["roman"]:
        # "C" and "L" by themselves are letters of a list.
        numeral = groups["roman"]
        return ordinal(numeral, reading.tongue.words) if numeral not in ("C", "L") and roman(numeral) else None
    return int(groups["digits"] or groups.get("bare") or groups.get("Bare") or 0)


def numbers_before(reading: Reading, token: int) -> Iterator[tuple[int, int]]:
    """The ordinals right before a token: one, or several joined ("the I and II …"), each with its first token."""
    found = number_before(reading, token)
    while found is not None:
        yield found
        start = reading.tokens.starts[found[0]]
        joined = _JOINED.search(reading.passage.view.text[:start])
        if joined is None:
            return
        found = number_before(
            reading, reading.tokens.at(joined.start() + len(joined.group()) - len(joined.group().lstrip()))
        )
