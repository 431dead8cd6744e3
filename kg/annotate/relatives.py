"""Promises in relative clauses: "a Commission, which shall hold its first session in May", "que coordinará Brasil".

Such a clause binds where what it speaks of, or who stands after its verb, is a party, a body or a meeting; of
anything else it foretells ("the reform, which will bring lower prices").
"""

from dataclasses import replace

from kg.annotate.groups import Group, group_at
from kg.annotate.parties import STATES, How, Subject
from kg.annotate.reading import Mention, Reading
from kg.model import Agent
from kg.terms import slug

_ACTING = frozenset({"body", "organisation", "forum", "state", "government", "collective"})
_SEGMENTS = 4


def relative_owner(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    """Who does what a relative clause says will be done, None where it only foretells."""
    relative = _relative(reading, subject, group)
    if relative is None:
        return None
    if subject.agents:
        return replace(subject, how=How.STATED)
    if subject.label in reading.tongue.words["pronouns"]:
        return replace(subject, how=How.PRONOUN)
    word = reading.tokens.low[relative]
    if (after := state_after(reading, group)) is not None:
        return Subject(How.STATED, (after.agent,), relative, span=after.agent.span, after=word)
    return antecedent(reading, relative)


def is_governed_relative(reading: Reading, group: Group, subject: Subject) -> bool:
    """Whether a preposition stands before the relative: "to whom", "a la que"."""
    relative = _relative(reading, subject, group)
    if relative is None or relative == 0:
        return False
    before = _before_article(reading, relative) - 1
    return before >= 0 and reading.tokens.low[before] in reading.tongue.words["prepositions"] | {"to"}


def held_later(reading: Reading, group: Group, subject: Subject) -> bool:
    """Whether the clause says of a meeting that it will be held, convened or take place."""
    relative = _relative(reading, subject, group)
    return relative is not None and _is_meeting(reading, *_antecedent_range(reading, relative))


def _relative(reading: Reading, subject: Subject, group: Group) -> int | None:
    """The relative word that opens the clause of a verb group."""
    low, relatives = reading.tokens.low, reading.tongue.words["relatives"]
    first = min(subject.start, group.start) - 1
    for position in range(first, max(-1, first - 4), -1):
        if low[position] in relatives and reading.tags[position] < 0:
            clause = position > 0 and low[position - 1] == "lo"  # "lo que acortará las esperas" foretells
            return None if clause else position
    return None


def _before_article(reading: Reading, relative: int) -> int:
    low, words = reading.tokens.low, reading.tongue.words
    return relative - 1 if relative > 1 and low[relative - 1] in words["determiners"] else relative


def state_after(reading: Reading, group: Group) -> Mention | None:
    """A state right after a Spanish verb is its subject: "que coordinará Brasil"."""
    if reading.tongue.language != "es" or group.end >= len(reading.tokens):
        return None
    found = reading.mention(group.end)
    return found if found is not None and found.agent.kind in STATES else None


def antecedent(reading: Reading, relative: int) -> Subject | None:
    """The party or body that a relative word stands for."""
    start, end = _antecedent_range(reading, relative)
    named = [one for one in reading.mentions if start <= one.start and one.end <= end and _heads(reading, one)]
    noun = _by_noun(reading, start, end, relative)
    for mention in reversed(named):
        if mention.agent.kind in _ACTING and not _is_meeting(reading, mention.end, end):
            agent = replace(mention.agent, span=reading.span(relative, relative + 1), derivation="inferred")
            return Subject(How.STATED, (agent,), relative, span=agent.span, label=agent.label, after="which")
    return noun


def _heads(reading: Reading, mention: Mention) -> bool:
    """Whether a name stands for itself: in "the port of Poti, which …" the state is no antecedent."""
    low, words = reading.tokens.low, reading.tongue.words
    before = mention.start - 1
    while before > 0 and low[before] in words["determiners"]:
        before -= 1
    governed = before >= 0 and reading.tags[before] < 0 and low[before] in words.any("prepositions", "coordinators")
    return not (governed and mention.agent.kind in STATES)


def _by_noun(reading: Reading, start: int, end: int, relative: int) -> Subject | None:
    """The body that a noun names: "a working group on tuna, which will report"."""
    nouns = reading.tongue.nouns.get("body", {})
    for position in range(end - 1, start - 1, -1):
        for length in (3, 2, 1):
            words = reading.tokens.low[max(start, position - length + 1) : position + 1]
            if len(words) == length and " ".join(words) in nouns and not _has_verb(reading, position + 1, end):
                label = reading.words(position - length + 1, end)
                span = reading.span(relative, relative + 1)
                agent = Agent("body", slug(label), label, label, span, derivation="inferred", known=False)
                return Subject(How.STATED, (agent,), relative, label=label, span=span, singular=True)
    return None


def _has_verb(reading: Reading, start: int, end: int) -> bool:
    groups = (group_at(reading, token) for token in range(start, end))
    return any(group is not None and group.mood not in ("infinitive", "participle") for group in groups)


def _antecedent_range(reading: Reading, relative: int) -> tuple[int, int]:
    """The tokens among which a relative word finds what it stands for: those before it, past added participles."""
    end = _clause_before(reading, relative)
    for _ in range(_SEGMENTS):
        start = _segment_start(reading, end)
        if start > 1 and (_is_added(reading, start) or not _names_any(reading, start, end)):
            end = start - 1
            continue
        return start, end
    return end, end


def _clause_before(reading: Reading, relative: int) -> int:
    """The token after the words before the clause; "… and which" goes back to the relative that it joins."""
    low, words = reading.tokens.low, reading.tongue.words
    end = _before_article(reading, relative)
    if end > 0 and low[end - 1] in words["coordinators"]:
        earlier = [token for token in range(end - 1) if low[token] in words["relatives"] and reading.tags[token] < 0]
        end = earlier[-1] if earlier else end - 1
    while end > 1 and reading.tags[end - 1] < 0 and low[end - 1] in words.any("prepositions", "determiners"):
        end -= 1
    return end - 1 if end > 1 and low[end - 1] == "," else end


def _segment_start(reading: Reading, end: int) -> int:
    low, position = reading.tokens.low, end - 1
    while position >= 0 and not (reading.tags[position] < 0 and low[position] in ",;:"):
        position -= 1
    return position + 1


def _names_any(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch names a party, a body or a meeting that a relative could stand for."""
    named = any(start <= one.start and one.end <= end and one.agent.kind in _ACTING for one in reading.mentions)
    bodies, low = reading.tongue.nouns.get("body", {}), reading.tokens.low
    return named or any(word in bodies for word in low[start:end]) or _is_meeting(reading, start, end)


def _is_added(reading: Reading, start: int) -> bool:
    """Whether a stretch between commas only adds to what stands before it: ", composed of the heads of …,"."""
    word = reading.tokens.low[start]
    return reading.tags[start] < 0 and word.endswith(("ed", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))


def _is_meeting(reading: Reading, start: int, end: int) -> bool:
    nouns, low = reading.tongue.nouns.get("meeting", {}), reading.tokens.low
    return any(low[token] in nouns or low[token].removesuffix("es") in nouns for token in range(start, end))
