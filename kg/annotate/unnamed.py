"""Meetings beside the text's own that have no number: told by their place and day, or as the next one to come."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.cards import Field
from kg.annotate.context import Context, when_of
from kg.annotate.dates import Time
from kg.annotate.namings import NEXT, Named, unnumbered
from kg.annotate.places import Found, city_at, dateline_place, places
from kg.annotate.reading import Reading

_REACH = 60  # characters between a verb, a place and a day that belong together
_TIED = re.compile(r"[\s,(]*(?:(?:de|del|of|on|in|el|en|from|los días)\s+)*")
_OF = re.compile(r"\s+(?:de|en)\s+(?=[A-ZÁÉÍÓÚÑ])")


def placed(context: Context, reading: Reading) -> Iterator[Named]:
    """Meetings by their noun, a city and a day: "the Lima meeting of 3 May 2016", "el taller de Lima (2016)"."""
    titled = reading in context.headings
    if titled or not context.times[reading.passage.index] or not _holds_noun(reading):
        return
    for one in unnumbered(context, reading):
        where = _city_of(context, reading, one)
        day = _day_after(context, reading, where[1]) if where else None
        if where is not None and day is not None:
            yield replace(
                one,
                start=min(one.start, reading.tokens.at(where[0].start)),
                end=reading.tokens.at(day.end - 1) + 1,
                where=where[0].where,
                when=when_of(reading, day),
                rule="meeting.placed",
            )


def _holds_noun(reading: Reading) -> bool:
    nouns = reading.tongue.nouns.get("meeting", {})
    return not nouns.keys().isdisjoint(reading.tokens.low)


def _city_of(context: Context, reading: Reading, one: Named) -> tuple[Found, int] | None:
    """The city that a meeting is told by, and the character after which its day may stand."""
    text, end = reading.passage.view.text, reading.tokens.ends[one.end - 1]
    linked = _OF.match(text, end) if reading.tongue.language == "es" else None
    if linked is not None:
        found = city_at(context, reading, linked.end())
        return (found, found.end) if found else None
    held = next(iter(context.cues("held_participle", text[end : end + _REACH])), None)
    if held is not None:
        after = next((p for p in places(context, reading) if 0 <= p.start - end - held.end() <= 8), None)
        return (after, after.end) if after else None
    if reading.tongue.language == "en" and one.start < one.end:
        found = city_at(context, reading, reading.tokens.starts[one.start])
        noun = reading.tokens.at(found.end + 1) if found and found.end < end else -1
        known = reading.tongue.nouns.get("meeting", {})
        return (found, end) if found and noun >= 0 and reading.tokens.low[noun] in known else None
    return None


def _day_after(context: Context, reading: Reading, end: int) -> Time | None:
    """The day or month that follows at once."""
    text = reading.passage.view.text
    tied = _TIED.match(text, end)
    start = tied.end() if tied else end
    return next((t for t in context.times[reading.passage.index] if end <= t.start <= start + 1), None)


def to_come(context: Context, reading: Reading) -> Iterator[Named]:
    """The parties' next meeting by its verb: "Ministers will meet again in Lima in 2026"."""
    text = reading.passage.view.text
    for cue in context.cues("meets_again", text):
        where = next((p for p in places(context, reading) if 0 <= p.start - cue.end() <= _REACH), None)
        between = text[cue.end() : where.start] if where else ""
        if where is None or ";" in between or context.cues("apart", between):
            continue
        day = _day_after(context, reading, where.end)
        first, last = reading.tokens.at(cue.start()), reading.tokens.at((day or where).end - 1) + 1
        when = when_of(reading, day) if day else None
        yield Named(reading, first, last, (), "other", None, NEXT, when=when, where=where.where, planned=True)


def of_card(context: Context, card: tuple[Field, ...]) -> Iterator[Named]:
    """The meetings before and after the one of a record card, as its fields give their place and day."""
    for field in card:
        reading = field.reading
        if field.kind not in ("next", "previous") or field.start >= field.end:
            continue
        day = next((t for t in context.times[reading.passage.index] if field.start <= t.start < field.end), None)
        where = dateline_place(context, reading, field.start)
        where = where if where is not None and where.start < field.end else None
        if day is None and where is None:
            continue
        last = max(found.end for found in (day, where) if found is not None)
        named = Named(
            reading,
            reading.tokens.at(field.label),
            reading.tokens.at(last - 1) + 1,
            (),
            "other",
            None,
            NEXT,
            when=when_of(reading, day) if day else None,
            where=where.where if where else None,
        )
        yield replace(named, planned=field.kind == "next")


def of_subject(one: Named, subject: Named) -> Named:
    """A meeting told only as the next one or the one before, as one of the subject's own forums and kind."""
    return replace(one, forums=subject.forums, series=subject.series, level=subject.level) if is_next(one) else one


def is_next(one: Named) -> bool:
    """Whether a naming says nothing of the meeting but that it is the parties' next one or the one before."""
    return one.rule == NEXT and not one.forums
