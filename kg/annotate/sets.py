"""Commitments that a text refers to together: "the commitments agreed upon at the I and II Conferences"."""

from kg.annotate.contents import meetings_after
from kg.annotate.context import Context
from kg.model import CommitmentSet, Meeting, Origin


def commitment_sets(context: Context, meetings: tuple[Meeting, ...]) -> tuple[CommitmentSet, ...]:
    """One set for each meeting whose commitments are referred to; with progress where the text finds some."""
    found: dict[str, CommitmentSet] = {}
    for reading in context.body:
        cue = context.cue("commitments", reading)
        if cue is None:
            continue
        span = reading.passage.view.span(cue.start(), cue.end())
        progress = context.cue("progress", reading)
        status = "advancing" if progress is not None and progress.start() < cue.start() else None
        for key in meetings_after(reading, span.start, meetings):
            made = CommitmentSet(key, span, reading.passage.span, Origin("commitments.referred"), status)
            if key not in found or (status and found[key].status is None):
                found[key] = made
    return tuple(found.values())
