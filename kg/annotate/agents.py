"""The agents that a text speaks of: collectives, unnamed groups, forums, organisations; and its places."""

import re

from kg.annotate.context import Context
from kg.annotate.discourse import Spoken, collective_key
from kg.annotate.places import places
from kg.annotate.reading import Reading
from kg.model import (
    Act,
    Agent,
    Collective,
    ForumClaim,
    Group,
    Meeting,
    Organisation,
    Origin,
    Participation,
    Where,
)
from kg.terms import slug

_AND = re.compile(r"\s+(?:and|y|e)\s+")


def collectives(
    context: Context,
    voices: tuple[Spoken, ...],
    held: Meeting | None,
    rows: tuple[Participation, ...],
    counted: bool,
    told: tuple[Act, ...],
) -> tuple[Collective, ...]:
    """Each group that speaks, once for each way of naming it, with how far its members are known."""
    states = any(row.role in ("participating-state", "participant") for row in rows)
    extension = "fully-named" if states else "counted" if counted else "not-named"
    found: dict[str, Collective] = {}
    for one in voices:
        subject = one.collective
        if subject is None or subject.label is None or subject.span is None or subject.collective is None:
            continue
        key = collective_key(context.document.slug, subject.label)
        found.setdefault(
            key,
            Collective(
                key=key,
                label=subject.label,
                kind=subject.collective,
                # Those who came are counted or named; who the members are is another matter.
                extension="not-named" if subject.collective == "member-states" else extension,
                meeting=held.key if held else None,
                span=subject.span,
                passage=one.draft.reading.passage.span,
                origin=Origin("agent.collective"),
            ),
        )
    for act in told:
        for agent in act.addressees:
            if agent.kind == "collective" and agent.span is not None:
                origin = Origin("agent.population")
                made = Collective(
                    agent.key, agent.label, "population", "not-named", None, agent.span, act.passage, origin
                )
                found.setdefault(agent.key, made)
    return tuple(found.values())


def groups(context: Context) -> tuple[Group, ...]:
    """Groups whose members are left unnamed: "some South American and Caribbean countries" are two."""
    found: dict[str, Group] = {}
    for reading in context.body:
        text = reading.passage.view.text
        for match in context.cues("unnamed_group", text):
            for made in _groups(context, reading, match):
                found.setdefault(made.key, made)
    return tuple(found.values())


def _groups(context: Context, reading: Reading, match: re.Match[str]) -> list[Group]:
    span = reading.passage.view.span(match.start(), match.end())
    language = context.tongue.language
    regions = [
        term.code
        for part in _AND.split(match["regions"])
        for term in context.lexicon.terminology.find(part, language, "region")[:1]
    ]
    invited = context.cue("invited_as", reading)
    role = _role(invited["role"]) if invited else None
    made: list[Group] = []
    for region in regions:
        label = f"{match.group()} ({region})" if len(regions) > 1 else match.group()
        key = slug(f"{context.document.slug}-{match.group()}-{region}", 120)
        made.append(Group(key, label, region, span, reading.passage.span, Origin("agent.unnamed-group"), role))
    return made


def _role(word: str) -> str:
    low = word.lower()
    return "observer" if low.startswith("obs") else "guest" if low.startswith(("guest", "inv")) else "participant"


def forums(context: Context) -> tuple[ForumClaim, ...]:
    """The forums named, each once, with an acronym and a kind where the text gives them."""
    found: dict[str, ForumClaim] = {}
    for reading in _told(context):
        agents = [one.agent for one in reading.mentions if one.agent.kind == "forum"]
        kinds = _kinds(context, reading) if agents else ()
        kind = kinds[0] if len(kinds) == 1 else None
        for agent in agents:
            if agent.span is not None:
                made = ForumClaim(agent, agent.span, reading.passage.span, Origin("agent.forum"), kind)
                found[agent.key] = _better(found.get(agent.key), made)
    return tuple(found.values())


def _kinds(context: Context, reading: Reading) -> tuple[str, ...]:
    """The kind that the sentence says the forums are ("consultative processes")."""
    terms = context.lexicon.terminology.find(reading.passage.view.text, context.tongue.language, "forum-kind")
    return tuple(dict.fromkeys(term.code for term in terms))


def _better(before: ForumClaim | None, after: ForumClaim) -> ForumClaim:
    if before is None:
        return after
    agent, kind = before.agent, before.kind
    if agent.acronym is None and after.agent.acronym is not None:
        agent = after.agent
    if kind is None and after.kind is not None:
        return ForumClaim(agent, after.span, after.passage, after.origin, after.kind)
    return ForumClaim(agent, before.span, before.passage, before.origin, kind)


def organisations(context: Context) -> tuple[Organisation, ...]:
    """The organisations named, each once, the naming with an acronym first."""
    found: dict[str, Organisation] = {}
    for reading in _told(context):
        for mention in reading.mentions:
            agent: Agent = mention.agent
            if agent.kind == "organisation" and agent.span is not None:
                made = Organisation(agent, agent.span, reading.passage.span, Origin("agent.organisation"))
                before = found.get(agent.key)
                if before is None or (before.agent.acronym is None and agent.acronym is not None):
                    found[agent.key] = made
    return tuple(found.values())


def _told(context: Context) -> tuple[Reading, ...]:
    headings = context.headings
    return (*headings, *context.body)


def places_named(context: Context) -> tuple[Where, ...]:
    """The places that something happens in, each once."""
    found: dict[str, Where] = {}
    for reading in context.body:
        for place in places(context, reading):
            before = found.get(place.where.key)
            if before is None or before.state is None:
                found[place.where.key] = place.where
    return tuple(found.values())
