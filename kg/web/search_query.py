"""A search as its address says it: read, taken on to the next page, written again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from kg.query.faults import QueryFault
from kg.query.messages import Choice
from kg.query.messages import Found as Given
from kg.search import Asked, Found, NoWords, TooManyWords, read_words
from kg.search.files import FACETS
from kg.web.cursors import opened, sealed
from kg.web.pages import language_of
from kg.web.paging import whole_number
from kg.web.protocol import fields
from kg.web.searching import put
from kg.web.settings import WebSettings

__all__ = ["MOST", "USUAL", "Query", "digest", "read"]

USUAL, MOST = 20, 100
"""Results of a page, where `limit` is left out and at most."""

_PARAMETERS = ("q", *FACETS, "limit", "after", "lang")


@dataclass(frozen=True, slots=True)
class Query:
    """What the address of a search says."""

    words: str
    chosen: Mapping[str, str]
    limit: int
    after: str
    language: str
    said: bool
    """Whether the language was chosen in the address, so that links keep it."""

    def link(self, path: str = "/search", after: str = "", **changed: str) -> str:
        """The address of the same search with facets chosen otherwise ("" for not), from the first page on."""
        chosen = {**self.chosen, **changed}
        given = {"q": self.words, **{name: chosen[name] for name in FACETS if chosen.get(name)}}
        given |= {"limit": str(self.limit)} if self.limit != USUAL else {}
        given |= {"after": after} if after else {}
        given |= {"lang": self.language} if self.said else {}
        return f"{path}?{urlencode(given)}"

    def asked(self, release: str) -> Asked:
        """What is asked of the index of this release. Raises QueryFault."""
        try:
            units = read_words(self.words)
        except (NoWords, TooManyWords) as error:
            raise put(error) from error
        return Asked(units, self.chosen, self._place(release), self.limit)

    def following(self, release: str, found: Found) -> str:
        """Where the page after this one begins."""
        rank, number = found.after or (0.0, 0)
        return sealed(release, [self._mark(), rank.hex(), number])

    def exactly(self) -> str:
        """The words typed, each of which is to be found as it is."""
        typed = ((" ".join(unit.words), unit.beginning) for unit in read_words(self.words))
        return " ".join(words if beginning else f'"{words}"' for words, beginning in typed)

    def _place(self, release: str) -> tuple[float, int] | None:
        if not self.after:
            return None
        place = opened(self.after, release)
        try:
            mark, rank, number = place
            after = float.fromhex(rank), int(number)
        except (TypeError, ValueError, OverflowError) as error:
            raise QueryFault("cursor-unknown") from error
        if mark != self._mark() or not 0 <= after[1] < 1 << 62:
            raise QueryFault("cursor-unknown")
        return after

    def _mark(self) -> str:
        """What tells a place in this search from one in another."""
        return digest(self.words, *self.chosen.items())


def read(request: Request, settings: WebSettings) -> Query:
    """The search that a request asks for. Raises QueryFault where it asks wrongly."""
    given: dict[str, str] = {}
    for name, value in fields(request.scope["query_string"], settings):
        if name not in _PARAMETERS:
            near = Choice(name, frozenset(_PARAMETERS))
            raise QueryFault("parameter-unknown", name="search", found=Given(name), near=near)
        if name in given:
            raise QueryFault("parameter-repeated", found=name)
        given[name] = value
    chosen = {name: given[name] for name in FACETS if given.get(name)}
    limit = whole_number("limit", given.get("limit", ""), USUAL, MOST)
    return Query(given.get("q", ""), chosen, limit, given.get("after", ""), language_of(request), "lang" in given)


def digest(*parts: object) -> str:
    """A short mark that other parts do not have."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]
