"""Where sentences end."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(¿¡]*[A-ZÀ-ÞÑ0-9])")
_WORD_BEFORE = re.compile(r"(\S+)$")
# A full stop after these does not end a sentence; they are spelling, not vocabulary.
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr h.e s.e st no nos art arts para paras vol ed eds prof gen adm col lt sr sra srta dra lic ing
    rt excmo excma exmo no núm núms res dec dir inc párr párrs apdo tel fig pág págs vs inc ltd co corp e.g i.e cf
    al etc approx hon rev s.m ss.mm u.s u.n u.k d.c ee.uu
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_INITIAL = re.compile(r"(?:^|[\s(])[A-Z]$|^(?:[A-Za-z]\.)+[A-Za-z]$")


def sentences(words: str, language: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the sentences in one line of words, in order."""
    start = 0
    for found in _END.finditer(words):
        if _is_abbreviation(words[start : found.start()]):
            continue
        end = found.start() + len(found.group().rstrip())
        yield start, end
        start = found.end()
    if words[start:].strip():
        yield start, len(words.rstrip())


def _is_abbreviation(before: str) -> bool:
    found = _WORD_BEFORE.search(before)
    if not found:
        return False
    word = found.group(1).lstrip("(\"'“‘")
    return word.lower() in _ABBREVIATIONS or bool(_INITIAL.search(word))
