"""What acts found, plan or are about, by kind and key."""

from kg.graph.agents import forum
from kg.graph.draft import Draft
from kg.graph.provenance import found
from kg.model import Origin, Span, Thing
from kg.terms import NamedNode

__all__ = ["thing"]


def thing(draft: Draft, named: Thing, span: Span, origin: Origin) -> NamedNode:
    """The node of a thing; one that no claim of its own describes is named here."""
    match named.kind:
        case "forum":
            return forum(draft, named.key, span, origin)
        case "commitment-set":
            return _commitment_set(draft, named, span, origin)
        case "organisation":
            known = next((one.agent.known for one in draft.claims.organisations if one.agent.key == named.key), True)
            node = draft.mint.known("organisation", named.key, known)
            return found(draft, node, "InternationalOrganisation", span, origin)
        case "state":
            return found(draft, draft.mint.state(named.key), "State", span, origin)
        case "request":
            return found(draft, draft.mint.own("request", named.key), "Request", span, origin)
        case "meeting" | "body" | "document":
            return _described(draft, named, span, origin)


def _described(draft: Draft, named: Thing, span: Span, origin: Origin) -> NamedNode:
    """A meeting, body or document; its own claim says the rest, where there is one."""
    mint, claims = draft.mint, draft.claims
    node, kind, keys = {
        "meeting": (mint.meeting(named.key), "Meeting", [one.key for one in claims.meetings]),
        "body": (mint.body(named.key), "Body", [one.key for one in claims.bodies]),
        "document": (mint.document(named.key), "Document", [one.key for one in claims.documents]),
    }[named.kind]
    if named.key not in keys:
        found(draft, node, kind, span, origin)
        draft.label(node, named.label, span)
    return node


def _commitment_set(draft: Draft, named: Thing, span: Span, origin: Origin) -> NamedNode:
    node = draft.mint.commitment_set(named.key)
    if all(one.meeting != named.key for one in draft.claims.commitment_sets):
        found(draft, node, "CommitmentSet", span, origin)
        draft.label(node, named.label or draft.short(span), span)
        draft.add(node, "agreedAt", draft.mint.meeting(named.key))
    return node
