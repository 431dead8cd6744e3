"""What an act puts forward: its content, purposes, hedges, times, things, and the codes that its words name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.annotate.context import Context
from kg.annotate.deadlines import deadline
from kg.annotate.discourse import Spoken
from kg.annotate.drafts import Draft
from kg.annotate.places import places
from kg.annotate.ranges import Range
from kg.annotate.reading import Reading
from kg.annotate.terminology import Term
from kg.model import (
    Agent,
    Body,
    Content,
    ContentKind,
    Meeting,
    Plan,
    Purpose,
    Referred,
    Span,
    Tagged,
    Thing,
    Where,
)

_NEEDS = frozenset({"recognise-need", "identify-need", "agree-on-need"})
_OTHER_SCHEMES = ("means", "frequency")
_ACTION_SCHEMES = ("scope", *_OTHER_SCHEMES)  # only what is to be done has a reach
_NO_CONTENT = frozenset({"Discussion", "Thanks"})


@dataclass(frozen=True, slots=True)
class Things:
    """What else the document names, for acts to point to."""

    meetings: tuple[Meeting, ...]
    bodies: tuple[Body, ...]
    documents: tuple[Referred, ...]


def content_range(draft: Draft) -> Range | None:
    """The words that an act puts forward, None where it has none."""
    start = min(draft.content_start, draft.end - 1)
    return Range(draft.reading, start, draft.end) if draft.end > start else None


def holds_meeting(draft: Draft) -> bool:
    """Whether the act's verb is one of holding or hosting a meeting."""
    actions, low = draft.reading.tongue.actions, draft.reading.tokens.low
    start = min(draft.content_start, draft.trigger_end)
    verbs = range(start, draft.trigger_end)
    return any(code == "hold-meeting" for token in verbs for _, code in actions.get(low[token], ()))


def looks_ahead(draft: Draft) -> bool:
    """Whether the act speaks of a meeting yet to come as one that it will hold or awaits."""
    return holds_meeting(draft) or draft.kind.code in ("look-forward", "welcome", "express-hope", "hope")


def content_of(context: Context, one: Spoken, things: Things) -> Content | None:
    """The content of an act, None for what only reports talk or thanks."""
    draft = one.draft
    here = content_range(draft)
    if draft.kind.act_type in _NO_CONTENT or here is None:
        return None
    kind = _content_kind(context, draft, here, things)
    when = deadline(context, one, here)
    request = _promised_request(context, draft)
    return Content(
        kind=kind,
        span=here.span,
        action_kind=_action_kind(draft, here),
        actors=one.actors if draft.kind.act_type == "Commitment" else (),
        reading=_reading(context, one, here),
        hedges=tuple(here.raw(m.start(), m.end()) for m in context.cues("hedge", here.words)),
        purposes=tuple(_purposes(context, here)),
        objects=tuple(_objects(here, things)) if kind in ("commitment", "proposal", "need") else (),
        about=tuple(_about(context, here, things, kind)),
        according_to=tuple(_according_to(context, here, things)),
        request_of=request[0] if request else (),
        request_span=request[1] if request else None,
        tags=tuple(_tags(context, here, _ACTION_SCHEMES if kind == "commitment" else _OTHER_SCHEMES)),
        beneficiaries=tuple(_categories(context, here, between=False)) if kind == "need" else (),
        actor_categories=tuple(_categories(context, here, between=True)),
        continues=_continues(context, draft, here),
        when=when,
        where=_where(context, here) if looks_ahead(draft) else None,
    )


def _content_kind(context: Context, draft: Draft, here: Range, things: Things) -> ContentKind:
    if draft.kind.code in _NEEDS:
        return "need"
    if draft.kind.act_type in ("Commitment", "Decision"):
        return "commitment"
    if draft.kind.act_type == "Request":
        return "request"
    if _explores(here):
        return "proposal"
    progress = context.cues("progress", here.words)
    return "progress-finding" if progress and _named_commitments(context, here, things) else "claim"


def _explores(here: Range) -> bool:
    """Whether a position puts something forward to be looked into."""
    tentative = here.reading.tongue.words["tentative"]
    low = here.reading.tokens.low
    verbs = here.reading.tongue.actions
    return any(low[token] in tentative and low[token] in verbs for token in range(here.start, here.end))


def _action_kind(draft: Draft, here: Range) -> str | None:
    actions, low = draft.reading.tongue.actions, draft.reading.tokens.low
    if draft.kind.code == "agree-to-establish":
        return "establish-body"
    for token in range(draft.group.verb if draft.rule == "act.will" else here.start, min(here.end, here.start + 6)):
        codes = [code for _, code in actions.get(low[token], ()) if code != "other"]
        if codes:
            return codes[0]
    return "other"


def _reading(context: Context, one: Spoken, here: Range) -> Literal["collective", "distributive"]:
    distributive = one.draft.subject.distributive or bool(context.cues("each_of", here.words))
    return "distributive" if distributive else "collective"


def _continues(context: Context, draft: Draft, here: Range) -> bool:
    left = draft.reading.tokens.starts[draft.trigger_start]
    start = draft.reading.passage.view.text[left : here.left] + here.words[:60]
    return bool(context.cues("continues", start))


def _purposes(context: Context, here: Range) -> Iterator[Purpose]:
    """Each thing the action is to serve, to the next one or the end: a chain in the order of the text."""
    cues = sorted(
        {
            match.end(): match.start()
            for name in ("purpose", "infinitive_purpose")
            for match in context.cues(name, here.words)
            if match.start() > 12 and _is_purpose(here, match.end(), name)
        }.items()
    )
    for position, (start, _) in enumerate(cues):
        end = cues[position + 1][1] if position + 1 < len(cues) else len(here.words)
        words = here.words[start:end].rstrip(" ,;.")
        if words:
            yield Purpose(here.raw(start, start + len(words)), _kind_of_first(here, start))


def _is_purpose(here: Range, start: int, name: str) -> bool:
    token = here.reading.tokens.at(here.left + start)
    if token < len(here.reading.tokens) and here.reading.mention(token) is not None:
        return False  # "International Organization for Migration"
    if name == "purpose":
        return True
    tokens, tongue = here.reading.tokens, here.reading.tongue
    is_verb = token < len(tokens) and any(
        form in ("base", "inf") for form, _ in tongue.actions.get(tokens.low[token], ())
    )
    governed = token >= 2 and (
        tokens.low[token - 2] in tongue.words["chaining"] or tokens.low[token - 2] in ("need", "and", "necesidad")
    )
    return is_verb and not governed


def _kind_of_first(here: Range, start: int) -> str:
    token = here.reading.tokens.at(here.left + start)
    codes = (
        [code for _, code in here.reading.tongue.actions.get(here.reading.tokens.low[token], ())]
        if token < len(here.reading.tokens)
        else []
    )
    return codes[0] if codes else "other"


def _within(here: Range, span: Span) -> bool:
    return here.span.covers(span)


def _objects(here: Range, things: Things) -> Iterator[Thing]:
    for meeting in things.meetings:
        if _within(here, meeting.span) and meeting.status == "planned":
            yield Thing("meeting", meeting.key, meeting.label)
    for body in things.bodies:
        if _within(here, body.span):
            yield Thing("body", body.key, body.label)
    for document in things.documents:
        if _within(here, document.span):
            yield Thing("document", document.key, document.label)


def _about(context: Context, here: Range, things: Things, kind: str) -> Iterator[Thing]:
    if kind == "progress-finding":
        yield from (Thing("commitment-set", key, "") for key in _named_commitments(context, here, things))
    if kind == "claim":
        for mention in here.reading.mentions:
            if mention.agent.kind == "forum" and here.start <= mention.start < here.end:
                yield Thing("forum", mention.agent.key, mention.agent.label)


def _named_commitments(context: Context, here: Range, things: Things) -> tuple[str, ...]:
    cues = context.cues("commitments", here.words)
    if not cues:
        return ()
    start = here.raw(cues[0].start(), cues[0].end()).start
    return meetings_after(here.reading, start, things.meetings)


def meetings_after(reading: Reading, start: int, meetings: Iterable[Meeting]) -> tuple[str, ...]:
    """The meetings that a passage names after a raw position."""
    passage = reading.passage.span
    return tuple(
        m.key for m in meetings if any(passage == one for one in m.passages) and _named_after(reading, m, start)
    )


def _named_after(reading: Reading, meeting: Meeting, start: int) -> bool:
    if reading.passage.span.covers(meeting.span):
        return meeting.span.start >= start
    return True


def _according_to(context: Context, here: Range, things: Things) -> Iterator[Thing]:
    for cue in context.cues("in_accordance", here.words):
        start = here.raw(cue.start(), cue.end()).start
        if context.cues("commitments", here.words[cue.end() : cue.end() + 40]):
            yield from (
                Thing("commitment-set", key, "") for key in meetings_after(here.reading, start, things.meetings)
            )
        for document in things.documents:
            if _within(here, document.span) and document.span.start >= start:
                yield Thing("document", document.key, document.label)


def _promised_request(context: Context, draft: Draft) -> tuple[tuple[Agent, ...], Span] | None:
    """ "will request logistical support from the IOM": a promise to ask, and of whom."""
    asks = draft.rule in ("act.will", "act.coordinated") and draft.frame is not None
    if not asks or draft.frame is None or draft.frame.kind.act_type != "Request" or draft.passive:
        return None
    agents = tuple(
        mention.agent for mention in draft.reading.mentions if draft.trigger_end <= mention.start < draft.end
    )
    return agents, draft.reading.span(min(draft.trigger_end, draft.end - 1), draft.end)


def _tags(context: Context, here: Range, schemes: tuple[str, ...]) -> Iterator[Tagged]:
    for scheme in schemes:
        yield from tagged(context, here, scheme)


def tagged(context: Context, here: Range, scheme: str) -> tuple[Tagged, ...]:
    """The codes of a scheme that the words name, each once, in order."""
    found: dict[str, Tagged] = {}
    for term in context.lexicon.terminology.find(here.words, context.tongue.language, scheme):
        if scheme != "topic" and _in_name(here, term):
            continue  # "Regional" in a forum's name says nothing of the reach of what is done
        found.setdefault(term.code, Tagged(scheme, term.code, here.raw(term.start, term.end)))
    return tuple(found.values())


def _in_name(here: Range, term: Term) -> bool:
    named = here.reading.mention(here.reading.tokens.at(here.left + term.start)) is not None
    return named or (term.scheme == "scope" and here.words[term.start].isupper())


def _categories(context: Context, here: Range, between: bool) -> Iterator[Tagged]:
    """Categories of parties: those "between" whom something is to happen act, the others benefit."""
    terms = context.lexicon.terminology.find(here.words, context.tongue.language, "party-category")
    for term in terms:
        if _is_between(here.words, term) is between:
            yield Tagged("party-category", term.code, here.raw(term.start, term.end))


def _is_between(words: str, term: Term) -> bool:
    before = words[max(0, term.start - 60) : term.start].lower()
    cut = max(before.rfind("between "), before.rfind("among "), before.rfind("entre "))
    return cut >= 0 and "," not in before[cut:]


def _where(context: Context, here: Range) -> Where | None:
    found = [one.where for one in places(context, here.reading) if here.left <= one.start < here.right]
    return found[0] if found else None


def plans_of(one: Spoken, here: Range, meetings: tuple[Meeting, ...]) -> tuple[Plan, ...]:
    """The meetings yet to be held that the act's content names."""
    return tuple(
        Plan(meeting.key, meeting.when, meeting.where, meeting.level, here.span)
        for meeting in meetings
        if meeting.status == "planned" and _within(here, meeting.span)
    )
