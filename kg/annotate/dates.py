"""Times as texts write them, to EDTF with bounds (https://www.loc.gov/standards/datetime/).

A small grammar: the libraries at hand fill what a text leaves open with today's date.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.annotate.words import Words

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[89]|20|21)\d\d"
_TO_EN = r"\s*(?:-|–|—|to|and|through|until|&)\s*"
_TO_ES = r"\s*(?:-|–|—|al|a|y|hasta el)\s*"


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


Reading = Callable[[re.Match[str], Words, date | None], "Period | None"]


@dataclass(frozen=True, slots=True)
class Period:
    """An EDTF expression with its bounds."""

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
    for pattern, reading in _grammar(words.language, _month_pattern(words)):
        for match in pattern.finditer(text):
            period = reading(match, words, reference)
            if period is not None:
                found.append(_time(match, period))
    return _longest(found)


def _time(match: re.Match[str], period: Period) -> Time:
    return Time(match.start(), match.end(), period.edtf, period.earliest, period.latest, period.filled, period.relative)


def _longest(found: list[Time]) -> tuple[Time, ...]:
    kept: list[Time] = []
    for time in sorted(found, key=lambda time: (time.start - time.end, time.start)):
        if all(time.end <= other.start or other.end <= time.start for other in kept):
            kept.append(time)
    return tuple(sorted(kept, key=lambda time: time.start))


def _month_pattern(words: Words) -> str:
    return "|".join(sorted(words.months, key=lambda month: (-len(month), month)))


@cache
def _grammar(language: str, months: str) -> tuple[tuple[re.Pattern[str], Reading], ...]:
    rules = _spanish(f"(?:{months})") if language == "es" else _english(f"(?:{months})")
    return tuple((re.compile(pattern, re.IGNORECASE), reading) for pattern, reading in rules)


def _english(month: str) -> Iterator[tuple[str, Reading]]:
    day = rf"{_DAY}(?:\s*(?:st|nd|rd|th))?"
    yield rf"\b(?P<m>{month})\.?\s+(?P<d>{day}){_TO_EN}(?P<d2>{day})(?:,?\s+(?P<y>{_YEAR}))?\b", _days
    yield (
        rf"\b(?P<m>{month})\.?\s+(?P<d>{day}){_TO_EN}(?P<m2>{month})\.?\s+(?P<d2>{day})(?:,?\s+(?P<y>{_YEAR}))?\b",
        _days,
    )
    yield rf"\b(?P<m>{month})\.?\s+(?P<d>{day})(?:,?\s+(?P<y>{_YEAR}))?\b(?!\s*[-–]\s*\d)", _days
    yield rf"\b(?P<d>{day}){_TO_EN}(?P<d2>{day})\s*(?:of\s+)?(?P<m>{month})\.?(?:,?\s+(?P<y>{_YEAR}))?\b", _days
    yield (
        rf"\b(?P<d>{day})\s*(?:of\s+)?(?P<m>{month})\.?(?:,?\s+(?P<y1>{_YEAR}))?{_TO_EN}"
        rf"(?P<d2>{day})\s*(?:of\s+)?(?P<m2>{month})\.?(?:,?\s+(?P<y>{_YEAR}))?\b",
        _days,
    )
    yield rf"\b(?P<d>{day})\s*(?:of\s+)?(?P<m>{month})\.?(?:,?\s+(?P<y>{_YEAR}))?\b", _days
    yield rf"\b(?P<m>{month})\.?,?\s+(?:of\s+)?(?P<y>{_YEAR})\b", _month
    yield rf"\b(?P<n>first|second)\s+half\s+(?:of|in)\s+(?P<y>{_YEAR})\b", _half
    yield (
        rf"\b(?P<n>first|second|third|fourth|last)\s+(?:quarter|trimester)\s+(?:of|in)\s+(?P<y>{_YEAR})\b",
        _quarter,
    )
    yield rf"\bQ(?P<n>[1-4])\s+(?:of\s+)?(?P<y>{_YEAR})\b", _quarter
    yield rf"\b(?P<n>first|second|third)\s+(?:four-month period)\s+of\s+(?P<y>{_YEAR})\b", _third
    yield rf"\b(?P<n>mid|early|late|beginning of|middle of|end of)[-\s]+(?P<y>{_YEAR})\b", _part_of_year
    yield r"\b(?:the\s+)?end of (?:the|this) (?:calendar )?year\b", _end_of_this_year
    yield rf"\b(?P<y>{_YEAR})\s*[-–/]\s*(?P<y2>{_YEAR})\b", _years
    yield rf"\b(?P<y>{_YEAR})\b(?!-\d)", _year
    yield rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b", _iso
    yield r"\bwithin\s+(?:the\s+next\s+)?(?P<n>\d+|[a-z-]+)\s+(?P<u>day|week|month|year)s?\b", _within
    yield r"\bfor\s+(?P<n>a|one|\d+)\s+(?P<u>day|week|month|year)s?\b", _within
    yield r"\b(?:next|the following|the coming)\s+year\b", _next_year
    yield r"\btoday\b", _today


def _spanish(month: str) -> Iterator[tuple[str, Reading]]:
    day = rf"(?:{_DAY}|1[º°])"
    of = r"\s+(?:de\s+)?"
    year = rf"(?:,?\s+(?:de\s+|del\s+)?(?:año\s+)?(?P<y>{_YEAR}))?"
    yield rf"\b(?P<d>{day}){_TO_ES}(?:el\s+)?(?P<d2>{day}){of}(?P<m>{month}){year}\b", _days
    yield (
        rf"\b(?P<d>{day}){of}(?P<m>{month})(?:,?\s+(?:de\s+|del\s+)?(?P<y1>{_YEAR}))?{_TO_ES}(?:el\s+)?"
        rf"(?P<d2>{day}){of}(?P<m2>{month}){year}\b",
        _days,
    )
    yield rf"\b(?P<d>{day}){of}(?P<m>{month}){year}\b", _days
    yield rf"\b(?P<m>{month})\s+(?:de\s+|del\s+)?(?:año\s+)?(?P<y>{_YEAR})\b", _month
    yield rf"\b(?P<n>primer|segundo)\s+semestre\s+(?:de|del)\s+(?:año\s+)?(?P<y>{_YEAR})\b", _half
    yield rf"\b(?P<n>primera|segunda)\s+mitad\s+(?:de|del)\s+(?:año\s+)?(?P<y>{_YEAR})\b", _half
    yield (
        rf"\b(?P<n>primer|segundo|tercer|cuarto|último)\s+trimestre\s+(?:de|del)\s+(?:año\s+)?(?P<y>{_YEAR})\b",
        _quarter,
    )
    yield rf"\b(?P<n>primer|segundo|tercer)\s+cuatrimestre\s+(?:de|del)\s+(?:año\s+)?(?P<y>{_YEAR})\b", _third
    yield (
        rf"\b(?P<n>mediados|principios|comienzos|inicios|finales|fines)\s+(?:de|del)\s+(?:año\s+)?(?P<y>{_YEAR})\b",
        _part_of_year,
    )
    yield r"\b(?:final|fin|finales|fines)\s+(?:del|de este|del presente)\s+año\b", _end_of_this_year
    yield rf"\b(?P<y>{_YEAR})\s*[-–/]\s*(?P<y2>{_YEAR})\b", _years
    yield rf"\b(?P<y>{_YEAR})\b(?!-\d)", _year
    yield rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b", _iso
    yield (
        r"\b(?:dentro de|en un plazo (?:máximo )?de|en el plazo de|en los próximos)\s+(?P<n>\d+|[a-zé]+)\s+"
        r"(?P<u>día|semana|mes|año)(?:es|s)?\b",
        _within,
    )
    yield r"\b(?:el próximo año|el año próximo)\b", _next_year
    yield r"\bhoy\b", _today


def _days(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    groups = match.groupdict()
    year, filled = _year_of(groups.get("y"), reference)
    if year is None:
        return None
    month = words.months[groups["m"].lower()]
    last_month = words.months[(groups.get("m2") or groups["m"]).lower()]
    first_year = int(groups.get("y1") or year) if last_month >= month else year - 1
    first = _date(first_year, month, groups["d"])
    last = _date(year, last_month, groups.get("d2") or groups["d"])
    if first is None or last is None or last < first:
        return None
    return _between(first, last, filled)


def _between(first: date, last: date, filled: bool = False, relative: bool = False) -> Period:
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Period(edtf, first, last, filled, relative)


def _year_of(written: str | None, reference: date | None) -> tuple[int | None, bool]:
    if written:
        return int(written), False
    return (reference.year if reference else None), True


def _date(year: int, month: int, day: str) -> date | None:
    number = int(re.sub(r"\D", "", day))
    return date(year, month, number) if 1 <= number <= calendar.monthrange(year, month)[1] else None


def _month_span(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _month(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    year, month = int(match["y"]), words.months[match["m"].lower()]
    return Period(f"{year}-{month:02d}", *_month_span(year, month, month))


_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "cuarto": 4, "último": 4,
}  # fmt: skip


def _half(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    year, nth = int(match["y"]), _NTH[match["n"].lower()]
    return Period(f"{year}-{39 + nth}", *_month_span(year, 6 * nth - 5, 6 * nth))


def _quarter(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    year, nth = int(match["y"]), _NTH[match["n"].lower()]
    return Period(f"{year}-{32 + nth}", *_month_span(year, 3 * nth - 2, 3 * nth))


def _third(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    year, nth = int(match["y"]), _NTH[match["n"].lower()]
    return Period(f"{year}-{36 + nth}", *_month_span(year, 4 * nth - 3, 4 * nth))


# EDTF has no code for "mid": the months that the word covers, as an interval.
_PARTS = {
    "mid": (5, 8), "middle of": (5, 8), "mediados": (5, 8),
    "early": (1, 4), "beginning of": (1, 4), "principios": (1, 4), "comienzos": (1, 4), "inicios": (1, 4),
    "late": (9, 12), "end of": (12, 12), "finales": (9, 12), "fines": (9, 12),
}  # fmt: skip


def _part_of_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    first, last = _PARTS[match["n"].lower()]
    year = int(match["y"])
    return Period(f"{year}-{first:02d}/{year}-{last:02d}", *_month_span(year, first, last))


def _years(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    first, last = int(match["y"]), int(match["y2"])
    return Period(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    year = int(match["y"])
    return Period(str(year), *_month_span(year, 1, 12))


def _iso(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    try:
        day = date.fromisoformat(match["iso"])
    except ValueError:
        return None
    return _between(day, day)


_UNITS = {"day": 1, "week": 7, "día": 1, "semana": 7}


def _within(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    written = match["n"].lower()
    number = int(written) if written.isdigit() else 1 if written in ("a", "un") else words.cardinals.get(written)
    if reference is None or number is None or number > 1200:
        return None
    unit = match["u"].lower()
    last = reference + timedelta(days=number * _UNITS[unit]) if unit in _UNITS else _later(reference, number, unit)
    return _between(reference, last, relative=True)


def _later(reference: date, number: int, unit: str) -> date:
    months = number * (12 if unit in ("year", "año") else 1)
    year, month = divmod(reference.year * 12 + reference.month - 1 + months, 12)
    return date(year, month + 1, min(reference.day, calendar.monthrange(year, month + 1)[1]))


def _end_of_this_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    if reference is None:
        return None
    return _between(reference, date(reference.year, 12, 31), relative=True)


def _next_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    if reference is None:
        return None
    return Period(str(reference.year + 1), *_month_span(reference.year + 1, 1, 12), relative=True)


def _today(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    return _between(reference, reference, relative=True) if reference else None
