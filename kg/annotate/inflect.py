"""The written forms of a verb, by rule; what a rule gets wrong, the lexicon states.

Form classes. English: base, s, past, part, ing. Spanish: inf, pres1p, pres3s, pres3p, past1p, past3s, past3p,
fut1p, fut3s, fut3p, ger, part. A form may belong to several classes ("agreed": past and part).
"""

import re
from collections.abc import Mapping

ENGLISH = ("base", "s", "past", "part", "ing")
SPANISH = (
    "inf",
    "pres1p",
    "pres3s",
    "pres3p",
    "past1p",
    "past3s",
    "past3p",
    "fut1p",
    "fut3s",
    "fut3p",
    "ger",
    "part",
)
_VOWEL_Y = re.compile(r"[aeiou]y$")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")
_SPANISH_ENDINGS: dict[str, dict[str, str]] = {
    "ar": {
        "pres1p": "amos",
        "pres3s": "a",
        "pres3p": "an",
        "past1p": "amos",
        "past3s": "ó",
        "past3p": "aron",
        "ger": "ando",
        "part": "ado",
    },
    "er": {
        "pres1p": "emos",
        "pres3s": "e",
        "pres3p": "en",
        "past1p": "imos",
        "past3s": "ió",
        "past3p": "ieron",
        "ger": "iendo",
        "part": "ido",
    },
    "ir": {
        "pres1p": "imos",
        "pres3s": "e",
        "pres3p": "en",
        "past1p": "imos",
        "past3s": "ió",
        "past3p": "ieron",
        "ger": "iendo",
        "part": "ido",
    },
}
_SPANISH_FUTURE = {"fut1p": "emos", "fut3s": "á", "fut3p": "án"}


def forms(lemma: str, language: str, stated: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each form class of the lemma with its spellings; `stated` forms replace those made by rule."""
    made = _spanish(lemma) if language == "es" else _english(lemma)
    if language == "en" and "past" in stated and "part" not in stated:
        made["part"] = stated["past"]
    return {name: (stated.get(name, form),) for name, form in made.items()}


def _english(lemma: str) -> dict[str, str]:
    return {
        "base": lemma,
        "s": _third_person(lemma),
        "past": _with_ed(lemma),
        "part": _with_ed(lemma),
        "ing": _with_ing(lemma),
    }


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and not _VOWEL_Y.search(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if _SIBILANT.search(lemma) else "s")


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and not _VOWEL_Y.search(lemma):
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _with_ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


# A short stressed vowel doubles its consonant; stress is not in the spelling, so the endings are listed.
_DOUBLING = re.compile(
    r"^(?:[^aeiou]*[aeiou][bdgklmnprt]|(?:com|ad|per|sub|o|re|trans|e)mit|(?:re|de|con|in|oc)[cf]ur)$"
)
_NEVER_DOUBLED = re.compile(r"(?:[aeiou]{2}.|[wxy])$")


def _doubled(lemma: str) -> str:
    if _DOUBLING.match(lemma) and not _NEVER_DOUBLED.search(lemma):
        return lemma + lemma[-1]
    return lemma


def _spanish(lemma: str) -> dict[str, str]:
    bare = lemma.removesuffix("se")
    bare = bare if bare.endswith(("ar", "er", "ir", "ír")) else lemma
    stem, ending = bare[:-2], bare[-2:].replace("í", "i")
    made = {name: stem + suffix for name, suffix in _SPANISH_ENDINGS.get(ending, {}).items()}
    made["inf"] = bare
    made.update({name: bare + suffix for name, suffix in _SPANISH_FUTURE.items()})
    if bare.endswith(("cer", "cir")) and made:
        made["part"] = stem + "ido"
    return made
