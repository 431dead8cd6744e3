"""Who chairs, hosts and serves as secretariat, as a sentence says it."""

import re
from collections.abc import Iterator

from kg.annotate.context import Context
from kg.annotate.gazetteer import Found
from kg.annotate.reading import Mention, Reading, agent_of
from kg.annotate.rosters import is_list, listed_after, organisation, parties

_FIRST = 6  # tokens from a state to the words that speak of it by a pronoun
_NEAR = 24  # tokens between a cue and the party that it is about

# The role, the cue before the party that fills it, and the cue after the party.
_OFFICES = (
    ("chair", "chaired_by", "chairs"),
    ("host", "hosted_by", "hosts"),
    ("secretariat", "secretariat_by", "secretariat"),
)


def offices(context: Context, reading: Reading) -> Iterator[tuple[Mention, str, bool]]:
    """Each party with its office, and whether it is named as such by the words before it."""
    for role, by, own in _OFFICES:
        for cue in context.cues(by, reading.passage.view.text):
            yield from ((one, role, True) for one in _after(context, reading, cue, role))
        for cue in context.cues(own, reading.passage.view.text):
            yield from (
                (one, role, False) for one in _before(context, reading, cue) or _body_before(reading, cue, role)
            )


def _after(context: Context, reading: Reading, cue: re.Match[str], role: str) -> list[Mention]:
    token = reading.tokens.at(cue.end())
    if token < len(reading.tokens) and reading.tokens.low[token] in reading.tongue.words["possessives"]:
        return _owner(context, reading, reading.tokens.at(cue.start()))
    found = [one.mention for one in listed_after(context, reading, cue.end()) if one.role == "participant"]
    several = role == "secretariat" or bool(context.cues("jointly", cue.group()))
    limit = reading.tokens.at(cue.end()) + _NEAR
    near = [one for one in found if one.start <= limit] or _within_name(context, reading, cue.end() - 1)
    return near if several else near[:1]


def _owner(context: Context, reading: Reading, position: int) -> list[Mention]:
    """The state named last before a token: whose minister "chaired by its Minister" means."""
    before = [one for one in parties(context, reading) if one.end <= position and one.agent.kind == "state"]
    return before[-1:] if before and position - before[-1].end <= _FIRST else []


def headed_chair(context: Context, heading: Reading) -> list[Mention]:
    """The state that holds the chair by a line of the heading: "Presidencia Pro Tempore de Chile"."""
    cue = context.cue("chair_line", heading)
    return _after(context, heading, cue, "chair") if cue is not None else []


def _within_name(context: Context, reading: Reading, position: int) -> list[Mention]:
    """The state in the name of an office: "the Pro Tempore Presidency of Honduras"."""
    office = reading.mention(min(reading.tokens.at(position), len(reading.tokens) - 1))
    if office is None or office.agent.kind != "body":
        return []
    left = reading.tokens.starts[office.start]
    words = reading.passage.view.text[left : reading.tokens.ends[office.end - 1]]
    scanned = context.lexicon.gazetteer.scan(words, frozenset({"state"}), context.tongue.language)
    return [_inside(context, reading, left, one) for one in scanned[:1]]


def _inside(context: Context, reading: Reading, left: int, found: Found) -> Mention:
    start, end = left + found.start, left + found.end
    span = reading.passage.view.span(start, end)
    tokens = reading.tokens.at(start), reading.tokens.at(end - 1) + 1
    return Mention(*tokens, agent_of(found.entry, span, context.tongue.language))


def _before(context: Context, reading: Reading, cue: re.Match[str]) -> list[Mention]:
    """The party right before the cue; several where they share the office."""
    verb = reading.tokens.at(cue.start())
    found = [one for one in parties(context, reading) if one.end <= verb]
    if not found or verb - found[-1].end > _NEAR or not _is_subject(reading, found[-1].end, verb):
        return []
    several = bool(context.cues("jointly", cue.group()))
    kept = [found[-1]]
    for one in reversed(found[:-1]):
        if not several or not is_list(reading, one.end, kept[0].start):
            break
        kept.insert(0, one)
    return kept


def _body_before(reading: Reading, cue: re.Match[str], role: str) -> list[Mention]:
    """The body right before the cue that serves as secretariat in its own name."""
    verb = reading.tokens.at(cue.start())
    found = [one for one in reading.mentions if one.end == verb and one.agent.kind == "body"]
    return [Mention(one.start, one.end, organisation(one.agent)) for one in found if role == "secretariat"]


def _is_subject(reading: Reading, left: int, right: int) -> bool:
    """Whether only a person's name and title stand between a party and the verb."""
    return is_list(reading, left, right)
