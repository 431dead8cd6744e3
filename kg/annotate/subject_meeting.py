"""The meeting that a text is the outcome of."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.acronyms import with_given_acronyms
from kg.annotate.cards import Field, fields, is_card
from kg.annotate.completion import completed, is_apart, tells
from kg.annotate.context import Context, when_of
from kg.annotate.encounters import encounter
from kg.annotate.forum_names import as_forum
from kg.annotate.front import title_reading
from kg.annotate.meetings import Named, dated, on_margins
from kg.annotate.namings import by_forum, by_noun, is_owned, of_passage, unnumbered
from kg.annotate.places import dateline_place
from kg.annotate.reading import Reading
from kg.model import Agent, PassageKind, When, Where

_OPENING = 8  # passages of the body in which a text says what it is the outcome of
_BEFORE = 70  # characters before a naming that tell whether it is the text's own
_AFTER = 80


def subject_of_text(context: Context, namings: tuple[Named, ...]) -> tuple[Named | None, tuple[Named, ...]]:
    """The naming that is the subject, and all namings with those that only the subject rule finds."""
    card = fields(context)
    found = _of_card(context, namings, card) if is_card(card) else None
    found = found or _of_body(context, namings) or _of_headings(context, namings)
    if found is None:
        return None, with_given_acronyms(context, namings)
    own = completed(context, _of_title(context, namings, found))
    rest = (one for one in namings if (one.reading, one.start) != (found.reading, found.start))
    whole = with_given_acronyms(context, (own, *rest))
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
    return encounter(context, reading) if tells(context, reading) else None


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
    if titled.when is not None and found.when is not None and is_apart(titled.when, found.when):
        return titled  # the body tells of another meeting
    when, where = found.when or titled.when, found.where or titled.where
    return replace(titled, when=when, where=where, level=found.level or titled.level, told=found.reading)


def _by_bare_title(context: Context, found: Named) -> Named:
    """A meeting that the body gives no name, by the noun with which a heading names it, if that says of what kind."""
    if found.rule != "meeting.one-off" or found.forums:
        return found
    before = context.readings[: found.reading.passage.index]
    for reading in (one for one in before if one.passage.kind is PassageKind.HEADING):
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


def _of_title(context: Context, namings: tuple[Named, ...], named: Named) -> Named:
    """A meeting that its own words give no forum, with the forums that a heading gives the same number."""
    if named.forums or named.ordinal is None:
        return named
    titled = (one for one in _titles(context, namings) if one.forums and one.ordinal == named.ordinal)
    found = next(titled, None)
    return replace(named, forums=found.forums, series=found.series) if found else named
