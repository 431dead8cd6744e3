"""Who a noun phrase names: a state, a body, a collective, a person, or no party at all."""

from dataclasses import dataclass, replace
from enum import Enum

from kg.annotate.lexicon import Noun
from kg.annotate.reading import Mention, Reading, is_capitalised
from kg.model import Agent, Span
from kg.terms import slug

__all__ = ["OTHER", "STATES", "How", "Subject", "party"]

STATES = frozenset({"state", "government"})
_SPEAKERS = frozenset({"delegations", "representatives"})


class How(Enum):
    """What stands where the subject should be."""

    STATED = "stated"
    PRONOUN = "pronoun"
    INITIAL = "initial"
    COORDINATED = "coordinated"
    SUBORDINATE = "subordinate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Subject:
    """The agents that a verb is said of; `start` is the first token of the words that name them."""

    how: How
    agents: tuple[Agent, ...] = ()
    start: int = 0
    collective: str | None = None  # code of the kind of collective
    label: str | None = None
    span: Span | None = None
    distributive: bool = False
    through: str | None = None
    after: str | None = None  # the relative or other word that makes the clause subordinate
    singular: bool = False  # one institution, or each of several
    quantified: bool = False  # "a number of", "la mayoría de": singular or plural
    common: bool = False  # a body by its noun alone: "the working group"

    @property
    def is_party(self) -> bool:
        """Whether the subject is one that can perform an act."""
        return self.how in (How.STATED, How.PRONOUN)


OTHER = Subject(How.OTHER)


def party(reading: Reading, start: int, end: int) -> Subject | None:
    """The party that tokens `[start, end)` name by their head, if they do."""
    if start >= end:
        return None
    words, low = reading.tongue.words, reading.tokens.low
    if low[end - 1] in words["pronouns"] and end - start == 1:
        return Subject(How.PRONOUN, start=start, label=low[end - 1], span=reading.span(start, end))
    head = _head_end(reading, start, end)
    if head + 1 < end and low[head - 1] in words["quantifiers"] and low[head] in ("of", "de"):
        counted = party(reading, head + 1, end)
        return replace(counted, start=start, span=reading.span(start, end), quantified=True) if counted else None
    if mention := _only_mentions(reading, start, head):
        return Subject(
            How.STATED,
            tuple(one.agent for one in mention),
            start,
            span=reading.span(start, end),
            distributive=low[start] in words["each"],
        )
    found = _collective(reading, start, head, end) or _person(reading, start, end) or _unit(reading, start, head, end)
    found = found or _officer(reading, start, head, end)
    return _represented(reading, found, head, end) if found is not None and found.through is not None else found


def _head_end(reading: Reading, start: int, end: int) -> int:
    """The token after the head noun: before the first preposition that stands outside a name."""
    for position in range(start, end):
        if reading.tags[position] < 0 and reading.tokens.low[position] in reading.tongue.words["prepositions"]:
            return position
    return end


def _only_mentions(reading: Reading, start: int, end: int) -> list[Mention]:
    """The mentions of a phrase made of nothing but names, articles, commas and coordinators."""
    words, low = reading.tongue.words, reading.tokens.low
    found: list[Mention] = []
    for position in range(start, end):
        mention = reading.mention(position)
        if mention is None:
            if low[position] in words["determiners"] or low[position] in words["coordinators"] or low[position] == ",":
                continue
            return []
        if not found or found[-1] is not mention:
            found.append(mention)
    return found


def _collective(reading: Reading, start: int, head: int, end: int) -> Subject | None:
    nouns = reading.tongue.nouns
    low = reading.tokens.low
    if head <= start:
        return None
    whole = _spelt_out(reading, start, end)
    if whole is not None:
        return _collective_subject(reading, start, end, whole)
    spanish = reading.tongue.language == "es"
    for position in _head_positions(reading, start, head):
        for length in (3, 2, 1):
            first = position if spanish else position - length + 1
            form = " ".join(low[first : first + length]) if start <= first and first + length <= head else ""
            noun = nouns.get("actor", {}).get(form) or nouns.get("institution", {}).get(form)
            if noun is None and form and is_capitalised(reading.tokens.words[first]):
                noun = nouns.get("named-institution", {}).get(form)
            if noun is None and form and low[start] in reading.tongue.words["each"]:
                noun = next((nouns["actor"][plural] for plural in _plurals(form) if plural in nouns["actor"]), None)
            if noun is not None and reading.tags[position] < 0 and _is_definite(reading, noun, start, first):
                return _collective_subject(reading, start, end, noun)
    return None


def _unit(reading: Reading, start: int, head: int, end: int) -> Subject | None:
    """A body by the noun that heads its name: "the Committee", "la Secretaría"."""
    low, words = reading.tokens.low, reading.tongue.words
    bare = start
    while bare < head and low[bare] in words["determiners"]:
        bare += 1
    definite = bare > start and reading.tags[bare] < 0 if bare < head else False
    if not definite:
        return None
    bodies = reading.tongue.nouns.get("body", {})
    if " ".join(low[bare:head]) not in bodies and not _is_titled_body(reading, bare, head):
        return None
    label = reading.words(bare, head)
    agent = Agent("body", slug(label), label, label, reading.span(start, end), known=False)
    common = not is_capitalised(reading.tokens.words[bare])
    return Subject(How.STATED, (agent,), start, label=label, span=agent.span, singular=True, common=common)


def _officer(reading: Reading, start: int, head: int, end: int) -> Subject | None:
    """An office without its holder's name: "the Executive Secretary", who may be bound to do something."""
    low, words = reading.tokens.low, reading.tongue.words
    bare = start
    while bare < head and low[bare] in words["determiners"]:
        bare += 1
    titled = " ".join(low[bare:head]) in reading.tongue.nouns.get("person", {})
    if bare == start or not titled or not is_capitalised(reading.tokens.words[bare]):
        return None
    label = reading.words(bare, end)
    agent = Agent("category", slug(label), label, label, reading.span(start, end), known=False)
    return Subject(How.STATED, (agent,), start, label=label, span=agent.span, singular=True, common=True)


def _is_titled_body(reading: Reading, start: int, end: int) -> bool:
    """A body by capitals that a noun ends: "the Fisheries and Ports Panel"."""
    low, words = reading.tokens.low, reading.tokens.words
    capitals = all(is_capitalised(words[token]) or low[token] in ("and", "of", "on") for token in range(start, end))
    return end - start > 1 and capitals and low[end - 1] in reading.tongue.nouns.get("body", {})


def _represented(reading: Reading, found: Subject, head: int, end: int) -> Subject:
    """ "the representatives of the participating countries" speak for the countries."""
    whose = _collective(reading, head + 1, _head_end(reading, head + 1, end), end) if head + 1 < end else None
    if whose is None:
        return found
    return replace(whose, start=found.start, span=found.span, through=found.through)


def _is_definite(reading: Reading, noun: Noun, start: int, first: int) -> bool:
    """An institution is named with an article or a capital; "meeting in Lima" is none."""
    article = reading.tokens.low[start] in reading.tongue.words["determiners"]
    return noun.role != "institution" or article or is_capitalised(reading.tokens.words[first])


def _spelt_out(reading: Reading, start: int, end: int) -> Noun | None:
    """A collective whose own name holds a preposition: "Heads of State and Government"."""
    low, actors = reading.tokens.low, reading.tongue.nouns.get("actor", {})
    while start < end and low[start] in reading.tongue.words["determiners"]:
        start += 1
    for length in range(min(8, end - start), 2, -1):
        if (noun := actors.get(" ".join(low[start : start + length]))) is not None:
            return noun
    return None


def _plurals(noun: str) -> tuple[str, ...]:
    """What "each country", "cada país" may be the singular of."""
    return (noun + "s", noun + "es", noun[:-1] + "ies")


def _head_positions(reading: Reading, start: int, head: int) -> list[int]:
    """Where a head noun may stand: last in English, first in Spanish; before a coordinator in both."""
    low, words = reading.tokens.low, reading.tongue.words
    if reading.tongue.language != "es":
        inner = [position - 1 for position in range(start + 1, head) if low[position] in words["coordinators"]]
        participial = [
            position - 1
            for position in range(start + 2, head)
            if low[position].endswith("ing") or low[position] in ("present", "concerned", "represented", "gathered")
        ]
        return [head - 1, *inner, *participial]
    first = start
    while first < head - 1 and low[first] in words["determiners"]:
        first += 1
    return list(range(first, min(first + 3, head)))


def _collective_subject(reading: Reading, start: int, end: int, noun: Noun) -> Subject:
    words, low = reading.tongue.words, reading.tokens.low
    bare = start
    while bare < end - 1 and low[bare] in words["determiners"] and low[bare] not in words.any("each", "both"):
        bare += 1
    label = reading.words(bare, end)
    span = reading.span(start, end)
    agent = Agent("collective", slug(label), label, "participants", span)
    code = noun.code
    return Subject(
        How.STATED,
        (agent,),
        start,
        singular=noun.role in ("institution", "named-institution") or low[start] in words["each"],
        collective=code,
        label=label,
        span=span,
        distributive=low[start] in words["each"],
        through=_through(reading, start, end),
    )


def _through(reading: Reading, start: int, end: int) -> str | None:
    """Those who are said to speak for the parties: the head's own noun, whatever stands before it."""
    head = _head_end(reading, start, end) - 1
    actors = reading.tongue.nouns.get("actor", {})
    noun = actors.get(reading.tokens.low[head]) or actors.get(reading.tokens.low[start])
    return noun.code if noun is not None and noun.code in _SPEAKERS else None


def _person(reading: Reading, start: int, end: int) -> Subject | None:
    """A person by title and name: one alone speaks for herself, and only a group of them for the parties."""
    titled = [position for position in range(start, end) if _is_titled(reading, start, position, end)]
    first = start
    while first < end and reading.tokens.low[first] in reading.tongue.words["determiners"]:
        first += 1
    if first not in titled:
        return None
    span = reading.span(start, end)
    if len(titled) > 1:
        agent = Agent("collective", "leaders", "leaders", "participants", span)
        return Subject(How.STATED, (agent,), start, collective="leaders", label="leaders", span=span)
    label = reading.words(start, end)
    return Subject(How.OTHER, (Agent("category", slug(label), label, label, span),), start, label=label, span=span)


def _is_titled(reading: Reading, start: int, position: int, end: int) -> bool:
    """Whether a title with a name, or the office of a state, begins here, first or after a coordinator."""
    low, words = reading.tokens.low, reading.tongue.words
    before = position - 1
    while before >= start and low[before] in words["determiners"]:
        before -= 1
    if before >= start and low[before] not in words["coordinators"]:
        return False
    last_of_several = position - 1 > start and low[position - 1] in words["determiners"]
    for length in (3, 2, 1):
        after = position + length
        if after > end or " ".join(low[position:after]) not in reading.tongue.nouns.get("person", {}):
            continue
        if after == end:
            return last_of_several  # "the Under-Secretary and the Vice-Minister"
        named = after + (low[after] == "." and after + 1 < end)  # "Mr. Holm"
        alone = before < position - 1 and low[after] in words["coordinators"]  # "the President and Mr. Holm"
        return is_capitalised(reading.tokens.words[named]) or alone or _of_state(reading, after, end)
    return False


def _of_state(reading: Reading, position: int, end: int) -> bool:
    """ "of Fiji", "de la República de Chile": whose office it is."""
    words = reading.tongue.words
    for token in range(position, min(position + 6, end)):
        if (mention := reading.mention(token)) is not None:
            return token > position and mention.agent.kind in ("state", "government")
        if reading.tokens.low[token] not in words.any("prepositions", "determiners"):
            return False
    return False
