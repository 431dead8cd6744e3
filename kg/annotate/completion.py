"""The subject's day, place, level and forum, from its own sentence and from what stands around it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotate.context import Context, when_of
from kg.annotate.conveners import headed_forum
from kg.annotate.dates import Time, times
from kg.annotate.encounters import best_place, best_time, encounter, now, with_sense
from kg.annotate.namings import Named
from kg.annotate.places import Found, bracketed_place, line_place, online, places, state_named
from kg.annotate.ranks import rank_of
from kg.annotate.reading import Reading
from kg.model import PassageKind, When, Where

_FOLLOWING = 8  # passages after it that may still date and place it
_OPENING_WORDS = 160  # characters in which a sentence that opens with its verb says who met
_SOON = 5  # passages of the body in which the sentence stands that says who met
_CLOSING = 6  # passages at the end of a text in which it says where and when it was signed
_STATED = 12  # passages in which a city is named with its state
_FIRST = 4  # headings in which a forum's name by itself is that of those who meet
_APART = 5  # days between the day that a title gives and the one that the body does


def completed(context: Context, named: Named) -> Named:
    """The subject with what stands beside it: the date and place of its passage, else of the lines around it."""
    reading = named.reading
    indexed = reading in context.readings
    if indexed and tells(context, reading):
        named = _by_verb(context, named)
    if not indexed:
        named = _by_title(context, named)
    for one in _about(context, named):
        named = _by_verb(context, replace(named, reading=one), of=named)
    named = _told_later(context, named)
    for line in _lines(context):
        named = _with_state(with_sense(named, _line_time(context, line), where := _line_place(context, line)), where)
    named = _in_state(context, _of_headed_forum(context, named))
    level = named.level or _level(context, named)
    named = with_sense(named, None, online(context, reading) if indexed else None)
    return replace(named, when=named.when or now(context, reading) if indexed else named.when, level=level)


def _in_state(context: Context, named: Named) -> Named:
    """The meeting's city in the state that the opening or the end of the text names behind it."""
    where = named.where
    if where is None or where.kind != "city" or where.state is not None:
        return named
    around = (*context.readings[:_STATED], *context.readings[_STATED:][-_CLOSING:])
    return replace(named, where=replace(where, state=state_named(context, around, where.label)))


def _told_later(context: Context, named: Named) -> Named:
    """A meeting that a title names, with the day and place of the sentence soon after that says who met.

    The body wins over the title where both give a day of the same meeting.
    """
    if named.reading in context.readings and tells(context, named.reading):
        return named
    for reading in context.body[:_SOON]:
        found = encounter(context, reading) if reading is not named.reading and tells(context, reading) else None
        if found is None or found.when is None:
            continue
        if named.when is None or not is_apart(found.when, named.when):
            when = named.when if named.when is not None and _holds(named.when, found.when) else found.when
            return replace(named, when=when, where=named.where or found.where, told=named.told or reading)
        return named
    return named


def _with_state(named: Named, where: Where | None) -> Named:
    """The meeting's city with the state that a line of the heading puts it in."""
    here = named.where
    same = here is not None and where is not None and here.key == where.key and here.state is None
    return replace(named, where=replace(here, state=where.state)) if same and here and where else named


def _of_headed_forum(context: Context, named: Named) -> Named:
    """A meeting that its own words give no forum, with the one that stands in a heading by itself."""
    if named.forums or (named.ordinal is None and named.rule not in ("meeting.one-off", "meeting.card")):
        return named
    lines = context.headings if named.ordinal is not None else context.headings[:_FIRST]
    found = next((one for line in lines if (one := headed_forum(context, line)) is not None), None)
    series = "ministerial" if named.series == "other" and named.level == "ministerial" else named.series
    series = "conference" if series == "other" and named.level != "senior-officials" else series
    return replace(named, forums=(found,), series=series) if found else named


def _by_verb(context: Context, named: Named, of: Named | None = None) -> Named:
    """The meeting with the day and place that its passage's verb of holding has."""
    reading = named.reading
    names = ("held", "visited", "this_meeting_held")
    verb = next((found for name in names if (found := context.cue(name, reading)) is not None), None)
    kept = of or named
    if verb is None or (kept.when and kept.where):
        return kept
    margins = context.cue("margins", reading)
    end = margins.start() if margins and margins.start() > verb.start() else len(reading.passage.view.text)
    day = best_time(context, reading, (verb.start(), verb.end()), end)
    where = best_place(context, reading, (verb.start(), verb.end()), end)
    return with_sense(kept, when_of(reading, day) if day else None, where)


def _by_title(context: Context, named: Named) -> Named:
    """A meeting that only the front matter's title names, with the place and day that the title gives."""
    title = named.reading
    day = next((t for t in times(title.passage.view.text, context.tongue.words) if "-" in t.edtf), None)
    where = next((one.where for one in places(context, title)), None) or online(context, title)
    return with_sense(named, when_of(title, day) if day else None, where)


def _about(context: Context, named: Named) -> Iterator[Reading]:
    """The passages soon after that say of the meeting itself when and where it was held."""
    first = named.reading.passage.index
    for reading in context.body:
        if 0 <= reading.passage.index - first <= _FOLLOWING and context.cue("this_meeting_held", reading) is not None:
            yield reading


def _lines(context: Context) -> Iterable[Reading]:
    """The lines that date and place the text: the headings and date lines before it, then those after it."""
    first = context.body[0].passage.index if context.body else len(context.readings)
    before = [one for one in context.readings[:first] if one.passage.kind is not PassageKind.FRONT]
    after = [one for one in context.readings[first:] if one.passage.kind is PassageKind.DATELINE]
    after += [one for one in context.readings[first:][-_CLOSING:] if context.cue("closing", one) is not None]
    opening = [one for one in context.body[:2] if _is_place_and_day(context, one)]
    lines = [one for one in before if one.passage.kind is PassageKind.DATELINE]
    return (*lines, *opening, *(one for one in before if one not in lines), *after)


def _is_place_and_day(context: Context, reading: Reading) -> bool:
    """Whether one of a passage's lines is only a place and a day: how agencies open a report."""
    found, place = context.times[reading.passage.index], _place_of_line(context, reading)
    if len(found) != 1 or place is None:
        return False
    text = reading.passage.view.text
    ends = found[0].end >= len(text) - 3 or text[place.start - 1 : place.start] == "("
    return ends and 0 <= found[0].start - place.end < 8


def _line_time(context: Context, line: Reading) -> When | None:
    found: Iterable[Time] = context.times[line.passage.index]
    return next((when_of(line, t) for t in found if "-" in t.edtf and not t.relative), None)


def _place_of_line(context: Context, line: Reading) -> Found | None:
    return line_place(context, line) or bracketed_place(context, line)


def _line_place(context: Context, line: Reading) -> Where | None:
    found = _place_of_line(context, line)
    return found.where if found else online(context, line)


def _level(context: Context, named: Named) -> str | None:
    """The rank of those who met: by the forum's name, or by those of whom the passage says that they met."""
    if any("leaders" in forum.label.lower() for forum in named.forums):
        return "heads-of-state"
    reading = named.reading
    verb = context.cue("held", reading) or context.cue("visited", reading)
    text = reading.passage.view.text
    if verb is not None and verb.start() == 0 and reading in context.readings:
        before = context.readings[reading.passage.index - 1].passage.view.text if reading.passage.index else ""
        return rank_of(context, before) or rank_of(context, text[:_OPENING_WORDS])
    if verb is None:
        return rank_of(context, text[: reading.tokens.starts[named.start]]) if reading in context.body else None
    return rank_of(context, text if context.cue("visited", reading) else text[: verb.start()])


def is_apart(one: When, other: When) -> bool:
    """Whether two times are too far apart to be those of one meeting."""
    if one.earliest is None or other.earliest is None or _holds(one, other) or _holds(other, one):
        return False
    return abs((one.earliest - other.earliest).days) > _APART


def _holds(one: When, other: When) -> bool:
    """Whether the days of one lie within those of the other."""
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return False
    return one.earliest <= other.earliest and other.latest <= one.latest


def tells(context: Context, reading: Reading) -> bool:
    """Whether a passage says that a meeting or a visit took place."""
    return context.cue("held", reading) is not None or context.cue("visited", reading) is not None
