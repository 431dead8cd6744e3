"""The language that a text, or a part of it, is written in."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

_WORDS = re.compile(r"[^\W\d_]{2,}|\by\b")
_SAMPLE = 400  # words: the detector is sure long before that, and a text may be long
_PART = 15  # words in small letters: fewer do not tell their language
# Small words that no other language of the genre shares; names of states and people never outweigh them.
_PLAIN = {
    "en": (frozenset("the of and to that for with by their which".split()), "the"),
    "es": (frozenset("el los las y con una por su sus lo al como".split()), "y"),
}
# Enough of these keep a part in the language of the part before it, though a neighbouring language has some too.
_USUAL = {
    "en": _PLAIN["en"][0] | {"in", "a", "is", "are", "be", "as", "at", "our", "we", "this"},
    "es": _PLAIN["es"][0] | {"la", "del", "que", "en", "se", "no", "para", "sin", "sobre", "nuestros"},
}
_SURE = 0.1
_PLENTY = 0.15


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's main language, "und" where there are too few words to tell."""
    words = _WORDS.findall(text, 0, 60_000)
    if len(words) < 3:
        return "und"
    step = max(1, len(words) // _SAMPLE)
    return _language([word.lower() for word in words[::step][:_SAMPLE]], "und")


def languages_of(parts: Sequence[str], main: str) -> tuple[str, ...]:
    """The language of each part of a text in order; what is too short to tell is in that of the part before it."""
    found: list[str] = []
    for part in parts:
        # Names say nothing about the language of the words around them.
        words = [word for word in _WORDS.findall(part, 0, 6_000) if word.islower()][:_SAMPLE]
        before = found[-1] if found else main
        told = len(words) >= _PART and not _is_plainly(words, before)
        found.append(_language(words, before) if told else before)
    return tuple(found)


def _is_plainly(words: list[str], language: str) -> bool:
    small = _USUAL.get(language, frozenset())
    return sum(word in small for word in words) >= _PLENTY * len(words)


def _language(words: list[str], unknown: str) -> str:
    shares = {
        code: sum(word in small for word in words) / len(words)
        for code, (small, surest) in _PLAIN.items()
        if surest in words
    }
    best = max(shares, key=lambda code: (shares[code], code), default=None)
    if best is not None and shares[best] >= _SURE and sum(share >= _SURE for share in shares.values()) == 1:
        return best
    found = _detector().detect_language_of(" ".join(words))
    return found.iso_code_639_1.name.lower() if found else unknown


@cache
def _detector() -> "LanguageDetector":
    from lingua import Language, LanguageDetectorBuilder

    # The languages of the genre; more of them cost memory and blur the near ones.
    languages = (
        Language.ARABIC,
        Language.CATALAN,
        Language.CHINESE,
        Language.DUTCH,
        Language.ENGLISH,
        Language.FRENCH,
        Language.GERMAN,
        Language.ITALIAN,
        Language.PORTUGUESE,
        Language.RUSSIAN,
        Language.SPANISH,
    )
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
