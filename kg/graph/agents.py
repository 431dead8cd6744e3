"""Parties: those with a name, those that a text treats as one, and those that it leaves unnamed."""

from collections.abc import Iterable
from dataclasses import replace

from kg.graph.draft import Draft
from kg.graph.provenance import found
from kg.model import Agent, Collective, ForumClaim, Group, Organisation, Origin, Span
from kg.terms import NamedNode

__all__ = ["agents", "collective", "forum", "forum_claim", "group", "nodes", "organisation"]

_CLASSES = {
    "state": "State",
    "government": "Government",
    "organisation": "InternationalOrganisation",
    "forum": "Forum",
    "body": "Body",
    "collective": "Collective",
    "group": "IndefiniteGroup",
    "category": "IndefiniteGroup",
}


def agents(draft: Draft, parties: Iterable[Agent], passage: Span, origin: Origin) -> tuple[NamedNode, ...]:
    """The nodes of several parties, written down; `passage` stands for the words of an elided one."""
    return tuple(node for agent in parties for node in nodes(draft, agent, passage, origin))


def nodes(draft: Draft, agent: Agent, passage: Span, origin: Origin) -> tuple[NamedNode, ...]:
    """The node of a party, or those of the unnamed groups that its words name together."""
    span = agent.span or passage
    if agent.kind == "group" and (named := _groups(draft, agent)):
        return tuple(found(draft, draft.mint.group(one.key), "IndefiniteGroup", span, origin) for one in named)
    if agent.kind == "body":
        agent = _body(draft, agent)
    node = found(draft, draft.mint.agent(agent), _CLASSES[agent.kind], span, origin)
    _describe(draft, node, agent, span, origin)
    return (node,)


def _describe(draft: Draft, node: NamedNode, agent: Agent, span: Span, origin: Origin) -> None:
    if agent.kind == "government":
        state = found(draft, draft.mint.state(agent.key), "State", span, origin)
        draft.add(node, "governmentOf", state)
    if agent.acronym is not None:
        draft.add(node, "acronym", draft.text(agent.acronym, span))
    if _is_told_apart(draft, node, agent):
        return
    draft.label(node, agent.label, span)
    if agent.kind in ("collective", "group", "category"):
        draft.code(node, "extension", "extension", "not-named")


def _is_told_apart(draft: Draft, node: NamedNode, agent: Agent) -> bool:
    """Whether a claim of its own, or the reference data, says what the party is called."""
    match agent.kind:
        case "collective":
            return any(draft.mint.collective(one.key) == node for one in draft.claims.collectives)
        case "body":
            return any(one.key == agent.key for one in draft.claims.bodies)
        case "state" | "organisation" | "forum":
            return agent.known
        case _:
            return False


def _groups(draft: Draft, agent: Agent) -> tuple[Group, ...]:
    span = agent.span
    return tuple(
        one
        for one in draft.claims.groups
        if draft.mint.group(one.key) == draft.mint.group(agent.key) or (span is not None and one.span.overlaps(span))
    )


def _body(draft: Draft, agent: Agent) -> Agent:
    """The agent under the key of the body that bears its name: a mention does not know the body's forum."""
    if any(one.key == agent.key for one in draft.claims.bodies):
        return agent
    named = (one.key for one in draft.claims.bodies if one.label.casefold() == agent.label.casefold())
    return replace(agent, key=next(named, agent.key))


def collective(draft: Draft, claim: Collective) -> None:
    """A group that speaks as one: grounded in a meeting, its members known as far as the text names them."""
    node = found(draft, draft.mint.collective(claim.key), "Collective", claim.passage, claim.origin)
    draft.label(node, claim.label, claim.span)
    draft.code(node, "collectiveKind", "collective-kind", claim.kind)
    draft.code(node, "extension", "extension", claim.extension)
    if claim.meeting is not None:
        draft.add(node, "groundedIn", draft.mint.meeting(claim.meeting))


def group(draft: Draft, claim: Group) -> None:
    """A group whose members stay unnamed; `role` is the capacity in which it is to come."""
    node = found(draft, draft.mint.group(claim.key), "IndefiniteGroup", claim.passage, claim.origin)
    draft.label(node, claim.label, claim.span)
    draft.code(node, "regionConstraint", "region", claim.region)
    draft.code(node, "role", "role", claim.role)
    draft.code(node, "extension", "extension", "not-named")


def forum_claim(draft: Draft, claim: ForumClaim) -> None:
    """A forum with its acronym and kind where the text gives them."""
    (node,) = nodes(draft, claim.agent, claim.span, claim.origin)
    draft.evidence(node, claim.passage)
    draft.code(node, "forumKind", "forum-kind", claim.kind)


def organisation(draft: Draft, claim: Organisation) -> None:
    """An organisation with its acronym where the text gives it."""
    (node,) = nodes(draft, claim.agent, claim.span, claim.origin)
    draft.evidence(node, claim.passage)


def forum(draft: Draft, key: str, span: Span, origin: Origin) -> NamedNode:
    """The forum of a key, under the IRI that the document's own claims give it."""
    claims = draft.claims
    named = [one.agent for one in claims.forums] + [one for meeting in claims.meetings for one in meeting.forums]
    known = next((one.known for one in named if one.key == key), True)
    return found(draft, draft.mint.known("forum", key, known), "Forum", span, origin)
