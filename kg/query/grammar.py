"""Where a text stops being SPARQL: the first token that no rule of the grammar admits, and what it admits instead.

The grammar is data (`grammar.bnf`). An LL(1) parser reports the very first token that cannot be right,
which the engine's own messages do not: they give the furthest point that any attempt at any keyword reached.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from kg.query.lexer import Kind, Place, Token

__all__ = ["END", "Stop", "conflicts", "first_stop", "keywords"]

END = "END"
"""The terminal after the last token."""

_Production = tuple[str, ...]
_Rules = dict[str, list[_Production]]
_Table = dict[str, dict[str, _Production]]
_SYMBOL = re.compile(r"'(?P<quoted>[^']+)'|(?P<name>[A-Za-z_]+)|(?P<sign>[()|?*+])")


@dataclass(frozen=True, slots=True)
class Stop:
    """The first token that fits no rule: its index in the tokens given (their number at the end of the text)."""

    index: int
    expected: frozenset[str]


def first_stop(tokens: Sequence[Token]) -> Stop | None:
    """None where the grammar admits the tokens as a query."""
    table = _table()
    stack = [END, "Query"]
    for index, terminal in _terminals(tokens):
        while stack[-1] in table:
            production = table[stack[-1]].get(terminal)
            if production is None:
                return Stop(index, _admitted(stack, table))
            stack.pop()
            stack.extend(reversed(production))
        if stack[-1] != terminal:
            return Stop(index, frozenset({stack[-1]}))
        stack.pop()
    return None


def keywords() -> frozenset[str]:
    """Every word with a meaning of its own, in capitals."""
    return (
        frozenset(word for row in _table().values() for word in row if re.fullmatch(r"[A-Z][A-Z0-9_]+", word))
        - _NOT_WORDS
    )


_NOT_WORDS = {"NUMBER", "INTEGER", "NIL", "ANON", END}


def _admitted(stack: list[str], table: _Table) -> frozenset[str]:
    """What could stand here: what the open rules can begin with, down to the first that must have something."""
    found: set[str] = set()
    for symbol in reversed(stack):
        if symbol not in table:
            return frozenset(found | {symbol})
        found |= _grammar().first[symbol] - {""}
        if "" not in _grammar().first[symbol]:
            break
    return frozenset(found)


def _terminals(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Tokens as the grammar names them: empty brackets joined, signs joined to the numbers of patterns and data."""
    index = 0
    while index < len(tokens):
        token, after = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
        joined = _joined(token, after)
        yield index, joined or _terminal(token)
        index += 2 if joined else 1
    yield len(tokens), END


def _joined(token: Token, after: Token | None) -> str:
    if after is None or token.kind is not Kind.MARK:
        return ""
    pair = token.text + after.text
    if pair in ("()", "[]"):
        return {"()": "NIL", "[]": "ANON"}[pair]
    signed = token.text in "+-" and after.kind is Kind.NUMBER and after.start == token.start + 1
    return _terminal(after) if signed and token.place is not Place.EXPRESSION else ""


def _terminal(token: Token) -> str:
    if token.kind is Kind.WORD:
        return "a" if token.text == "a" else token.word
    if token.kind is Kind.NUMBER:
        return "INTEGER" if token.text.isdigit() else "NUMBER"
    return token.text if token.kind is Kind.MARK else f"<{token.kind.value}>"


@dataclass(frozen=True, slots=True)
class _Grammar:
    rules: _Rules
    first: dict[str, set[str]]
    follow: dict[str, set[str]]


@cache
def _grammar() -> _Grammar:
    text = Path(__file__).with_name("grammar.bnf").read_text(encoding="utf-8")
    rules: _Rules = {}
    for line in text.splitlines():
        name, arrow, body = line.partition(" ::= ")
        if arrow:
            _Rule(name, body, rules).read()
    first = _first(rules)
    return _Grammar(rules, first, _follow(rules, first))


class _Rule:
    """One line of the grammar, its groups and repetitions turned into rules of their own."""

    def __init__(self, name: str, body: str, rules: _Rules) -> None:
        self._name = name
        self._rules = rules
        self._fresh = count()
        self._symbols = list(_SYMBOL.finditer(body))[::-1]

    def read(self) -> None:
        """Add this rule, and those made of its parts, to the grammar."""
        self._rules[self._name] = self._alternatives()

    def _alternatives(self) -> list[_Production]:
        found: list[list[str]] = [[]]
        while self._symbols:
            symbol = self._symbols.pop()
            if symbol["sign"] == ")":
                break
            if symbol["sign"] == "|":
                found.append([])
            else:
                found[-1].append(self._repeated(self._item(symbol)))
        return [tuple(one) for one in found]

    def _item(self, symbol: re.Match[str]) -> str:
        if symbol["sign"] == "(":
            return self._made(self._alternatives())
        name = symbol["quoted"] or symbol["name"]
        # A kind of token is told from the function of the same name (IRI, BNODE) by its brackets.
        return f"<{name}>" if symbol["name"] and name in _TOKEN_KINDS else name

    def _repeated(self, item: str) -> str:
        sign = self._symbols[-1]["sign"] if self._symbols else None
        if sign not in ("?", "*", "+"):
            return item
        self._symbols.pop()
        if sign == "?":
            return self._made([(item,), ()])
        more = f"{self._name}#{next(self._fresh)}"
        self._rules[more] = [(item, more), ()]
        return more if sign == "*" else self._made([(item, more)])

    def _made(self, productions: list[_Production]) -> str:
        name = f"{self._name}#{next(self._fresh)}"
        self._rules[name] = productions
        return name


_TOKEN_KINDS = {kind.value for kind in Kind} - {"NUMBER", "WORD", "MARK", "BROKEN"}


def _first(rules: _Rules) -> dict[str, set[str]]:
    first: dict[str, set[str]] = {name: set() for name in rules}
    while _grown(first, ((name, _starts(one, first)) for name, many in rules.items() for one in many)):
        pass
    return first


def _starts(symbols: Iterable[str], first: dict[str, set[str]]) -> set[str]:
    """What a run of symbols can begin with; the empty string where it can be empty."""
    found: set[str] = set()
    for symbol in symbols:
        own = first.get(symbol, {symbol})
        found |= own - {""}
        if "" not in own:
            return found
    return found | {""}


def _follow(rules: _Rules, first: dict[str, set[str]]) -> dict[str, set[str]]:
    follow: dict[str, set[str]] = {name: set() for name in rules}
    follow["Query"].add(END)
    while _grown(follow, _followers(rules, first, follow)):
        pass
    return follow


def _followers(
    rules: _Rules, first: dict[str, set[str]], follow: dict[str, set[str]]
) -> Iterator[tuple[str, set[str]]]:
    for name, productions in rules.items():
        for production in productions:
            for at, symbol in enumerate(production):
                if symbol in rules:
                    after = _starts(production[at + 1 :], first)
                    yield symbol, (after - {""}) | (follow[name] if "" in after else set())


def _grown(sets: dict[str, set[str]], additions: Iterable[tuple[str, set[str]]]) -> bool:
    grown = False
    for name, new in additions:
        grown = grown or not new <= sets[name]
        sets[name] |= new
    return grown


def _entries() -> Iterator[tuple[str, str, _Production]]:
    grammar = _grammar()
    for name, productions in grammar.rules.items():
        for production in productions:
            starts = _starts(production, grammar.first)
            for terminal in sorted((starts - {""}) | (grammar.follow[name] if "" in starts else set())):
                yield name, terminal, production


@cache
def _table() -> _Table:
    table: _Table = {name: {} for name in _grammar().rules}
    for name, terminal, production in _entries():
        table[name].setdefault(terminal, production)
    return table


def conflicts() -> frozenset[tuple[str, str]]:
    """Rule and terminal of every place where one token of look-ahead does not decide; none in a sound grammar."""
    table = _table()
    return frozenset((name, terminal) for name, terminal, one in _entries() if table[name][terminal] != one)
