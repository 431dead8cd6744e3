"""Pages of a saved query's answer, cut by keyset: each begins after the last row of the one before, by its sort keys.

Nothing is counted off, so that the last page costs what the first does, and no row is met twice or passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.query.lexer import Token, tokens
from kg.vocabulary import XSD

__all__ = ["Key", "Place", "keys_of", "keys_query", "outermost", "page_query", "sorted_by"]

_KEY = re.compile(r"DESC\s*\(\s*[?$](?P<down>\w+)\s*\)|(?:ASC\s*\(\s*[?$](?P<up>\w+)\s*\)|[?$](?P<plain>\w+))", re.I)
_LOWEST = "-999999999999"
"""Stands for the number of what is none."""

Place = tuple[str, ...]
"""Where a page begins: the two parts of each key of the row before it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A variable by which rows are sorted."""

    variable: str
    descending: bool = False

    @property
    def parts(self) -> tuple[str, str]:
        """Its value as a number and as text, each of which any two rows can be compared by, bound or not."""
        # What is unbound comes first, as everywhere in SPARQL; IRIs and dates read in their order.
        number = (
            f"COALESCE(<{XSD.base}decimal>(IF(isNumeric(?{self.variable}), ?{self.variable}, {_LOWEST})), {_LOWEST})"
        )
        return number, f'COALESCE(STR(?{self.variable}), "")'


def keys_of(said: str) -> tuple[Key, ...] | None:
    """The keys of an ORDER BY clause of variables; None where there is anything else in it."""
    found = list(_KEY.finditer(said))
    if _KEY.sub("", said).strip() or not found:
        return None
    return tuple(Key(one["down"] or one["up"] or one["plain"], one["down"] is not None) for one in found)


def sorted_by(text: str) -> tuple[Key, ...] | None:
    """The keys that the rows of a query are sorted by; None where they are not, or by more than variables."""
    seen = list(tokens(text))
    at = _tail(seen)
    if at is None or not seen[at].says("ORDER"):
        return None
    end = next((one.start for one in seen[at:] if one.says("LIMIT") or one.says("OFFSET")), len(text))
    return keys_of(text[seen[at + 1].start + len(seen[at + 1].text) : end])


def outermost(seen: Sequence[Token], form: str) -> int | None:
    """The place of the brace that opens the outermost group; None where no pattern can be put behind it."""
    groups = [at for at, token in enumerate(seen) if token.depth == 0 and token.says("{")]
    at = groups[1 if form == "CONSTRUCT" else 0] if len(groups) > (form == "CONSTRUCT") else None
    return None if at is None or seen[at + 1].says("SELECT") else at


def page_query(text: str, keys: Sequence[Key], after: Place | None, limit: int) -> str:
    """The query, asked for so many rows after a place."""
    return _cut(text, keys, after, limit, None)


def keys_query(text: str, keys: Sequence[Key], after: Place | None, limit: int) -> str:
    """The same rows, of which only the parts of their keys are told, in the order of a place."""
    columns = (f"({part} AS ?key_{number})" for number, (_, part, _) in enumerate(_parts(keys)))
    return _cut(text, keys, after, limit, " ".join(columns))


def _cut(text: str, keys: Sequence[Key], after: Place | None, limit: int, columns: str | None) -> str:
    seen = list(tokens(text))
    group, tail = outermost(seen, "SELECT"), _tail(seen)
    if group is None:
        raise ValueError("a query whose outermost group takes no pattern has no pages")
    opened = seen[group].start + 1
    end = len(text) if tail is None else seen[tail].start
    start = f"{text[: seen[group].start]}{{" if columns is None else _projected(text, seen, columns)
    order = " ".join(f"{'DESC' if down else 'ASC'}({part})" for _, part, down in _parts(keys))
    return f"{start}{_after(keys, after)}{text[opened:end]}\nORDER BY {order}\nLIMIT {limit}\n"


def _projected(text: str, seen: Sequence[Token], columns: str) -> str:
    """The query up to its group, other columns in the place of its own."""
    at = next(at for at, token in enumerate(seen) if token.depth == 0 and token.says("SELECT"))
    last = seen[at + 1] if seen[at + 1].says("DISTINCT") or seen[at + 1].says("REDUCED") else seen[at]
    return f"{text[: last.start + len(last.text)]} {columns} WHERE {{"


def _tail(seen: Sequence[Token]) -> int | None:
    """Where what comes after the outermost group begins: its order and limits."""
    words = ("ORDER", "LIMIT", "OFFSET")
    return next((at for at, one in enumerate(seen) if one.depth == 0 and any(map(one.says, words))), None)


def _parts(keys: Sequence[Key]) -> Iterator[tuple[bool, str, bool]]:
    """Whether it is a number, the expression, whether it descends; two for each key."""
    for key in keys:
        number, text = key.parts
        yield True, number, key.descending
        yield False, text, key.descending


def _after(keys: Sequence[Key], after: Place | None) -> str:
    if after is None:
        return ""
    condition = ""
    for (is_number, part, down), value in reversed(list(zip(_parts(keys), after, strict=True))):
        # The engine writes the term, as for a parameter: no text from outside becomes part of the query.
        term = str(Literal(value, datatype=XSD["decimal"]) if is_number else Literal(value))
        beyond = f"{part} {'<' if down else '>'} {term}"
        condition = f"({beyond} || ({part} = {term} && {condition}))" if condition else f"({beyond})"
    return f" FILTER {condition} "
