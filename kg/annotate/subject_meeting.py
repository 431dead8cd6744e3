"""The meeting that a text is the outcome of."""

from dataclasses import replace

from kg.annotate.context import Context, when_of
from kg.annotate.meetings import Named
from kg.annotate.places import dateline_place, places
from kg.annotate.reading import Reading
from kg.model import PassageKind, When, Where

_OPENING = 6  # passages of the body in which a text says what it is the outcome of


def subject_of_text(context: Context, namings: tuple[Named, ...]) -> tuple[Named | None, tuple[Named, ...]]:
    """The naming that is the subject, and all namings with those that only the subject rule finds."""
    for reading in context.body[:_OPENING]:
        if context.cue("held", reading) is None:
            continue
        here = [one for one in namings if one.reading is reading and not one.planned]
        found = _held_here(context, reading, here)
        if found is not None:
            completed = _completed(context, _numbered(context, namings, found))
            rest = tuple(completed if one is found else one for one in namings)
            known = any(one is found for one in namings)
            return completed, rest if known else (
                completed,
                *(one for one in namings if one.start != completed.start or one.reading is not completed.reading),
            )
    titled = _from_headings(context, namings)
    if titled is not None:
        completed = _completed(context, titled)
        return completed, tuple(completed if one is titled else one for one in namings)
    return None, namings


def _numbered(context: Context, namings: tuple[Named, ...], found: Named) -> Named:
    """A meeting that only "met" in the body, with the number and series that the heading gives it."""
    titled = _from_headings(context, namings) if found.rule == "meeting.one-off" else None
    return replace(titled, when=found.when, where=found.where, level=found.level) if titled else found


def _held_here(context: Context, reading: Reading, here: list[Named]) -> Named | None:
    """The meeting that this passage says was held: not one on whose margins it met."""
    text = reading.passage.view.text
    margins = context.cue("margins", reading)
    own = [one for one in here if not (margins and reading.tokens.starts[one.start] >= margins.start())]
    if own:
        numbered = [one for one in own if one.ordinal is not None]
        return (numbered or own)[0]
    return _one_off(context, reading, len(text) if margins is None else margins.start())


def _one_off(context: Context, reading: Reading, end: int) -> Named | None:
    """A meeting of its own: "met in Mexico City", "gathered in Los Angeles"."""
    held = context.cue("held", reading)
    if held is None or held.start() >= end:
        return None
    where = next((one.where for one in places(context, reading) if one.start < end), None)
    day = next((t for t in context.times[reading.passage.index] if t.end <= end and "-" in t.edtf), None)
    if where is None and day is None:
        return None
    token = reading.tokens.at(held.start())
    last = reading.tokens.at(held.end() - 1) + 1
    when = when_of(reading, day) if day else _now(context, reading)
    return Named(reading, token, last, (), "other", None, "meeting.one-off", when=when, where=where)


def _now(context: Context, reading: Reading) -> When | None:
    """The text's own date where the parties speak as they stand together."""
    gathered = context.cue("gathered", reading)
    first = any(low in context.tongue.words["first_person"] for low in reading.tokens.low[:3])
    if gathered is None or not first or context.front_date is None:
        return None
    span = reading.passage.view.span(gathered.start(), gathered.end())
    return When(context.front_date.isoformat(), context.front_date, context.front_date, span)


def _from_headings(context: Context, namings: tuple[Named, ...]) -> Named | None:
    return next((one for one in namings if one.reading in context.headings and one.ordinal is not None), None)


def _completed(context: Context, named: Named) -> Named:
    """The subject with what stands beside it: the date and place of its passage, else of the date line."""
    reading = named.reading
    when, where = named.when, named.where
    if context.cue("held", reading) is not None:
        when = when or next((when_of(reading, t) for t in context.times[reading.passage.index] if "-" in t.edtf), None)
        where = where or next((one.where for one in places(context, reading)), None)
    for line in (one for one in context.readings if one.passage.kind is PassageKind.DATELINE):
        when = when or next((when_of(line, t) for t in context.times[line.passage.index] if "-" in t.edtf), None)
        where = where or _line_place(context, line)
    return replace(named, when=when, where=where, level=named.level or _level(context, named))


def _line_place(context: Context, line: Reading) -> Where | None:
    found = dateline_place(context, line)
    return found.where if found else None


def _level(context: Context, named: Named) -> str | None:
    """The rank of those who met, where their titles or the forum's name tell it."""
    text = named.reading.passage.view.text.lower()
    if any("leaders" in forum.label.lower() for forum in named.forums):
        return "heads-of-state"
    terms = context.lexicon.terminology.find(text, context.tongue.language, "level")
    named_heads = [term for term in terms if term.code == "heads-of-state"]
    return "heads-of-state" if named_heads else None
