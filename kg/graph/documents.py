"""Documents: the one that was read, and those that it adopts, attaches or refers to."""

import re

from kg.graph.draft import Draft
from kg.graph.places import place, time
from kg.graph.provenance import found
from kg.model import CommitmentSet, Origin, Referred, Span
from kg.terms import Literal, NamedNode
from kg.vocabulary import DCTERMS, XSD

__all__ = ["commitment_set", "document", "referred"]

_READ = Origin("document.read")
_FIRST_LINE = re.compile(r"\S[^\n]*")


def document(draft: Draft) -> None:
    """The document as it was read, with its text whole, its issue, and how the text came out of which bytes."""
    claims, source, node = draft.claims, draft.document, draft.node
    for span in _own_words(draft):
        found(draft, node, "Document", span, _READ)
    name = draft.words(claims.title) if claims.title else source.name
    draft.label(node, name, claims.title)
    draft.tell(node, DCTERMS["title"], draft.text(name, claims.title))
    draft.tell(node, DCTERMS["language"], *(Literal(one) for one in _languages(draft)))
    draft.tell(node, DCTERMS["format"], Literal(source.media_type))
    draft.add(node, "reader", Literal(source.reader))
    draft.add(node, "sha256", Literal(source.sha256))
    draft.hold(source.text)
    draft.add(node, "textAvailable", _truth(True))
    draft.code(node, "documentType", "document-type", claims.genre)
    _issue(draft)


def _languages(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys((draft.document.language, *(one.language for one in draft.claims.stretches))))


def _own_words(draft: Draft) -> tuple[Span, ...]:
    """Where the text speaks of itself: title, genre, date line; else its first line."""
    claims = draft.claims
    told = tuple(span for span in (claims.title, claims.genre_span, claims.dateline) if span is not None)
    if told:
        return told
    line = _FIRST_LINE.search(draft.document.text)
    return (Span(*line.span()),) if line else ()


def _issue(draft: Draft) -> None:
    claims = draft.claims
    if claims.subject is not None:
        draft.add(draft.node, "issuedBy", draft.mint.meeting(claims.subject.key))
    if claims.issued_in is not None:
        draft.add(draft.node, "issuedIn", place(draft, claims.issued_in, _READ))
    if claims.issued_on is not None:
        draft.add(draft.node, "issuedOn", time(draft, claims.issued_on, _READ))


def referred(draft: Draft, claim: Referred) -> None:
    """A document known only from this one: its text is not held."""
    node = found(draft, draft.mint.document(claim.key), "Document", claim.passage, claim.origin)
    draft.label(node, claim.label, claim.span)
    draft.tell(node, DCTERMS["title"], draft.text(claim.label, claim.span))
    draft.code(node, "documentType", "document-type", claim.kind)
    draft.add(node, "textAvailable", _truth(False))
    draft.add(node, "mentionedIn", draft.node)
    if "attached" in claim.relations:
        draft.add(node, "annexOf", draft.node)
    if "adopted" in claim.relations and draft.claims.subject is not None:
        draft.add(node, "adoptedBy", draft.mint.meeting(draft.claims.subject.key))
    if claim.implemented_by is not None:
        draft.add(node, "implementedBy", draft.mint.body(claim.implemented_by))


def commitment_set(draft: Draft, claim: CommitmentSet) -> None:
    """Commitments referred to together, with what the document says of their progress."""
    node = found(draft, draft.mint.commitment_set(claim.meeting), "CommitmentSet", claim.passage, claim.origin)
    draft.label(node, draft.words(claim.span), claim.span)
    draft.add(node, "agreedAt", draft.mint.meeting(claim.meeting))
    if claim.status is not None:
        draft.add(node, "hasStatusRecord", _status(draft, claim, claim.status))


def _status(draft: Draft, claim: CommitmentSet, status: str) -> NamedNode:
    key = draft.shared(f"status {claim.meeting}", claim.passage)
    node = found(draft, draft.mint.own("status", key), "StatusRecord", claim.passage, claim.origin)
    draft.code(node, "status", "status", status)
    if draft.dated is not None:
        draft.add(node, "asOf", time(draft, draft.dated, claim.origin))
    return node


def _truth(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD["boolean"])
