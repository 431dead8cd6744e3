"""What a store says of the dataset in it: which release it is, which graphs it has, what its default graph is."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from kg.query.remote.questions import Ask, asked, is_true
from kg.vocabulary import reference_graph

__all__ = [
    "DATASET",
    "DEFAULT",
    "REFERENCE",
    "Ask",
    "StoreFacts",
    "facts_of",
    "is_there",
    "own_graphs_in",
    "release_in",
]

DATASET = reference_graph("dataset").value
"""The graph in which a dataset tells of itself."""
DEFAULT = reference_graph("default").value
"""The graph that stands in for the default graph in a store whose own one is the union of all graphs."""
REFERENCE = tuple(
    reference_graph(name).value
    for name in ("alignments", "codes", "dataset", "decisions", "default", "ontology", "reference")
)
"""The graphs that a dataset has beside those of its documents."""

_PAGE = 5_000
_PAGES = 400
_RELEASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_FIRST = "!"


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """The dataset in a store."""

    release: str
    """Its release; empty where the store does not say, as while one is being put into it."""
    graphs: frozenset[str]
    """The named graphs that may be asked for."""
    default: tuple[str, ...] = ()
    """The graphs to be taken for the default graph; none where the store has one of its own."""


async def facts_of(ask: Ask, release: str) -> StoreFacts:
    """What the store says, its release being known already. Raises QueryFault."""
    graphs = await own_graphs_in(ask)
    if not graphs and not release:
        graphs = {graph async for graph in _pages(ask, "graphs")}
    return StoreFacts(release, frozenset(graphs), (DEFAULT,) if DEFAULT in graphs else ())


async def release_in(ask: Ask) -> str:
    """The release that a store holds; empty where it holds none, several, or half of one. Raises QueryFault."""
    table = await asked(ask, "release", 2, graph=DATASET)
    said = [row[1].value for row in table.rows if row[1] is not None]
    # What a store says goes into headers.
    return said[0] if len(said) == 1 and _RELEASE.fullmatch(said[0]) else ""


async def own_graphs_in(ask: Ask) -> set[str]:
    """The graphs of a dataset of ours in a store: what it tells of, and those that every one has. Raises QueryFault."""
    told = {graph async for graph in _pages(ask, "subsets", graph=DATASET)}
    return told | {graph for graph in REFERENCE if await is_there(ask, graph)}


async def _pages(ask: Ask, name: str, **values: str) -> AsyncIterator[str]:
    after = _FIRST
    for _ in range(_PAGES):
        table = await asked(ask, name, _PAGE, **values, beyond=after)
        found = [row[0].value for row in table.rows if row[0] is not None and row[0].kind == "uri"]
        for graph in found:
            yield graph
        if len(table.rows) < _PAGE or not found or found[-1] <= after:
            return
        after = found[-1]


async def is_there(ask: Ask, graph: str) -> bool:
    """Whether the store has anything in a graph. Raises QueryFault."""
    return await is_true(ask, "there", graph=graph)
