"""The parties by the noun that the text itself gives them where it opens: "The Attorneys General of Chile and Peru".

No list can hold every office that meets. A plural with an article that opens one of the first sentences, and that is
said of states, speaks for them in the rest of the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotate.lexicon import Noun, Tongue
from kg.annotate.reading import Reading
from kg.model import PassageKind

_OPENING = 6  # passages in which a text says who met
_LONGEST = 6  # words of the noun phrase
_REACH = 14  # tokens after "of" in which a state is named


def with_own_parties(readings: Sequence[Reading], tongue: Tongue) -> tuple[tuple[Reading, ...], Tongue]:
    """The readings with a tongue that knows the parties' own noun, both as they were where there is none."""
    spoken = (PassageKind.SENTENCE, PassageKind.ITEM)
    opening = [one for one in readings if one.passage.kind in spoken and one.tongue is tongue][:_OPENING]
    actors = tongue.nouns.get("actor", {})
    forms = [form for reading in opening for form in _forms(reading) if form not in actors]
    if not forms:
        return tuple(readings), tongue
    own = Noun("", "actor", "other", tuple(dict.fromkeys(forms)))
    known = replace(tongue, nouns={**tongue.nouns, "actor": {**actors, **dict.fromkeys(own.forms, own)}})
    return tuple(replace(one, tongue=known) if one.tongue is tongue else one for one in readings), known


def _forms(reading: Reading) -> Iterator[str]:
    """The noun phrase of the parties and its head, in lower case."""
    low, words = reading.tokens.low, reading.tongue.words
    start = 0
    while start < min(4, len(low)) and (low[start] in words["first_person"] or low[start] in (",", "present")):
        start += 1
    if start >= len(low) or low[start] not in words["determiners"]:
        return
    of = _of(reading, start + 1)
    if of is None or not _names_states(reading, of + 1):
        return
    phrase = low[start + 1 : of]
    heads = phrase[:1] if reading.tongue.language == "es" else phrase[-1:]
    if any(word.endswith("s") for word in phrase):
        yield " ".join(phrase)
        yield from (head for head in heads if head.endswith("s"))


def _of(reading: Reading, start: int) -> int | None:
    """Where "of" ends a phrase of plain nouns and adjectives that begins at a token."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(start, min(start + _LONGEST + 1, len(low))):
        if low[position] in ("of", "de", "del") and position > start:
            return position
        joined = low[position] in words["coordinators"] or low[position] == "for"
        if reading.tags[position] >= 0 or not (low[position].isalpha() or "-" in low[position]):
            return None
        if low[position] in words["prepositions"] and not joined:
            return None
    return None


def _names_states(reading: Reading, start: int) -> bool:
    """Whether a state, or the word for states, stands soon after "of"."""
    actors = reading.tongue.nouns.get("actor", {})
    for position in range(start, min(start + _REACH, len(reading.tokens))):
        mention = reading.mention(position)
        if mention is not None and mention.agent.kind in ("state", "government"):
            return True
        if reading.tags[position] < 0 and (
            reading.tokens.low[position] in ",;." or reading.tokens.low[position] in actors
        ):
            return reading.tokens.low[position] in actors
    return False
