"""What an act founds, plans or adopts: things that the text tells of elsewhere too, and the name in its own words."""

from kg.annotate.contents import Things, holds_meeting
from kg.annotate.context import Context, front_title
from kg.annotate.drafts import Draft
from kg.annotate.matter import (
    Matter,
    adopts,
    founds,
    holds,
    is_headed,
    is_name,
    matter,
    meetings,
    subject_range,
    thing_at,
)
from kg.annotate.ranges import Range
from kg.model import Thing

_MAKING = ("Commitment", "Decision")


def brings(draft: Draft, here: Range | None, things: Things) -> tuple[Thing, ...]:
    """What the act founds, plans or adopts, of what the text names as meeting, body or document."""
    if here is None or draft.kind.act_type not in _MAKING:
        return ()
    found: list[Thing] = []
    about = matter(draft)
    spans = [here.span, *([about.reading.span(about.start, about.end)] if about is not None else [])]
    for meeting in things.meetings:
        if meeting.status == "planned" and holds_meeting(draft) and here.span.covers(meeting.span):
            found.append(Thing("meeting", meeting.key, meeting.label))
    for body in things.bodies:
        if body.founded and any(span.covers(body.span) for span in spans):
            found.append(Thing("body", body.key, body.label))
    for document in things.documents:
        adopted = "adopted" in document.relations and draft.kind.act_type == "Decision"
        if adopted and any(span.covers(document.span) for span in spans):
            found.append(Thing("document", document.key, document.label))
    return tuple(found)


def creates(context: Context, draft: Draft, found: tuple[Thing, ...]) -> str | None:
    """The name of what the act founds, plans or adopts, as its words have it."""
    if draft.kind.act_type not in _MAKING:
        return None
    named = _named(context, draft)
    if named is not None:
        return named
    return _plain(found[0]) if found else None


def _plain(thing: Thing) -> str:
    if thing.kind == "meeting" and "," in thing.label:
        return thing.label.split(" in the ")[0].split(" in ")[0].replace(",", "").strip()
    return thing.label


def _named(context: Context, draft: Draft) -> str | None:
    if holds(draft) and (found := meetings(draft)):
        return found[0].label
    here = _pointed_at(draft) or matter(draft)
    if here is not None and draft.kind.act_type == "Decision" and (title := _own_title(context, here)) is not None:
        return title
    if here is not None and _is_founded(draft, here):
        return here.label
    if here is not None and adopts(draft) and (is_headed(here, "document") or is_name(here)):
        return None if is_headed(here, "agenda") else _bare(here)
    hosted = _hosted(draft)
    return hosted.label if hosted is not None else None


def _is_founded(draft: Draft, here: Matter) -> bool:
    """Whether the act sets up what the phrase names: a body, a text, or a meeting that is new."""
    if not (here.founded or founds(draft)):
        return False
    return is_name(here) or _is_some(here, "body") or _is_some(here, "document")


def _is_some(here: Matter, role: str) -> bool:
    return is_headed(here, role) or (here.indefinite and is_headed(here, "meeting"))


def _hosted(draft: Draft) -> Matter | None:
    """ "accepted the offer of X to host the Y Meeting": the meeting that is to be hosted."""
    reading = draft.reading
    actions, low = reading.tongue.actions, reading.tokens.low
    if low[draft.end : draft.end + 2] and low[min(draft.end + 1, len(low) - 1)] in reading.tongue.words["relatives"]:
        return None  # the clause about the meeting plans it: "…, which will be held in Tacna"
    start, end = draft.trigger_end, draft.end
    if draft.rule == "act.passive":
        start, end = subject_range(reading, draft.group.start)
    seats = reading.tongue.words["seats"]
    for position in range(start, end - 1):
        if low[position] not in actions and low[position] not in seats:
            continue
        hosting = any(code in ("host-meeting", "hold-meeting") for _, code in actions.get(low[position], ()))
        seat = low[position] in seats and low[position + 1] in ("de", "del", "of")
        if hosting or seat:
            found = thing_at(reading, position + (2 if seat else 1), end)
            if found is not None and is_headed(found, "meeting"):
                return found
    return None


def _bare(here: Matter) -> str:
    """The name without the words that only point: "the present Declaration"."""
    first, pointing = here.start, here.reading.tongue.words["pointing"]
    while first < here.end - 1 and here.reading.tokens.low[first] in pointing:
        first += 1
    return here.reading.words(first, here.end)


def _pointed_at(draft: Draft) -> Matter | None:
    """What the trigger itself points to: "make this Declaration"."""
    low, pointing = draft.reading.tokens.low, draft.reading.tongue.words["pointing"]
    within = (p for p in range(draft.group.verb + 1, draft.trigger_end) if low[p] in pointing)
    first = next(within, None)
    return Matter(draft.reading, first, draft.trigger_end) if first is not None else None


def _own_title(context: Context, here: Matter) -> str | None:
    """The text's own title where the act is about "this Declaration", "the following Principles"."""
    reading, low = here.reading, here.reading.tokens.low
    pointing = reading.tongue.words["pointing"]
    own = {low[here.start - 1] if here.start else "", low[here.start], low[here.end - 1]}
    if not own & pointing:
        return None
    head = next((p for p in range(here.start, here.end) if low[p] not in pointing), None)
    titles = [" ".join(one.passage.view.text.split()) for one in context.headings]
    if (front := front_title(context)) is not None:
        titles.append(" ".join(front.of(context.document.text).replace("\\_", " ").split()))
    return next((title for title in titles if head is not None and low[head] in title.lower().split()), None)
