"""How each fact was found: by which rule, lexicon entry and frame, and what was resolved on the way.

https://www.w3.org/TR/prov-o/ ; there is no clock in it, so that the same input gives the same bytes.
"""

from kg import __version__
from kg.graph.draft import Draft
from kg.model import Origin, Span
from kg.terms import Literal, NamedNode
from kg.vocabulary import IGM, LEXICON, OWL, PROV, RDF, RDFS

__all__ = ["found", "trace"]


def found(draft: Draft, subject: NamedNode, kind: str, span: Span, origin: Origin) -> NamedNode:
    """A thing of the text with its class, its evidence and how it was found."""
    draft.kind(subject, kind)
    draft.evidence(subject, span)
    trace(draft, subject, span, origin)
    return subject


def trace(draft: Draft, subject: NamedNode, span: Span, origin: Origin) -> None:
    """Say by which rule and lexicon entry a thing was found."""
    draft.record(subject, PROV["wasGeneratedBy"], _activity(draft, span, origin))


def _activity(draft: Draft, span: Span, origin: Origin) -> NamedNode:
    node = draft.mint.finding(origin, __version__)
    if not draft.first(node):
        return node
    draft.record(node, RDF["type"], PROV["Activity"], IGM["Finding"])
    draft.record(node, IGM["rule"], Literal(origin.rule))
    draft.record(node, PROV["wasAssociatedWith"], _software(draft))
    if origin.entry is not None:
        draft.record(node, PROV["used"], _entry(origin.entry))
    if origin.frame is not None:
        draft.record(node, IGM["frame"], Literal(origin.frame))
    if origin.resolution is not None:
        draft.record(node, IGM["resolution"], draft.text(origin.resolution, span))
    return node


def _entry(entry: str) -> NamedNode:
    return NamedNode(entry) if "://" in entry else LEXICON[entry]


def _software(draft: Draft) -> NamedNode:
    node = draft.mint.software(__version__)
    if not draft.first(node):
        return node
    draft.record(node, RDF["type"], PROV["SoftwareAgent"])
    draft.record(node, RDFS["label"], Literal("Plenary", language="en"))
    draft.record(node, OWL["versionInfo"], Literal(__version__))
    return node
