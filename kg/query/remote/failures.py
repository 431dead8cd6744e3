"""What a store says instead of an answer, or beside half of one, as one of our own faults."""

import re
from collections.abc import Mapping

from kg.query.engine import EngineSettings, Question
from kg.query.faults import Busy, DeadlinePassed, MemoryExhausted, QueryFault, StoreLost
from kg.query.grammar import first_stop
from kg.query.lexer import tokens
from kg.query.remote.transcript import GRAPH_TYPES, RESULT_TYPE
from kg.query.syntax import explain

__all__ = ["fault_of", "media_type_of", "mismatch", "unreachable"]

_SHOWN = 160
_LONGEST_WAIT = 3_600
_ECHO = "SPARQL query:"
"""What Virtuoso puts before the query, which it repeats after what is wrong with it."""
_SPACE = re.compile(r"\s+")
_TIMED_OUT = re.compile(r"S1T\d\d|timed? ?out", re.IGNORECASE)
_JSON = frozenset({RESULT_TYPE, "application/json"})


def media_type_of(headers: Mapping[str, str]) -> str:
    """The media type without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def fault_of(
    status: int, headers: Mapping[str, str], head: str, question: Question, settings: EngineSettings, elapsed: float
) -> QueryFault:
    """The fault that an answer with another status than 200 stands for; `head` is how its body begins."""
    if status in (408, 504) or (status >= 500 and _TIMED_OUT.search(head)) or elapsed >= settings.deadline:
        return DeadlinePassed("deadline", limit=settings.deadline, elapsed=elapsed)
    if status in (429, 503):
        return Busy("busy", count=1, limit=_wait(headers, settings))
    if status in (401, 403, 407):
        return StoreLost("store-denied", status=status)
    if 300 <= status < 400:
        return StoreLost("store-elsewhere", status=status)
    return _failed(status, question.text, head)


def mismatch(headers: Mapping[str, str], question: Question, settings: EngineSettings) -> QueryFault | None:
    """What the headers of an answer with status 200 show to be wrong with it, if anything."""
    if "x-sparql-maxrows" in headers:
        limit = headers["x-sparql-maxrows"]
        return MemoryExhausted("store-capped", limit=int(limit) if limit.isdecimal() and len(limit) < 10 else "?")
    if "x-sql-state" in headers:
        # Virtuoso gives what it has when its time is over, and says so here only.
        return DeadlinePassed("deadline", limit=settings.deadline, elapsed=settings.deadline)
    known = media_type_of(headers) in (GRAPH_TYPES if question.outline.is_graph else _JSON)
    if not known or headers.get("content-encoding", "identity") != "identity":
        return StoreLost("store-garbled")
    framed = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")
    # Neither form of a graph has an end of its own: without the frame of HTTP half of it looks whole.
    return None if framed or not question.outline.is_graph else StoreLost("store-garbled")


def unreachable(error: Exception) -> StoreLost:
    """No connection, or none whose certificate can be trusted."""
    return StoreLost("store-unreachable", found=_shown(str(error)) or type(error).__name__)


def _failed(status: int, text: str, head: str) -> QueryFault:
    """What is wrong with the query, if that can be told; else what the store says."""
    if status in (400, 500):
        # Some say 500 of a query that they cannot read, and some cannot read every query that is right.
        ours = explain(text)
        if ours.code.startswith("unknown-prefix") or first_stop(list(tokens(text))) is not None:
            return ours
    said = _shown(head.partition(_ECHO)[0]) or "—"
    return (
        QueryFault("store-rejected", said=said)
        if status == 400
        else StoreLost("store-failed", status=status, said=said)
    )


def _shown(words: str) -> str:
    """The beginning of what someone else wrote, on one line and without control characters."""
    plain = "".join(one if one.isprintable() else " " for one in words[: 8 * _SHOWN])
    line = _SPACE.sub(" ", plain).strip()
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _wait(headers: Mapping[str, str], settings: EngineSettings) -> int:
    said = headers.get("retry-after", "")
    wanted = int(said) if said.isdecimal() and len(said) < 6 else round(settings.deadline / 2)
    return max(1, min(wanted, _LONGEST_WAIT))
