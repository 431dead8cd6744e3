"""Bodies: whom they serve, whether they are there yet, who belongs to them by rule."""

from kg.graph.agents import forum, nodes
from kg.graph.draft import Draft
from kg.graph.places import time
from kg.graph.provenance import found
from kg.model import Agent, Body, MembershipRule, Origin
from kg.terms import NamedNode

__all__ = ["body"]


def body(draft: Draft, claim: Body) -> None:
    """A subsidiary unit; the members that its rule lets one infer are marked as inferred."""
    node = found(draft, draft.mint.body(claim.key), "Body", claim.passage, claim.origin)
    draft.label(node, claim.label, claim.span)
    draft.code(node, "bodyStatus", "status", claim.status)
    draft.add(node, "serves", *(forum(draft, key, claim.span, claim.origin) for key in claim.serves))
    if claim.acronym is not None:
        draft.add(node, "acronym", draft.text(claim.acronym, claim.span))
    if claim.rule is not None:
        _rule(draft, node, claim.key, claim.rule, claim.origin)


def _rule(draft: Draft, node: NamedNode, key: str, rule: MembershipRule, origin: Origin) -> None:
    made = found(draft, draft.mint.membership_rule(key), "MembershipRule", rule.span, origin)
    draft.label(made, draft.short(rule.span), rule.span)
    for role in rule.roles:
        draft.code(made, "ruleRole", "role", role)
    draft.add(made, "ruleForum", forum(draft, rule.forum, rule.span, origin))
    draft.add(node, "membershipRule", made)
    for agent, role in rule.derived:
        draft.add(node, "hasMembership", _membership(draft, key, rule, agent, role, origin))


def _membership(draft: Draft, key: str, rule: MembershipRule, agent: Agent, role: str, origin: Origin) -> NamedNode:
    """Belonging as of the document: a later host is a later membership."""
    node = found(draft, draft.mint.membership(key, agent), "Membership", rule.span, origin)
    draft.add(node, "member", nodes(draft, agent, rule.span, origin)[0])
    draft.code(node, "role", "role", role)
    draft.code(node, "derivation", "derivation", "inferred")
    if draft.dated is not None:
        draft.add(node, "asOf", time(draft, draft.dated, origin))
    return node
