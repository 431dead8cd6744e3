"""Which frame a verb group stands in, and how far its trigger reaches."""

from dataclasses import dataclass

from kg.annotate.groups import INFINITIVE_ES, Group
from kg.annotate.lexicon import Frame
from kg.annotate.reading import Reading

_ACTIVE = frozenset({"active", "any"})
_PASSIVE = frozenset({"passive", "any"})
_PARTICIPLE = frozenset({"active", "any", "participle"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame with the token after its last word."""

    frame: Frame
    end: int


def frame_at(reading: Reading, group: Group, passive: bool = False) -> Match | None:
    """The most specific frame of the group's verbs that the words to its right allow."""
    voices = _PASSIVE if passive or group.form == "part" else _PARTICIPLE if group.mood == "participle" else _ACTIVE
    position = reading.tokens.ends[group.end - 1]
    best: tuple[int, int, str] | None = None
    match: Match | None = None
    for frame in (frame for verb in group.verbs for frame in verb.frames if frame.voice in voices):
        found = frame.right.match(reading.passage.view.text, position)
        if found is None or not _stands_before(reading, group, frame):
            continue
        rank = (frame.priority + bool(frame.left), frame.right.length, frame.iri)
        if best is None or rank[:2] > best[:2]:
            best, match = rank, Match(frame, _token_after(reading, group, found.end()))
    return match


def _stands_before(reading: Reading, group: Group, frame: Frame) -> bool:
    """Whether the noun that a frame asks for is in the clause before the verb: "sincere thanks were extended"."""
    if not frame.left:
        return True
    low = reading.tokens.low
    return not frame.left.isdisjoint(low[reading.clause_start(group.start) : group.start])


def _token_after(reading: Reading, group: Group, position: int) -> int:
    return max(group.end, reading.tokens.at(max(position - 1, 0)) + 1)


def is_action(reading: Reading, token: int, forms: frozenset[str]) -> bool:
    """Whether the token is a verb of action, or of the lexicon, in one of these forms, and no noun here."""
    if token >= len(reading.tokens) or reading.tags[token] >= 0:
        return False
    low, tongue = reading.tokens.low, reading.tongue
    word = low[token]
    known = any(name in forms for name, _ in tongue.actions.get(word, ()))
    known = known or any(name in forms for _, name in tongue.verbs.get(word, ()))
    return known and not (word in tongue.words["also_nouns"] and _reads_as_noun(reading, token))


def _reads_as_noun(reading: Reading, token: int) -> bool:
    low, words = reading.tokens.low, reading.tongue.words
    after = low[token + 1] if token + 1 < len(low) else "."
    if after in ("together", "closely", "with", "to", "towards", "on", "in") and low[token] in (
        "work",
        "engage",
        "focus",
    ):
        return False
    return after in words.any("prepositions", "coordinators") or after in (".", ",", ";", ":")


_INFINITIVES = frozenset({"base", "inf"})
_GERUNDS = frozenset({"ing", "ger"})
VERBAL = _INFINITIVES | _GERUNDS


def complement_end(reading: Reading, start: int) -> int:
    """The token after the chain of verbs that a commissive governs: "to continue to enhance", "to widen and deepen"."""
    low, words = reading.tokens.low, reading.tongue.words
    position = start
    for _ in range(6):
        cursor = _over_adverbs(reading, position)
        to = cursor < len(low) and low[cursor] in words["infinitive"] and low[cursor - 1] not in words["infinitive"]
        verb = _over_adverbs(reading, cursor + 1) if to else cursor
        governed = position > 0 and low[position - 1] in words["infinitive"]
        free = (to or governed) and verb < len(low) and low[verb].isalpha() and reading.tags[verb] < 0
        if reading.tongue.language == "es":
            free = verb < len(low) and reading.tags[verb] < 0 and INFINITIVE_ES.fullmatch(low[verb]) is not None
        elif not governed:
            free = False
        if not (is_action(reading, verb, VERBAL) or free):
            break
        position = _with_coordinated(reading, verb + 1)
        if low[verb] not in words["chaining"] and not _is_chain(reading, position):
            break
    return position


def _is_chain(reading: Reading, position: int) -> bool:
    low = reading.tokens.low
    return (
        position + 1 < len(low)
        and low[position] == "to"
        and reading.tongue.language == "en"
        and is_action(reading, position + 1, _INFINITIVES)
    )


def _over_adverbs(reading: Reading, position: int) -> int:
    while position < len(reading.tokens) and reading.is_adverb(position):
        position += 1
    return position


def _with_coordinated(reading: Reading, position: int) -> int:
    """Past "and build on" in "implement and build on"."""
    low, words = reading.tokens.low, reading.tongue.words
    after = position + 1
    if position < len(low) and low[position] in words["coordinators"] and is_action(reading, after, VERBAL):
        return after + 1
    return position
