"""Whom an act is addressed to: who is asked, thanked, invited, or given something."""

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.pledges import promised
from kg.annotate.recipients import agents_of, mentions_in, once, over_adverbs, phrases
from kg.annotate.requests import asked, asked_anew
from kg.model import Agent, Span

_PARTIES = frozenset({"state", "government", "organisation", "forum", "body"})
_MOST_THANKED = 6


def addressees(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The agents to whom the act is directed, in the order of the words; where none is named, those of its governor."""
    governor = draft.governor
    if governor is not None and draft.kind is governor.kind and draft.kind.act_type != "Commitment":
        return asked_anew(context, draft) or addressees(context, governor)
    if draft.kind.act_type == "Thanks":
        return _thanked(context, draft)
    if draft.kind.act_type == "Request":
        return asked(context, draft)
    if draft.kind.act_type == "Commitment":
        return promised(context, draft)
    return ()


def _thanked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Those named before what they are thanked for, and those whom "as well as", "and to" add; else whose it was."""
    reading = draft.reading
    made = list(_directed(context, draft, draft.trigger_end))
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(draft.trigger_end, draft.end - 1):
        if reading.tags[position] < 0 and low[position] in words["thanked_for"]:
            made.extend(_thanked_too(context, draft, position + 1))
            break
    if not made:
        made.extend(_owed(context, draft))
    return once(made)


def _directed(context: Context, draft: Draft, start: int) -> tuple[Agent, ...]:
    """The agents right after a verb, or after its preposition."""
    reading = draft.reading
    position = over_adverbs(reading, start, draft.end)
    low, words = reading.tokens.low, reading.tongue.words
    if position < draft.end and reading.tags[position] < 0 and low[position] in words["thanked_for"]:
        return ()
    if position >= draft.end or low[position - 1] in words["thanked_for"]:
        return ()
    led = low[position] in words["addressing"] or low[position - 1] in words["addressing"]
    if reading.tongue.language == "es" and not led:
        return ()  # what is thanked for stands there: "Agradecieron la hospitalidad"
    return agents_of(context, reading, phrases(reading, position, draft.end))


def _thanked_too(context: Context, draft: Draft, start: int) -> list[Agent]:
    """Those joined after the reason: ", and to the ILO for its support", "as well as the observers"."""
    reading = draft.reading
    made: list[Agent] = []
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(start, draft.end - 2):
        if len(made) >= _MOST_THANKED:
            break
        pair = low[position : position + 2]
        if pair in (("as", "well"), ("así", "como")):
            after = position + (3 if pair[0] == "as" else 2)
            made.extend(agents_of(context, reading, phrases(reading, after, draft.end)))
        elif low[position] in words["coordinators"] and reading.tags[position] < 0:
            found = phrases(reading, position + 1, draft.end)
            led = low[position + 1] in words["recipient"]
            parted = low[position - 1] == "," and low[position + 1] in words["leading"]
            reasoned = bool(found) and low[found[-1].after : found[-1].after + 1] in (("for",), ("por",))
            if led or (reasoned and (parted or mentions_in(reading, found[0].start, found[0].end))):
                made.extend(agents_of(context, reading, found))
    return made


def _owed(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Whose deed is thanked for: "for the hospitality of the Government of X", "the support provided by the IOM"."""
    reading = draft.reading
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(draft.trigger_end, draft.end - 1):
        if reading.tags[position] < 0 and low[position] in words.any("complements", "passive_agent"):
            found = phrases(reading, position + 1, draft.end)[:1]
            named = mentions_in(reading, found[0].start, found[0].end) if found else []
            if named and named[0].agent.kind in _PARTIES and named[0].start - found[0].start <= 1:
                return agents_of(context, reading, phrases(reading, position + 1, draft.end))
    return ()


def attitude(context: Context, draft: Draft) -> Span | None:
    """What an attitude is about: after "for" in thanks, the content otherwise."""
    if "ExpressiveStatement" not in draft.kind.classes:
        return None
    reading = draft.reading
    start = draft.trigger_end
    if draft.kind.act_type == "Thanks":
        reasons = range(draft.trigger_end, draft.end)
        start = next((p for p in reasons if reading.tokens.low[p] in ("for", "por")), draft.end) + 1
    return reading.span(start, draft.end) if start < draft.end else None
