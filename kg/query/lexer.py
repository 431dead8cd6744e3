"""SPARQL text to tokens, in time linear in its length; every token knows where it stands.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar (terminals 139 to 173)
"""

import re
from collections.abc import Iterator
from enum import Enum, unique
from typing import NamedTuple

__all__ = ["Kind", "Place", "Token", "position", "tokens"]


@unique
class Kind(Enum):
    """What a token is."""

    IRI = "IRI"
    PNAME = "PNAME"
    BNODE = "BNODE"
    VAR = "VAR"
    STRING = "STRING"
    LANGTAG = "LANGTAG"
    NUMBER = "NUMBER"
    WORD = "WORD"
    MARK = "MARK"
    BROKEN = "BROKEN"


@unique
class Place(Enum):
    """What the innermost bracket around a token holds."""

    PATTERNS = "patterns"
    NODE = "node"
    LIST = "list"
    EXPRESSION = "expression"
    DATA = "data"


class Token(NamedTuple):
    """One token: `text` stands at `start` (code points from 0), under `depth` open brackets.

    `sign` is a mark, or a keyword in capitals; empty for any other token.
    """

    kind: Kind
    text: str
    start: int
    depth: int
    place: Place
    sign: str = ""

    @property
    def word(self) -> str:
        """The keyword in capitals; empty where the token is no word."""
        return self.sign if self.kind is Kind.WORD else ""

    def says(self, *marks: str) -> bool:
        """Whether this is one of these marks or keywords (written in capitals)."""
        return self.sign in marks


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = f"_0-9{_BASE}\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPE = r"\\[tbnrf\\\"']|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r"(?:%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
# A prefix is looked for over so many characters only: without an end to it, `a.a.a.a…` would take quadratic time.
_PREFIX = rf"[{_BASE}](?:[{_NAME}\-]|\.(?=[.{_NAME}\-])){{0,100}}"
_TERMINALS = re.compile(
    rf"""
    (?P<SPACE>(?:[\x20\t\r\n]+|\#[^\r\n]*)+)
  | (?P<IRI><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<BNODE>_:[_0-9{_BASE}](?:[{_NAME}\-]|\.+(?=[{_NAME}\-]))*)
  | (?P<PNAME>(?:{_PREFIX})?:
        (?:(?:[_:0-9{_BASE}]|{_LOCAL})(?:[{_NAME}\-:]|{_LOCAL}|\.+(?=[{_NAME}\-:%\\]))*)?)
  | (?P<VAR>[?$][_0-9{_BASE}][{_NAME}]*)
  | (?P<STRING>\"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"\"\"
      | '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''
      | "(?!"")(?:[^"\\\n\r]|{_ESCAPE})*"
      | '(?!'')(?:[^'\\\n\r]|{_ESCAPE})*')
  | (?P<LANGTAG>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
  | (?P<NUMBER>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<WORD>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<MARK>&&|\|\||!=|<=|>=|\^\^|[(){{}}\[\].;,|^/*+\-?!=<>~])
  | (?P<BROKEN>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_KINDS = {kind.value: kind for kind in Kind}
_OPENING = frozenset("({[")
_CLOSING = frozenset(")}]")
_OPERANDS = frozenset({Kind.IRI, Kind.PNAME, Kind.VAR, Kind.STRING, Kind.LANGTAG, Kind.NUMBER})
# After these the rest of a group is projection and solution modifiers, in which every parenthesis holds an expression.
_MODIFIERS = frozenset({"SELECT", "GROUP", "ORDER", "HAVING"})


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments; a BROKEN token is the last one."""
    brackets = _Brackets()
    at, end = 0, len(text)
    while at < end:
        name, words = _next(text, at)
        if name == "IRI" and brackets.less_than():
            # `?a<?b&&?c>?d`: inside an expression, after an operand, no IRI can stand.
            name, words = "MARK", "<="[: 1 + text.startswith("<=", at)]
        at += len(words)
        if name != "SPACE":
            token = brackets.place(_KINDS[name], words, at - len(words))
            yield token
            if token.kind is Kind.BROKEN:
                return


def _next(text: str, at: int) -> tuple[str, str]:
    found = _TERMINALS.match(text, at)
    # The last alternative takes any character, so there always is a match.
    return (str(found.lastgroup), found[0]) if found else (Kind.BROKEN.value, text[at])


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1; columns in code points."""
    before = text[:offset]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return 1 + len(re.findall(r"\r\n|\r|\n", before)), 1 + offset - line_start


class _Brackets:
    """The open brackets, and what each of them holds."""

    def __init__(self) -> None:
        self._open: list[Place] = []
        self._last: Token | None = None
        self._called = False
        self._data = False

    def less_than(self) -> bool:
        """Whether `<` would here be the operator: in an expression's parenthesis, after an operand."""
        last = self._last
        return (
            last is not None
            and bool(self._open)
            and self._open[-1] is Place.EXPRESSION
            and (last.kind in _OPERANDS or last.says(")", "}", "TRUE", "FALSE"))
        )

    def place(self, kind: Kind, text: str, start: int) -> Token:
        """The token in its place; an opening bracket is still outside of itself, a closing one outside again."""
        sign = text if kind is Kind.MARK else text.upper() if kind is Kind.WORD else ""
        if sign in _CLOSING and self._open:
            self._open.pop()
        token = Token(kind, text, start, len(self._open), self._here(), sign)
        if sign in _OPENING:
            self._open.append(self._opened(sign))
        self._remember(token)
        return token

    def _here(self) -> Place:
        return self._open[-1] if self._open else Place.EXPRESSION

    def _opened(self, mark: str) -> Place:
        here = self._here()
        if mark == "{":
            data, self._data = self._data, False
            return Place.DATA if data else Place.PATTERNS
        if here is Place.DATA or self._data:
            return Place.DATA
        if mark == "[":
            return Place.NODE
        return Place.EXPRESSION if here is Place.EXPRESSION or self._calls() else Place.LIST

    def _calls(self) -> bool:
        # `FILTER (`, `BIND (`, `REGEX (`, `FILTER ex:f (`; but `?s a (` opens a collection.
        last = self._last
        return last is not None and (self._called or (last.kind is Kind.WORD and last.text != "a"))

    def _remember(self, token: Token) -> None:
        last, self._last = self._last, token
        self._called = last is not None and last.sign == "FILTER" and token.kind in (Kind.IRI, Kind.PNAME)
        if token.sign == "VALUES":
            self._data = True
        elif token.sign in _MODIFIERS and self._open and self._open[-1] is Place.PATTERNS:
            self._open[-1] = Place.EXPRESSION
