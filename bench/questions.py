"""What servers are asked: three kinds of query, each with so many constants that none need come twice."""

from collections.abc import Callable, Mapping

from bench.graph import BASE

__all__ = ["QUESTIONS"]

_PREFIX = "PREFIX igm: <https://w3id.org/igm/ns#>\n"
_MEETINGS = 11_000


def _lookup(number: int) -> str:
    """All that is told of one commitment: a handful of triples."""
    lap, at = divmod(number, 3 * _MEETINGS)
    thing = f"<{BASE}id/meeting/{at // 3}/commitment/{at % 3}>"
    return f"{_PREFIX}SELECT ?p ?o {{ {thing} ?p ?o }} LIMIT {100 + lap}"


def _aggregate(number: int) -> str:
    """Which states came to the meetings of one forum, and how often: a join of some 2,300 rows, a group for each state.

    There are forty forums; beyond those, only the words of the query are new.
    """
    lap, forum = divmod(number, 40)
    return (
        f"{_PREFIX}SELECT ?state (COUNT(?part) AS ?n) {{\n"
        f"  ?meeting igm:ofForum <{BASE}id/forum/{forum}> ; igm:hasParticipation ?part .\n"
        f"  ?part igm:participant ?state\n}} GROUP BY ?state LIMIT {100 + lap}"
    )


def _rows(number: int) -> str:
    """Ten thousand rows of a join, each time from another row on."""
    return (
        f"{_PREFIX}SELECT ?meeting ?part ?state {{\n"
        f"  ?meeting igm:hasParticipation ?part . ?part igm:participant ?state\n}} OFFSET {number} LIMIT 10000"
    )


QUESTIONS: Mapping[str, Callable[[int], str]] = {"lookup": _lookup, "aggregate": _aggregate, "10,000 rows": _rows}
