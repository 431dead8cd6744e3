"""The meeting that a text is the outcome of."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotate.acronyms import with_given_acronyms
from kg.annotate.cards import Field, fields, is_card
from kg.annotate.context import Context, when_of
from kg.annotate.conveners import headed_forum
from kg.annotate.dates import Time, times
from kg.annotate.encounters import best_place, best_time, encounter, now, with_sense
from kg.annotate.forum_names import as_forum
from kg.annotate.front import title_reading
from kg.annotate.meetings import Named, dated, on_margins
from kg.annotate.namings import by_forum, by_noun, is_owned, of_passage, unnumbered
from kg.annotate.places import Found, bracketed_place, dateline_place, line_place, online, places, state_named
from kg.annotate.ranks import rank_of
from kg.annotate.reading import Reading
from kg.model import Agent, PassageKind, When, Where

_OPENING = 8  # passages of the body in which a text says what it is the outcome of
_FOLLOWING = 8  # passages after it that may still date and place it
_FIRST = 4  # headings in which a forum's name by itself is that of those who meet
_SOON = 5  # passages of the body in which the sentence stands that says who met
_CLOSING = 6  # passages at the end of a text in which it says where and when it was signed
_STATED = 12  # passages in which a city is named with its state
_APART = 5  # days between the day that a title gives and the one that the body does
_BEFORE = 70  # characters before a naming that tell whether it is the text's own
_AFTER = 80
_OPENING_WORDS = 160  # characters in which a sentence that opens with its verb says who met


def subject_of_text(context: Context, namings: tuple[Named, ...]) -> tuple[Named | None, tuple[Named, ...]]:
    """The naming that is the subject, and all namings with those that only the subject rule finds."""
    card = fields(context)
    found = _of_card(context, namings, card) if is_card(card) else None
    found = found or _of_body(context, namings) or _of_headings(context, namings)
    if found is None:
        return None, with_given_acronyms(context, namings)
    completed = _completed(context, _of_title(context, namings, found))
    rest = (one for one in namings if (one.reading, one.start) != (found.reading, found.start))
    whole = with_given_acronyms(context, (completed, *rest))
    return whole[0], whole


def _of_body(context: Context, namings: tuple[Named, ...]) -> Named | None:
    """The first meeting that an opening passage tells of as the text's own, with the heading's number."""
    late = (one for one in context.body[_OPENING:] if _stands_together(context, one))
    for reading in (*context.body[:_OPENING], *late):
        found = _told_here(context, reading, namings)
        if found is not None:
            return _numbered(context, namings, found)
    return None


def _stands_together(context: Context, reading: Reading) -> bool:
    """Whether a passage after the opening still speaks of those who meet now: "We …, gathered in Lima"."""
    first = any(low in context.tongue.words["first_person"] for low in reading.tokens.low[:3])
    gathered = context.cue("gathered", reading) is not None
    return (first and gathered) or context.cue("this_meeting_held", reading) is not None


def _told_here(context: Context, reading: Reading, namings: tuple[Named, ...]) -> Named | None:
    here = [one for one in namings if one.reading is reading and not one.planned]
    own = [(_evidence(context, one), one) for one in here]
    best = max((weight for weight, _ in own), default=0)
    if best:
        return next(one for weight, one in own if weight == best)
    bare = list(dated(context, reading, sorted(unnumbered(context, reading), key=lambda one: one.start)))
    told = [one for one in bare if not one.planned and _evidence(context, one) > 1]
    if told and (after := next((one for one in here if _goes_on(told[0], one)), None)) is not None:
        return after
    if told:
        named = _standing(told[0])
        return named if named.forums else of_passage(context, named)
    return encounter(context, reading) if _tells(context, reading) else None


def _goes_on(title: Named, one: Named) -> bool:
    """Whether a dash leads from the name of those who meet to their meeting: "General Assembly – Third Session"."""
    reading = title.reading
    left = reading.tokens.ends[title.end - 1]
    between = reading.passage.view.text[left : reading.tokens.starts[one.start]]
    return one.ordinal is not None and left <= reading.tokens.starts[one.start] and not between.strip(" –—-")


def _standing(named: Named) -> Named:
    """A meeting without a number: its own title names no standing forum, a dialogue's or a process's name does."""
    forums = tuple(forum for forum in named.forums if forum.known or _stands(named, forum.label))
    series = "other" if not forums and named.series == "conference" else named.series
    return replace(named, forums=forums, series=series)


def _stands(named: Named, label: str) -> bool:
    low = label.lower().split()
    return bool(named.reading.tongue.words["standing_forums"] & {low[0], low[-1]}) or not _is_title(named, label)


def _is_title(named: Named, label: str) -> bool:
    """Whether the forum's name is made of the meeting's own noun."""
    nouns = named.reading.tongue.nouns.get("meeting", {})
    low = label.lower().split()
    return low[0] in nouns or low[-1] in nouns


def _tells(context: Context, reading: Reading) -> bool:
    return context.cue("held", reading) is not None or context.cue("visited", reading) is not None


def _evidence(context: Context, one: Named) -> int:
    """How plainly a passage says that a meeting is the text's own: 0 where it is another's."""
    text = one.reading.passage.view.text
    left, right = one.reading.tokens.starts[one.start], one.reading.tokens.ends[one.end - 1]
    before, after = text[max(0, left - _BEFORE) : left], text[right : right + _AFTER]
    if context.cues("refers", before) or on_margins(context, one.reading, one):
        return 0
    if context.cues("was_held", after):
        return 4
    owned = is_owned(one.reading, one.start) and context.cues("held_participle", after)
    if owned or context.cues("occasion", before) or context.cues("at_meeting", before):
        return 3
    if context.cues("outcome_of", text[:left]) or (context.cues("held_participle", after) and one.start < 3):
        return 2
    return 1 if context.cue("held", one.reading) is not None and one.ordinal is not None else 0


def _numbered(context: Context, namings: tuple[Named, ...], found: Named) -> Named:
    """A meeting without a number in the body, with the number and series that the heading gives it."""
    if found.ordinal is not None:
        return found
    titled = next(iter(_titles(context, namings)), None) or _known_title(namings, context, found)
    if titled is None:
        return _by_bare_title(context, found)
    if titled.when is not None and found.when is not None and _is_apart(titled.when, found.when):
        return titled  # the body tells of another meeting
    return replace(titled, when=found.when, where=found.where, level=found.level or titled.level, told=found.reading)


def _holds(one: When, other: When) -> bool:
    """Whether the days of one lie within those of the other."""
    ends = one.earliest, other.earliest, other.latest, one.latest
    return None not in ends and list(ends) == sorted(ends)


def _is_apart(one: When, other: When) -> bool:
    return abs((one.earliest - other.earliest).days) > _APART if one.earliest and other.earliest else False


def _by_bare_title(context: Context, found: Named) -> Named:
    """A meeting that the body gives no name, by the noun with which a heading names it, if that says of what kind."""
    if found.rule != "meeting.one-off" or found.forums:
        return found
    for reading in context.headings:
        for one in unnumbered(context, reading):
            after = reading.tokens.low[one.end : one.end + 1]
            text = set(after) & set(reading.tongue.nouns.get("document", {}))
            kind = one.series not in ("conference", "other") and one.start == 0 and not text
            if kind and _is_own_title(context, one):
                series = one.series
                titled = replace(_standing(one), series=series, when=found.when, where=found.where)
                return replace(titled, level=found.level or one.level, told=found.reading)
    return found


def _known_title(namings: tuple[Named, ...], context: Context, found: Named) -> Named | None:
    """The meeting that a heading names by a known forum and a year, where the body names no forum."""
    headings = context.headings
    titled = (one for one in namings if one.reading in headings and any(forum.known for forum in one.forums))
    return None if found.forums else next((one for one in titled if _is_own_title(context, one)), None)


def _titles(context: Context, namings: tuple[Named, ...]) -> Iterator[Named]:
    """The numbered meetings of the headings, then of the front matter's title, that are the text's own."""
    headings = context.headings
    for one in namings:
        if one.reading in headings and one.ordinal is not None and _is_own_title(context, one):
            yield one
    title = title_reading(context)
    if title is not None:
        made = [*by_forum(context, title), *by_noun(context, title)]
        yield from (one for one in made if one.ordinal is not None and _is_own_title(context, one))


def _is_own_title(context: Context, one: Named) -> bool:
    text = one.reading.passage.view.text
    before = text[max(0, one.reading.tokens.starts[one.start] - _BEFORE) : one.reading.tokens.starts[one.start]]
    return not one.planned and not context.cues("title_refers", before)


def _of_headings(context: Context, namings: tuple[Named, ...]) -> Named | None:
    """The meeting of the title: by number, else the one that the text calls itself the statement of."""
    numbered = next(iter(_titles(context, namings)), None)
    if numbered is not None:
        return numbered
    title = title_reading(context)
    for reading in (*context.headings, *((title,) if title else ())):
        for one in unnumbered(context, reading):
            text = reading.passage.view.text
            if _is_own_title(context, one) and context.cues("outcome_of", text[: reading.tokens.starts[one.start]]):
                return _standing(one)
    return None


def _of_card(context: Context, namings: tuple[Named, ...], card: tuple[Field, ...]) -> Named | None:
    """The meeting that a record card describes: named in its field or in a heading, dated and placed by others."""
    when, where = _card_time(context, card), _card_place(context, card)
    named = next(iter(_of_field(context, namings, card)), None) or _of_headings(context, namings)
    if named is None:
        named = _of_body(context, namings) or _bare(context, card)
    if named is None:
        return None
    named = named if named.forums else replace(named, forums=_card_forums(card))
    series = "conference" if named.forums and named.series == "other" else named.series
    return replace(named, series=series, when=when or named.when, where=where or named.where)


def _card_forums(card: tuple[Field, ...]) -> tuple[Agent, ...]:
    """The forum or body that a field of the card names as the one that meets."""
    for field in (one for one in card if one.kind == "forum"):
        starts = field.reading.tokens.starts
        for mention in field.reading.mentions:
            owns = mention.agent.kind in ("forum", "body", "organisation")
            if owns and field.start <= starts[mention.start] < field.end:
                return (as_forum(mention.agent),)
    return ()


def _bare(context: Context, card: tuple[Field, ...]) -> Named | None:
    """A meeting of which the card gives no name."""
    first = next((one for one in card if one.kind in ("date", "place")), None)
    if first is None:
        return None
    token = min(first.reading.tokens.at(first.start), len(first.reading.tokens) - 1)
    last = first.reading.tokens.at(max(first.end - 1, 0)) + 1
    return Named(first.reading, token, min(last, len(first.reading.tokens)), (), "other", None, "meeting.card")


def _of_field(context: Context, namings: tuple[Named, ...], card: tuple[Field, ...]) -> Iterator[Named]:
    for field in card:
        if field.kind != "meeting":
            continue
        starts = field.reading.tokens.starts
        here = [one for one in namings if one.reading is field.reading]
        yield from (one for one in here if field.start <= starts[one.start] < field.end)
        bare = (_standing(one) for one in unnumbered(context, field.reading))
        yield from (one for one in bare if field.start <= starts[one.start] < field.end)


def _card_time(context: Context, card: tuple[Field, ...]) -> When | None:
    dates = [one for one in card if one.kind == "date"]
    for field in (*dates, *(one for one in card if one.kind == "place")):
        for time in context.times[field.reading.passage.index]:
            if field.start <= time.start < field.end:
                return when_of(field.reading, time)
    return None


def _card_place(context: Context, card: tuple[Field, ...]) -> Where | None:
    for field in (one for one in card if one.kind == "place"):
        found = dateline_place(context, field.reading, field.start)
        if found is not None and found.start < field.end:
            return found.where
        if context.cues("online_place", field.reading.passage.view.text[field.start : field.end]):
            span = field.reading.passage.view.span(field.start, field.end)
            return Where("online", "online", "online", span)
    return None


def _completed(context: Context, named: Named) -> Named:
    """The subject with what stands beside it: the date and place of its passage, else of the lines around it."""
    reading = named.reading
    indexed = reading in context.readings
    if indexed and _tells(context, reading):
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
    if named.reading in context.readings and _tells(context, named.reading):
        return named
    for reading in context.body[:_SOON]:
        found = encounter(context, reading) if reading is not named.reading and _tells(context, reading) else None
        if found is None or found.when is None:
            continue
        if named.when is None or not _is_apart(found.when, named.when):
            when = named.when if named.when is not None and _holds(named.when, found.when) else found.when
            return replace(named, when=when, where=named.where or found.where, told=named.told or reading)
        return named
    return named


def _with_state(named: Named, where: Where | None) -> Named:
    """The meeting's city with the state that a line of the heading puts it in."""
    here = named.where
    same = here is not None and where is not None and here.key == where.key and here.state is None
    return replace(named, where=replace(here, state=where.state)) if same and here and where else named


def _of_title(context: Context, namings: tuple[Named, ...], named: Named) -> Named:
    """A meeting that its own words give no forum, with the forums that a heading gives the same number."""
    if named.forums or named.ordinal is None:
        return named
    titled = (one for one in _titles(context, namings) if one.forums and one.ordinal == named.ordinal)
    found = next(titled, None)
    return replace(named, forums=found.forums, series=found.series) if found else named


def _of_headed_forum(context: Context, named: Named) -> Named:
    """A meeting that its own words give no forum, with the one that stands in a heading by itself."""
    if named.forums or (named.ordinal is None and named.rule not in ("meeting.one-off", "meeting.card")):
        return named
    lines = context.headings if named.ordinal is not None else context.headings[:_FIRST]
    found = next((one for line in lines if (one := headed_forum(context, line)) is not None), None)
    series = "ministerial" if named.series == "other" and named.level == "ministerial" else named.series
    series = "conference" if series == "other" else series
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
