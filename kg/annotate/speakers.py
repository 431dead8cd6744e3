"""The parties by the noun that the text itself gives them where it opens: "The Attorneys General of Chile and Peru".

No list can hold every office that meets. A plural with an article that opens one of the first sentences, and that is
said of states, speaks for them in the rest of the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotate.lexicon import Noun, Tongue
from kg.annotate.reading import Reading
from kg.model import PassageKind

_OPENING = 6  # passages in which a text says who met
_LONGEST = 6  # words of the noun phrase
_SHORT = 3  # letters
_ARTICLES = frozenset({"the", "el", "la"})
_NUMERAL = re.compile(r"[IVXL]+")
_REACH = 14  # tokens after "of" in which a state is named


def with_own_parties(readings: Sequence[Reading], tongue: Tongue) -> tuple[tuple[Reading, ...], Tongue]:
    """The readings with a tongue that knows the parties' own noun, both as they were where there is none."""
    spoken = (PassageKind.SENTENCE, PassageKind.ITEM)
    before = tongue
    tongue = _with_own_meeting(readings, tongue)
    opening = [one for one in readings if one.passage.kind in spoken and one.tongue is before][:_OPENING]
    actors = tongue.nouns.get("actor", {})
    forms = [form for reading in opening for form in _forms(reading) if form not in actors]
    if not forms:
        return _told(readings, before, tongue), tongue
    own = Noun("", "actor", "other", tuple(dict.fromkeys(forms)))
    known = replace(tongue, nouns={**tongue.nouns, "actor": {**actors, **dict.fromkeys(own.forms, own)}})
    return _told(readings, before, known), known


def _told(readings: Sequence[Reading], before: Tongue, after: Tongue) -> tuple[Reading, ...]:
    if before is after:
        return tuple(readings)
    return tuple(replace(one, tongue=after) if one.tongue is before else one for one in readings)


def _with_own_meeting(readings: Sequence[Reading], tongue: Tongue) -> Tongue:
    """The tongue with the headings' noun for the meeting, where sentences speak of it: "El Coloquio adopta"."""
    headings = [one for one in readings if one.passage.kind is PassageKind.HEADING]
    named = {word for one in headings for word in one.tokens.low if word.isalpha() and len(word) > _SHORT}
    known = tongue.nouns.get("institution", {})
    told = {noun for one in readings if one.tongue is tongue for noun in _definite(one) if noun in named}
    fresh = sorted(noun for noun in told if noun not in known and not _is_otherwise_known(noun, tongue))
    if not fresh:
        return tongue
    own = Noun("", "institution", "forum-as-whole", tuple(fresh))
    return replace(tongue, nouns={**tongue.nouns, "institution": {**known, **dict.fromkeys(fresh, own)}})


def _definite(reading: Reading) -> Iterator[str]:
    """The capitalised noun, in the singular, of an article that opens a sentence."""
    low, words = reading.tokens.low, reading.tokens.words
    if reading.passage.kind is PassageKind.HEADING or len(low) < _SHORT or low[0] not in _ARTICLES:
        return
    second = 2 if _NUMERAL.fullmatch(words[1]) else 1
    if words[second].istitle() and reading.tags[second] < 0 and not low[second].endswith("s"):
        yield low[second]


def _is_otherwise_known(noun: str, tongue: Tongue) -> bool:
    return any(noun in tongue.nouns.get(role, {}) for role in ("document", "body", "person", "actor"))


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
