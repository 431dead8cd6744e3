"""Where a passage has a meeting's noun, with the words that qualify it before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate.lexicon import Noun
from kg.annotate.ordinals import number_before
from kg.annotate.reading import Reading, is_capitalised

_MODIFIERS = 9  # words between a meeting's number and its noun


@dataclass(frozen=True, slots=True)
class Phrase:
    """A meeting's noun at tokens `[position, after)`; its modifiers begin at `before` and end at `adjectives`."""

    before: int
    position: int
    after: int
    adjectives: int
    noun: Noun


def phrases(reading: Reading) -> Iterator[Phrase]:
    """Every phrase of a meeting's noun in a passage, in order."""
    nouns, low = reading.tongue.nouns.get("meeting", {}), reading.tokens.low
    first = _first_words(tuple(nouns))
    after = 0
    for position in [position for position, word in enumerate(low) if word in first]:
        length = _noun_length(reading, nouns, position) if position >= after else 0
        after = max(after, position + length)
        if length and not _is_modifier(reading, nouns, after):
            noun = nouns[" ".join(low[position:after])]
            yield Phrase(_modifiers(reading, position), position, after, _adjectives(reading, after), noun)


@cache
def _first_words(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form.split()[0] for form in forms)


def _noun_length(reading: Reading, nouns: dict[str, Noun], position: int) -> int:
    """How many tokens the longest noun that begins at a token has, 0 where none does."""
    low = reading.tokens.low
    if reading.tags[position] >= 0:
        return 0
    most = min(5, len(low) - position)
    return next((length for length in range(most, 0, -1) if " ".join(low[position : position + length]) in nouns), 0)


def _is_modifier(reading: Reading, nouns: dict[str, Noun], after: int) -> bool:
    """Whether the noun only qualifies the next one: "the Forum Summit"."""
    low = reading.tokens.low
    return (
        reading.tongue.language == "en"
        and after < len(low)
        and low[after] in nouns
        and reading.tags[after] < 0
        and is_capitalised(reading.tokens.words[after]) == is_capitalised(reading.tokens.words[after - 1])
    )


def _adjectives(reading: Reading, after: int) -> int:
    """Past the adjectives that follow a noun in Spanish: "Reunión Ordinaria Ministerial"."""
    end = after
    while reading.tongue.language == "es" and end < len(reading.tokens) and end - after < 4:
        word, low = reading.tokens.words[end], reading.tokens.low[end]
        plain = low in reading.tongue.words["plain_meetings"]
        generic = reading.tongue.words["generic_meetings"] & set(reading.tokens.low[max(0, after - 2) : after])
        shouted = reading.tokens.words[after - 1].isupper() and not generic
        if (
            reading.tags[end] >= 0
            or low in reading.tongue.words["ranks"]
            or not (plain or _is_adjective(reading, word, shouted))
        ):
            break
        end += 1
    return end


def _is_adjective(reading: Reading, word: str, shouted: bool) -> bool:
    months = reading.tongue.words.months
    styled = shouted or not word.isupper()
    return is_capitalised(word) and len(word) > 3 and word.lower() not in months and styled


def _modifiers(reading: Reading, position: int) -> int:
    """Where the words between a number and its noun begin."""
    before = position
    while before > 0 and position - before < _MODIFIERS:
        if number_before(reading, before) is not None:
            return before
        step = _modifier(reading, before)
        if step == before:
            break
        before = step
    return before


def _modifier(reading: Reading, before: int) -> int:
    """The token at which the modifier before a token begins; the same token where there is none."""
    words, low = reading.tongue.words, reading.tokens.low[before - 1]
    mention = reading.mention(before - 1)
    if mention is not None:
        return mention.start if mention.agent.kind != "state" or mention.end == before else before
    if low in words["plain_meetings"] or low in words["ranks"] or low in ("'", "-", "–", "/", "'s"):
        return before - 1
    word = reading.tokens.words[before - 1]
    function = words.any("determiners", "prepositions", "pronouns", "subordinators")
    if reading.tongue.language == "en" and is_capitalised(word) and low not in function and low not in words.months:
        return before - 1
    return _across_joiners(reading, before) if reading.tongue.language == "en" else before


def _across_joiners(reading: Reading, before: int) -> int:
    """Past the small words inside a title ("Heads of Government Meeting", "Asia and the Pacific Conference")."""
    low = reading.tokens.low
    for length in (1, 2):
        first = before - length
        joined = first > 0 and low[first] in ("of", "and", "on", "for") and low[first + 1 : before] in ((), ("the",))
        if joined and low[first - 1] in reading.tongue.nouns.get("document", {}):
            return before
        if joined and _is_title(reading, first - 1) and _is_title(reading, before):
            return first - 1 if reading.tags[first - 1] < 0 else first
    return before


def _is_title(reading: Reading, token: int) -> bool:
    if token >= len(reading.tokens):
        return False
    low, words = reading.tokens.low[token], reading.tongue.words
    function = words.any("determiners", "prepositions")
    return low in words["ranks"] or (is_capitalised(reading.tokens.words[token]) and low not in function)
