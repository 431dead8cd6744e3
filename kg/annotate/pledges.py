"""Whom a promise is made towards: those to be invited or asked, those who are to be given something."""

import re

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.reading import Reading, is_capitalised
from kg.annotate.recipients import Phrase, agents_of, mentions_in, opens_verb, over_adverbs, phrases
from kg.annotate.requests import antecedent, asked_from
from kg.model import Agent, Span
from kg.terms import slug

_FUTURE = re.compile(r"(?:á|án|é|emos)$")
_PARTIES = frozenset({"state", "government", "organisation", "forum", "body"})


def promised(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Whom a promise is made towards: those to be invited or asked, those who are to be given something."""
    reading = draft.reading
    asks = _asks(draft)
    if draft.passive:
        return _to_be_asked(context, draft, draft.subject.span) if asks and draft.subject.span is not None else ()
    gives = _has_verb(draft, "giving")
    if (asks and not gives) or _asks_later(draft):
        start = over_adverbs(reading, draft.trigger_end, draft.end)
        return asked_from(context, reading, start, draft.end)
    if _has_verb(draft, "convoking"):
        return _convoked(context, draft)
    if gives:
        return _given(context, draft)
    return _supported(context, draft) if _has_verb(draft, "supporting") else ()


def _asks(draft: Draft) -> bool:
    """Whether the verb that is promised is one of asking: "will request", "will be invited"."""
    if draft.frame is not None:
        return draft.frame.kind.act_type == "Request"
    verbs = draft.reading.tongue.verbs.get(draft.reading.tokens.low[draft.group.verb], ())
    return draft.passive and any(frame.kind.act_type == "Request" for verb, _ in verbs for frame in verb.frames)


def _to_be_asked(context: Context, draft: Draft, span: Span) -> tuple[Agent, ...]:
    """The subject of "will be invited", whole: "some South American and Caribbean countries"."""
    label = draft.subject.label or ", ".join(agent.label for agent in draft.subject.agents)
    whole = label or context.document.text[span.start : span.end]
    return (Agent("group", slug(whole), whole, " ".join(span.of(context.document.text).split()), span, known=False),)


def _verbs(draft: Draft) -> range:
    return range(min(draft.content_start, draft.group.verb), draft.trigger_end)


def _asks_later(draft: Draft) -> bool:
    """ "decided to invite": the last verb of the trigger is one of asking."""
    reading = draft.reading
    verbs = reading.tongue.verbs.get(reading.tokens.low[draft.trigger_end - 1], ())
    kinds = {frame.kind.act_type for verb, _ in verbs for frame in verb.frames if not frame.right.length}
    return draft.trigger_end - 1 > draft.group.verb and kinds == {"Request"}


def _has_verb(draft: Draft, role: str) -> bool:
    """Whether a verb of the trigger is one of these; the Spanish future holds the infinitive."""
    low, listed = draft.reading.tokens.low, draft.reading.tongue.words[role]
    if draft.reading.tongue.language != "es":
        return any(low[token] in listed for token in _verbs(draft))
    return any(low[token] in listed or _FUTURE.sub("", low[token]) in listed for token in _verbs(draft))


def _convoked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "convene development banks and donors to review …": agents, where no meeting is what is convened."""
    reading = draft.reading
    found = phrases(reading, over_adverbs(reading, draft.trigger_end, draft.end), draft.end)
    meetings = reading.tongue.nouns.get("meeting", {}).keys() | reading.tongue.words["founded"]
    low = reading.tokens.low
    met = any(
        low[token] in meetings or low[token].removesuffix("s") in meetings
        for phrase in found
        for token in range(phrase.start, phrase.end)
    )
    after = found[-1].after if found else draft.end
    purposeful = after < draft.end and low[after] in reading.tongue.words["purposes"]
    return agents_of(context, reading, found) if found and purposeful and not met else ()


def _given(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The named recipient: "share with Latvia", "lend Paraguay a launch", "elevar al Consejo"."""
    reading = draft.reading
    if (relative := antecedent(context, draft)) is not None:
        return (relative,)
    low, words = reading.tokens.low, reading.tongue.words
    if reading.tongue.language == "en" and draft.trigger_end < draft.end and reading.tags[draft.trigger_end] >= 0:
        mention = reading.mention(draft.trigger_end)
        if mention is not None and mention.end < draft.end and low[mention.end] in words["leading"]:
            return (mention.agent,)
    for position in range(draft.trigger_end, draft.end - 1):
        if reading.tags[position] < 0 and low[position] in words["relatives"]:
            break
        handed = low[position] in words["recipient"] or _at_disposal(reading, position)
        if reading.tags[position] < 0 and handed and not opens_verb(reading, position + 1):
            found = phrases(reading, position + 1, draft.end)
            if found and _is_recipient(reading, found[0]):
                return agents_of(context, reading, found)
    return ()


def _at_disposal(reading: Reading, position: int) -> bool:
    return reading.tokens.low[position] in ("de", "del", "of") and reading.tokens.low[position - 1] in (
        "disposición",
        "disposal",
    )


def _is_recipient(reading: Reading, phrase: Phrase) -> bool:
    """A party by name, or states of some sort ("the sending countries"); no meeting, and none of the parties' own."""
    low, tongue = reading.tokens.low, reading.tongue
    first = reading.mention(phrase.start)
    if first is not None:
        return first.agent.kind in _PARTIES
    if any(low[token] in tongue.nouns.get("meeting", {}) for token in range(phrase.start, phrase.end)):
        return low[phrase.start] in tongue.nouns.get("body", {})
    if reading.words(phrase.start, phrase.end).lower() in tongue.nouns.get("actor", {}):
        return False
    if is_capitalised(reading.tokens.words[phrase.start]):
        return True
    kept = low[phrase.start] not in tongue.words.any("determiners", "others")
    head = low[phrase.end - 1] if tongue.language == "en" else low[phrase.start]
    return kept and phrase.end - phrase.start > 1 and head in ("countries", "states", "países", "estados")


def _supported(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "agreed to support Haiti in …": a party named right after the verb."""
    reading = draft.reading
    found = phrases(reading, over_adverbs(reading, draft.trigger_end, draft.end), draft.end)
    named = mentions_in(reading, found[0].start, found[0].end) if found else []
    whole = bool(named) and named[0].start == found[0].start and named[0].agent.kind in _PARTIES
    return agents_of(context, reading, found) if whole else ()
