"""When two annotations name the same: agents, places, things.

1. Two names are the same where they are equal but for case, accents, white space, the kind of quotation mark or dash,
   and a leading article.
2. Two names of one thing of the reference data are the same: "African Development Bank" and "AfDB", "OIM" and "IOM",
   "MX" and "Mexico", "Ciudad de Panamá" and "Panama City". A name that several things bear is the same as any name of
   any of them.
3. "X (ACR)" is the same as "X" and as "ACR", where ACR is one word with two capitals or more.
4. Two lists of agents agree where each agent of one has the same agent in the other, in any order.
5. A list of actors that names every party, or every state among the parties, is the same as "participants".
6. What an act creates is compared loosely: one name may also hold the other.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.annotate.gazetteer import Entry, Gazetteer

__all__ = ["EVERYONE", "Names"]

EVERYONE = "participants"
_KINDS = ("state", "organisation", "forum")
_ARTICLE = re.compile(r"^(the|el|la|los|las)\s+")
_BRACKETED = re.compile(r"\s*([^()]+?)\s*\(\s*([^()]+?)\s*\)\s*")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‐": "-", "‑": "-"})
_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Names:
    """Names compared by the rules above; without reference data, by all but the second."""

    reference: "Gazetteer | None" = None
    _known: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def same(self, left: str | None, right: str | None) -> bool:
        """One agent, by rules 1 to 3; no name is the same as no name only."""
        return not self._meanings(left).isdisjoint(self._meanings(right))

    def same_place(self, left: str | None, right: str | None) -> bool:
        """One city, by rules 1 and 2."""
        return _plain(left) == _plain(right) or not self._cities(left).isdisjoint(self._cities(right))

    def agree(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """The same agents, by rule 4."""
        one, other = list(left), list(right)
        return self._all_in(one, other) and self._all_in(other, one)

    def actors_agree(self, left: Iterable[str], right: Iterable[str], participations: Iterable[dict[str, Any]]) -> bool:
        """The same actors, by rules 4 and 5; the parties are the participants among `participations`."""
        parties = [row["agent"] for row in participations if row["role"] == "participant"]
        everyone = [parties, [party for party in parties if len(party) == 2]]
        return self.agree(self._folded(left, everyone), self._folded(right, everyone))

    def loosely(self, left: str | None, right: str | None) -> bool:
        """The same thing, by rules 1 to 3 and 6."""
        one, other = _plain(left), _plain(right)
        return self.same(left, right) or bool(one and other and (one in other or other in one))

    def is_coded(self, name: str) -> bool:
        """Whether the name is that of a thing with a code: a state, or what has an acronym in the reference data."""
        return any(_codes(entry) for entry in self._entries(name)) or _is_alpha2(name)

    def is_code(self, name: str, meant: str) -> bool:
        """Whether `name` is a code of the thing meant, whatever the language of its acronym."""
        codes = {_plain(code) for entry in self._entries(meant) for code in _codes(entry)}
        return _plain(name) in codes | {_plain(meant)}

    def _folded(self, agents: Iterable[str], everyone: Iterable[list[str]]) -> list[str]:
        named = list(agents)
        return [EVERYONE] if named and any(self.agree(named, parties) for parties in everyone) else named

    def _all_in(self, one: list[str], other: list[str]) -> bool:
        return all(any(self.same(name, candidate) for candidate in other) for name in one)

    def _meanings(self, name: str | None) -> frozenset[str]:
        """What a name can mean: its forms, and the things of the reference data that bear one of them."""
        words = name or ""
        if words not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            forms = _forms(words)
            things = (f"{one.kind}/{one.key}" for form in forms for one in self._entries(form))
            self._known[words] = frozenset((*map(_plain, forms), *things))
        return self._known[words]

    def _entries(self, name: str) -> "tuple[Entry, ...]":
        if self.reference is None or not name:
            return ()
        state = self.reference.by_key("state", name.lower()) if _is_alpha2(name) else None
        return (*self.reference.find(name, _KINDS), *((state,) if state else ()))

    def _cities(self, name: str | None) -> frozenset[str]:
        if self.reference is None or not name:
            return frozenset()
        return frozenset(city.key for city in self.reference.cities(name))


def _forms(name: str) -> tuple[str, ...]:
    parts = _BRACKETED.fullmatch(name)
    return (name, *parts.groups()) if parts and any(map(_is_acronym, parts.groups())) else (name,)


def _is_acronym(word: str) -> bool:
    return " " not in word and sum(letter.isupper() for letter in word) > 1


def _is_alpha2(name: str) -> bool:
    return len(name) == 2 and name.isascii() and name.isalpha() and name.isupper()


def _codes(entry: "Entry") -> tuple[str, ...]:
    codes = (entry.alpha2 if entry.kind == "state" else None, entry.acronym_en, entry.acronym_es)
    return tuple(code for code in codes if code)


def _plain(name: str | None) -> str:
    letters = unicodedata.normalize("NFKD", (name or "").translate(_SAME).casefold())
    words = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return _ARTICLE.sub("", words)
