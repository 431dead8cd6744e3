"""The small pattern language of the lexicon's frames: what stands to the right of a verb.

Slots are parted by spaces. `a|b` is either word, `a_b` a word group, a final `?` makes a slot optional,
`*` is any one word, `...` up to four words, `#v` an infinitive (in English any word, as after "to"), `#m` up to five
words of which none is a preposition or a relative ("more firm and resolute"). Between the verb and the first slot
adverbs and adverbials may stand, and one stretch between commas.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from kg.annotate.alternatives import alternatives
from kg.annotate.words import Words


@dataclass(frozen=True)  # without slots, so that it is compiled once, when a text has its verb: there are thousands
class Phrase:
    """A right context; `length` is its number of slots, for choosing the most specific."""

    written: str
    length: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression."""
        return re.compile(self.written, re.IGNORECASE)

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """The match that starts where the verb ends."""
        return self.pattern.match(text, position)


def phrase(written: str, words: Words) -> Phrase:
    """The pattern as the lexicon writes it, for a language."""
    slots = written.split()
    between = _between(words, bool(slots) and slots[0] == "to")
    body = "".join(_slot(slot, between if position == 0 else r"\s+", words) for position, slot in enumerate(slots))
    return Phrase(body + (r"\b" if slots and slots[-1][-1].isalpha() else ""), len(slots))


@cache
def _adverbs(words: frozenset[str]) -> str:
    return alternatives(words)


def _between(words: Words, infinitive: bool) -> str:
    manner = r"|[^\W\d_]+mente" if words.language == "es" else r"|[a-z]{3,}ly"
    ending = "mente" if words.language == "es" else "ly"
    listed = frozenset(word for word in words.any("adverbs", "adverbials") if not word.endswith(ending))
    adverb = rf"(?:\s+(?:{_adverbs(listed)}{manner})\b)"
    negated = r"(?:\s+not)?" if infinitive else ""  # "agreed not to levy": to refrain is to do something
    return rf"{adverb}{{0,3}}(?:\s*,[^,;:.]{{2,90}},)?{adverb}{{0,2}}{negated}\s+"


def _slot(slot: str, before: str, words: Words) -> str:
    optional = slot.endswith("?") and slot != "?"
    slot = slot.removesuffix("?") if optional else slot
    if slot == "*":
        body = r"[^\s,;:]+,?"
    elif slot == "#v":
        body = r"[^\W\d_]+(?:[aei]|í)r(?:se|los?|las?|les?)?\b" if words.language == "es" else r"[a-z]+(?:-[a-z]+)?"
    elif slot == "#m":
        barred = "|".join(sorted(words.any("prepositions", "relatives")))
        return rf"(?:\s+(?!(?:{barred})\b)[^\s,;:]+){{0,5}}?"
    elif slot == "...":
        return r"(?:\s+[^\s,;:]+){0,4}?"
    else:
        options = slot.split("|")
        body = "|".join(re.escape(option).replace("_", r"\s+") for option in options)
        if "their" in options:
            body += r"|(?:both|the(?:ir)?\s+two|the)\s+[a-z]+s['’]"  # "both countries' commitment"
    return f"(?:{before}(?:{body}))" + ("?" if optional else "")
