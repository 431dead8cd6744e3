"""The language that a text is written in."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

_WORDS = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 400  # words: the detector is sure long before that, and a text may be long


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's main language, "und" where there are too few words to tell."""
    words = _WORDS.findall(text, 0, 60_000)
    if len(words) < 3:
        return "und"
    step = max(1, len(words) // _SAMPLE)
    found = _detector().detect_language_of(" ".join(words[::step][:_SAMPLE]))
    return found.iso_code_639_1.name.lower() if found else "und"


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
