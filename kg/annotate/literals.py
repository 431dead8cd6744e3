"""The literals without which a regular expression matches nothing, read from how it is written.

For each part of an expression it is known either which few texts it matches, or of which literals a match holds one,
or nothing. What this reader does not know (a conditional, an escape by number, verbose writing) tells nothing either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import product

__all__ = ["folded", "literals"]

_MOST = 48  # texts of one part, and literals of one expression
_LENGTHS = (40, 12, 8, 6, 4)  # to which literals are cut where they are too many
_NOTHING = frozenset({""})
_PLACES = "bBAZ"
_CLASSES = "dDwWsS"
_QUANTIFIER = re.compile(r"(?P<least>[*+?]|\{(?P<number>\d*)[^}]*\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|-?[imsu]*(?:-[imsu]+)?:)|(?!\?))")
_AROUND = re.compile(r"\(\?<?(?P<sign>[=!])")
_NAMED_AGAIN = re.compile(r"\(\?P=\w+\)")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_FEW = re.compile(r"\[(\w+)\]")


def folded(text: str) -> str:
    """A text in one case, in which a match that ignores case has its literals, folded too, whatever the letters."""
    return text.lower() if text.isascii() else text.replace("İ", "i").replace("ı", "i").casefold()


def literals(expression: str) -> tuple[str, ...]:
    """Folded literals of which every match of the expression holds one, in a fixed order; none where none are known."""
    reader = _Reader(expression)
    try:
        known = reader.branches()
    except _Unknown:
        return ()
    needed = known.needed() if reader.at == len(expression) else None
    return tuple(sorted(needed, key=lambda literal: (len(literal), literal))) if needed else ()


class _Unknown(Exception):
    """The expression has something that this reader does not know."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a part: the `texts` that it matches, else that a match holds one of `some`, else nothing."""

    texts: frozenset[str] | None = None
    some: frozenset[str] | None = None

    def needed(self) -> frozenset[str] | None:
        """Literals of which each match holds one, without those that hold another."""
        found = self.texts if self.texts is not None else self.some
        if found is None or "" in found:
            return None
        cut = (_least({literal[:length] for literal in found}) for length in _LENGTHS)
        return next((few for few in cut if len(few) <= _MOST), None)


def _least(found: set[str]) -> frozenset[str]:
    """The literals without those that hold another."""
    return frozenset(one for one in found if not any(other != one and other in one for other in found))


def _either(parts: list[_Known]) -> _Known:
    """One of several parts."""
    if all(part.texts is not None for part in parts):
        texts = frozenset[str]().union(*(part.texts or () for part in parts))
        return _Known(texts) if len(texts) <= _MOST else _Known(some=_Known(texts).needed())
    needed = [part.needed() for part in parts]
    return _Known(some=None if None in needed else frozenset[str]().union(*(one or () for one in needed)))


def _joined(parts: Iterable[_Known]) -> _Known:
    """Parts on end: all their texts where these are few, else the longest literals of a stretch of them."""
    stretches: list[_Known] = [_Known(_NOTHING)]
    for part in parts:
        last = stretches[-1].texts
        if last is not None and part.texts is not None and len(last) * len(part.texts) <= _MOST:
            stretches[-1] = _Known(frozenset(map("".join, product(last, part.texts))))
        else:
            stretches.append(part)
    if len(stretches) == 1:
        return stretches[0]
    return _Known(some=reduce(_better, (stretch.needed() for stretch in stretches)))


def _beside(inside: _Known, is_there: bool) -> _Known:
    """What is known of a place beside which something is, or is not: what is there has its literals in the text too."""
    needed = inside.needed() if is_there else None
    return _Known(some=needed) if needed else _Known(_NOTHING)


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The literals that fewer texts hold: the longer ones, and of those as long the fewer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda found: (min(map(len, found)), -len(found)))


class _Reader:
    """Reads an expression from left to right; `at` is how far."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.at = 0

    def branches(self) -> _Known:
        """What is known of the alternatives from here to the end, or to the bracket that closes them."""
        found = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            found.append(self._sequence())
        return _either(found)

    def _sequence(self) -> _Known:
        parts: list[_Known] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._part()))
        return _joined(parts)

    def _next(self) -> str:
        return self.expression[self.at : self.at + 1]

    def _past(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.expression, self.at)
        self.at = match.end() if match else self.at
        return match

    def _repeated(self, part: _Known) -> _Known:
        """What is known of a part with its quantifier."""
        times = self._past(_QUANTIFIER)
        if times is None:
            return part
        if times["least"] == "?" and part.texts is not None:
            return _Known(part.texts | _NOTHING)
        return _Known(some=part.needed()) if times["least"] == "+" or int(times["number"] or 0) > 0 else _Known()

    def _part(self) -> _Known:
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._set()
        self.at += 1
        if letter == "\\":
            return self._escaped()
        if letter in "^$":
            return _Known(_NOTHING)
        if letter in "*+?{":
            raise _Unknown
        return _Known() if letter == "." else _Known(frozenset({folded(letter)}))

    def _escaped(self) -> _Known:
        letter = self._next()
        self.at += 1
        if letter in _PLACES:
            return _Known(_NOTHING)
        if letter in _CLASSES:
            return _Known()
        if letter.isalnum():
            raise _Unknown
        return _Known(frozenset({folded(letter)}))

    def _set(self) -> _Known:
        few = self._past(_FEW)
        if few is not None:
            return _Known(frozenset(map(folded, few[1])))
        if self._past(_SET) is None:
            raise _Unknown
        return _Known()

    def _group(self) -> _Known:
        if self._past(_NAMED_AGAIN):
            return _Known()
        around = self._past(_AROUND)
        if around is None and self._past(_GROUP) is None:
            raise _Unknown
        inside = self.branches()
        if self._next() != ")":
            raise _Unknown
        self.at += 1
        return inside if around is None else _beside(inside, around["sign"] == "=")
