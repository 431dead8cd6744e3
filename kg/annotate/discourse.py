"""The acts of a whole text in order: lead-ins hand down, pronouns and silent subjects find who they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.acts import drafts_of
from kg.annotate.context import Context
from kg.annotate.dates import Time
from kg.annotate.drafts import Draft
from kg.annotate.items import Lead
from kg.annotate.leadins import announces, handed_down, promises, standing, under_label
from kg.annotate.parties import OTHER, STATES, How, Subject, party
from kg.annotate.reading import Mention, Reading
from kg.annotate.subjects import subject_of
from kg.model import Agent, Passage, PassageKind, Span
from kg.terms import slug

_APART = (PassageKind.FRONT, PassageKind.DATELINE)
_LISTED = frozenset({"act.lead-in", "act.listed-verb"})
_OPENING = 4  # passages of the body in which a text says who met
_DATED = 90  # characters before the subject in which a sentence may say when
_FRONT = 12  # characters: "In 2019, …"
_HELD = frozenset({"held", "made", "set", "taken", "since", "desde", "("})
_SHORT = 4
_CLOSING = frozenset(",;:(")
_PAST = 7  # days before the text's own date


@dataclass(frozen=True, slots=True)
class Speakers:
    """Those for whom a later "they" may stand."""

    actors: tuple[Agent, ...]
    collective: Subject | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A draft with its actors resolved; `silent` tells that no words of its own name them."""

    draft: Draft
    actors: tuple[Agent, ...]
    collective: Subject | None
    silent: bool
    resolution: str | None


def spoken(context: Context) -> tuple[Spoken, ...]:
    """Every act of the text with its actors, in the order of the triggers."""
    found: list[Spoken] = []
    last = together = _opening(context)
    body: Agent | None = None
    alone: Speakers | None = None
    leads: dict[int, Lead] = {}
    opening = {one.passage.lead for one in context.readings}
    waiting: Lead | None = None
    for reading in context.readings:
        if reading.passage.kind in _APART or not context.is_read(reading):
            continue
        lead = leads.get(reading.passage.lead) if reading.passage.lead is not None else None
        if reading.passage.kind is PassageKind.ITEM and lead is None and waiting is not None:
            lead = waiting
        if (labelled := under_label(reading)) is not None:
            reading, lead = labelled
        drafts = tuple(one for one in drafts_of(reading, lead) if not _is_history(context, one))
        waiting = standing(reading, drafts) or (None if _speaks_on(reading, drafts) else waiting)
        if reading.passage.index in opening and (handed := handed_down(reading, drafts, lead)) is not None:
            leads[reading.passage.index] = handed
        for draft in drafts:
            one = _resolved(context, draft, last, together, body, alone)
            found.append(one)
            last = Speakers(one.actors, one.collective) if _speaks(one) else last
            together = last if last is not None and _several(last) else together
            body = next((agent for agent in one.actors if agent.kind == "body"), body)
            alone = Speakers(one.actors, one.collective) if _is_one(one) else alone
        body = (None if reading.passage.kind is PassageKind.HEADING else _body_of(reading)) or body
    return _without_lead_ins(context, found)


def _speaks_on(reading: Reading, drafts: tuple[Draft, ...]) -> bool:
    """Whether prose with acts of its own has taken up again, after which no list is awaited."""
    return bool(drafts) and reading.passage.kind is PassageKind.SENTENCE


def _is_history(context: Context, draft: Draft) -> bool:
    """Whether the act is dated long before the text: "established this Committee … on January 9, 2023"."""
    past = draft.form in ("past", "past3p", "past3s") or (draft.passive and draft.form == "part")
    if not past or draft.rule == "act.will-passive" or context.reference is None:
        return False
    begin = draft.reading.tokens.starts[draft.begin]
    left = 0 if begin < _DATED else begin
    right = draft.reading.tokens.ends[draft.end - 1]
    days = [time for time in context.times[draft.reading.passage.index] if _dates(draft, time)]
    return any(
        left <= time.start < right and (context.reference - time.latest).days > _PAST and not _of_another(draft, time)
        for time in days
    )


def _of_another(draft: Draft, time: Time) -> bool:
    """Whether the date is that of something which the act speaks of: "the progress since the meeting held on …"."""
    reading = draft.reading
    between = range(draft.trigger_end, reading.tokens.at(time.start))
    barriers = reading.tongue.words.any("subordinators", "relatives") | _HELD
    ends = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas") if reading.tongue.language == "es" else ("ed",)
    low = (reading.tokens.low[token] for token in between)
    return any(word in barriers or (len(word) > _SHORT and word.endswith(ends)) for word in low)


def _dates(draft: Draft, time: Time) -> bool:
    """Whether a time may date the act: a day; a year too for a passive, which tells of results, or up front."""
    fronted = time.start < _FRONT
    return not time.relative and (draft.passive or fronted or time.edtf.count("-") >= 2)


def _opening(context: Context) -> Speakers | None:
    """Those whom the opening says to have met: "the Ministers of A and B met in …. They agreed …"."""
    for reading in context.body[:_OPENING]:
        cue = context.cue("held", reading)
        if cue is None:
            continue
        before = subject_of(reading, reading.tokens.at(cue.start()))
        for subject in (before, _after_verb(reading, reading.tokens.at(cue.end()))):
            if subject.how is How.STATED and (subject.collective or len(subject.agents) > 1):
                return Speakers(subject.agents, subject if subject.collective else None)
    return None


def _after_verb(reading: Reading, start: int) -> Subject:
    """The party that follows its verb: "se reunieron en Lima los Ministros de Chile y Perú, con motivo de …"."""
    low, words = reading.tokens.low, reading.tongue.words
    end = next((token for token in range(start, len(low)) if low[token] in _CLOSING), len(low))
    for token in range(start, end if reading.tongue.language == "es" else start):
        if low[token] in words["determiners"] and reading.tags[token] < 0:
            found = party(reading, token, end)
            if found is not None and (token == start or low[token - 1] not in words["prepositions"]):
                return found
    return OTHER


def _several(speakers: Speakers) -> bool:
    """Whether "they" fits: a group, or more than one by name."""
    return speakers.collective is not None or len(speakers.actors) > 1


def _is_one(one: Spoken) -> bool:
    """Whether "it" may stand for the subject later: one institution or body that acted as such."""
    subject = one.draft.subject
    return bool(one.actors) and subject.singular and subject.how is How.STATED and subject.after is None


def _speaks(one: Spoken) -> bool:
    """Whether "they" may stand for these actors later."""
    relative = one.draft.subject.after is not None
    return bool(one.actors) and all(one.kind != "body" for one in one.actors) and not one.draft.passive and not relative


def _body_of(reading: Reading) -> Agent | None:
    found = [mention.agent for mention in reading.mentions if mention.agent.kind == "body"]
    return found[-1] if found else None


def _resolved(
    context: Context,
    draft: Draft,
    last: Speakers | None,
    together: Speakers | None,
    body: Agent | None,
    alone: Speakers | None,
) -> Spoken:
    subject = draft.subject
    own = subject.span is not None and subject.start < draft.group.start
    if subject.how is How.PRONOUN:
        return _pronoun(context, draft, together, body, alone)
    if subject.agents and subject.how is not How.OTHER:
        return _named(context, draft, own, body)
    if draft.group.first_person:
        agent = _we(draft.reading.span(draft.trigger_start, draft.trigger_end))
        return Spoken(draft, (agent,), _we_subject(agent, draft), True, None)
    if draft.passive or subject.how is How.OTHER:
        return Spoken(draft, (), None, True, None)
    if last is not None and not _several(last) and _is_plural(draft):
        last = together if together is not None and _several(together) else None
    if last is None:
        return Spoken(draft, (), None, True, None)
    said = f"(no subject) → {_name(last)}"
    actors = tuple(replace(agent, span=None, derivation="inferred") for agent in last.actors)
    return Spoken(draft, actors, last.collective, True, said)


def _is_plural(draft: Draft) -> bool:
    """Whether several must be meant: a Spanish plural, or an item of what was agreed."""
    return draft.form.endswith("3p") or draft.rule in _LISTED


def _full_name(agent: Agent, body: Agent | None) -> Agent:
    """ "the Committee" is the body last named whose name holds the word."""
    short = agent.kind == "body" and body is not None and agent.label.lower() in body.label.lower().split()
    return replace(body, span=agent.span) if short and body is not None else agent


def _named(context: Context, draft: Draft, own: bool, body: Agent | None) -> Spoken:
    subject = draft.subject
    subject = replace(subject, agents=tuple(_full_name(agent, body) for agent in subject.agents))
    if len(subject.agents) == 1 and _is_issuer(context, subject.agents[0]):
        subject = _all_together(subject)
    elif subject.collective is not None and (few := _some_of_many(context, draft)):
        subject = replace(subject, agents=few, collective=None)
    agents = subject.agents if own else tuple(replace(a, derivation="inferred") for a in subject.agents)
    resolution = None if own else f"(no subject) → {subject.label or ', '.join(a.label for a in agents)}"
    return Spoken(draft, agents, subject if subject.collective else None, not own, resolution)


def _some_of_many(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The states whose leaders speak apart from the others: "the Presidents of Argentina and Brazil", further on."""
    reading, span = draft.reading, draft.subject.span
    if span is None or reading in context.body[:_OPENING]:
        return ()
    named = [one for one in reading.mentions if one.agent.span is not None and span.covers(one.agent.span)]
    if not named or any(one.agent.kind not in STATES or not _belongs(reading, one) for one in named):
        return ()
    return tuple({one.agent.key: one.agent for one in named}.values())


def _belongs(reading: Reading, state: Mention) -> bool:
    """Whether a state is one of those that "of" leads to."""
    position = reading.governor(state.start)
    before = reading.tokens.low[position]
    return position > 0 and (before in ("of", "de", "del", ",") or before in reading.tongue.words["coordinators"])


def _is_issuer(context: Context, agent: Agent) -> bool:
    """Whether a body is the one that met: its name, or the noun for it, stands in the headings of the text."""
    if agent.kind not in ("body", "forum"):
        return False
    heading = " ".join(one.passage.view.text for one in context.headings).lower()
    names = {agent.label.lower(), (agent.acronym or agent.label).lower()}
    return any(re.search(rf"\b{re.escape(name.removeprefix('the '))}\b", heading) for name in names)


def _all_together(subject: Subject) -> Subject:
    """The parties that make up the body which met."""
    agent = subject.agents[0]
    whole = Agent("collective", slug(agent.label), agent.label, "participants", agent.span)
    return replace(subject, agents=(whole,), collective="forum-as-whole", label=agent.label)


def _pronoun(
    context: Context, draft: Draft, last: Speakers | None, body: Agent | None, last_alone: Speakers | None
) -> Spoken:
    subject = draft.subject
    word = subject.label or ""
    if word in context.tongue.words["first_person"] and subject.span is not None:
        agent = _we(subject.span)
        return Spoken(draft, (agent,), _we_subject(agent, draft), False, None)
    if (told := _telling(draft)) is not None:
        actors = tuple(replace(agent, span=subject.span, derivation="inferred") for agent in told.agents)
        return Spoken(draft, actors, None, False, f"{word} → {', '.join(agent.label for agent in actors)}")
    if word in context.tongue.words["singular_pronouns"] and last_alone is not None:
        return Spoken(draft, last_alone.actors, last_alone.collective, False, f"{word} → {_name(last_alone)}")
    if word in context.tongue.words["singular_pronouns"] and body is not None:
        agent = replace(body, span=subject.span, derivation="inferred")
        return Spoken(draft, (agent,), None, False, f"{word} → {body.label}")
    if last is None:
        return Spoken(draft, (), None, True, None)
    shown = subject.span.of(context.document.text) if subject.span else word
    actors = tuple(replace(agent, span=subject.span, derivation="inferred") for agent in last.actors)
    return Spoken(draft, actors, last.collective, False, f"{shown} → {_name(last)}")


def _telling(draft: Draft) -> Subject | None:
    """The party that says what it will do itself: "Canada announced that it will …"; one for "it", more for "they"."""
    reading, that = draft.reading, draft.subject.start - 1
    low, words = reading.tokens.low, reading.tongue.words
    if that < 2 or low[that] not in ("that", "que") or low[that - 1] not in reading.tongue.verbs:
        return None
    teller = subject_of(reading, that - 1)
    alone = draft.subject.label in words["singular_pronouns"]
    fits = teller.how is How.STATED and teller.collective is None and (len(teller.agents) == 1) is alone
    return teller if fits else None


def _name(one: Speakers) -> str:
    return ", ".join(agent.label for agent in one.actors)


def _we(span: Span) -> Agent:
    return Agent("collective", "we", "we", "participants", span)


def _we_subject(agent: Agent, draft: Draft) -> Subject:
    return Subject(
        How.STATED, (agent,), draft.group.start, collective="first-person", label=agent.label, span=agent.span
    )


def _without_lead_ins(context: Context, found: list[Spoken]) -> tuple[Spoken, ...]:
    """A lead-in is no act of its own where its items are."""
    listed = (one.draft for one in found if one.draft.rule in _LISTED or _is_announced(one.draft))
    leads = {lead for draft in listed for lead in _lead_ins(context, draft.reading.passage)}
    kept: list[Spoken] = []
    for position, one in enumerate(found):
        passage = one.draft.reading.passage.index
        after = found[position + 1].draft.reading.passage.index if position + 1 < len(found) else None
        if passage in leads and after != passage:
            continue
        kept.append(one)
    return tuple(kept)


def _lead_ins(context: Context, passage: Passage) -> Iterator[int]:
    """The passages that lead into this one, the outer ones as far as a list goes on."""
    lead, inner = passage.lead, passage
    while lead is not None and (inner is passage or announces(context.readings[lead])):
        if not promises(context.readings[lead]):
            yield lead
        inner, lead = context.readings[lead].passage, context.readings[lead].passage.lead


def _is_announced(draft: Draft) -> bool:
    """Whether the act is one of "the following actions", which its own sentence numbers."""
    return draft.rule == "act.will" and "(" in draft.reading.tokens.words[draft.group.start : draft.group.end]


def collective_key(document: str, label: str) -> str:
    """The slug of a collective's IRI: groups are each document's own."""
    return slug(f"{document}-{slug(label)}", 120)
