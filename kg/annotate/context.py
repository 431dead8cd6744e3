"""A whole document as it is read: its readings, the times in them, and the date that it counts from."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from kg.annotate.dates import Time, times
from kg.annotate.lexicon import Lexicon, Tongue
from kg.annotate.reading import Reading, reading_of
from kg.annotate.speakers import with_own_parties
from kg.model import Document, Passage, PassageKind, Segmented, Span, When

_FRONT_DATE = re.compile(r"^date:\s*['\"]?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_FRONT_TITLE = re.compile(r"^title:\s*\"?(.+?)\"?\s*$", re.MULTILINE)
_LONG_MEETING = 14  # days
_OPENING = 8  # passages in which a text says when it was issued


@dataclass(frozen=True)  # without slots, so that what is asked for often is kept
class Context:
    """What the annotators share about one document; `times[i]` belong to `readings[i]`."""

    document: Document
    lexicon: Lexicon
    tongue: Tongue
    readings: tuple[Reading, ...]
    times: tuple[tuple[Time, ...], ...]
    reference: date | None
    front_date: date | None

    def cue(self, name: str, reading: Reading) -> re.Match[str] | None:
        """The first place where a cue of the language is found in a passage."""
        cue = reading.tongue.cues.get(name)
        return cue.search(reading.passage.view.text) if cue else None

    def cues(self, name: str, text: str) -> list[re.Match[str]]:
        """All places where a cue is found in some words."""
        cue = self.tongue.cues.get(name)
        return list(cue.finditer(text)) if cue else []

    def is_read(self, reading: Reading) -> bool:
        """Whether the passage is in a language that the lexicon covers."""
        return (reading.passage.language or self.document.language) in self.lexicon.tongues

    @cached_property
    def body(self) -> tuple[Reading, ...]:
        """The readings that are neither front matter nor headings nor date lines."""
        outside = (PassageKind.FRONT, PassageKind.HEADING, PassageKind.DATELINE)
        return tuple(one for one in self.readings if one.passage.kind not in outside and self.is_read(one))

    @cached_property
    def headings(self) -> tuple[Reading, ...]:
        """The headings that stand before the body."""
        first = self.body[0].passage.index if self.body else len(self.readings)
        return tuple(one for one in self.readings[:first] if one.passage.kind is PassageKind.HEADING)


def context_of(segmented: Segmented, lexicon: Lexicon, tongue: Tongue) -> Context:
    """The document read once, for all annotators."""
    plain = tuple(_read(passage, lexicon, tongue) for passage in segmented.passages)
    readings, tongue = with_own_parties(plain, tongue)
    front = _front_date(segmented)
    reference = _reference(readings, tongue, front)
    found = tuple(times(reading.passage.view.text, reading.tongue.words, reference) for reading in readings)
    return Context(segmented.document, lexicon, tongue, readings, found, reference, front)


def _read(passage: Passage, lexicon: Lexicon, main: Tongue) -> Reading:
    """A passage in its own language where the lexicon covers it; what it does not cover is read for names only."""
    return reading_of(passage, lexicon, lexicon.tongues.get(passage.language or main.language, main))


def with_readings(context: Context, readings: tuple[Reading, ...]) -> Context:
    """The same document with more of its names known."""
    return replace(context, readings=readings)


def _front_date(segmented: Segmented) -> date | None:
    for passage in segmented.passages:
        if passage.kind is PassageKind.FRONT:
            found = _FRONT_DATE.search(passage.span.of(segmented.document.text))
            return date.fromisoformat(found.group(1)) if found else None
    return None


def _reference(readings: tuple[Reading, ...], tongue: Tongue, front: date | None) -> date | None:
    """The day on a date line, else that of the front matter, else the first day named in the opening passages."""
    lines = [one for one in readings if one.passage.kind is PassageKind.DATELINE]
    body = [one for one in readings if one.passage.kind not in (PassageKind.FRONT, PassageKind.DATELINE)]
    return _first_day(lines, tongue) or front or _first_day(body[:_OPENING], tongue)


def _first_day(readings: list[Reading], tongue: Tongue) -> date | None:
    for reading in readings:
        for time in times(reading.passage.view.text, tongue.words):
            if (time.latest - time.earliest).days <= _LONG_MEETING:
                return time.latest
    return None


def front_title(context: Context) -> Span | None:
    """The title that front matter gives, as a span of the text."""
    for reading in context.readings:
        if reading.passage.kind is PassageKind.FRONT:
            found = _FRONT_TITLE.search(context.document.text, 0, reading.passage.span.end)
            return Span(found.start(1), found.end(1)) if found else None
    return None


def when_of(reading: Reading, time: Time) -> When:
    """A time of a passage as a claim with its raw span."""
    span = reading.passage.view.span(time.start, time.end)
    return When(time.edtf, time.earliest, time.latest, span)
