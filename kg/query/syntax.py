"""What is wrong with a query that the engine rejects: the place, the cause and the fix, in a person's words.

The engine's own message is 500 characters of grammar at a place that may lie behind the fault; it is read last.
"""

import re
import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.query import meaning, situation
from kg.query.faults import QueryFault, spot
from kg.query.grammar import first_stop
from kg.query.lexer import Kind, Token, tokens
from kg.query.situation import Situation
from kg.vocabulary import PREFIXES

__all__ = ["explain"]

_ENGINE_SPOT = re.compile(r"error at (\d+):(\d+)")


def explain(text: str, message: str = "") -> QueryFault:
    """The fault of a rejected query; `message` is what the engine said of it, empty where it was not asked."""
    seen = list(tokens(text))
    stop = first_stop(seen)
    at = len(text) if stop is None or stop.index == len(seen) else seen[stop.index].start
    undeclared = _undeclared(text, seen, at)
    if undeclared is not None:
        return undeclared
    if stop is not None:
        return situation.explain(Situation(text, seen, stop.index, stop.expected))
    return _first(text, seen, message) or _malformed(text, message)


def _first(text: str, seen: list[Token], message: str) -> QueryFault | None:
    rules: tuple[Callable[[str, list[Token], str], QueryFault | None], ...] = meaning.RULES
    return next((fault for rule in rules if (fault := rule(text, seen, message))), None)


def _undeclared(text: str, seen: list[Token], end: int) -> QueryFault | None:
    """The first prefixed name before `end` whose prefix the prologue does not declare."""
    declared: dict[str, str] = {}
    for at, token in enumerate(seen):
        if token.start >= end or token.kind is not Kind.PNAME:
            continue
        prefix = token.text.partition(":")[0]
        if at and seen[at - 1].word == "PREFIX":
            declared[prefix] = token.text
        elif prefix not in declared:
            return _unknown_prefix(text, token, prefix, declared)
    return None


def _unknown_prefix(text: str, token: Token, prefix: str, declared: dict[str, str]) -> QueryFault:
    at = spot(text, token.start)
    if prefix in _well_known():
        return QueryFault("unknown-prefix", at, prefix=prefix, iri=_well_known()[prefix])
    close = get_close_matches(prefix, sorted(declared), n=1)
    if close:
        return QueryFault("unknown-prefix-near", at, prefix=prefix, other=close[0])
    return QueryFault("unknown-prefix-new", at, prefix=prefix)


@cache
def _well_known() -> dict[str, str]:
    with Path(__file__).with_name("prefixes.toml").open("rb") as file:
        return {**tomllib.load(file), **PREFIXES}


def _malformed(text: str, message: str) -> QueryFault:
    where = _ENGINE_SPOT.search(message)
    if where is None:
        return QueryFault("malformed")
    lines = text.splitlines(keepends=True)
    before = sum(map(len, lines[: int(where[1]) - 1]))
    return QueryFault("malformed", spot(text, min(before + int(where[2]) - 1, len(text))))
