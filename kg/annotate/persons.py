"""Persons who speak for their states: "President Petro", once the text has said whose president he is.

Only where two or three states meet, each by a person: in a hall of twenty, what one president said is his own speech.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.context import Context
from kg.annotate.parties import STATES
from kg.annotate.reading import Mention, Reading, is_capitalised, tagged
from kg.model import Agent, PassageKind

__all__ = ["with_persons"]

_OPENING = 5  # passages in which a text says who met
_MOST = 3  # states that a few persons can speak for
_TITLE = 3  # words of a title
_NAME = 6  # words of a name
_INSIDE = frozenset({".", "de", "del", "la", "van", "von", "der", "da", "dos", "bin", "al"})
_ENDS = frozenset({",", ".", ";", ")", "("})


def with_persons(context: Context) -> tuple[Reading, ...]:
    """The readings with the persons of a meeting of few among their mentions, each as the government of her state."""
    known = _introduced(context)
    states = {agent.key for agent in known.values()}
    if not 1 < len(states) <= _MOST or not _named(context) <= states:
        return context.readings
    return tuple(_with_own(reading, known) for reading in context.readings)


def _introduced(context: Context) -> dict[str, Agent]:
    """The state of each word of a person's name but the first; what two persons share is left out."""
    states: dict[str, dict[str, Agent]] = {}
    for reading in (*context.headings, *context.body):
        for name, agent in _introductions(reading):
            for word in name[1:]:
                states.setdefault(word, {})[agent.key] = agent
    return {word: next(iter(agents.values())) for word, agents in states.items() if len(agents) == 1}


def _named(context: Context) -> set[str]:
    """The states that the headings and the opening name."""
    opening = (*context.headings[:_OPENING], *context.body[:_OPENING])
    return {one.agent.key for reading in opening for one in reading.mentions if one.agent.kind in STATES}


def _introductions(reading: Reading) -> Iterator[tuple[list[str], Agent]]:
    """The words of a name with the state that it is said to be of."""
    for mention in reading.mentions:
        if mention.agent.kind not in STATES:
            continue
        before = _of(reading, mention.start)
        if before is None:
            continue
        if (name := _name_before(reading, before)) or (name := _name_after(reading, mention, before)):
            yield name, mention.agent


def _of(reading: Reading, start: int) -> int | None:
    """The token of the "of", "de" that stands before a state, articles left aside."""
    position = reading.governor(start)
    return position if position > 0 and reading.tokens.low[position] in ("of", "de", "del") else None


def _name_before(reading: Reading, before: int) -> list[str]:
    """ "Prime Minister Anthony Albanese of Australia": a name of two words or more after a title."""
    words = reading.tokens.words
    start = before
    while start > 0 and before - start < _NAME and _in_name(reading, start - 1):
        start -= 1
    for first in range(start, before):
        title = _title_ending(reading, first)
        if title:
            name = [word for word in words[first:before] if is_capitalised(word)]
            return name if len(name) > 1 else []
    return []


def _name_after(reading: Reading, mention: Mention, before: int) -> list[str]:
    """ "el Presidente de Colombia, Gustavo Petro Urrego,": a name between a state and what closes it."""
    low, words = reading.tokens.low, reading.tokens.words
    if not _holds_title(reading, before):
        return []
    start = mention.end + (mention.end < len(low) and low[mention.end] == ",")
    while start < len(low) and (length := _title_at(reading, start)):
        start += length
    end = start
    while end < len(low) and end - start < _NAME and _in_name(reading, end):
        end += 1
    closed = end == len(low) or low[end] in _ENDS or low[end] in reading.tongue.words["coordinators"]
    name = [word for word in words[start:end] if is_capitalised(word)]
    return name if closed and len(name) > 1 else []


def _in_name(reading: Reading, token: int) -> bool:
    word = reading.tokens.words[token]
    return reading.tags[token] < 0 and (is_capitalised(word) or reading.tokens.low[token] in _INSIDE)


def _title_ending(reading: Reading, end: int) -> int:
    """The number of words of a title that ends before a token, 0 where none does."""
    return next((size for size in range(_TITLE, 0, -1) if end >= size and _is_title(reading, end - size, end)), 0)


def _title_at(reading: Reading, start: int) -> int:
    most = min(_TITLE, len(reading.tokens) - start)
    return next((size for size in range(most, 0, -1) if _is_title(reading, start, start + size)), 0)


def _is_title(reading: Reading, start: int, end: int) -> bool:
    return " ".join(reading.tokens.low[start:end]) in reading.tongue.nouns.get("person", {})


def _holds_title(reading: Reading, before: int) -> bool:
    """Whether the words of the clause before a token hold the title, in the singular or for several."""
    low, nouns = reading.tokens.low, reading.tongue.nouns
    start = reading.clause_start(before, ";:")
    titles = nouns.get("person", {}), nouns.get("actor", {})
    return any(low[token] in one for token in range(start, before) for one in titles)


def _with_own(reading: Reading, known: dict[str, Agent]) -> Reading:
    if reading.passage.kind is PassageKind.FRONT:
        return reading
    made = list(_spoken_of(reading, known))
    return tagged(reading.passage, reading.tokens, [*reading.mentions, *made], reading.tongue) if made else reading


def _spoken_of(reading: Reading, known: dict[str, Agent]) -> Iterator[Mention]:
    """Each title with the name of a person that the text has introduced, unless her state follows."""
    words, low = reading.tokens.words, reading.tokens.low
    for start in range(len(words) - 1):
        length = _title_at(reading, start) if reading.tags[start] < 0 else 0
        first = start + length + (length and start + length < len(low) and low[start + length] == ".")
        end = first
        while length and end < len(words) and end - first < _NAME and _in_name(reading, end) and words[end] != ".":
            end += 1
        agents = {known[word].key: known[word] for word in words[first:end] if word in known}
        of_state = end < len(low) and low[end] in ("of", "de", "del")
        if len(agents) != 1 or words[end - 1] not in known or of_state:
            continue
        agent = next(iter(agents.values()))
        label = reading.words(start, end)
        yield Mention(start, end, replace(agent, kind="government", label=label, span=reading.span(start, end)))
