"""What a time expression stands for: an EDTF expression with its bounds, from the parts that a pattern caught."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.annotate.words import Words

_LONGEST = 1200  # units that a stretch of time may last


@dataclass(frozen=True, slots=True)
class Period:
    """An EDTF expression with its bounds.

    `filled` tells that the text left the year to its surroundings; `relative` that the period counts from the text's
    own date ("today", "within 60 days").
    """

    edtf: str
    earliest: date
    latest: date
    filled: bool = False
    relative: bool = False


Reading = Callable[[re.Match[str], Words, date | None], Period | None]


def days(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """A day or a run of days: groups d, d2, m, m2, y1, y."""
    groups = match.groupdict()
    month = _month_number(groups["m"], words)
    last_month = _month_number(groups.get("m2") or groups["m"], words)
    year, filled = _year_of(groups.get("y"), words, reference)
    if year is None or month is None or last_month is None:
        return None
    started, _ = _year_of(groups.get("y1"), words, None)
    first_year = started or (year if last_month >= month else year - 1)
    first = _date(first_year, month, groups["d"], words)
    last = _date(year, last_month, groups.get("d2") or groups["d"], words)
    if first is None or last is None or last < first:
        return None
    return _between(first, last, filled)


def _month_number(written: str, words: Words) -> int | None:
    # "may" and "march" are verbs where they have no capital.
    if words.language == "en" and written in ("may", "march"):
        return None
    return words.months[written.lower()]


def _between(first: date, last: date, filled: bool = False, relative: bool = False) -> Period:
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Period(edtf, first, last, filled, relative)


def _year_of(written: str | None, words: Words, reference: date | None) -> tuple[int | None, bool]:
    """The year as written, in digits or words, or that of the reference date ("this year", or none)."""
    number = _year_number(written, words) if written else None
    if number is not None:
        return number, False
    return (reference.year if reference else None), written is None


def _year_number(written: str, words: Words) -> int | None:
    if written.isdigit():
        return int(written)
    spelt = re.fullmatch(r"(?:two thousand(?: and)?|dos mil)(?: (.+))?", " ".join(written.lower().split()))
    if spelt is None:
        return None
    rest = words.cardinals.get(spelt.group(1)) if spelt.group(1) else 0
    return None if rest is None else 2000 + rest


def _date(year: int, month: int, day: str, words: Words) -> date | None:
    digits = re.sub(r"\D", "", day)
    number = int(digits) if digits else words.cardinals.get(day.lower(), words.ordinals.get(day.lower(), 0))
    return date(year, month, number) if 1 <= number <= _last_day(year, month) else None


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, _last_day(year, last))


def numeric(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """Day, month and year in digits; in English only where no other order of day and month can be meant."""
    one, two, year = int(match["a"]), int(match["b"]), int(match["y"])
    swapped = words.language == "en" and match["s"] != "." and two > 12
    if words.language == "en" and match["s"] != "." and one <= 12 and two <= 12 and one != two:
        return None
    day, month = (two, one) if swapped else (one, two)
    if not (1 <= month <= 12 and 1 <= day <= _last_day(year, month)):
        return None
    return _between(date(year, month, day), date(year, month, day))


def month(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """A month, or the months from one to another: groups m, m2, y1, y."""
    groups = match.groupdict()
    year, filled = _year_of(groups["y"], words, reference)
    first = _month_number(groups["m"], words)
    last = _month_number(groups.get("m2") or groups["m"], words)
    if year is None or first is None or last is None:
        return None
    started, _ = _year_of(groups.get("y1"), words, None)
    first_year = started or (year if last >= first else year - 1)
    if (first_year, first) > (year, last):
        return None
    earliest, latest = _months(first_year, first, first)[0], _months(year, last, last)[1]
    edtf = f"{first_year}-{first:02d}" if earliest.replace(day=1) == latest.replace(day=1) else ""
    return Period(edtf or f"{first_year}-{first:02d}/{year}-{last:02d}", earliest, latest, filled)


NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "1": 1, "2": 2, "3": 3, "4": 4, "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3,
    "cuarto": 4, "cuarta": 4, "último": -1, "última": -1, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip

# Sub-year groupings of EDTF level 2: the code before the first one, and how many make a year.
_PARTS_OF_YEAR = {"half": (39, 2), "quarter": (32, 4), "third": (36, 3)}


def part(kind: str) -> Reading:
    """The n-th half, quarter or third of a year: groups n, y."""
    base, count = _PARTS_OF_YEAR[kind]
    size = 12 // count

    def read(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
        nth = NTH[match["n"].lower()]
        nth = count if nth < 0 else nth
        year, _ = _year_of(match["y"], words, reference)
        if year is None or nth > count:
            return None
        return Period(f"{year}-{base + nth}", *_months(year, size * (nth - 1) + 1, size * nth))

    return read


def two_months(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The n-th pair of months of a year ("bimestre"), which EDTF has no code for: groups n, y."""
    nth = NTH[match["n"].lower()]
    year, _ = _year_of(match["y"], words, reference)
    if year is None or nth < 0:
        return None
    first = 2 * nth - 1
    return Period(f"{year}-{first:02d}/{year}-{first + 1:02d}", *_months(year, first, first + 1))


# EDTF has no code for "mid": the months of a year, or days of a month, that the word covers, as an interval.
_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (12, 12)}
_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31)}
_STRETCHES = {
    "early": "early", "beginning of": "early", "start of": "early", "principios": "early", "comienzos": "early",
    "inicios": "early", "mid": "mid", "middle of": "mid", "mediados": "mid", "late": "late", "finales": "late",
    "fines": "late", "end": "end", "end of": "end", "close of": "end", "fin": "end", "final": "end", "cierre": "end",
    "year-end": "end",
}  # fmt: skip


def _stretch(match: re.Match[str]) -> str:
    return _STRETCHES[" ".join(match["n"].lower().split()).removesuffix(" the")]


def part_of_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The beginning, middle or end of a year: groups n, y."""
    first, last = _OF_YEAR[_stretch(match)]
    year, _ = _year_of(match["y"], words, reference)
    if year is None:
        return None
    edtf = f"{year}-{first:02d}/{year}-{last:02d}" if first != last else f"{year}-{first:02d}"
    return Period(edtf, *_months(year, first, last))


def part_of_month(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The beginning, middle or end of a month: groups n, m, y."""
    first, last = _OF_MONTH[_stretch(match)]
    return _days_of(match, words, first, last)


def half_of_month(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The first or second half of a month: groups n, m, y."""
    return _days_of(match, words, *((1, 15) if NTH[match["n"].lower()] == 1 else (16, 31)))


def week_of_month(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The n-th seven days of a month: groups n, m, y."""
    nth = NTH[match["n"].lower()]
    return _days_of(match, words, *((25, 31) if nth < 0 else (7 * nth - 6, 7 * nth)))


def _days_of(match: re.Match[str], words: Words, first: int, last: int) -> Period | None:
    number = _month_number(match["m"], words)
    if number is None:
        return None
    year = int(match["y"])
    end = min(last, _last_day(year, number))
    # The last week has seven days, whatever the length of the month.
    start = end - 6 if first == 25 else first
    return _between(date(year, number, start), date(year, number, end))


def years(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The years from one to another: groups y, y2."""
    first, last = int(match["y"]), int(match["y2"])
    return Period(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31)) if first < last else None


def year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """A year by itself: group y."""
    number = int(match["y"])
    return Period(str(number), *_months(number, 1, 12))


def decade(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The ten years that a written year begins, or those of the reference date: group y."""
    written = match["y"]
    if written is None and reference is None:
        return None
    first = int(written) if written else (reference.year // 10 * 10 if reference else 0)
    if first % 10:
        return None
    return Period(f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), relative=written is None)


def iso(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """A day as ISO 8601 writes it: group iso."""
    try:
        day = date.fromisoformat(match["iso"])
    except ValueError:
        return None
    return _between(day, day)


_UNITS = {"day": 1, "week": 7, "día": 1, "semana": 7}


_COMING = frozenset({"next", "coming", "próximo", "próxima"})
_ONE = frozenset({"a", "an", "un"}) | _COMING


def within(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """A stretch that begins on the reference date: groups n, n2 (the number once more in digits), u."""
    written = (match.groupdict().get("n2") or match["n"]).lower()
    number = int(written) if written.isdigit() else 1 if written in _ONE else words.cardinals.get(written)
    if reference is None or number is None or not 0 < number <= _LONGEST:
        return None
    unit = match["u"].lower()
    last = reference + timedelta(days=number * _UNITS[unit]) if unit in _UNITS else _later(reference, number, unit)
    if written in _COMING:
        last -= timedelta(days=1)  # the year that begins today is over on the eve of its anniversary
    return _between(reference, last, relative=True)


def _later(reference: date, number: int, unit: str) -> date:
    months = number * (12 if unit in ("year", "año") else 1)
    later, position = divmod(reference.year * 12 + reference.month - 1 + months, 12)
    return date(later, position + 1, min(reference.day, _last_day(later, position + 1)))


def end_of_this_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """From the reference date to the end of its year, or of the next one: group next."""
    if reference is None:
        return None
    if match.groupdict().get("next"):
        return Period(f"{reference.year + 1}-12", *_months(reference.year + 1, 12, 12), relative=True)
    return _between(reference, date(reference.year, 12, 31), relative=True)


def next_year(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The year after that of the reference date."""
    if reference is None:
        return None
    return Period(str(reference.year + 1), *_months(reference.year + 1, 1, 12), relative=True)


def today(match: re.Match[str], words: Words, reference: date | None) -> Period | None:
    """The reference date."""
    return _between(reference, reference, relative=True) if reference else None
