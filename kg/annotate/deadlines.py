"""By when something is to be done: the limit in an act's own words, before its subject, or in its lead-in."""

from kg.annotate.context import Context, when_of
from kg.annotate.dates import Time
from kg.annotate.discourse import Spoken
from kg.annotate.drafts import Draft
from kg.annotate.ranges import Range
from kg.model import When

_COMPARING = frozenset({"como"})
_FRONT = 24  # characters into a sentence at which a limit before the subject begins
_LEVELS = 8  # of nested lists


def deadline(context: Context, one: Spoken, here: Range) -> When | None:
    """The time within which the act is to be done: stated in its content, and not past."""
    draft = one.draft
    if draft.kind.act_type not in ("Commitment", "Request"):
        return None
    for time in context.times[draft.reading.passage.index]:
        asked = draft.kind.act_type == "Request"
        if here.left <= time.start < here.right and _is_deadline(context, here, time, asked):
            when = when_of(draft.reading, time)
            return _open_start(when) if _limit(context, here, time) else when
    return _fronted_deadline(context, draft) or _lead_deadline(context, draft)


def _fronted_deadline(context: Context, draft: Draft) -> When | None:
    """The limit before the subject: "By the end of 2026, the Parties will …"."""
    reading = draft.reading
    begin = reading.tokens.starts[draft.begin]
    front = Range(reading, 0, max(draft.begin, 1))
    if draft.begin == 0 or draft.kind.act_type != "Commitment" or "," not in reading.passage.view.text[:begin]:
        return None
    for time in context.times[reading.passage.index]:
        led = time.start < _FRONT and time.end <= begin and _is_deadline(context, front, time)
        if led and (time.relative or _limit(context, front, time)):
            when = when_of(reading, time)
            return _open_start(when) if _limit(context, front, time) else when
    return None


def _lead_deadline(context: Context, draft: Draft) -> When | None:
    """The limit that the lead-in of a list sets for all of its items: "the following actions by May 14: …"."""
    lead = draft.reading.passage.lead
    for _ in range(_LEVELS):
        if lead is None:
            return None
        reading = context.readings[lead]
        whole = Range(reading, 0, len(reading.tokens))
        for time in context.times[lead]:
            if _is_deadline(context, whole, time) and (time.relative or _limit(context, whole, time)):
                when = when_of(reading, time)
                return _open_start(when) if _limit(context, whole, time) else when
        lead = reading.passage.lead
    return None


def _is_deadline(context: Context, here: Range, time: Time, asked: bool = False) -> bool:
    today = time.relative and time.latest == context.reference  # "Today, we affirm …" sets no limit
    if today or (context.reference is not None and time.latest < context.reference):
        return False
    before = here.reading.passage.view.text[here.left : time.start]
    cues = context.cues("deadline", before)
    clause = before[: cues[-1].start()] if cues else before  # "not later than" subordinates nothing
    words = clause.lower().split()
    if _in_aside(here, words):
        return False
    if asked:  # what is asked begins after "to" or "que", and any relative clause before it is over
        opened = [place for place, word in enumerate(words) if word in ("to", "que", "that")]
        words = words[(opened[-1] if here.reading.tongue.language == "en" else opened[0]) + 1 :] if opened else words
    governed = set(words) & (here.reading.tongue.words["subordinators"] - _COMPARING)
    return (bool(cues) or time.relative) and not governed


def _in_aside(here: Range, words: list[str]) -> bool:
    """Whether words end inside a clause that only adds something: "to the next Summit, which we agreed to hold in"."""
    relatives = here.reading.tongue.words["relatives"] - {"que", "that"}
    begun = [at + 1 for at, word in enumerate(words[:-1]) if word.endswith(",") and words[at + 1] in relatives]
    return bool(begun) and not any(word.endswith(",") for word in words[begun[-1] :])


def _limit(context: Context, here: Range, time: Time) -> bool:
    return bool(context.cues("by", here.reading.passage.view.text[here.left : time.start])) and not time.relative


def _open_start(when: When) -> When:
    latest = when.latest.isoformat() if when.latest else ""
    return When(f"../{latest}", None, when.latest, when.span)
