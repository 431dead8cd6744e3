"""What acts put forward: commitments, needs, requests, proposals, claims, and the actions in them."""

from collections.abc import Iterable

from kg.graph.agents import agents
from kg.graph.draft import Draft
from kg.graph.places import place, time
from kg.graph.provenance import found
from kg.graph.things import thing
from kg.model import Act, Content, Origin, Purpose, Span, Tagged
from kg.terms import Literal, NamedNode
from kg.vocabulary import IGM, XSD, code

__all__ = ["content", "words_alone"]

# The class of a kind with those above it, so that a query for all claims finds every finding of progress.
_CLASSES = {
    "commitment": ("Commitment", "Content"),
    "request": ("Request", "Content"),
    "need": ("Need", "Content"),
    "proposal": ("Proposal", "Content"),
    "claim": ("Claim", "Content"),
    "progress-finding": ("ProgressFinding", "Claim", "Content"),
    "content": ("Content",),
}
_ACTING = frozenset({"commitment", "request", "need", "proposal"})
_STRENGTHS = {"need": "recognised-need", "proposal": "explored"}
_OF_ACTIONS = {"means": "means", "scope": "scope", "frequency": "frequency"}
_OF_CONTENTS = {"topic": "topic", "principle": "invokesPrinciple", "party-category": "involvesCategory"}


def content(draft: Draft, act: Act, claim: Content, main: bool) -> NamedNode:
    """What an act puts forward; only its `main` content has the act's strength and deadline."""
    # What is decided by saying it is done: no one has promised anything.
    kind = "content" if act.type == "Decision" and claim.kind == "commitment" else claim.kind
    key = draft.distinct(kind, claim.span)
    node = draft.mint.own("claim" if kind == "progress-finding" else kind, key)
    _write(draft, node, kind, claim.span, act.origin)
    draft.code(node, "strength", "strength", (act.strength if main else None) or _STRENGTHS.get(kind))
    draft.add(node, "hedge", *(draft.text(draft.words(span), span) for span in claim.hedges))
    if claim.actors or claim.reading == "distributive":
        draft.code(node, "reading", "reading", claim.reading)
    if kind == "request":
        draft.add(node, "addressee", *agents(draft, act.addressees, act.span, act.origin))
    draft.add(node, "findingAbout", *(thing(draft, one, claim.span, act.origin) for one in claim.about))
    _tag(draft, node, claim.tags, _OF_CONTENTS)
    if kind in _ACTING:
        draft.add(node, "hasAction", _action(draft, act, claim, key, main))
    return node


def words_alone(draft: Draft, span: Span, origin: Origin) -> NamedNode:
    """A content that is nothing but its words, such as what thanks are given for."""
    node = draft.mint.own("content", draft.shared("content", span))
    return _write(draft, node, "content", span, origin)


def _write(draft: Draft, node: NamedNode, kind: str, span: Span, origin: Origin) -> NamedNode:
    found(draft, node, _CLASSES[kind][0], span, origin)
    draft.kind(node, *_CLASSES[kind])
    draft.label(node, draft.short(span), span)
    draft.add(node, "gloss", draft.text(draft.words(span), span))
    return node


def _action(draft: Draft, act: Act, claim: Content, key: str, main: bool) -> NamedNode:
    node = _deed(draft, draft.mint.own("action", key), claim.span, claim.action_kind, act.origin)
    draft.add(node, "actor", *agents(draft, claim.actors, act.passage, act.origin))
    draft.add(node, "inAccordanceWith", *(thing(draft, one, claim.span, act.origin) for one in claim.according_to))
    if claim.implemented_by is not None:
        draft.add(node, "implementedBy", thing(draft, claim.implemented_by, claim.span, act.origin))
    if claim.continues:
        draft.add(node, "continues", Literal("true", datatype=XSD["boolean"]))
    _objects(draft, node, act, claim)
    _whenabouts(draft, node, act, claim, main)
    _tag(draft, node, (tag for tag in claim.tags if not _is_asked_for(tag, claim)), _OF_ACTIONS)
    draft.add(node, "beneficiaryCategory", *(code(tag.scheme, tag.code) for tag in claim.beneficiaries))
    draft.add(node, "actorCategory", *(code(tag.scheme, tag.code) for tag in claim.actor_categories))
    _purposes(draft, node, claim.purposes, act.origin)
    return node


def _deed(draft: Draft, node: NamedNode, span: Span, kind: str | None, origin: Origin) -> NamedNode:
    found(draft, node, "Action", span, origin)
    draft.label(node, draft.short(span), span)
    draft.code(node, "actionKind", "action-kind", kind or "other")
    draft.add(node, "gloss", draft.text(draft.words(span), span))
    return node


def _whenabouts(draft: Draft, node: NamedNode, act: Act, claim: Content, main: bool) -> None:
    """When and where the action is to be done; a deadline is the act's own."""
    for when in (claim.when, act.deadline if main else None):
        if when is not None:
            draft.add(node, "actionTime", time(draft, when, act.origin))
    if claim.where is not None:
        draft.add(node, "actionPlace", place(draft, claim.where, act.origin))


def _objects(draft: Draft, node: NamedNode, act: Act, claim: Content) -> None:
    """What the action is done to; a promise to ask has the request itself, which nobody has made yet."""
    asking = bool(claim.request_of or claim.request_span)
    objects = [one for one in claim.objects if not (asking and one.kind == "request")]
    draft.add(node, "actionObject", *(thing(draft, one, claim.span, act.origin) for one in objects))
    if asking:
        draft.add(node, "actionObject", _foreseen(draft, act, claim, claim.request_span or claim.span))


def _foreseen(draft: Draft, act: Act, claim: Content, span: Span) -> NamedNode:
    """The request that an act promises to make, with the action that will be asked."""
    key = draft.distinct("request", span)
    node = _write(draft, draft.mint.own("request", key), "request", span, act.origin)
    asked = agents(draft, claim.request_of, span, act.origin)
    draft.add(node, "addressee", *asked)
    action = _deed(draft, draft.mint.own("action", key), span, None, act.origin)
    draft.add(action, "actor", *asked)
    _tag(draft, action, (tag for tag in claim.tags if _is_asked_for(tag, claim)), _OF_ACTIONS)
    draft.add(node, "hasAction", action)
    return node


def _is_asked_for(tag: Tagged, claim: Content) -> bool:
    """Whether a code belongs to what will be requested, not to the asking."""
    return claim.request_span is not None and claim.request_span.covers(tag.span)


def _purposes(draft: Draft, node: NamedNode, purposes: tuple[Purpose, ...], origin: Origin) -> None:
    """Each purpose is an action that the one before it serves."""
    served = node
    for purpose in purposes:
        aim = draft.mint.own("action", draft.shared("purpose", purpose.span))
        draft.add(served, "purpose", _deed(draft, aim, purpose.span, purpose.action_kind, origin))
        served = aim


def _tag(draft: Draft, node: NamedNode, tags: Iterable[Tagged], names: dict[str, str]) -> None:
    for tag in tags:
        if tag.scheme in names:
            draft.tell(node, IGM[names[tag.scheme]], code(tag.scheme, tag.code))
