"""Who is the subject of a verb: read leftwards from the verb to the clause's own boundary.

A subject is a party (a state, a body, "the governments"), a pronoun, nothing (the verb opens its clause), what an
earlier verb of the sentence had ("… and agreed"), or none of these, and then the verb performs no act.
"""

from dataclasses import dataclass, replace
from enum import Enum

from kg.annotate.lexicon import Noun
from kg.annotate.reading import Mention, Reading, is_capitalised
from kg.model import Agent, Span
from kg.terms import slug

_OPEN, _CLOSE = "([", ")]"
_STRONG = frozenset({";", ":", "?", "!", "…"})
_SPEAKERS = frozenset({"delegations", "representatives"})
_MOST_SEGMENTS = 60


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

    @property
    def is_party(self) -> bool:
        """Whether the subject is one that can perform an act."""
        return self.how in (How.STATED, How.PRONOUN)


OTHER = Subject(How.OTHER)


def subject_of(reading: Reading, verb: int, floor: int = 0) -> Subject:
    """The subject of the verb group that begins at token `verb`; nothing left of token `floor` is looked at."""
    low, words = reading.tokens.low, reading.tongue.words
    position = verb - 1
    while position >= floor and _skippable(reading, position):
        position -= 1
    if position < floor:
        return Subject(How.INITIAL, start=verb)
    word = low[position]
    if word in words["coordinators"]:
        return Subject(How.COORDINATED, start=verb)
    if word in _STRONG:
        return Subject(How.INITIAL if word != ":" else How.COORDINATED, start=verb)
    if word in words["subordinators"] and reading.tags[position] < 0:
        return Subject(How.SUBORDINATE, start=verb, after=word)
    if word == ",":
        return _across_comma(reading, position, verb, floor)
    return _noun_phrase(reading, position, floor)


def _skippable(reading: Reading, position: int) -> bool:
    words, low = reading.tongue.words, reading.tokens.low[position]
    if reading.tags[position] >= 0:
        return False
    return low in words["adverbs"] or low in words["clitics"] or low in ('"', "'", "*")


def _across_comma(reading: Reading, comma: int, verb: int, floor: int) -> Subject:
    """The subject before one or more stretches between commas: "The ministers, meeting in Lima, agreed"."""
    if reading.tokens.low[floor] in reading.tongue.words["first_person"] and floor + 1 < comma:
        return Subject(How.PRONOUN, start=floor, label=reading.tokens.low[floor], span=reading.span(floor, floor + 1))
    end = comma
    for _ in range(_MOST_SEGMENTS):
        start = _segment_start(reading, end, floor)
        if start >= end:
            return Subject(How.INITIAL, start=verb)
        found = _noun_phrase(reading, end - 1, floor)
        opens = start <= floor or reading.tokens.low[start - 1] in _STRONG
        if found.is_party and not _opens_with_preposition(reading, start):
            return found
        if opens:
            introductory = _opens_with_preposition(reading, start) or _all_adverbs(reading, start, end)
            return Subject(How.INITIAL if introductory and end == comma else How.COORDINATED, start=verb)
        end = start - 1
    return Subject(How.COORDINATED, start=verb)


def _segment_start(reading: Reading, end: int, floor: int) -> int:
    """The first token after the comma or strong mark left of `end`."""
    low, depth, position = reading.tokens.low, 0, end - 1
    while position >= floor:
        word = low[position]
        if reading.tags[position] < 0:
            depth += (word in _CLOSE) - (word in _OPEN)
            if depth <= 0 and (word == "," or word in _STRONG):
                break
        position -= 1
    return position + 1


def _opens_with_preposition(reading: Reading, start: int) -> bool:
    low = reading.tokens.low[start]
    return reading.tags[start] < 0 and (low in reading.tongue.words["prepositions"] or low == "to")


def _all_adverbs(reading: Reading, start: int, end: int) -> bool:
    words = reading.tongue.words
    allowed = words["adverbs"] | words["coordinators"] | frozenset(words.ordinals)
    return all(word in allowed for word in reading.tokens.low[start:end])


def _noun_phrase(reading: Reading, last: int, floor: int) -> Subject:
    """The noun phrase that ends at token `last`, if its head is a party."""
    if reading.tokens.low[last] in _CLOSE and reading.tags[last] < 0:
        last = _before_bracket(reading, last, floor)
        if last < floor:
            return OTHER
    start = _stretch_start(reading, last, floor)
    start = _after_introduction(reading, start, last)
    found = _party(reading, start, last + 1)
    if found is None:
        return OTHER
    before = start - 1
    if before >= floor and reading.tags[before] < 0 and reading.tokens.low[before] in _subordinators(reading):
        return replace(found, how=How.SUBORDINATE, after=reading.tokens.low[before])
    return _with_coordinated(reading, found, floor)


def _subordinators(reading: Reading) -> frozenset[str]:
    return reading.tongue.words["subordinators"]


def _before_bracket(reading: Reading, last: int, floor: int) -> int:
    position = last
    while position >= floor and reading.tokens.low[position] not in _OPEN:
        position -= 1
    return position - 1


def _stretch_start(reading: Reading, last: int, floor: int) -> int:
    """The first token of the words before `last` that no comma, mark or subordinator parts from it."""
    words, low = reading.tongue.words, reading.tokens.low
    position = last
    while position >= floor:
        word = low[position]
        if reading.tags[position] < 0 and (word in words["subordinators"] or word in _STRONG or word in ",(["):
            break
        position -= 1
    return position + 1


def _after_introduction(reading: Reading, start: int, last: int) -> int:
    """Where the noun phrase begins when an adverbial stands before it without a comma."""
    words, low = reading.tongue.words, reading.tokens.low
    while start < last and (low[start] in words["coordinators"] or _skippable(reading, start)):
        if low[start] in words["determiners"]:
            break  # "each country": a quantifier, though it may stand where adverbs do
        start += 1
    if not _opens_with_preposition(reading, start):
        return _last_clause(reading, start, last)
    for position in range(last, start, -1):
        begins = (
            low[position] in words["determiners"] or reading.tags[position] >= 0 or low[position] in words["pronouns"]
        )
        parted = low[position - 1] not in words["prepositions"] | words["determiners"] | words["coordinators"]
        if begins and parted and reading.tags[position - 1] != reading.tags[position]:
            return position
        if begins and reading.tags[position] < 0 and low[position] in words["pronouns"]:
            return position
    return start


def _last_clause(reading: Reading, start: int, last: int) -> int:
    """After a verb of the same stretch the phrase begins anew: "… noted that X and the Ministers agreed"."""
    low, verbs = reading.tokens.low, reading.tongue.verbs
    for position in range(last - 1, start, -1):
        if low[position] in reading.tongue.words["coordinators"] and any(
            low[before] in verbs and reading.tags[before] < 0 and before > start for before in range(start, position)
        ):
            return position + 1
    return start


def _party(reading: Reading, start: int, end: int) -> Subject | None:
    """The party that tokens `[start, end)` name by their head, if they do."""
    if start >= end:
        return None
    words, low = reading.tongue.words, reading.tokens.low
    if low[end - 1] in words["pronouns"] and end - start == 1:
        return Subject(How.PRONOUN, start=start, label=low[end - 1], span=reading.span(start, end))
    head = _head_end(reading, start, end)
    if mention := _only_mentions(reading, start, head):
        return Subject(
            How.STATED,
            tuple(one.agent for one in mention),
            start,
            span=reading.span(start, end),
            distributive=low[start] in words["each"],
        )
    found = _collective(reading, start, head, end) or _person(reading, start, end) or _unit(reading, start, head, end)
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
            if noun is None and form and low[start] in reading.tongue.words["each"]:
                noun = next((nouns["actor"][plural] for plural in _plurals(form) if plural in nouns["actor"]), None)
            if noun is not None and reading.tags[position] < 0:
                return _collective_subject(reading, start, end, noun)
    return None


def _unit(reading: Reading, start: int, head: int, end: int) -> Subject | None:
    """A body by the noun that heads its name: "the Committee", "la Secretaría"."""
    low, words = reading.tokens.low, reading.tongue.words
    bare = start
    while bare < head and low[bare] in words["determiners"]:
        bare += 1
    definite = bare > start and reading.tags[bare] < 0 if bare < head else False
    if not definite or not is_capitalised(reading.tokens.words[bare]):
        return None
    if " ".join(low[bare:head]) not in reading.tongue.nouns.get("body", {}):
        return None
    label = reading.words(bare, head)
    agent = Agent("body", slug(label), label, label, reading.span(start, end), known=False)
    return Subject(How.STATED, (agent,), start, label=label, span=reading.span(start, end), singular=True)


def _represented(reading: Reading, found: Subject, head: int, end: int) -> Subject:
    """ "the representatives of the participating countries" speak for the countries."""
    whose = _collective(reading, head + 1, _head_end(reading, head + 1, end), end) if head + 1 < end else None
    if whose is None:
        return found
    return replace(whose, start=found.start, span=found.span, through=found.through)


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
    while bare < end - 1 and low[bare] in words["determiners"] and low[bare] not in words["each"] | words["both"]:
        bare += 1
    label = reading.words(bare, end)
    span = reading.span(start, end)
    agent = Agent("collective", slug(label), label, "participants", span)
    code = noun.code
    return Subject(
        How.STATED,
        (agent,),
        start,
        singular=noun.role == "institution" or low[start] in words["each"],
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
    people = reading.tongue.nouns.get("person", {})
    position = start
    while position < end and reading.tokens.low[position] in reading.tongue.words["determiners"]:
        position += 1
    for length in (3, 2, 1):
        title = " ".join(reading.tokens.low[position : position + length])
        named = position + length < end and is_capitalised(reading.tokens.words[position + length])
        if title in people and named:
            label = reading.words(start, end)
            span = reading.span(start, end)
            return Subject(
                How.OTHER, (Agent("category", slug(label), label, label, span),), start, label=label, span=span
            )
    return None


def _with_coordinated(reading: Reading, found: Subject, floor: int) -> Subject:
    """The subject with what stands before it in the same list: "Mexico, the United States, and Canada"."""
    low = reading.tokens.low
    agents, start, persons = list(found.agents), found.start, 1 if found.how is How.OTHER else 0
    joined = start - 1 >= floor and low[start - 1] in reading.tongue.words["coordinators"]
    cursor = start - 2 if joined else start - 1
    while cursor > floor and low[cursor] == "," and reading.tags[cursor] < 0:
        first = _segment_start(reading, cursor, floor)
        before = _party(reading, first, cursor) if first < cursor else None
        pure = before is not None and before.collective is None and before.how in (How.STATED, How.OTHER)
        if not pure or before is None or before.how is not found.how:
            break
        agents[:0] = before.agents
        start, cursor, persons = first, first - 1, persons + 1
    if found.how is How.OTHER and persons > 1:
        return _people(reading, found, start)
    headed = _heading_noun(reading, found, cursor, floor)
    if headed is not None:
        return headed
    if start == found.start:
        return found
    return replace(found, agents=tuple(agents), start=start, span=_hull(reading, start, found))


def _heading_noun(reading: Reading, found: Subject, comma: int, floor: int) -> Subject | None:
    """ "The Presidents of A, B and C" are the presidents, not B and C."""
    low = reading.tokens.low
    if found.how is not How.STATED or found.collective is not None or comma <= floor or low[comma] != ",":
        return None
    before = _party(reading, _segment_start(reading, comma, floor), comma)
    if before is None or before.collective is None or reading.tags[comma - 1] < 0:
        return None
    return replace(before, span=_hull(reading, before.start, found))


def _people(reading: Reading, found: Subject, start: int) -> Subject:
    span = _hull(reading, start, found)
    agent = Agent("collective", "leaders", "leaders", "participants", span)
    return Subject(How.STATED, (agent,), start, collective="leaders", label="leaders", span=span)


def _hull(reading: Reading, start: int, found: Subject) -> Span:
    first = reading.span(start, start + 1)
    return Span(first.start, found.span.end if found.span else first.end)
