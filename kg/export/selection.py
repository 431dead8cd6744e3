"""Which of a release's named graphs are meant."""

from collections.abc import Collection

from kg.errors import MisusedCommand, did_you_mean
from kg.store.release import Release, Slice

__all__ = ["GRAPHS", "selected"]

GRAPHS = ("all", "facts", "provenance", "reference")
"""What texts say, how that was found, what they are read against (ontology, codes, reference, dataset), or all."""

_OF_DOCUMENTS = ("facts", "provenance")


def selected(release: Release, graphs: str, documents: Collection[str] | None) -> tuple[Slice, ...]:
    """The slices of the dump, in its order; raises MisusedCommand for a choice or a document that does not exist."""
    if graphs not in GRAPHS:
        raise MisusedCommand("There is no such choice of graphs", graphs, "", did_you_mean(graphs, GRAPHS))
    _check(release, documents)
    return tuple(one for one in release.graphs if _is_meant(one, graphs, documents))


def _is_meant(one: Slice, graphs: str, documents: Collection[str] | None) -> bool:
    if documents is not None and one.document not in documents:
        return False
    kind = one.kind if one.kind in _OF_DOCUMENTS else "reference"
    return graphs in ("all", kind)


def _check(release: Release, documents: Collection[str] | None) -> None:
    known = {one.document for one in release.graphs if one.document is not None}
    for slug in sorted(set(documents or ()) - known):
        hint = did_you_mean(slug, known) if known else "build some texts first"
        raise MisusedCommand("There is no such document in the release", slug, "", hint)
