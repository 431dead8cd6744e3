"""Which of a release's named graphs are meant."""

from collections.abc import Collection, Iterable

from kg.errors import MisusedCommand, did_you_mean
from kg.store.parts import OF_A_TEXT
from kg.store.release import Release, Slice

__all__ = ["GRAPHS", "of_document", "selected"]

GRAPHS = ("all", "facts", "provenance", "reference", "text")
"""All, or what texts say, how that was found, what they are read against (ontology, codes, …), their words whole."""

_ENDINGS = ("", "/provenance", "/text")


def selected(release: Release, choices: Collection[str], documents: Collection[str] | None) -> tuple[Slice, ...]:
    """The slices of the dump that one of the `choices` means, in its order.

    Raises MisusedCommand for a choice or a document that does not exist.
    """
    for one in sorted(set(choices) - set(GRAPHS)):
        raise MisusedCommand("There is no such choice of graphs", one, "", did_you_mean(one, GRAPHS))
    graphs: Iterable[Slice] = release.graphs if documents is None else _of(release, documents)
    return tuple(one for one in graphs if _is_meant(one, choices))


def of_document(release: Release, slug: str) -> tuple[Slice, ...]:
    """The graphs of one document, in the order of their names; none where there is no such document."""
    names = (f"{release.base}graph/{slug}{ending}" for ending in _ENDINGS)
    found = (release.graph(name) for name in names)
    return tuple(one for one in found if one is not None and one.document == slug)


def _of(release: Release, documents: Collection[str]) -> list[Slice]:
    found: list[Slice] = []
    for slug in sorted(set(documents)):
        graphs = of_document(release, slug)
        if not graphs:
            raise _unknown(release, slug)
        found += graphs
    return sorted(found, key=lambda one: one.offset)


def _is_meant(one: Slice, choices: Collection[str]) -> bool:
    kind = one.kind if one.kind in OF_A_TEXT else "reference"
    return "all" in choices or kind in choices


def _unknown(release: Release, slug: str) -> MisusedCommand:
    known = {one.document for one in release.graphs if one.document is not None}
    hint = did_you_mean(slug, known) if known else "build some texts first"
    return MisusedCommand("There is no such document in the release", slug, "", hint)
