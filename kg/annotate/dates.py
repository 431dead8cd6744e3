"""Times as texts write them, to EDTF with bounds (https://www.loc.gov/standards/datetime/).

A small grammar: the libraries at hand fill what a text leaves open with today's date.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.annotate.date_patterns import Rule, grammar
from kg.annotate.expressions import Expression, compiled
from kg.annotate.periods import Period
from kg.annotate.words import Words

_DIGIT = re.compile(r"\d")
# One of these is in every expression that holds neither a month nor a number.
_WORDS = {
    "en": compiled("day|week|month|year|decade|quarter|trimester|half|semester"),
    "es": compiled("d[ií]a|semana|mes|año|década|trimestre|cuatrimestre|bimestre|semestre|mitad|hoy"),
}


@dataclass(frozen=True, slots=True)
class Time:
    """A period found in a view: its range there, its EDTF expression and its bounds.

    `filled` tells that the text left the year to its surroundings; `relative` that the period counts from the
    text's own date ("today", "within 60 days").
    """

    start: int
    end: int
    edtf: str
    earliest: date
    latest: date
    filled: bool = False
    relative: bool = False


def times(text: str, words: Words, reference: date | None = None) -> tuple[Time, ...]:
    """The periods named in one line of text, in order, the longest where several overlap.

    `reference` is the date that the text counts from; without it a year that is left out stays unresolved.
    """
    found: list[Time] = []
    for rule in _rules(text, words):
        for match in rule.pattern.finditer(text):
            period = rule.reading(match, words, reference)
            if period is not None:
                found.append(_time(match, period))
    return _longest(found)


def _rules(text: str, words: Words) -> list[Rule]:
    """The rules that can match a line at all: most lines hold no digit and no month."""
    months, weekdays, cardinals = (words.alternatives[name] for name in ("months", "weekdays", "cardinals"))
    digit = _DIGIT.search(text) is not None
    month = _months(months).search(text) is not None
    word = _WORDS[words.language if words.language in _WORDS else "en"].search(text) is not None
    able = {"digit": digit, "month": month, "word": word}
    return [rule for rule in grammar(words.language, months, weekdays, cardinals) if able[rule.needs]]


@cache
def _months(months: str) -> Expression:
    return compiled(rf"(?:\b|(?<=\d))(?:{months})")


def _time(match: re.Match[str], period: Period) -> Time:
    return Time(match.start(), match.end(), period.edtf, period.earliest, period.latest, period.filled, period.relative)


def _longest(found: list[Time]) -> tuple[Time, ...]:
    kept: list[Time] = []
    for time in sorted(found, key=lambda time: (time.start - time.end, time.start)):
        if all(time.end <= other.start or other.end <= time.start for other in kept):
            kept.append(time)
    return tuple(sorted(kept, key=lambda time: time.start))
