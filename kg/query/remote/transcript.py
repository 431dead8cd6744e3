"""A store's answer into the form that was asked for: read as it comes, and only believed to its very end."""

import json
import re
from collections.abc import Iterator
from typing import IO, Protocol, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

from kg.query.engine import Question
from kg.query.writing import write
from kg.vocabulary import PREFIXES

__all__ = ["ACCEPTED", "GRAPH_TYPES", "RESULT_TYPE", "BrokenAnswer", "Readable", "Writable", "transcribe"]

RESULT_TYPE = "application/sparql-results+json"
"""The one form of rows that is asked for: CSV and TSV do not show that they were cut, and XML is read even so."""

GRAPH_TYPES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}

ACCEPTED = {
    False: f"{RESULT_TYPE}, application/json;q=0.5",
    True: "application/n-triples, text/turtle;q=0.8",
}
"""What a store is asked for where the answer is, or is not, a graph."""

_REMEMBERED = 100_000
_CHUNK = 1 << 16
_ASKED = "__ASK_RETVAL"
_NAMES = re.compile(rb'("vars"\s*:\s*\[)([^\[\]]*)(\])')


class Readable(Protocol):
    """Where the store's answer comes from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""


class Writable(Protocol):
    """Where the answer goes to."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes."""


class BrokenAnswer(ValueError):
    """It is not what was asked for, or goes on after its end."""


def transcribe(question: Question, media_type: str, source: Readable, out: Writable) -> None:
    """Write the store's answer of this media type in the question's form.

    Raises SyntaxError, ValueError or MemoryError where it is not a whole answer of its kind.
    """
    watched = _Watched(source if question.outline.star is None else _Ordered(source, question.outline.variables))
    reader, sink = cast("IO[bytes]", watched), cast("IO[bytes]", out)
    prefixes = PREFIXES | question.outline.prefixes
    if question.outline.is_graph:
        triples = _triples(reader, GRAPH_TYPES[media_type])
        more = write(triples, sink, question.format.name, prefixes, question.rows, _REMEMBERED)
    else:
        results = parse_query_results(reader, QueryResultsFormat.JSON)
        more = write(_as_asked(results, question), sink, question.format.name, prefixes, question.rows)
    if more:
        # A page shows the first rows and says that there are more: the rest need not come.
        return
    watched.drain()
    if not question.outline.is_graph and watched.last != b"}":
        raise BrokenAnswer("it ends too early")


def _triples(reader: IO[bytes], form: RdfFormat) -> Iterator[Triple]:
    for quad in parse(reader, format=form):
        yield quad.triple


def _as_asked(results: QuerySolutions | QueryBoolean, question: Question) -> QuerySolutions | QueryBoolean:
    if (question.outline.form == "ASK") is isinstance(results, QueryBoolean):
        return results
    if isinstance(results, QueryBoolean) or [one.value for one in results.variables] != [_ASKED]:
        raise BrokenAnswer("another kind of answer than was asked for")
    # Virtuoso 7 answers ASK with a table: no row, or one with a number, stands for the truth.
    rows = [solution[_ASKED] for solution in results]
    return _boolean(any(getattr(one, "value", "0") != "0" for one in rows))


def _boolean(value: bool) -> QueryBoolean:
    said = b'{"head":{},"boolean":true}' if value else b'{"head":{},"boolean":false}'
    return cast(QueryBoolean, parse_query_results(said, QueryResultsFormat.JSON))


class _Ordered:
    """Rows from a source, the columns of a `SELECT *` put in the order of the variables in the query.

    Stores have them in an order of their own; that of the head is the one in which they are written.
    """

    def __init__(self, source: Readable, variables: tuple[str, ...]) -> None:
        self._source = source
        self._variables = variables
        self._head: bytes | None = None

    def read(self, size: int = -1, /) -> bytes:
        if self._head is None:
            self._head = _NAMES.sub(self._sorted, self._beginning(), count=1)
        if not self._head:
            return self._source.read(size)
        size = len(self._head) if size < 0 else size
        content, self._head = self._head[:size], self._head[size:]
        return content

    def _beginning(self) -> bytes:
        """What comes until the names of the columns are there, or are seen not to come first."""
        head = b""
        while len(head) < _CHUNK and not _NAMES.search(head) and b"}" not in head:
            content = self._source.read(_CHUNK)
            head += content
            if not content:
                break
        return head

    def _sorted(self, found: re.Match[bytes]) -> bytes:
        names = [one.decode("utf-8", "replace") for one in re.findall(rb'"([^"\\]*)"', found[2])]
        if not set(names) <= set(self._variables):
            return found[0]
        ordered = sorted(names, key=self._variables.index)
        return found[1] + b", ".join(json.dumps(one, ensure_ascii=False).encode() for one in ordered) + found[3]


class _Watched:
    """What comes from a source, its last byte that is not white space remembered."""

    def __init__(self, source: Readable) -> None:
        self.last = b""
        self._source = source

    def read(self, size: int = -1, /) -> bytes:
        content = self._source.read(size)
        self.last = content.rstrip()[-1:] or self.last
        return content

    def drain(self) -> None:
        """Take what is left: the end of the body says whether it has come whole."""
        while self.read(_CHUNK):
            pass
