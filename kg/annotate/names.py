"""Proper names that no reference data lists: capitalised runs, told apart by the noun at their head."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate.frames import is_action
from kg.annotate.lexicon import Noun
from kg.annotate.reading import Reading, is_capitalised

_JOINING = {
    "en": frozenset("of on for the and against to between with".split()),
    "es": frozenset("de del la las el los para sobre y e contra entre por con a".split()),
}
_APART = {"en": frozenset({"to", "with"}), "es": frozenset({"a", "con"})}  # join no words in the name of a body
_BASE = frozenset({"base", "inf"})
_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `[start, end)` of a capitalised name with the noun at its head and the tokens of that noun."""

    start: int
    end: int
    head: Noun
    head_start: int
    head_end: int


def names(reading: Reading, role: str) -> Iterator[Name]:
    """The capitalised names of a passage whose head is a noun of this role, in order."""
    nouns = reading.tongue.nouns.get(role, {})
    position = 0
    for start in _starts(reading):
        if start < position:
            continue
        end = _end(reading, start, role)
        found = _headed(reading, start, end, nouns)
        if found is not None:
            yield found
            position = max(end, start + 1)
        else:
            position = _next_start(reading, start, end)


def _next_start(reading: Reading, start: int, end: int) -> int:
    """After a run that names nothing by its first words: "Endorse the Plan of Action" holds a name further on."""
    joining = _JOINING.get(reading.tongue.language, frozenset())
    article = start + 1 < end and reading.tokens.low[start + 1] in joining & reading.tongue.words["leading"]
    return start + 2 if article else max(end, start + 1)


def _starts(reading: Reading) -> list[int]:
    """The tokens with which a name may begin: a number counts meetings, and is no part of one."""
    words, low = reading.tongue.words, reading.tokens.low
    function = words.any("determiners", "prepositions", "pronouns", "adverbs", "coordinators")
    capitals = [position for position, word in enumerate(reading.tokens.words) if is_capitalised(word)]
    return [one for one in capitals if low[one] not in function and low[one] not in words.ordinals]


def _end(reading: Reading, start: int, role: str) -> int:
    """Past the last capitalised word of the run; small joining words count only between capitals."""
    words, low, months = reading.tokens.words, reading.tokens.low, reading.tongue.words.months
    joining = _JOINING.get(reading.tongue.language, frozenset())
    is_body = role == "body"
    end = position = start + 1
    while position < len(words) and position - start < _LONGEST:
        if low[position] in months:
            break  # "… on February 5": the name is over
        year = words[position].isdigit() and len(words[position]) == 4
        if is_capitalised(words[position]) or (year and not is_body):
            end = position = position + 1
        elif low[position] in joining:
            # "Working Group to Costa Rica" are two things, "Coalition to Address Drug Threats" is one
            apart = is_body and low[position] in _APART[reading.tongue.language]
            if apart and not is_action(reading, position + 1, _BASE):
                break
            position += 1
        else:
            break
    return end


def _is_number(word: str) -> bool:
    return word.isdigit() or bool(re.fullmatch(r"[IVXL]+|[A-Z]", word))


def _headed(reading: Reading, start: int, end: int, nouns: dict[str, Noun]) -> Name | None:
    """The name by its head: the last noun before the first small word in English, the first noun in Spanish."""
    low, joining = reading.tokens.low, _JOINING.get(reading.tongue.language, frozenset())
    first = next((position for position in range(start + 1, end) if low[position] in joining), end)
    while first - 1 > start and _is_number(reading.tokens.words[first - 1]):
        first -= 1  # "Annex I", "Resolution 12": the noun stands before its number
    english, spanish = reading.tongue.language == "en", reading.tongue.language == "es"
    for length in range(min(4, end - start), 0, -1):
        positions = range(start, min(first, end - length + 1))
        for position in reversed(positions) if english else positions:
            form = " ".join(low[position : position + length])
            noun = nouns.get(form) or nouns.get(form.removesuffix("s"))
            if noun is not None and (length > 1 or position + 1 == first or spanish):
                stop = first if first < end and low[first] in reading.tongue.words["coordinators"] else end
                return Name(start, max(stop, position + length), noun, position, position + length)
    return None


def shortens(language: str, label: str, name: str) -> bool:
    """Whether a short name is the head of a fuller one, with its modifiers or its complement left out."""
    short, low = label.lower(), name.lower()
    if short == low:
        return False
    head = re.split(r" (?:of|on|for|against) ", low)[0] if language == "en" else low
    return low.startswith(short + " ") or (language == "en" and head.endswith(" " + short))
