"""The meetings of a text put together: those named by number, and those that an act plans."""

from dataclasses import replace

from kg.annotate.contents import content_range, holds_meeting, looks_ahead
from kg.annotate.context import Context, when_of
from kg.annotate.discourse import Spoken
from kg.annotate.meetings import Named, merged
from kg.annotate.places import places
from kg.annotate.ranks import level_of
from kg.model import Agent, Meeting


def meetings_told(
    context: Context, namings: tuple[Named, ...], subject: Named | None, voices: tuple[Spoken, ...]
) -> tuple[Meeting, ...]:
    """Each meeting once; planned are those that an act holds, hosts or looks forward to."""
    planned = [found for one in voices if (found := _planned(context, one, namings, subject)) is not None]
    by_place = {(one.reading.passage.index, one.start): one for one in planned}
    kept = [by_place.pop((one.reading.passage.index, one.start), one) for one in namings]
    whole = sorted([*kept, *by_place.values()], key=lambda one: (one.reading.passage.index, one.start))
    made = merged(tuple(whole), subject, context.document.slug)
    return tuple(_with_certainty(context, meeting, namings) for meeting in made)


def _planned(context: Context, one: Spoken, namings: tuple[Named, ...], subject: Named | None) -> Named | None:
    """The meeting that this act decides to hold: a numbered one, or "a meeting, at the technical level, …"."""
    draft = one.draft
    here = content_range(draft)
    if here is None or draft.kind.act_type not in ("Commitment", "Position"):
        return None
    inside = [
        n for n in namings if n.reading is draft.reading and here.start <= n.start < here.end and n is not subject
    ]
    if inside and looks_ahead(draft):
        return replace(inside[0], planned=True)
    if not inside and holds_meeting(draft):
        return _unnumbered(context, one, subject)
    return None


def _unnumbered(context: Context, one: Spoken, subject: Named | None) -> Named | None:
    """A meeting without a number, of the subject's forums, with the level, time and place that its act states."""
    reading = one.draft.reading
    nouns, low = reading.tongue.nouns.get("meeting", {}), reading.tokens.low
    found = next(
        (
            token
            for token in range(one.draft.trigger_end, min(one.draft.end, one.draft.trigger_end + 6))
            if low[token] in nouns
        ),
        None,
    )
    if found is None or (found > 0 and low[found - 1] in ("this", "the", "esta", "la", "este", "el")):
        return None
    here = content_range(one.draft)
    if here is None:
        return None
    level = level_of(context, here.words)
    time = next((t for t in context.times[reading.passage.index] if here.left <= t.start < here.right), None)
    where = next((p.where for p in places(context, reading) if here.left <= p.start < here.right), None)
    forums: tuple[Agent, ...] = subject.forums if subject else ()
    series = level if level in ("technical", "ministerial") else nouns[low[found]].code
    return Named(
        reading,
        found,
        one.draft.end,
        forums,
        series,
        None,
        "meeting.planned",
        when=when_of(reading, time) if time else None,
        where=where,
        level=level,
        planned=True,
    )


def _with_certainty(context: Context, meeting: Meeting, namings: tuple[Named, ...]) -> Meeting:
    """ "their IV Plenary Meeting" of two forums leaves open whose fourth it is."""
    if len(meeting.forums) < 2 or meeting.ordinal is None:
        return meeting
    for one in namings:
        before = one.reading.tokens.low[one.start - 1] if one.start else ""
        if one.ordinal == meeting.ordinal and before in context.tongue.words["possessives"]:
            return replace(meeting, certainty="series-ambiguous")
    return meeting
