"""Why a query got no answer: a place in its text, a cause, and what to do about it, in English and Spanish.

QueryRefused (kg.errors)
└── QueryFault            a query that is not answered
    ├── TooLong           longer than is read
    ├── Busy              too many others are waiting; may be asked again
    ├── DeadlinePassed    stopped at the deadline
    ├── MemoryExhausted   stopped at the limit of memory
    ├── EngineLost        the engine died on it, or reports something that is no fault of its syntax
    ├── StoreLost         someone else's store cannot be reached, breaks off, or answers what cannot be believed
    └── AnswerCutShort    part of the answer was given out before one of these happened
"""

from dataclasses import dataclass
from typing import Any

from kg.errors import ExitStatus, QueryRefused
from kg.query.lexer import position
from kg.query.messages import words

__all__ = [
    "AnswerCutShort",
    "Busy",
    "DeadlinePassed",
    "EngineLost",
    "MemoryExhausted",
    "QueryFault",
    "Spot",
    "StoreLost",
    "TooLong",
    "spot",
]

_WINDOW = 72


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a query: line and column from 1, the line itself, and a caret under the column."""

    line: int
    column: int
    excerpt: str


class QueryFault(QueryRefused):
    """A query that is not answered, by `code`; where its text is at fault, with the spot."""

    def __init__(self, code: str, at: Spot | None = None, **details: Any) -> None:
        self.code = code
        self.at = at
        self.details = details
        title, cause, fix = words(code, "en", details)
        super().__init__(title, f"line {at.line}, column {at.column}" if at else "", cause, fix)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.code, self.at, self.details)

    def said(self, language: str) -> tuple[str, str, str]:
        """Title, cause and fix in one language."""
        return words(self.code, language, self.details)

    def as_dict(self) -> dict[str, str | int]:
        """As every error, with the code and the spot."""
        told = super().as_dict() | {"code": self.code}
        if self.at is not None:
            told |= {"line": self.at.line, "column": self.at.column, "excerpt": self.at.excerpt}
        return told


class TooLong(QueryFault):
    """Longer than is read."""


class Busy(QueryFault):
    """Too many others are waiting; `retry_after` seconds later there may be room."""

    @property
    def retry_after(self) -> int:
        """Whole seconds, at least one."""
        return max(1, int(self.details.get("limit", 1)))


class DeadlinePassed(QueryFault):
    """Stopped at the deadline."""


class MemoryExhausted(QueryFault):
    """Stopped at the limit of memory."""


class EngineLost(QueryFault):
    """The engine died on it, or reports something that is no fault of its syntax."""


class StoreLost(QueryFault):
    """The store of someone else cannot be reached, breaks off, or answers what cannot be believed."""

    exit_status = ExitStatus.ENVIRONMENT


class AnswerCutShort(QueryFault):
    """Part of the answer was given out before something stopped it."""

    @classmethod
    def by(cls, fault: QueryFault) -> "AnswerCutShort":
        """What a fault turns into once bytes are out."""
        return cls("cut-short", why=Cause(fault.code, fault.details))


@dataclass(frozen=True, slots=True)
class Cause:
    """The cause that another fault gives."""

    code: str
    details: dict[str, Any]

    def said(self, language: str) -> str:
        """The cause in one language."""
        return words(self.code, language, self.details)[1]


def spot(text: str, offset: int) -> Spot:
    """The place of an offset, its line cut to what a terminal shows, control characters made visible."""
    line, column = position(text, offset)
    whole = text[offset - column + 1 :].splitlines() or [""]
    start = max(0, column - 1 - _WINDOW * 2 // 3)
    shown = "".join(one if one.isprintable() else "·" for one in whole[0][start : start + _WINDOW])
    lead, tail = "…" * (start > 0), "…" * (len(whole[0]) > start + _WINDOW)
    return Spot(line, column, f"{lead}{shown}{tail}\n{' ' * (len(lead) + column - 1 - start)}^")


def _again(kind: type[QueryFault], code: str, at: Spot | None, details: dict[str, Any]) -> QueryFault:
    return kind(code, at, **details)
