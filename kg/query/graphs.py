"""The graphs that a question names as its dataset: few enough, and all of them had."""

from collections.abc import Collection, Set

from kg.query.faults import QueryFault, spot
from kg.query.messages import Found

__all__ = ["check_graphs"]


def check_graphs(text: str, wanted: Collection[str], known: Set[str], most: int) -> None:
    """Refuse a query that names unknown graphs, or more than `most`. Raises QueryFault."""
    if len(wanted) > most:
        raise QueryFault("too-many-graphs", count=len(wanted), limit=most)
    for graph in wanted:
        if graph not in known:
            at = text.find(f"<{graph}>")
            raise QueryFault("graph-unknown", spot(text, at) if at >= 0 else None, graph=Found(graph))
