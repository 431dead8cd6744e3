"""What the library says of a failure, said in the language of the person who reads it."""

import re
import tomllib
from functools import cache
from pathlib import Path

from kg.cli.messages import Say

__all__ = ["phrases", "translated"]

_BLANK = "{}"


@cache
def phrases() -> dict[str, str]:
    """Each English phrase, with blanks, and the Spanish one."""
    table = tomllib.loads(Path(__file__).with_name("errors.es.toml").read_text(encoding="utf-8"))
    return dict(table["phrases"])


def translated(words: str, say: Say) -> str:
    """The words in the language of `say`; as they are where there is no phrase for them."""
    if say.language == "en" or not words:
        return words
    if words in phrases():
        return phrases()[words]
    for pattern, spanish in _patterns():
        if found := pattern.fullmatch(words):
            return spanish.format(*found.groups())
    return words


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases with blanks, the ones with the most words of their own first."""
    blank = {english: spanish for english, spanish in phrases().items() if _BLANK in english}
    longest_first = sorted(blank.items(), key=lambda pair: (-len(pair[0].replace(_BLANK, "")), pair[0]))
    return tuple((_pattern(english), spanish) for english, spanish in longest_first)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, english.split(_BLANK))), re.DOTALL)
