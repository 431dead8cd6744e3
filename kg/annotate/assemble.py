"""Acts put together: the grammar's drafts with their agents, contents and links to one another."""

from dataclasses import replace

from kg.annotate.addressees import addressees, attitude
from kg.annotate.contents import Things, content_of, content_range, looks_ahead, plans_of, tagged
from kg.annotate.context import Context
from kg.annotate.created import brings, creates
from kg.annotate.deadlines import deadline
from kg.annotate.discourse import Spoken
from kg.annotate.drafts import Draft
from kg.annotate.ranges import Range
from kg.annotate.superlatives import carried_claims, further_proposals
from kg.model import Act, Agent, Origin


def acts(context: Context, voices: tuple[Spoken, ...], things: Things) -> tuple[Act, ...]:
    """The acts of the text in order; links between them are their indices."""
    made = [_act(context, one, things) for one in voices]
    linked = [_linked(context, voices, made, position) for position in range(len(made))]
    rivals = [rival for position, one in enumerate(voices) if (rival := _rival(one, linked[position], position))]
    return (*linked, *rivals)


def _act(context: Context, one: Spoken, things: Things) -> Act:
    draft = one.draft
    reading = draft.reading
    whole = Range(reading, draft.begin, draft.end)
    here = content_range(draft)
    content = content_of(context, one, things)
    found = brings(draft, here, things)
    found_addressees = addressees(context, draft)
    return Act(
        type=draft.kind.act_type,  # type: ignore[arg-type]  # the codes' own names, checked when the lexicon loads
        kind=draft.kind.code,
        classes=draft.kind.classes,
        trigger=reading.span(draft.trigger_start, draft.trigger_end),
        span=whole.span,
        passage=reading.passage.span,
        actors=one.actors,
        origin=Origin(
            draft.rule,
            draft.frame.iri if draft.frame else None,
            draft.frame.name if draft.frame else None,
            one.resolution,
        ),
        strength=_strength(draft),
        content=content,
        also=(*carried_claims(context, whole, here, content), *further_proposals(content, things)),
        addressees=found_addressees,
        spoken_through=draft.subject.through,
        deadline=deadline(context, one, here) if here else None,
        creates=creates(context, draft, found),
        brings=found,
        plans=plans_of(one, here, things.meetings) if here and looks_ahead(draft) else (),
        restated=draft.restated,
        open_list=bool(context.cues("open_list", whole.words)),
        topics=tagged(context, whole, "topic"),
        principles=tagged(context, whole, "principle"),
        involves=_involved(context, draft, here),
        attitude_span=attitude(context, draft),
        certainty=_scope(context, draft, found_addressees),
    )


def _scope(context: Context, draft: Draft, thanked: tuple[Agent, ...]) -> str | None:
    """A relative clause after the last of several who are thanked may be said of all of them."""
    last = thanked[-1].span if len(thanked) > 1 else None
    if draft.kind.act_type != "Thanks" or last is None:
        return None
    after = context.document.text[last.end : last.end + 12].split()
    return "scope-ambiguous" if after and after[0].lower() in context.tongue.words["relatives"] else None


def _strength(draft: Draft) -> str | None:
    return (draft.strength or "firm") if draft.kind.act_type == "Commitment" else None


def _involved(context: Context, draft: Draft, here: Range | None) -> tuple:  # type: ignore[type-arg]
    if here is None:
        return ()
    return tagged(context, here, "party-category")


def _linked(context: Context, voices: tuple[Spoken, ...], made: list[Act], position: int) -> Act:
    """The act with what it follows from and what it is embedded in."""
    act, draft = made[position], voices[position].draft
    follows = _followed(context, voices, made, position)
    embedded = None
    if draft.rule == "act.participle" and position and made[position - 1].passage == act.passage:
        embedded = position - 1
    return replace(act, follows=follows, embedded_in=embedded)


def _followed(context: Context, voices: tuple[Spoken, ...], made: list[Act], position: int) -> int | None:
    """ "Therefore, …" follows from the act before it."""
    draft = voices[position].draft
    first = position == 0 or made[position - 1].passage != made[position].passage
    if not first or position == 0 or context.cue("therefore", draft.reading) is None:
        return None
    return position - 1


_PRESENT = ("present", "presentes")


def _rival(one: Spoken, act: Act, position: int) -> Act | None:
    """ "The States present shared views": "present" may be the verb, and then views are put forward."""
    label = (one.draft.subject.label or "").lower().split()
    low = one.draft.reading.tokens.low
    shared = low[one.draft.group.verb].endswith("ed")
    if not label or label[-1] not in _PRESENT or not shared or act.type != "Discussion":
        return None
    return replace(
        act,
        type="Position",
        kind="state",
        classes=("AssertiveStatement",),
        origin=replace(act.origin, rule="act.rival-reading", entry=None, frame=None),
        alternative_to=position,
        certainty="less-likely-reading",
    )
