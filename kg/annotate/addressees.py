"""Whom an act is addressed to: who is asked, thanked, invited."""

from kg.annotate.context import Context
from kg.annotate.discourse import collective_key
from kg.annotate.drafts import Draft
from kg.annotate.reading import Reading
from kg.model import Agent, Span
from kg.terms import slug


def addressees(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """The agents to whom the act is directed, in the order of the words; where none is named, those of its governor."""
    if draft.governor is not None and draft.kind is draft.governor.kind:
        return addressees(context, draft.governor)
    if draft.kind.act_type == "Thanks":
        return _thanked(context, draft)
    if draft.kind.act_type == "Request":
        return _asked(context, draft)
    if draft.kind.act_type == "Commitment":
        return _promised(context, draft)
    return ()


def _thanked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Those named before what they are thanked for, and those joined by "as well as"."""
    reading = draft.reading
    found: list[Agent] = []
    for start, end in _thanked_ranges(context, draft):
        found.extend(_agents(context, reading, start, end))
    return _once(found)


def _thanked_ranges(context: Context, draft: Draft) -> list[tuple[int, int]]:
    low = draft.reading.tokens.low
    end = _until(low, draft.trigger_end, draft.end, ("for", "por"))
    ranges = [(draft.trigger_end, end)]
    for position in range(end, draft.end - 2):
        joined = low[position : position + 3] == ("as", "well", "as") or low[position : position + 2] == ("así", "como")
        if joined:
            ranges.append((position + 2, _until(low, position + 3, draft.end, ("for", "por"))))
    return ranges


def _until(low: tuple[str, ...], start: int, end: int, stops: tuple[str, ...]) -> int:
    return next((position for position in range(start, end) if low[position] in stops), end)


def _agents(context: Context, reading: Reading, start: int, end: int) -> list[Agent]:
    """The names and the capitalised categories in a stretch of tokens."""
    found = [
        (mention.start, mention.agent)
        for mention in reading.mentions
        if start <= mention.start < end and not (mention.agent.kind == "forum" and _of(reading, mention.start))
    ]
    found.extend(_population(context, reading, found, start, end))
    for term_start, term_end in _categories(context, reading, start, end):
        label = reading.words(term_start, term_end)
        span = reading.span(term_start, term_end)
        found.append((term_start, Agent("category", slug(label), label, label, span, known=False)))
    return [agent for _, agent in sorted(found, key=lambda pair: pair[0])]


def _population(
    context: Context, reading: Reading, named: list[tuple[int, Agent]], start: int, end: int
) -> list[tuple[int, Agent]]:
    """ "the people and Government of Panama": the people are thanked too, and are no government."""
    made: list[tuple[int, Agent]] = []
    for position in range(start, end):
        state = next(
            (agent for place, agent in named if place > position and agent.kind in ("government", "state")), None
        )
        if reading.tokens.low[position] in reading.tongue.words["population"] and state is not None:
            label = f"{reading.tokens.words[position]} ({state.code})"
            key = collective_key(context.document.slug, f"people-{state.key}")
            made.append((position, Agent("collective", key, label, state.code, reading.span(position, position + 1))))
    return made


def _of(reading: Reading, position: int) -> bool:
    return any(low in ("of", "de", "del") for low in reading.tokens.low[max(0, position - 2) : position])


def _categories(context: Context, reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    if start >= end:
        return []
    left = reading.tokens.starts[start]
    words = reading.passage.view.text[left : reading.tokens.ends[end - 1]]
    found: list[tuple[int, int]] = []
    for term in context.lexicon.terminology.find(words, context.tongue.language, "party-category"):
        first, last = reading.tokens.at(left + term.start), reading.tokens.at(left + term.end - 1) + 1
        free = all(tag < 0 for tag in reading.tags[first:last])
        if free and reading.tokens.words[first][:1].isupper():
            found.append((first, last))
    return found


def _asked(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Who stands between the verb and what is asked ("urge States to …", "request that the Secretariat …")."""
    reading = draft.reading
    low = reading.tokens.low
    verb_end = draft.group.end
    end = (
        _until(low, verb_end, draft.end, ("to", "that", "a", "que", "for"))
        if low[verb_end : verb_end + 1] not in (("to",), ("upon",), ("on",), ("a",), ("al",))
        else draft.end
    )
    start = verb_end
    named = _agents(context, reading, start, max(end, start + 1))
    if named:
        return _once(named)
    return _noun(reading, start, draft.end)


def _noun(reading: Reading, start: int, end: int) -> tuple[Agent, ...]:
    """The plain words that name the addressee: "the private sector", "all countries"."""
    low, words = reading.tokens.low, reading.tongue.words
    while start < end and (low[start] in words["determiners"] or low[start] in ("upon", "on", "a", "al", "to")):
        start += 1
    last = start
    stops = words["prepositions"] | words["subordinators"] | {"to", ",", ";", ":", "."}
    while last < end and low[last] not in stops and last - start < 8:
        last += 1
    if last == start:
        return ()
    label = reading.words(start, last)
    return (Agent("category", slug(label), label, label, reading.span(start, last), known=False),)


def _promised(context: Context, draft: Draft) -> tuple[Agent, ...]:
    """Whom a promise is made towards: those to be invited, those of whom something will be asked."""
    reading = draft.reading
    frame = draft.frame
    asks = frame is not None and frame.kind.act_type == "Request"
    if draft.passive and asks and draft.subject.span is not None:
        label = draft.subject.label or ", ".join(agent.label for agent in draft.subject.agents)
        span = draft.subject.span
        whole = label if label else context.document.text[span.start : span.end]
        return (
            Agent("group", slug(label), whole, " ".join(span.of(context.document.text).split()), span, known=False),
        )
    if asks and not draft.passive:
        return _once(_agents(context, reading, draft.trigger_end, draft.end))
    return ()


def _once(found: list[Agent]) -> tuple[Agent, ...]:
    kept: dict[tuple[str, str], Agent] = {}
    for agent in found:
        kept.setdefault((agent.kind, agent.key), agent)
    return tuple(kept.values())


def attitude(context: Context, draft: Draft) -> Span | None:
    """What an attitude is about: after "for" in thanks, the content otherwise."""
    if "ExpressiveStatement" not in draft.kind.classes:
        return None
    low = draft.reading.tokens.low
    start = draft.trigger_end
    if draft.kind.act_type == "Thanks":
        start = _until(low, draft.trigger_end, draft.end, ("for", "por")) + 1
    return draft.reading.span(start, draft.end) if start < draft.end else None
