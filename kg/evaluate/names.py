"""When two annotations name the same: agents, places, things."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

__all__ = ["actors_agree", "agents_agree", "loosely_agree", "same_name"]

_ARTICLE = re.compile(r"^(the|el|la|los|las)\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
EVERYONE = "participants"


def same_name(left: str | None, right: str | None) -> bool:
    """Equal but for case, accents, white space, kind of quotation mark and a leading article."""
    return _plain(left) == _plain(right)


def agents_agree(left: Iterable[str], right: Iterable[str]) -> bool:
    """The same agents, in any order."""
    return _plain_set(left) == _plain_set(right)


def actors_agree(left: Iterable[str], right: Iterable[str], participations: Iterable[dict[str, Any]]) -> bool:
    """The same agents; naming every party, or every state among them, one by one is the same as `participants`."""
    parties = [row["agent"] for row in participations if row["role"] == "participant"]
    everyone = [_plain_set(parties), _plain_set(party for party in parties if len(party) == 2)]
    return _folded(left, everyone) == _folded(right, everyone)


def loosely_agree(left: str | None, right: str | None) -> bool:
    """One name holds the other."""
    one, other = _plain(left), _plain(right)
    return one == other or bool(one and other and (one in other or other in one))


def _folded(agents: Iterable[str], everyone: list[frozenset[str]]) -> frozenset[str]:
    named = _plain_set(agents)
    return frozenset({EVERYONE}) if named and named in everyone else named


def _plain_set(agents: Iterable[str]) -> frozenset[str]:
    return frozenset(_plain(agent) for agent in agents)


def _plain(name: str | None) -> str:
    letters = unicodedata.normalize("NFKD", (name or "").translate(_QUOTES).casefold())
    words = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return _ARTICLE.sub("", words)
