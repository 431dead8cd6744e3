"""The graphs that a question names as its dataset: few enough, and all of them had."""

from collections.abc import Collection, Set

from pyoxigraph import NamedNode

from kg.query.faults import QueryFault, spot
from kg.query.messages import Found

__all__ = ["check_graphs"]


def check_graphs(text: str, wanted: Collection[str], known: Set[str], most: int, empty: bool = False) -> None:
    """Refuse a query that names more graphs than `most`, or unknown ones, which may count as `empty`.

    Raises QueryFault.
    """
    if len(wanted) > most:
        raise QueryFault("too-many-graphs", count=len(wanted), limit=most)
    for graph in wanted:
        if graph not in known and not (empty and _is_iri(graph)):
            at = text.find(f"<{graph}>")
            raise QueryFault("graph-unknown", spot(text, at) if at >= 0 else None, graph=Found(graph))


def _is_iri(name: str) -> bool:
    try:
        return bool(NamedNode(name).value)
    except ValueError:
        return False
