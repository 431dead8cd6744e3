"""The cause behind a query that fits the grammar and is rejected for what its names mean."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from kg.query.faults import QueryFault, spot
from kg.query.lexer import Kind, Token

__all__ = ["RULES"]


def _star_with_group(text: str, seen: list[Token], message: str) -> QueryFault | None:
    if "GROUP BY" not in message.upper() or "*" not in message:
        return None
    stars = (now for before, now in _pairs(seen) if before.says("SELECT", "DISTINCT", "REDUCED") and now.says("*"))
    star = next(stars, None)
    return QueryFault("star-with-group", spot(text, star.start)) if star else None


def _ungrouped_variable(text: str, seen: list[Token], message: str) -> QueryFault | None:
    if "unbound" not in message:
        return None
    grouped = {token.text[1:] for token in _grouped(seen)}
    for token in _projected(seen):
        if token.text[1:] not in grouped:
            return QueryFault("ungrouped-variable", spot(text, token.start), variable=token.text)
    return None


def _variable_reused(text: str, seen: list[Token], message: str) -> QueryFault | None:
    """The first `AS ?x` after an earlier ?x, or, where the engine says so, the first at all."""
    known: set[str] = set()
    for before, token in _pairs(seen):
        if token.kind is not Kind.VAR:
            continue
        if before.says("AS") and ("override" in message or token.text[1:] in known):
            return QueryFault("variable-reused", spot(text, token.start), variable=token.text)
        known.add(token.text[1:])
    return None


def _blank_node_shared(text: str, seen: list[Token], message: str) -> QueryFault | None:
    homes: dict[str, int] = {}
    for group, token in _with_groups(seen):
        if token.kind is Kind.BNODE and homes.setdefault(token.text, group) != group:
            return QueryFault("blank-node-shared", spot(text, token.start))
    return None


def _values_row(text: str, seen: list[Token], message: str) -> QueryFault | None:
    for at, token in enumerate(seen):
        if token.word == "VALUES" and at + 1 < len(seen) and seen[at + 1].says("("):
            fault = _uneven(text, seen, at + 1)
            if fault:
                return fault
    return None


def _invalid_iri(text: str, seen: list[Token], message: str) -> QueryFault | None:
    doubtful = (one for one in seen if one.kind is Kind.IRI and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", one.text))
    first = next(doubtful, None)
    return QueryFault("invalid-iri", spot(text, first.start)) if first else None


RULES: tuple[Callable[[str, list[Token], str], QueryFault | None], ...] = (
    _star_with_group,
    _ungrouped_variable,
    _blank_node_shared,
    _values_row,
    _variable_reused,
    _invalid_iri,
)


def _pairs(seen: list[Token]) -> Iterator[tuple[Token, Token]]:
    return pairwise(seen)


def _projected(seen: list[Token]) -> Iterator[Token]:
    """The plain variables after each SELECT."""
    depth: int | None = None
    for token in seen:
        if token.says("SELECT"):
            depth = token.depth
        elif token.says("{", "WHERE", "FROM"):
            depth = None
        elif token.kind is Kind.VAR and token.depth == depth:
            yield token


def _grouped(seen: list[Token]) -> Iterator[Token]:
    """The variables of each GROUP BY."""
    inside = False
    for before, token in _pairs(seen):
        if before.says("GROUP") and token.says("BY"):
            inside = True
        elif token.says("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"):
            inside = False
        elif inside and token.kind is Kind.VAR:
            yield token


def _with_groups(seen: list[Token]) -> Iterator[tuple[int, Token]]:
    """Each token with the start of the basic pattern it stands in: braces and UNION, OPTIONAL, GRAPH end one."""
    stack = [0]
    for token in seen:
        if token.says("{"):
            stack.append(token.start)
        elif token.says("}") and len(stack) > 1:
            stack.pop()
            # A pattern that goes on after a nested group is another one.
            stack[-1] = token.start
        yield stack[-1], token


def _uneven(text: str, seen: list[Token], at: int) -> QueryFault | None:
    """The first row of the VALUES whose variables begin at `at` that has not as many values."""
    depth, width, row = seen[at].depth, None, 0
    for before, token in _pairs(seen[at - 1 :]):
        if token.says(")"):
            if width is not None and row != width:
                return QueryFault("values-row", spot(text, token.start))
            width = row if width is None else width
        elif token.says("("):
            row = 0
        elif token.says("}") and token.depth == depth:
            return None
        else:
            row += token.kind not in (Kind.MARK, Kind.LANGTAG) and not before.says("^^")
    return None
