"""Whom an act is addressed to: who is asked, thanked, invited, or given something."""

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.matter import subject_range
from kg.annotate.reading import Reading, is_capitalised
from kg.annotate.recipients import Phrase, agents_of, mentions_in, opens_verb, phrases
from kg.model import Agent, Span
from kg.terms import slug

_PARTIES = frozenset({"state", "government", "organisation", "forum", "body"})
_NEAR = 4  # tokens between a relative word and its verb
_MOST_THANKED = 6


def addressees(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The agents to whom the act is directed, in the order of the words; where none is named, those of its governor."""
    if draft.governor is not None and draft.kind is draft.governor.kind:
        return _asked_anew(context, draft) or addressees(context, draft.governor)
    if draft.kind.act_type == "Thanks":
        return _thanked(context, draft)
    if draft.kind.act_type == "Request":
        return _asked(context, draft)
    if draft.kind.act_type == "Commitment":
        return _promised(context, draft)
    return ()


def _asked_anew(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "invites A to …, and requests B to …": a second verb of asking has an addressee of its own."""
    reading, verb = draft.reading, draft.group.verb
    verbs = reading.tongue.verbs.get(reading.tokens.low[verb], ())
    asks = any(frame.kind.act_type == "Request" for known, _ in verbs for frame in known.frames)
    if draft.kind.act_type != "Request" or not asks:
        return ()
    return _asked_from(context, reading, _over_adverbs(reading, verb + 1, draft.end), draft.end)


# --- thanks -----------------------------------------------------------------------------------------------------


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
    return _once(made)


def _directed(context: Context, draft: Draft, start: int) -> tuple[Agent, ...]:
    """The agents right after a verb, or after its preposition."""
    reading = draft.reading
    position = _over_adverbs(reading, start, draft.end)
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
    reading, made = draft.reading, []
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
            reasoned = bool(found) and low[found[-1].after : found[-1].after + 1] in (("for",), ("por",))
            if led or (reasoned and mentions_in(reading, found[0].start, found[0].end)):
                made.extend(agents_of(context, reading, found))
    return made


def _owed(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Whose deed is thanked for: "for the hospitality of the Government of X", "the support provided by the IOM"."""
    reading = draft.reading
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(draft.trigger_end, draft.end - 1):
        if reading.tags[position] < 0 and low[position] in words["complements"] | words["passive_agent"]:
            found = phrases(reading, position + 1, draft.end)[:1]
            named = mentions_in(reading, found[0].start, found[0].end) if found else []
            if named and named[0].agent.kind in _PARTIES and named[0].start - found[0].start <= 1:
                return agents_of(context, reading, phrases(reading, position + 1, draft.end))
    return ()


# --- requests ---------------------------------------------------------------------------------------------------


def _asked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Who is asked: the subject of a passive, else who stands by the verb ("urge States to …")."""
    reading = draft.reading
    low, words = reading.tokens.low, reading.tongue.words
    if draft.passive and draft.rule == "act.passive" and _asks_subject(draft):
        found = subject_phrases(reading, draft.group.start)
        if found and low[found[0].start] not in words["pronouns"]:
            return agents_of(context, reading, found)
    relative = _antecedent(context, draft)
    if relative is not None:
        return (relative,)
    start = _over_adverbs(reading, frame_end(draft), draft.end)
    return _asked_from(context, reading, start, draft.end)


def _asks_subject(draft: Draft) -> bool:
    """Whether a passive says of its subject what it is to do: "is invited to", "están invitados a"."""
    low, end = draft.reading.tokens.low, draft.group.end
    return low[end : end + 1] in (("to",), ("a",), ("with",), ("upon",), ("on",))


def frame_end(draft: Draft) -> int:
    """The token after the words that the verb's frame holds: "hacemos un llamamiento | a"."""
    if draft.frame is None:
        return draft.group.end
    reading = draft.reading
    found = draft.frame.right.match(reading.passage.view.text, reading.tokens.ends[draft.group.end - 1])
    end = reading.tokens.at(max(found.end() - 1, 0)) + 1 if found is not None else 0
    # A frame that reaches to the infinitive holds the addressee: "press | the Fund to simplify".
    whole = end > draft.group.end + 1 and opens_verb(reading, end - 1)
    return draft.group.end if whole else max(draft.group.end, end)


def _asked_from(context: Context, reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """The addressee by the verb, in a "that" clause, or after "from", "by" or "a" further on."""
    low, words = reading.tokens.low, reading.tongue.words
    if start >= end:
        return ()
    first = start
    clause = False
    if (
        reading.tags[first] < 0
        and low[first] in ("a", "to", "upon", "on", "al")
        and low[first + 1 : first + 2]
        in (
            ("que",),
            ("that",),
        )
    ):
        first += 1
    if reading.tags[first] < 0 and low[first] in ("that", "que"):
        first, clause = first + 1, True
    found = phrases(reading, first, end, clause)
    thing = low[start - 1] == "for" or (reading.tongue.language == "es" and not clause and not _led(reading, first))
    if found and not thing and (clause or _is_addressed(reading, found, start, end)):
        return _once([*agents_of(context, reading, found), *_asked_too(context, reading, found[-1].after, end)])
    return _further_on(context, reading, start, end)


def _asked_too(context: Context, reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """ "solicitar a A la capacitación … y a B un diagnóstico": each is asked for a thing of its own."""
    low, words = reading.tokens.low, reading.tongue.words
    if reading.tongue.language != "es" or low[start : start + 1] in (("a",), ("que",)):
        return ()
    for position in range(start, end - 2):
        if low[position] in words["coordinators"] and low[position + 1] in words["recipient"]:
            found = phrases(reading, position + 1, end)
            named = mentions_in(reading, found[0].start, found[0].end) if found else []
            if named and low[found[0].after : found[0].after + 1] and low[found[0].after] in words["leading"] | {"que"}:
                return agents_of(context, reading, found)
    return ()


def _led(reading: Reading, position: int) -> bool:
    """Whether a Spanish addressee has its preposition: "solicitar a la OIM", "requerir de la Corporación"."""
    low, words = reading.tokens.low, reading.tongue.words
    return low[position] in words["addressing"] or (position > 0 and low[position - 1] in words["addressing"])


def _is_addressed(reading: Reading, found: tuple[Phrase, ...], start: int, end: int) -> bool:
    """Whether the phrase is who is asked, not what is asked for ("urge restraint")."""
    low, words = reading.tokens.low, reading.tongue.words
    named = mentions_in(reading, found[0].start, found[0].end) or is_capitalised(reading.tokens.words[found[0].start])
    after = found[-1].after
    governed = after < end and low[after] in words["asked_after"]
    led = reading.tongue.language == "es" or low[start - 1] in ("upon", "on", "to")
    return bool(named) or governed or led or (after < end and low[after] == ",")


def _further_on(context: Context, reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """ "request support from the IOM", "call for restraint by all parties", "solicitar apoyo a la OIM"."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(start, end - 1):
        if reading.tags[position] >= 0:
            continue
        if (
            low[position] in words["relatives"] | words["subordinators"]
            or low[position] in ",;:"
            or (low[position] in words["purposes"] and opens_verb(reading, position + 1))
        ):
            break
        if low[position] in words["asked_of"] and not opens_verb(reading, position + 1):
            found = phrases(reading, position + 1, end)
            if found and low[found[0].start] not in words.months:
                return agents_of(context, reading, found)
    return ()


def subject_phrases(reading: Reading, verb: int) -> tuple[Phrase, ...]:
    """The noun phrases that are the subject of the verb group at token `verb`."""
    first, last = subject_range(reading, verb)
    for start in range(first, last):
        found = phrases(reading, start, last)
        if found and found[-1].after == last:
            return found
    return ()


# --- promises ---------------------------------------------------------------------------------------------------


def _promised(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Whom a promise is made towards: those to be invited or asked, those who are to be given something."""
    reading, frame = draft.reading, draft.frame
    asks = frame is not None and frame.kind.act_type == "Request"
    if draft.passive:
        return _to_be_asked(context, draft) if asks and draft.subject.span is not None else ()
    gives = _has_verb(draft, "giving")
    if (asks and not gives) or _asks_later(draft):
        start = _over_adverbs(reading, draft.trigger_end, draft.end)
        return _asked_from(context, reading, start, draft.end)
    if _has_verb(draft, "convoking"):
        return _convoked(context, draft)
    if gives:
        return _given(context, draft)
    return _supported(context, draft) if _has_verb(draft, "supporting") else ()


def _to_be_asked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The subject of "will be invited", whole: "some South American and Caribbean countries"."""
    span = draft.subject.span
    assert span is not None
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
    return any(low[token] in listed or low[token].rstrip("ánseo").rstrip("m") in listed for token in _verbs(draft))


def _convoked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "convene development banks and donors to review …": agents, where no meeting is what is convened."""
    reading = draft.reading
    found = phrases(reading, _over_adverbs(reading, draft.trigger_end, draft.end), draft.end)
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
    if (relative := _antecedent(context, draft)) is not None:
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
    if is_capitalised(reading.tokens.words[phrase.start]):
        return True
    kept = low[phrase.start] not in tongue.words["determiners"] | tongue.words["others"]
    head = low[phrase.end - 1] if tongue.language == "en" else low[phrase.start]
    return kept and phrase.end - phrase.start > 1 and head in ("countries", "states", "países", "estados")


def _supported(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "agreed to support Haiti in …": a party named right after the verb."""
    reading = draft.reading
    found = phrases(reading, _over_adverbs(reading, draft.trigger_end, draft.end), draft.end)
    named = mentions_in(reading, found[0].start, found[0].end) if found else []
    whole = bool(named) and named[0].start == found[0].start and named[0].agent.kind in _PARTIES
    return agents_of(context, reading, found) if whole else ()


def _antecedent(context: Context, draft: Draft) -> Agent | None:
    """Whom "to which", "a la que" stands for before the verb: the body or organisation last named."""
    reading = draft.reading
    low, words = reading.tokens.low, reading.tongue.words
    first = max(0, min(draft.begin, draft.group.start) - _NEAR)
    for position in range(draft.group.start - 1, first, -1):
        if low[position] not in words["relatives"] or reading.tags[position] >= 0:
            continue
        before = position - 1
        while before > 0 and low[before] in words["leading"]:
            before -= 1
        if low[before] not in words["recipient"] | {"al"}:
            return None
        named = [one.agent for one in reading.mentions if one.end <= before]
        return next((agent for agent in reversed(named) if agent.kind in ("body", "organisation")), None)
    return None


def _over_adverbs(reading: Reading, position: int, end: int) -> int:
    low, words = reading.tokens.low, reading.tongue.words
    while position < end and reading.tags[position] < 0 and low[position] in words["adverbs"] - words["both"]:
        position += 1
    return position


def _once(found: list[Agent]) -> tuple[Agent, ...]:
    kept: dict[tuple[str, str], Agent] = {}
    for agent in found:
        kept.setdefault((agent.kind, agent.key), agent)
    return tuple(kept.values())


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
