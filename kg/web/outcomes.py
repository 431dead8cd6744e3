"""How a query ended: noted on the request by whoever knows, read by whoever counts and logs requests."""

from collections.abc import MutableMapping
from typing import Any

from kg.query.faults import Busy, DeadlinePassed, EngineLost, MemoryExhausted, QueryFault, TooLong

__all__ = ["OUTCOMES", "note_fault", "note_outcome", "note_query", "noted_outcome", "noted_query", "outcome_of"]

OUTCOMES = (
    "answered",
    "cached",
    "unchanged",
    "cut-short",
    "limit",
    "refused",
    "syntax",
    "busy",
    "deadline",
    "memory",
    "lost",
    "left",
)
"""Answered by a worker; by memory; by 304; begun and broken off; beyond a limit of its text; something not offered
here; not SPARQL; too many others waiting; stopped at the deadline, or at the limit of memory; the engine died on it;
the client left first."""

_QUERY, _OUTCOME = "plenary.query", "plenary.outcome"
_BY_KIND: tuple[tuple[type[QueryFault], str], ...] = (
    (Busy, "busy"),
    (DeadlinePassed, "deadline"),
    (MemoryExhausted, "memory"),
    (EngineLost, "lost"),
    (TooLong, "limit"),
)
_BY_CODE = {
    "nested-too-deep": "limit",
    "too-many-patterns": "limit",
    "too-many-branches": "limit",
    "too-many-operators": "limit",
    "too-many-graphs": "limit",
    "service-refused": "refused",
    "update-refused": "refused",
    "graph-unknown": "refused",
    "function-unsupported": "refused",
    "empty": "syntax",
    "html": "syntax",
    "not-text": "syntax",
}
_Scope = MutableMapping[str, Any]


def note_query(scope: _Scope, text: str) -> None:
    """Note the query that a request asks."""
    scope[_QUERY] = text


def note_outcome(scope: _Scope, outcome: str) -> None:
    """Note how it ended, one of `OUTCOMES`; what is noted later counts."""
    scope[_OUTCOME] = outcome


def note_fault(scope: _Scope, fault: QueryFault) -> None:
    """Note the fault that it ended with."""
    outcome = outcome_of(fault)
    if outcome is not None:
        note_outcome(scope, outcome)


def outcome_of(fault: QueryFault) -> str | None:
    """What a fault is counted as; None where no query was looked at, as for an address that does not exist."""
    by_kind = next((outcome for kind, outcome in _BY_KIND if isinstance(fault, kind)), None)
    return by_kind or _BY_CODE.get(fault.code) or ("syntax" if fault.at is not None else None)


def noted_query(scope: _Scope) -> str | None:
    """The query noted, if any."""
    text: str | None = scope.get(_QUERY)
    return text


def noted_outcome(scope: _Scope) -> str | None:
    """The outcome noted, if any."""
    outcome: str | None = scope.get(_OUTCOME)
    return outcome
