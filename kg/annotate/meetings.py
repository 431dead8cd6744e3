"""The meetings that a text names: of which forum, which in its series, when, where, held or planned."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.annotate.acronyms import by_initials
from kg.annotate.cards import fields
from kg.annotate.context import Context, when_of
from kg.annotate.dates import Time
from kg.annotate.namings import Named, by_forum, by_noun
from kg.annotate.places import Found, places
from kg.annotate.ranks import level_of
from kg.annotate.reading import Reading
from kg.annotate.unnamed import is_next, of_card, of_subject, placed, to_come
from kg.model import Agent, Meeting, Origin, PassageKind, When, Where
from kg.terms import slug

__all__ = ["Named", "dated", "merged", "named_meetings", "on_margins"]

_REACH = 130  # characters between a meeting and the words that date or place it
_NEXT = 2  # from a meeting to the one after it or before it
_AHEAD = 90  # characters after a meeting in which its being planned is said


def named_meetings(context: Context) -> tuple[Named, ...]:
    """Every naming of a meeting by forum and number, in the order of the text, with its own date and place."""
    found: list[Named] = []
    for reading in context.readings:
        made = [*by_forum(context, reading), *by_noun(context, reading), *by_initials(context, reading)]
        here = sorted(made, key=lambda one: one.start)
        told = list(dated(context, reading, _without_overlap(here)))
        beside = [*placed(context, reading), *to_come(context, reading)]
        found.extend(told)
        found.extend(one for one in beside if not _is_told(one, told))
    found.extend(one for one in of_card(context, fields(context)) if not _is_told(one, found))
    return tuple(_by_acronym(found))


def _is_told(one: Named, others: list[Named]) -> bool:
    """Whether another naming stands in the same words."""
    return any(one.reading is two.reading and one.start < two.end and two.start < one.end for two in others)


def _without_overlap(here: list[Named]) -> list[Named]:
    kept: list[Named] = []
    for one in here:
        if kept and one.start < kept[-1].end and not _joined_numbers(one, kept[-1]):
            if _weight(one) > _weight(kept[-1]):
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _weight(one: Named) -> tuple[bool, bool, int]:
    return one.ordinal is not None, bool(one.forums), one.end - one.start


def _joined_numbers(one: Named, other: Named) -> bool:
    """ "the I and II Conferences" are two meetings under one name."""
    return one.end == other.end and None not in (one.ordinal, other.ordinal) and one.ordinal != other.ordinal


def _by_acronym(found: list[Named]) -> Iterator[Named]:
    """Forums known by the acronym that the text itself gives them elsewhere: "the second GMF Summit"."""
    given = {forum.acronym: forum for one in found for forum in one.forums if forum.acronym and not forum.known}
    for one in found:
        forums = tuple(_named_so(forum, given) for forum in one.forums)
        yield replace(one, forums=forums) if forums != one.forums else one


def _named_so(forum: Agent, given: dict[str, Agent]) -> Agent:
    if forum.known or forum.acronym:
        return forum
    words = forum.label.split()
    by_name = next((agent for agent in given.values() if agent.label.casefold() == forum.label.casefold()), None)
    return next((replace(given[word], span=forum.span) for word in words if word in given), by_name or forum)


def dated(context: Context, reading: Reading, here: list[Named]) -> Iterator[Named]:
    """Each naming with the date and place between it and the next one."""
    if not here:
        return
    view = reading.passage.view.text
    found, times = places(context, reading), context.times[reading.passage.index]
    bounds = [reading.tokens.starts[one.start] for one in here] + [len(view) + 1]
    for one, (left, right) in zip(here, pairwise(bounds), strict=True):
        when, where = _beside(context, reading, one, (left, right))
        if len(here) == 1 and context.cue("held", reading) is not None and not on_margins(context, reading, one):
            when = when or next((t for t in times if t.end <= left), None)
            where = where or next((p for p in found if p.end <= left), None)
        if when is None and one.rule == "meeting.forum-year":
            when = next((t for t in times if t.end == reading.tokens.ends[one.start]), None)
        placed = replace(
            one,
            when=when_of(reading, when) if when else None,
            where=where.where if where else None,
            level=level_of(context, view[left : right - 1]) or one.level,
        )
        yield replace(placed, planned=one.planned or _lies_ahead(context, reading, placed, right))


def _beside(
    context: Context, reading: Reading, one: Named, bounds: tuple[int, int]
) -> tuple[Time | None, Found | None]:
    """The first date and place after a naming that nothing parts from it; a date may stand inside its name."""
    view, (left, right) = reading.passage.view.text, bounds
    end = reading.tokens.ends[one.end - 1]
    times = (t for t in context.times[reading.passage.index] if left <= t.start < right)
    when = next((t for t in times if t.start - end < _REACH and _tied(context, view, end, t.start)), None)
    spots = (p for p in places(context, reading) if end <= p.start < right)
    where = next((p for p in spots if p.start - end < _REACH and _tied(context, view, end, p.start)), None)
    return when, where


def _tied(context: Context, view: str, end: int, start: int) -> bool:
    """Whether no new sentence part about something else stands between."""
    between = view[end:start]
    return start < end or not (";" in between or context.cues("apart", between))


def on_margins(context: Context, reading: Reading, one: Named) -> bool:
    """Whether the text's own meeting was only held beside this one."""
    margins = context.cue("margins", reading)
    return margins is not None and reading.tokens.starts[one.start] >= margins.start()


def _lies_ahead(context: Context, reading: Reading, one: Named, right: int) -> bool:
    """Whether the words around a naming, or its date, say that it is yet to be held."""
    view = reading.passage.view.text
    end = reading.tokens.ends[one.end - 1]
    after = view[end : min(right, end + _AHEAD)]
    before = view[max(0, reading.tokens.starts[one.start] - 50) : reading.tokens.starts[one.start]]
    if context.cues("to_be_held", after.split(";")[0]) or context.cues("will_hold", before):
        return True
    late = one.when.earliest if one.when is not None else None
    return late is not None and context.reference is not None and _is_dated(context) and late > context.reference


def _is_dated(context: Context) -> bool:
    """Whether the text says when it was issued; else its date is a guess."""
    return context.front_date is not None or any(one.passage.kind is PassageKind.DATELINE for one in context.readings)


def origin_of(named: Named) -> Origin:
    """How a naming was found."""
    return Origin(named.rule, entry=named.entry)


def meeting_key(
    forums: tuple[str, ...], series: str, number: int | None, when: When | None, where: Where | None, document: str
) -> str:
    """The slug of a meeting's IRI: forum, series and number; else date and place, so that texts meet there."""
    parts = [*sorted(forums), series] if forums else ["meeting"]
    if forums and number is not None:
        return slug("-".join([*parts, str(number)]), 120)
    if when is not None:
        parts.append(when.edtf.replace("/", "-"))
    if where is not None:
        parts.append(where.key)
    return slug("-".join(parts if when or where else [*parts, "in", document]), 120)


def merged(namings: tuple[Named, ...], subject: Named | None, document: str) -> tuple[Meeting, ...]:
    """One meeting for each that is named, the subject first; dates and places never cross between them."""
    groups: list[list[Named]] = []
    owned = [_owned(one, subject) for one in namings]
    for one in sorted(owned, key=lambda one: (one is not subject, -len(one.forums))):
        group = next((group for group in groups if _same(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    made = [_meeting(group, subject, document) for group in groups]
    return tuple(sorted(made, key=lambda meeting: (not meeting.subject, meeting.span.start)))


def _owned(one: Named, subject: Named | None) -> Named:
    """A number of the subject's series is of its forums, where the words name none: "the thirty-sixth session"."""
    if subject is not None and one is not subject and is_next(one):
        return of_subject(one, subject)
    if subject is None or one is subject or one.forums or one.ordinal is None or subject.ordinal is None:
        return one
    near = abs(one.ordinal - subject.ordinal) < _NEXT and subject.series == "ministerial"
    generic = one.series in ("conference", "other") and (near or subject.series in ("conference", "other"))
    if not subject.forums or not (generic or one.series == subject.series):
        return one
    return replace(one, forums=subject.forums, series=subject.series)


def _same(one: Named, other: Named) -> bool:
    """Whether two namings are of one meeting: the same number of the same series, of forums that agree."""
    forums, others = ({forum.key for forum in named.forums} for named in (one, other))
    if one.ordinal != other.ordinal or not (forums <= others or others <= forums):
        return False
    if one.series != other.series:
        return one.ordinal is not None and (one.generic or other.generic)
    return one.ordinal is not None or (one.when and one.when.edtf) == (other.when and other.when.edtf)


def _meeting(group: list[Named], subject: Named | None, document: str) -> Meeting:
    first = subject if subject in group and subject is not None else group[0]
    when = first.when or next((one.when for one in group if one.when), None)
    where = first.where or next((one.where for one in group if one.where), None)
    series = next((one.series for one in group if not one.generic), first.series)
    forums = tuple(forum.key for forum in first.forums)
    own = subject is not None and subject in group
    planned = any(one.planned for one in group) or _is_later(when, subject)
    return Meeting(
        key=meeting_key(forums, series, first.ordinal, when, where, document),
        label=label_of(first),
        forums=first.forums,
        series=series,
        ordinal=first.ordinal,
        status="planned" if planned and not own else "held",
        subject=own,
        span=first.span,
        passages=tuple(dict.fromkeys(one.reading.passage.span for one in group)),
        origin=origin_of(first),
        when=when,
        where=where,
        level=first.level or next((one.level for one in group if one.level), None),
    )


def _is_later(when: When | None, subject: Named | None) -> bool:
    """Whether a meeting's time begins after that of the text's own, which the text looks back on."""
    own = subject.when.latest if subject is not None and subject.when is not None else None
    begins = when.earliest if when is not None else None
    return own is not None and begins is not None and begins > own


def label_of(named: Named) -> str:
    """The words that name the meeting, and the forums in brackets where the words leave them out."""
    words = named.reading.words(named.start, named.end)
    if named.rule == "meeting.planned":
        words = words.split(",")[0]
    if named.rule == "meeting.one-off":
        words = _when_and_where(named)
    missing = [forum.code for forum in named.forums if not _says(named, forum)]
    return f"{words} ({', '.join(missing)})" if missing else words


def _says(named: Named, forum: Agent) -> bool:
    inside = (named.reading.mention(token) for token in range(named.start, named.end))
    return any(mention is not None and mention.agent.key == forum.key for mention in inside) or not forum.known


def _when_and_where(named: Named) -> str:
    parts = [named.where.label if named.where else "", named.when.edtf if named.when else ""]
    return ", ".join(part for part in parts if part) or "?"
