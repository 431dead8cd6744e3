"""Claims to quads: the facts of a document in one graph, how they were found in another, its words in a third."""

from kg.graph.agents import collective, forum_claim, group, organisation
from kg.graph.bodies import body
from kg.graph.documents import commitment_set, document, referred
from kg.graph.draft import Draft
from kg.graph.meetings import meeting, participation
from kg.graph.places import place
from kg.graph.statements import statements
from kg.model import Claims, Document, Origin
from kg.terms import Quad

__all__ = ["build"]

_NAMED_PLACE = Origin("place.named")


def build(document_read: Document, claims: Claims, base: str) -> tuple[Quad, ...]:
    """The quads of a document, in order, without blank nodes: the same claims, the same quads.

    `base` is the deployment's base IRI. Every node that comes from the text points to a passage of it.
    """
    draft = Draft(document_read, claims, base)
    document(draft)
    for one in claims.forums:
        forum_claim(draft, one)
    for named in claims.organisations:
        organisation(draft, named)
    for where in claims.places:
        place(draft, where, _NAMED_PLACE)
    _parties(draft, claims)
    _meetings(draft, claims)
    statements(draft)
    return draft.quads()


def _parties(draft: Draft, claims: Claims) -> None:
    for speaker in claims.collectives:
        collective(draft, speaker)
    for unnamed in claims.groups:
        group(draft, unnamed)
    for unit in claims.bodies:
        body(draft, unit)


def _meetings(draft: Draft, claims: Claims) -> None:
    for gathering in claims.meetings:
        meeting(draft, gathering)
    for row in claims.participations:
        participation(draft, row)
    for text in claims.documents:
        referred(draft, text)
    for together in claims.commitment_sets:
        commitment_set(draft, together)
