"""Who is the subject of a verb: read leftwards from the verb to the clause's own boundary.

A subject is a party (a state, a body, "the governments"), a pronoun, nothing (the verb opens its clause), what an
earlier verb of the sentence had ("… and agreed"), or none of these, and then the verb performs no act.
"""

from dataclasses import replace

from kg.annotate.frames import is_action
from kg.annotate.groups import is_spanish_future
from kg.annotate.parties import OTHER, STATES, How, Subject, party
from kg.annotate.reading import Reading, is_capitalised
from kg.model import Agent, Span

__all__ = ["How", "Subject", "subject_of"]

_OPEN, _CLOSE = "([", ")]"
_STRONG = frozenset({";", ":", "?", "!", "…"})
_MOST_SEGMENTS = 60
_OPENING = 30  # tokens within which a sentence names its subject
_BASE = frozenset({"base"})
_FINITE_ES = frozenset({"past3s", "past3p", "past1p", "fut3s", "fut3p", "fut1p"})


def subject_of(reading: Reading, verb: int, floor: int = 0) -> Subject:
    """The subject of the verb group that begins at token `verb`; nothing left of token `floor` is looked at."""
    low, words = reading.tokens.low, reading.tongue.words
    position = _before_adverbials(reading, verb - 1, floor)
    if position < floor:
        return Subject(How.INITIAL, start=verb)
    word = low[position]
    if word in words["coordinators"]:
        return Subject(How.COORDINATED, start=verb)
    if word in _STRONG:
        return Subject(How.INITIAL if word != ":" else How.COORDINATED, start=verb)
    if word in words["subordinators"] and _joins(reading, position):
        return Subject(How.COORDINATED, start=verb)
    if word in words["subordinators"] and reading.tags[position] < 0:
        return Subject(How.SUBORDINATE, start=verb, after=word)
    if word == ",":
        return _across_comma(reading, position, verb, floor)
    return _noun_phrase(reading, position, floor)


def opening_subject(reading: Reading, before: int) -> Subject | None:
    """The party that opens a sentence, whatever verb it has there."""
    low = reading.tokens.low
    if low[0] in reading.tongue.words["first_person"]:
        return Subject(How.PRONOUN, start=0, label=low[0], span=reading.span(0, 1))
    for position in range(1, min(before, _OPENING)):
        subject = subject_of(reading, position) if reading.tokens.low[position] in reading.tongue.verbs else OTHER
        if subject.how is How.STATED and subject.start <= 1:
            return subject
    return None


def _joins(reading: Reading, position: int) -> bool:
    """Whether the words that end here only join: "por lo que acordaron", "al tiempo que expresaron"."""
    before = "_".join(reading.tokens.low[max(0, position - 4) : position + 1])
    return any(before == group or before.endswith(f"_{group}") for group in reading.tongue.words["joining"])


def _before_adverbials(reading: Reading, position: int, floor: int) -> int:
    """The token before the adverbs and adverbials that end here: "in this regard", "strongly and unequivocally"."""
    low, words = reading.tokens.low, reading.tongue.words
    while position >= floor:
        if _skippable(reading, position):
            position -= 1
        elif (length := _adverbial(reading, position)) and position - length + 1 >= floor:
            position -= length
        elif low[position] in words["coordinators"] and _between_adverbs(reading, position, floor):
            position -= 1
        else:
            break
    return position


def _between_adverbs(reading: Reading, position: int, floor: int) -> bool:
    inside = floor < position < len(reading.tokens) - 1
    return inside and _skippable(reading, position - 1) and _skippable(reading, position + 1)


def _adverbial(reading: Reading, position: int) -> int:
    """The number of tokens of an adverbial of several words that ends here, 0 where none does."""
    low, known = reading.tokens.low, reading.tongue.words["adverbials"]
    for length in range(min(5, position + 1), 1, -1):
        if "_".join(low[position - length + 1 : position + 1]) in known:
            return length
    return 0


def _skippable(reading: Reading, position: int) -> bool:
    words, low = reading.tongue.words, reading.tokens.low[position]
    if reading.tags[position] >= 0:
        return False
    return reading.is_adverb(position) or low in words["clitics"] or low in ('"', "'", "*")


def _across_comma(reading: Reading, comma: int, verb: int, floor: int) -> Subject:
    """The subject before one or more stretches between commas: "The ministers, meeting in Lima, agreed"."""
    if reading.tokens.low[floor] in reading.tongue.words["first_person"] and floor + 1 < comma:
        return Subject(How.PRONOUN, start=floor, label=reading.tokens.low[floor], span=reading.span(floor, floor + 1))
    end, persons = comma, 0
    for _ in range(_MOST_SEGMENTS):
        start = _segment_start(reading, end, floor)
        if start >= end:
            return Subject(How.INITIAL, start=verb)
        found = _noun_phrase(reading, end - 1, floor)
        opens = start <= floor or reading.tokens.low[start - 1] in _STRONG
        persons += found.how is How.OTHER and bool(found.agents)
        if opens and persons > 1:
            return _people(reading, found, start)
        if found.is_party and not _opens_with_preposition(reading, start) and not _is_where(reading, found, floor):
            outer = _list_start(reading, found, floor)
            if outer is None:
                return found
            end = outer - 1
            continue
        if opens:
            introductory = _opens_with_preposition(reading, start) or _all_adverbs(reading, start, end)
            return Subject(How.INITIAL if introductory and end == comma else How.COORDINATED, start=verb)
        end = start - 1
    return Subject(How.COORDINATED, start=verb)


def _is_where(reading: Reading, found: Subject, floor: int) -> bool:
    """Whether a state only says where a city is: "Los Ministros, reunidos en Cartagena, Colombia, adoptan …"."""
    comma = found.start - 1
    if comma <= floor or reading.tokens.low[comma] != "," or found.collective is not None or len(found.agents) != 1:
        return False
    city = comma
    while city > floor and _in_name(reading, city - 1):
        city -= 1
    return floor < city < comma and reading.tokens.low[city - 1] in ("in", "en", "at")


def _in_name(reading: Reading, token: int) -> bool:
    return is_capitalised(reading.tokens.words[token]) or reading.tokens.low[token] in ("de", "del", "la", "las", "los")


def _list_start(reading: Reading, found: Subject, floor: int) -> int | None:
    """Where a list of names begins that a preposition governs: "…, with the participation of A, B and C, decided"."""
    if found.collective is not None or not found.agents or any(one.kind not in STATES for one in found.agents):
        return None
    start = found.start
    while start - 2 > floor and reading.tokens.low[start - 1] == ",":
        before = _segment_start(reading, start - 1, floor)
        if reading.tags[start - 2] < 0:
            return None
        if _opens_with_preposition(reading, before):
            return before if before > floor else None
        start = before
    return None


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
    allowed = words.any("adverbs", "coordinators") | frozenset(words.ordinals)
    return all(word in allowed for word in reading.tokens.low[start:end])


def _noun_phrase(reading: Reading, last: int, floor: int) -> Subject:
    """The noun phrase that ends at token `last`, if its head is a party."""
    if reading.tokens.low[last] in _CLOSE and reading.tags[last] < 0:
        last = _before_bracket(reading, last, floor)
        if last < floor:
            return OTHER
    start = _stretch_start(reading, last, floor)
    if _holds_infinitive(reading, start, last):
        return OTHER
    start = _after_introduction(reading, start, last)
    if (pronoun := _pronoun(reading, last)) is not None and pronoun.start > start:
        return pronoun
    found = party(reading, start, last + 1)
    before = start - 1
    if found is None:
        inside = before >= floor and reading.tags[before] < 0 and reading.tokens.low[before] in _subordinators(reading)
        return Subject(How.SUBORDINATE, start=start, after=reading.tokens.low[before]) if inside else OTHER
    contrasted = before >= floor and reading.tokens.low[before] in reading.tongue.words["contrast"]
    inside = before >= floor and reading.tags[before] < 0 and reading.tokens.low[before] in _subordinators(reading)
    if inside and not contrasted:
        return replace(found, how=How.SUBORDINATE, after=reading.tokens.low[before])
    return _with_coordinated(reading, found, floor)


def _is_finite_es(reading: Reading, position: int) -> bool:
    """Whether a token can be nothing but a Spanish finite verb: "reiteró" in "la Asamblea reiteró su firme condena"."""
    if reading.tags[position] >= 0 or not reading.tokens.words[position].islower():
        return False
    return any(form in _FINITE_ES for _, form in reading.tongue.verbs.get(reading.tokens.low[position], ()))


def _pronoun(reading: Reading, last: int) -> Subject | None:
    """A pronoun by the verb is its subject, whatever stands before: ", whose Secretariat we invited"."""
    low, words = reading.tokens.low, reading.tongue.words
    parted = last > 0 and low[last - 1] not in words.any("prepositions", "subordinators", "infinitive")
    if low[last] not in words["first_person"] or reading.tags[last] >= 0 or not parted:
        return None
    return Subject(How.PRONOUN, start=last, label=low[last], span=reading.span(last, last + 1))


def _holds_infinitive(reading: Reading, start: int, last: int) -> bool:
    """Whether the words before a would-be verb hold a verb already: "requested partners to lend support"."""
    low, tongue = reading.tokens.low, reading.tongue
    if tongue.language != "en":
        begin = _last_clause(reading, start, last)
        return any(_is_finite_es(reading, position) for position in range(max(begin, start + 1), last + 1))
    verbs = (
        position for position in range(start + 1, last + 1) if low[position - 1] == "to" and reading.tags[position] < 0
    )
    return any(
        any(form == "base" for _, form in tongue.verbs.get(low[one], ())) or is_action(reading, one, _BASE)
        for one in verbs
    )


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
        parted = low[position - 1] not in words.any("prepositions", "determiners", "coordinators")
        apart = reading.tags[position] < 0 or reading.tags[position - 1] != reading.tags[position]
        if begins and parted and apart:
            return position
        if begins and reading.tags[position] < 0 and low[position] in words["pronouns"]:
            return position
    return start


def _last_clause(reading: Reading, start: int, last: int) -> int:
    """After a verb of the same stretch the phrase begins anew: "… noted that X and the Ministers agreed"."""
    low, words, verbs = reading.tokens.low, reading.tokens.words, reading.tongue.verbs
    future = reading.tongue.words["future"]
    for position in range(last - 1, start, -1):
        if low[position] in reading.tongue.words["coordinators"] and any(
            (low[before] in verbs or low[before] in future or is_spanish_future(reading, before))
            and reading.tags[before] < 0
            and before > start
            and words[before].islower()
            for before in range(start, position)
        ):
            return position + 1
    return start


def _with_coordinated(reading: Reading, found: Subject, floor: int) -> Subject:
    """The subject with what stands before it in the same list: "Mexico, the United States, and Canada"."""
    low = reading.tokens.low
    agents, start, persons = list(found.agents), found.start, 1 if found.how is How.OTHER else 0
    joined = start - 1 >= floor and low[start - 1] in reading.tongue.words["coordinators"]
    cursor = start - 2 if joined else start - 1
    while cursor > floor and low[cursor] == "," and reading.tags[cursor] < 0:
        first = _segment_start(reading, cursor, floor)
        before = party(reading, first, cursor) if first < cursor else None
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
    before = party(reading, _segment_start(reading, comma, floor), comma)
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
