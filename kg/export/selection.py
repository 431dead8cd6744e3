"""Which of a release's named graphs are meant."""

from collections.abc import Collection

from kg.errors import MisusedCommand, did_you_mean
from kg.store.parts import OF_A_TEXT
from kg.store.release import Release, Slice

__all__ = ["GRAPHS", "selected"]

GRAPHS = ("all", "facts", "provenance", "reference", "text")
"""All, or what texts say, how that was found, what they are read against (ontology, codes, …), their words whole."""


def selected(release: Release, choices: Collection[str], documents: Collection[str] | None) -> tuple[Slice, ...]:
    """The slices of the dump that one of the `choices` means, in its order.

    Raises MisusedCommand for a choice or a document that does not exist.
    """
    for one in sorted(set(choices) - set(GRAPHS)):
        raise MisusedCommand("There is no such choice of graphs", one, "", did_you_mean(one, GRAPHS))
    _check(release, documents)
    return tuple(one for one in release.graphs if _is_meant(one, choices, documents))


def _is_meant(one: Slice, choices: Collection[str], documents: Collection[str] | None) -> bool:
    if documents is not None and one.document not in documents:
        return False
    kind = one.kind if one.kind in OF_A_TEXT else "reference"
    return "all" in choices or kind in choices


def _check(release: Release, documents: Collection[str] | None) -> None:
    known = {one.document for one in release.graphs if one.document is not None}
    for slug in sorted(set(documents or ()) - known):
        hint = did_you_mean(slug, known) if known else "build some texts first"
        raise MisusedCommand("There is no such document in the release", slug, "", hint)
