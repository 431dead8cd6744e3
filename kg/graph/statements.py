"""Statements: who said what kind of thing, to whom, at which meeting, in which words."""

from collections.abc import Sequence

from kg.graph.agents import agents
from kg.graph.contents import content, words_alone
from kg.graph.draft import Draft
from kg.graph.meetings import plan
from kg.graph.provenance import found
from kg.graph.things import thing
from kg.model import Act
from kg.terms import Literal, NamedNode
from kg.vocabulary import XSD, code

__all__ = ["statements"]

_TRUE = Literal("true", datatype=XSD["boolean"])


def statements(draft: Draft) -> None:
    """Every act of the document, and the links between them."""
    acts = draft.claims.acts
    said = [draft.mint.own("statement", draft.distinct(act.kind, act.span)) for act in acts]
    for node, act in zip(said, acts, strict=True):
        _statement(draft, node, act)
        _link(draft, node, act, said)


def _statement(draft: Draft, node: NamedNode, act: Act) -> None:
    found(draft, node, "Statement", act.passage, act.origin)
    draft.kind(node, *act.classes)
    draft.label(node, draft.short(act.span), act.span)
    draft.add(node, "expressedIn", draft.passage(act.passage))
    draft.code(node, "statementKind", "statement-kind", act.kind)
    draft.code(node, "actType", "act-type", act.type.lower())
    if draft.claims.subject is not None:
        draft.add(node, "madeAt", draft.mint.meeting(draft.claims.subject.key))
    _speakers(draft, node, act)
    _subjects(draft, node, act)
    _marks(draft, node, act)
    contents = [content(draft, act, one, one is act.content) for one in (act.content, *act.also) if one is not None]
    draft.add(node, "hasContent", *contents)
    _attitude(draft, node, act, contents[0] if act.content else None)
    for one in act.plans:
        plan(draft, one, act.origin)


def _speakers(draft: Draft, node: NamedNode, act: Act) -> None:
    """Whose act it is: inferred where a pronoun, or nothing at all, stands for the speakers."""
    draft.add(node, "statedBy", *agents(draft, act.actors, act.passage, act.origin))
    if act.actors:
        inferred = any(agent.derivation == "inferred" for agent in act.actors)
        draft.code(node, "speakerDerivation", "derivation", "inferred" if inferred else "stated")
    draft.add(node, "addressedTo", *agents(draft, act.addressees, act.passage, act.origin))
    draft.code(node, "spokenThrough", "party-category", act.spoken_through)


def _subjects(draft: Draft, node: NamedNode, act: Act) -> None:
    """The matters that the words name, as codes, and the things that come of the act."""
    draft.add(node, "topic", *(code(tag.scheme, tag.code) for tag in act.topics))
    draft.add(node, "invokesPrinciple", *(code(tag.scheme, tag.code) for tag in act.principles))
    draft.add(node, "involvesCategory", *(code(tag.scheme, tag.code) for tag in act.involves))
    draft.add(node, "brings", *(thing(draft, one, act.span, act.origin) for one in act.brings))


def _marks(draft: Draft, node: NamedNode, act: Act) -> None:
    draft.code(node, "certainty", "certainty", act.certainty)
    if act.open_list:
        draft.add(node, "openList", _TRUE)
    if act.restated:
        draft.add(node, "restated", _TRUE)


def _attitude(draft: Draft, node: NamedNode, act: Act, main: NamedNode | None) -> None:
    """What an attitude is about: things by name, and the words, which may be the act's own content."""
    draft.add(node, "attitudeTowards", *(thing(draft, one, act.span, act.origin) for one in act.attitude))
    span = act.attitude_span
    if span is None:
        return
    if main is not None and act.content is not None and act.content.span.overlaps(span):
        draft.add(node, "attitudeTowards", main)
    else:
        draft.add(node, "attitudeTowards", words_alone(draft, span, act.origin))


def _link(draft: Draft, node: NamedNode, act: Act, said: Sequence[NamedNode]) -> None:
    if act.follows is not None:
        draft.add(node, "followsFrom", said[act.follows])
    if act.embedded_in is not None:
        draft.add(node, "embeddedIn", said[act.embedded_in])
    if act.alternative_to is not None:
        # Symmetric, and no one reasons over the published graph: both ways are written.
        draft.add(node, "alternativeTo", said[act.alternative_to])
        draft.add(said[act.alternative_to], "alternativeTo", node)
