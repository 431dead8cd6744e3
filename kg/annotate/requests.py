"""Whom a request is addressed to: the subject of a passive, or who stands by the verb of asking."""

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.matter import subject_range
from kg.annotate.reading import Reading, is_capitalised
from kg.annotate.recipients import Phrase, agents_of, mentions_in, once, opens_verb, over_adverbs, phrases
from kg.model import Agent

_NEAR = 4  # tokens between a relative word and its verb


def asked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Who is asked: the subject of a passive, else who stands by the verb ("urge States to …")."""
    reading = draft.reading
    low, words = reading.tokens.low, reading.tongue.words
    if draft.passive and draft.rule == "act.passive" and _asks_subject(draft):
        found = subject_phrases(reading, draft.group.start)
        if found and low[found[0].start] not in words["pronouns"]:
            return agents_of(context, reading, found)
    relative = antecedent(context, draft)
    if relative is not None:
        return (relative,)
    start = over_adverbs(reading, frame_end(draft), draft.end)
    return asked_from(context, reading, start, draft.end)


def _asks_subject(draft: Draft) -> bool:
    """Whether a passive says of its subject what it is to do: "is invited to", "están invitados a"."""
    low, end = draft.reading.tokens.low, draft.group.end
    return low[end : end + 1] in (("to",), ("a",), ("with",), ("upon",), ("on",), (",",))


def frame_end(draft: Draft) -> int:
    """The token after the words that the verb's frame holds: "hacemos un llamamiento | a"."""
    if draft.frame is None:
        return draft.group.end
    reading = draft.reading
    found = draft.frame.right.match(reading.passage.view.text, reading.tokens.ends[draft.group.end - 1])
    end = reading.tokens.at(max(found.end() - 1, 0)) + 1 if found is not None else 0
    # A frame that reaches to the infinitive holds the addressee: "press | the Fund to simplify".
    low = reading.tokens.low
    charged = low[end - 1] == "with" and end < len(low) and low[end].endswith("ing")
    whole = end > draft.group.end + 1 and (charged or opens_verb(reading, end - 1) or opens_verb(reading, end - 2))
    return draft.group.end if whole else max(draft.group.end, end)


def asked_from(context: Context, reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """The addressee by the verb, in a "that" clause, or after "from", "by" or "a" further on."""
    low = reading.tokens.low
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
        return once([*agents_of(context, reading, found), *_asked_too(context, reading, found[-1].after, end)])
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
    first = found[0].start
    named = reading.tags[first] >= 0 or is_capitalised(reading.tokens.words[first])
    after = low[found[-1].after] if found[-1].after < end else ""
    led = reading.tongue.language == "es" or low[start - 1] in ("upon", "on", "to")
    if not named and not led and mentions_in(reading, first, found[0].end) and after not in words["purposes"]:
        return False  # "the support of the World Bank"
    return named or led or after in words["asked_after"] or after == ","


def _further_on(context: Context, reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """ "request support from the IOM", "call for restraint by all parties", "solicitar apoyo a la OIM"."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(start, end - 1):
        if reading.tags[position] >= 0:
            continue
        if (
            low[position] in words.any("relatives", "subordinators")
            or low[position] in ",;:"
            or (low[position] in words["purposes"] and opens_verb(reading, position + 1))
        ):
            break
        if low[position] in words["asked_of"] and not opens_verb(reading, position + 1):
            found = phrases(reading, position + 1, end)
            if found and _could_be_asked(reading, found[0], low[position]):
                return agents_of(context, reading, found)
    return ()


def _could_be_asked(reading: Reading, phrase: Phrase, after: str) -> bool:
    """Whether the phrase is no date, and after "of" a name: "the support of the Bank", not "the adoption of rules"."""
    first = reading.tokens.words[phrase.start]
    named = is_capitalised(first) or bool(mentions_in(reading, phrase.start, phrase.end))
    return first.lower() not in reading.tongue.words.months and (
        named or after not in reading.tongue.words["complements"]
    )


def subject_phrases(reading: Reading, verb: int) -> tuple[Phrase, ...]:
    """The noun phrases that are the subject of the verb group at token `verb`."""
    first, last = subject_range(reading, verb)
    for start in range(first, last):
        found = phrases(reading, start, last)
        if found and found[-1].after == last:
            return found
    return ()


def asked_anew(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """ "invites A to …, and requests B to …": a second verb of asking has an addressee of its own."""
    reading, verb = draft.reading, draft.group.verb
    listed = phrases(reading, 0, draft.group.start)  # an item of its own: "INTERPOL to second an adviser"
    if listed and listed[-1].after == draft.group.start and draft.kind.act_type == "Request":
        return agents_of(context, reading, listed)
    verbs = reading.tongue.verbs.get(reading.tokens.low[verb], ())
    asks = any(frame.kind.act_type == "Request" for known, _ in verbs for frame in known.frames)
    if draft.kind.act_type != "Request" or not asks:
        return ()
    return asked_from(context, reading, over_adverbs(reading, verb + 1, draft.end), draft.end)


def antecedent(context: Context, draft: Draft) -> Agent | None:
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
