"""Meetings: held where and when the text says, or planned; and who came in what role."""

from kg.graph.agents import agents, nodes
from kg.graph.draft import Draft
from kg.graph.places import place, time
from kg.graph.provenance import found, trace
from kg.model import Meeting, Origin, Participation, Plan
from kg.terms import Literal, NamedNode
from kg.vocabulary import RDFS, XSD

__all__ = ["meeting", "participation", "plan"]


def meeting(draft: Draft, claim: Meeting) -> None:
    """A meeting; the place, time and rank of a planned one are its plan's, for a plan may change."""
    node = draft.mint.meeting(claim.key)
    draft.kind(node, "Meeting")
    draft.label(node, claim.label, claim.span)
    draft.evidence(node, *(claim.passages or (claim.span,)))
    trace(draft, node, claim.span, claim.origin)
    draft.add(node, "ofForum", *agents(draft, claim.forums, claim.span, claim.origin))
    draft.code(node, "meetingKind", "meeting-kind", claim.series)
    draft.code(node, "meetingStatus", "status", claim.status)
    draft.code(node, "certainty", "certainty", claim.certainty)
    _number(draft, node, claim)
    _count(draft, node, claim)
    if claim.status == "planned":
        _plan_unless_told(draft, claim)
    else:
        _held(draft, node, claim)


def _held(draft: Draft, node: NamedNode, claim: Meeting) -> None:
    draft.code(node, "level", "level", claim.level)
    if claim.where is not None:
        draft.add(node, "heldAt", place(draft, claim.where, claim.origin))
    if claim.when is not None:
        draft.add(node, "heldDuring", time(draft, claim.when, claim.origin))


def _number(draft: Draft, node: NamedNode, claim: Meeting) -> None:
    """The number and what it counts: meetings of one kind under the same forums."""
    if claim.ordinal is None:
        return
    draft.add(node, "seriesOrdinal", Literal(str(claim.ordinal), datatype=XSD["integer"]))
    series = found(
        draft, draft.mint.series(claim.key.removesuffix(f"-{claim.ordinal}")), "MeetingSeries", claim.span, claim.origin
    )
    named = ", ".join(one.code for one in claim.forums) or claim.label
    draft.tell(series, RDFS["label"], Literal(f"{named}: {claim.series}", language="en"))
    draft.add(node, "inSeries", series)


def _count(draft: Draft, node: NamedNode, claim: Meeting) -> None:
    if claim.participant_count is None:
        return
    draft.add(node, "participantCount", Literal(str(claim.participant_count), datatype=XSD["integer"]))
    if claim.count_span is not None:
        draft.evidence(node, claim.count_span)


def _plan_unless_told(draft: Draft, claim: Meeting) -> None:
    told = any(one.meeting == claim.key for act in draft.claims.acts for one in act.plans)
    if not told and (claim.when or claim.where or claim.level):
        made = Plan(claim.key, claim.when, claim.where, claim.level, (claim.passages or (claim.span,))[0])
        plan(draft, made, claim.origin)


def plan(draft: Draft, claim: Plan, origin: Origin) -> NamedNode:
    """What the document says of a meeting yet to be held, as of the document's own date."""
    node = found(draft, draft.mint.plan(claim.meeting), "MeetingPlan", claim.span, origin)
    draft.label(node, draft.short(claim.span), claim.span)
    draft.add(node, "plansMeeting", draft.mint.meeting(claim.meeting))
    draft.code(node, "level", "level", claim.level)
    if claim.where is not None:
        draft.add(node, "plannedPlace", place(draft, claim.where, origin))
    if claim.when is not None:
        draft.add(node, "plannedTime", time(draft, claim.when, origin))
    if draft.dated is not None:
        draft.add(node, "asOf", time(draft, draft.dated, origin))
    return node


def participation(draft: Draft, claim: Participation) -> None:
    """An agent in a role; the host of a meeting is also said to host it."""
    node = draft.mint.participation(claim.meeting, claim.agent, claim.role)
    found(draft, node, "Participation", claim.passage, claim.origin)
    party = nodes(draft, claim.agent, claim.span, claim.origin)
    draft.add(node, "participant", party[0])
    draft.code(node, "role", "role", claim.role)
    draft.code(node, "derivation", "derivation", claim.derivation)
    if claim.meeting is not None:
        draft.add(draft.mint.meeting(claim.meeting), "hasParticipation", node)
    if claim.meeting is not None and claim.role == "host":
        draft.add(draft.mint.meeting(claim.meeting), "hostedBy", party[0])
