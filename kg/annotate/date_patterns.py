"""How English and Spanish write times: patterns with the reading of each, by what a line must hold to match one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate import periods
from kg.annotate.expressions import Expression, compiled
from kg.annotate.periods import Reading

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:1[89]|20|21)\d\d"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with its reading; `needs` is what a line must hold for it to match: a month, a digit or a word."""

    needs: str
    pattern: Expression
    reading: Reading


@cache
def grammar(language: str, months: str, weekdays: str, cardinals: str) -> tuple[Rule, ...]:
    """The rules of a language; `months`, `weekdays` and `cardinals` are alternatives of a pattern."""
    make = _spanish if language == "es" else _english
    rules = make(f"(?:{months})", f"(?:{weekdays})", f"(?:{cardinals})")
    return tuple(Rule(needs, compiled(written), reading) for needs, written, reading in rules)


Written = Iterator[tuple[str, str, Reading]]


def _english(month: str, weekday: str, number: str) -> Written:
    m, m2 = rf"(?P<m>{month})\.?", rf"(?P<m2>{month})\.?"
    yield from _english_days(m, m2, weekday, number, month)
    yield from _english_parts(m, m2)
    yield from _english_stretches()


def _english_days(m: str, m2: str, weekday: str, number: str, month: str) -> Written:
    wd = rf"(?:(?:the\s+)?(?:{weekday},?\s+)?(?:the\s+)?)"
    day = rf"{_DAY}(?:\s*(?:st|nd|rd|th))?"
    to = rf"\s*(?:[-–—‒−]{{1,2}}|/|,?\s*(?:to|and|through|until|till|&))\s*(?:on\s+)?{wd}"
    more = rf"(?:,\s*{day}(?!\d))*,?"
    d, d2 = rf"(?P<d>{day})", rf"(?P<d2>{day})"
    y = rf"(?:(?:,\s*|\s+)(?:of\s+)?(?P<y>{YEAR}|(?:this|the\s+(?:current|present))\s+year))?"
    y1 = rf"(?:,?\s+(?P<y1>{YEAR}))?"
    spelt = rf"(?:{YEAR}|two\s+thousand(?:\s+and)?(?:\s+(?:{number}))?)"
    yield "month", rf"\b{m}\s+{d}{more}{to}{d2}(?!\s+{month}){y}\b", periods.days
    yield "month", rf"\b{m}\s+{d}{y1},?{to}{m2}\s+{d2}{y}\b", periods.days
    yield "month", rf"\b{m}\s+{d}{y}\b(?!\s*[-–—‒−]\s*\d)", periods.days
    yield "month", rf"\b{d}{more}{to}{d2}\s*(?:days?\s+)?(?:of\s+)?{m}{y}\b", periods.days
    yield "month", rf"\b{d}\s*(?:of\s+)?{m}{y1}{to}{d2}\s*(?:of\s+)?{m2}{y}\b", periods.days
    yield "month", rf"\b{m}\s+{d}{to}{d2}\s*(?:of\s+)?{m2}{y}\b", periods.days
    yield "month", rf"\b{d}\s*(?:day\s+)?(?:of\s+)?{m}{y}\b", periods.days
    spoken = rf"(?P<d>[a-z]+(?:-[a-z]+)?|{day})\s+day\s+of\s+{m},?\s+(?:in the year\s+)?(?P<y>{spelt})"
    yield "month", rf"\b{spoken}\b", periods.days
    yield "digit", rf"\b(?P<iso>{YEAR}-\d\d-\d\d)\b", periods.iso
    yield "digit", rf"\b(?P<a>\d\d?)(?P<s>[./])(?P<b>\d\d?)(?P=s)(?P<y>{YEAR})\b", periods.numeric


_EARLY = (
    r"(?P<n>early|mid|late|beginning\s+of|start\s+of|middle\s+of|end\s+of|close\s+of|year-end|end)(?:\s+the\s+year)?"
)


def _english_parts(m: str, m2: str) -> Written:
    my = rf"{m},?\s+(?:of\s+)?(?P<y>{YEAR})"
    of = r"\s+(?:\([A-Z0-9]+\)\s+)?(?:of|in)\s+(?:the\s+year\s+)?"
    this = rf"(?P<y>{YEAR}|this\s+year|the\s+(?:current|present)\s+year)"
    nth = r"(?P<n>first|second|third|fourth|last|final|1st|2nd|3rd|4th)"
    yield "month", rf"\b{my}\b", periods.month
    yield (
        "month",
        rf"\b{m},?(?:\s+(?P<y1>{YEAR}))?\s*(?:[-–—‒−]|to|through|until|and)\s*{my.replace(m, m2)}\b",
        periods.month,
    )
    yield "month", rf"\b{_EARLY}[-\s]+{my}\b", periods.part_of_month
    yield "month", rf"\b(?P<n>first|second)\s+(?:half|fortnight)\s+of\s+{my}\b", periods.half_of_month
    yield "month", rf"\b(?P<n>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{my}\b", periods.week_of_month
    yield "word", rf"\b{nth}[-\s]+(?:half|semester){of}{this}\b", periods.part("half")
    yield "digit", rf"\bH(?P<n>[12])\s+(?:of\s+)?(?P<y>{YEAR})\b", periods.part("half")
    yield "word", rf"\b{nth}[-\s]+(?:quarter|trimester){of}{this}\b", periods.part("quarter")
    yield "digit", rf"\bQ(?P<n>[1-4])\s*(?:of\s+)?(?P<y>{YEAR})\b", periods.part("quarter")
    yield "digit", rf"\b{nth}\s+(?:four-month period){of}{this}\b", periods.part("third")
    yield "digit", rf"\b{_EARLY}[-\s]+(?P<y>{YEAR})\b", periods.part_of_year
    yield "digit", rf"\b(?P<y>{YEAR})\s*(?:[-–—‒−/]|to|through|and)\s*(?P<y2>{YEAR})\b", periods.years
    yield "digit", rf"\b(?:decade\s+of\s+the\s+)?(?P<y>{YEAR})s\b", periods.decade
    # A fiscal year is another year in each country.
    yield "digit", rf"\b(?<!fiscal year )(?<!fiscal )(?P<y>{YEAR})\b(?!-\d)", periods.year


def _english_stretches() -> Written:
    many = r"(?P<n>\d+|[a-z]+(?:-[a-z]+)?)(?:\s*\((?P<n2>\d+)\))?(?:\s+(?:calendar|working|business|consecutive))?"
    unit = r"[-\s](?P<u>day|week|month|year)s?\b"
    # Counted from another day than the text's own, it stays open.
    day = r"(?:date\s+of\s+)?(?:this|the\s+present|present|adoption\s+of\s+th|sign|conclusion\s+of\s+th|meeting|summit)"
    own = rf"(?!\s+(?:of|from|after|following)\s+(?!today|this|the\s+{day}))"
    coming = r"(?:(?:the\s+)?(?:next|coming|following|first)\s+)?"
    length = r"(?:(?:an?|the)\s+)?(?:(?:maximum\s+|initial\s+)?period\s+of\s+)?"
    term = r"(?:an?\s+)?(?:further\s+)?(?:initial\s+|additional\s+)?(?:period|term)\s+of\s+"
    this = r"(?:the|this)\s+(?:calendar\s+|current\s+)?|(?P<next>next\s+)(?:calendar\s+)?"
    yield (
        "word",
        rf"\b(?:within|in\s+no\s+more\s+than|in\s+less\s+than)\s+{length}{coming}{many}{unit}{own}",
        periods.within,
    )
    yield "word", rf"\b(?:in|over|during)\s+the\s+(?:next|coming|following)\s+{many}{unit}{own}", periods.within
    yield "word", r"\b(?:in|over|during|within)\s+the\s+(?P<n>next|coming)\s+(?P<u>week|month|year)\b", periods.within
    yield "word", rf"\bfor\s+(?:the\s+next\s+|{term})?{many}{unit}{own}", periods.within
    yield "word", rf"\bend\s+of\s+(?:{this})year\b", periods.end_of_this_year
    yield "word", r"\b(?:next|the following|the coming)\s+year\b", periods.next_year
    yield "word", r"\b(?:this|the\s+current)\s+decade\b(?P<y>(?!))?", periods.decade
    yield "word", r"\btoday\b", periods.today


_ES_YEAR = r"(?:de|del)\s+(?:año\s+)?"


def _spanish(month: str, weekday: str, number: str) -> Written:
    m, m2 = rf"(?P<m>{month})\.?", rf"(?P<m2>{month})\.?"
    yield from _spanish_days(m, m2, weekday, number)
    yield from _spanish_parts(m, m2)
    yield from _spanish_stretches()


def _spanish_days(m: str, m2: str, weekday: str, number: str) -> Written:
    wd = rf"(?:(?:el\s+)?(?:día\s+)?(?:{weekday},?\s+)?(?:el\s+)?)"
    day = rf"(?:{_DAY}(?:[º°]|\.º|ro|ero)?|primero|uno)"
    to = rf"\s*(?:[-–—‒−]{{1,2}}|/|al|a|y|e|hasta)\s*{wd}"
    more = rf"(?:,\s*{day}(?!\d))*"
    d, d2, of = rf"(?P<d>{day})", rf"(?P<d2>{day})", r"\s+(?:de\s+)?"
    y = rf"(?:,?\s+(?:{_ES_YEAR})?(?P<y>{YEAR}|(?:presente|este|corriente)\s+año))?"
    y1 = rf"(?:,?\s+(?:{_ES_YEAR})?(?P<y1>{YEAR}))?"
    spelt = rf"(?:{YEAR}|dos\s+mil(?:\s+(?:{number}))?)"
    spoken = rf"(?P<d>{_DAY}|{number}|primer)(?:\s*\(\d+\))?\s+(?:días?\s+(?:del\s+mes\s+)?)?de\s+{m}"
    yield "month", rf"\b{d}{more}{to}{d2}{of}{m}{y}\b", periods.days
    yield "month", rf"\b{d}{of}{m}{y1}{to}{d2}{of}{m2}{y}\b", periods.days
    yield "month", rf"\b{d}{of}{m}{y}\b", periods.days
    yield "month", rf"\b{spoken}\s+(?:de|del)\s+(?:año\s+)?(?P<y>{spelt})\b", periods.days
    yield "digit", rf"\b(?P<iso>{YEAR}-\d\d-\d\d)\b", periods.iso
    yield "digit", rf"\b(?P<a>\d\d?)(?P<s>[./-])(?P<b>\d\d?)(?P=s)(?P<y>{YEAR})\b", periods.numeric


def _spanish_parts(m: str, m2: str) -> Written:
    my = rf"{m},?\s+(?:{_ES_YEAR})?(?P<y>{YEAR})"
    early = r"(?P<n>mediados|principios|comienzos|inicios|finales|fines|fin|final|cierre)"
    this = rf"(?:de|del)\s+(?:año\s+)?(?P<y>{YEAR}|(?:este|presente|corriente)\s+año)"
    nth = r"(?P<n>primer|segundo|tercer|cuarto|último|primera|segunda|tercera|cuarta|última|I{1,3}|IV)"
    yield "month", rf"\b{my}\b", periods.month
    yield (
        "month",
        rf"\b{m}(?:\s+(?:{_ES_YEAR})?(?P<y1>{YEAR}))?\s*(?:[-–—‒−]|a|y|hasta)\s*{my.replace(m, m2)}\b",
        periods.month,
    )
    yield "month", rf"\b{early}\s+(?:de|del\s+mes\s+de)\s+{my}\b", periods.part_of_month
    yield "month", rf"\b{nth}\s+(?:quincena|mitad)\s+de\s+{my}\b", periods.half_of_month
    yield "month", rf"\b{nth}\s+semana\s+de\s+{my}\b", periods.week_of_month
    yield "word", rf"\b{nth}\s+(?:semestre|mitad)\s+{this}\b", periods.part("half")
    yield "word", rf"\b{nth}\s+trimestre\s+{this}\b", periods.part("quarter")
    yield "word", rf"\b{nth}\s+cuatrimestre\s+{this}\b", periods.part("third")
    yield "word", rf"\b{nth}\s+bimestre\s+{this}\b", periods.two_months
    yield "digit", rf"\b{early}\s+(?:de|del)\s+(?:año\s+)?(?P<y>{YEAR})\b", periods.part_of_year
    yield "digit", rf"\b(?P<y>{YEAR})\s*(?:[-–—‒−/]|al|a|y|hasta)\s*(?P<y2>{YEAR})\b", periods.years
    yield "digit", rf"\bdécada\s+(?:de|del)\s+(?:los\s+)?(?:años\s+)?(?P<y>{YEAR})\b", periods.decade
    yield "digit", rf"\b(?<!año fiscal )(?<!ejercicio fiscal )(?P<y>{YEAR})\b(?!-\d)", periods.year


def _spanish_stretches() -> Written:
    many = r"(?P<n>\d+|[a-zéóí]+(?:\s+y\s+[a-z]+)?)(?:\s*\((?P<n2>\d+)\))?"
    unit = r"\s+(?P<u>día|semana|mes|año)(?:es|s)?\b(?:\s+(?:calendario|hábiles|naturales|corridos))?"
    # Counted from another day than the text's own, it stays open.
    after = r"(?:siguientes|posteriores|contados?|después|a\s+partir)\b\s*(?:a\s+partir\s+)?(?:al?|del?)"
    own = rf"(?!\s+{after}\s+(?!hoy|est[ae]|la\s+(?:fecha|firma|presente|adopción)|present))"
    limit = r"(?:no\s+mayor\s+(?:a|de|que)|no\s+superior\s+a|máximo\s+de|que\s+no\s+(?:exceda|supere)(?:\s+de)?|de)"
    term = rf"(?:un|el)\s+(?:plazo|término|período|periodo|lapso)\s+{limit}\s+(?:los\s+próximos\s+)?"
    coming = r"(?:los|las)\s+(?:próxim[oa]s\s+|siguientes\s+)?"
    ending = r"(?:finalice|concluya|termine|culmine|finalizar|concluir|terminar)\s+(?:el|este|el presente|el corriente)"
    end = r"(?:final|fin|finales|fines|cierre|término)"
    yield "word", rf"\b(?:en|dentro\s+de)\s+{term}{many}{unit}{own}", periods.within
    yield "word", rf"\b(?:dentro\s+de|en|durante)\s+{coming}{many}{unit}{own}", periods.within
    yield "word", rf"\bdentro\s+de\s+{many}{unit}{own}", periods.within
    yield "word", rf"\bpor\s+(?:un\s+(?:período|periodo|plazo|término)\s+de\s+)?{many}{unit}{own}", periods.within
    yield "word", rf"\b{end}\s+(?:del|de este|del presente)\s+año\b(?!\s+\d)", periods.end_of_this_year
    yield "word", rf"\b{ending}\s+año\b(?!\s+\d)", periods.end_of_this_year
    coming_year = r"(?P<next>del próximo año|del año próximo|del año entrante)"
    yield "word", rf"\b{end}\s+{coming_year}\b", periods.end_of_this_year
    yield "word", r"\b(?:el próximo año|el año próximo|el año entrante)\b", periods.next_year
    yield "word", r"\b(?:esta|la\s+presente|la\s+actual)\s+década\b(?P<y>(?!))?", periods.decade
    yield "word", r"\bhoy\b", periods.today
