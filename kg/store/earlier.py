"""What releases before the one that is served held: they are kept beside it, for a while."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.errors import BrokenRelease
from kg.store.history import kept
from kg.store.layout import Layout
from kg.store.release import read_release

__all__ = ["Held", "last_held"]


@dataclass(frozen=True, slots=True)
class Held:
    """An earlier release that spoke of a thing, the version that made it, and the graphs in which it did so."""

    release: str
    version: str
    graphs: frozenset[str]


def last_held(served: Path, iris: tuple[str, ...]) -> tuple[str, Held] | None:
    """The first of the IRIs that a release before the served one spoke of, with the last such release.

    `served` is the folder of a release; None where it has no others beside it, or none that spoke of them.
    """
    for folder in _before(served):
        for iri in iris:
            graphs = frozenset(_graphs(folder, iri))
            if graphs:
                release = read_release(folder)
                return iri, Held(release.id, release.version, graphs)
    return None


def _before(served: Path) -> Iterator[Path]:
    """The releases before one, the last first."""
    layout = Layout(served.parent.parent)
    if layout.releases != served.parent:
        return
    order = kept(layout)
    at = order.index(served.name) if served.name in order else 0
    yield from (layout.releases / name for name in reversed(order[:at]))


def _graphs(folder: Path, iri: str) -> Iterator[str]:
    try:
        found = _opened(folder).quads_for_pattern(NamedNode(iri), None, None, None)
        for quad in found:
            if isinstance(quad.graph_name, NamedNode):
                yield quad.graph_name.value
    except (OSError, BrokenRelease):
        # A release that is removed, or damaged, while it is looked at tells nothing.
        return


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Store:
    return read_release(folder).open()
