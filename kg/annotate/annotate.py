"""From passages to claims: pure, without clock or network; what cannot be resolved is kept as such."""

from dataclasses import replace

from kg.annotate.agents import collectives, forums, groups, organisations, places_named
from kg.annotate.assemble import acts
from kg.annotate.bodies import bodies, with_bodies, with_members
from kg.annotate.contents import Things
from kg.annotate.context import Context, context_of, when_of, with_readings
from kg.annotate.discourse import spoken
from kg.annotate.documents import dateline, documents, genre, title
from kg.annotate.findings import findings
from kg.annotate.lexicon import Lexicon, Tongue
from kg.annotate.meetings import named_meetings
from kg.annotate.participants import participant_count, participations
from kg.annotate.persons import with_persons
from kg.annotate.places import dateline_place
from kg.annotate.sets import commitment_sets
from kg.annotate.subject_meeting import subject_of_text
from kg.annotate.told import meetings_told
from kg.model import Body, Claims, Referred, Segmented, Span, When, Where


def annotate(segmented: Segmented, lexicon: Lexicon) -> Claims:
    """All that the rules find in a document, each claim with its words and the rule that found it.

    A document in a language that the lexicon does not cover gives no acts and a finding.
    """
    tongue = _main_tongue(segmented, lexicon)
    if tongue is None:
        return Claims(findings=findings(segmented.document, None, None), stretches=segmented.stretches)
    context = context_of(segmented, lexicon, tongue)
    context = with_readings(context, with_bodies(context))
    context = with_readings(context, with_persons(context))
    return replace(_claims(context), stretches=segmented.stretches)


def _main_tongue(segmented: Segmented, lexicon: Lexicon) -> Tongue | None:
    """The document's own language, else that of its first part in a language that the lexicon covers."""
    languages = [segmented.document.language, *(passage.language or "" for passage in segmented.passages)]
    return next((lexicon.tongues[language] for language in languages if language in lexicon.tongues), None)


def _claims(context: Context) -> Claims:
    voices = spoken(context)
    drafts = tuple(one.draft for one in voices)
    subject, namings = subject_of_text(context, named_meetings(context))
    meetings = meetings_told(context, namings, subject, voices)
    held = next((meeting for meeting in meetings if meeting.subject), None)
    named_bodies = tuple(with_members(body, meetings) for body in bodies(context, drafts, meetings))
    things = Things(meetings, named_bodies, _charged(documents(context, drafts, meetings), named_bodies))
    rows = participations(context, subject, held.key if held else None, drafts)
    count = participant_count(context, subject)
    if held is not None and count is not None:
        counted = replace(held, participant_count=count[0], count_span=count[1])
        meetings = tuple(counted if meeting is held else meeting for meeting in meetings)
    told = acts(context, voices, things)
    kind, kind_span = genre(context)
    place, day, line = _issued(context)
    claims = Claims(
        title=title(context),
        genre=kind,
        genre_span=kind_span,
        issued_in=place,
        issued_on=day,
        dateline=line,
        meetings=meetings,
        participations=rows,
        participant_count=count[0] if count else None,
        collectives=collectives(context, voices, held, rows, count is not None, told),
        groups=groups(context),
        forums=forums(context),
        organisations=organisations(context),
        bodies=named_bodies,
        documents=things.documents,
        commitment_sets=commitment_sets(context, meetings),
        acts=told,
        places=places_named(context),
    )
    return replace(claims, findings=findings(context.document, context, claims))


def _charged(found: tuple[Referred, ...], named: tuple[Body, ...]) -> tuple[Referred, ...]:
    """The documents with the keys of the bodies that are to carry them out."""
    keys = {body.label: body.key for body in named}
    return tuple(replace(one, implemented_by=keys.get(one.implemented_by or "")) for one in found)


def _issued(context: Context) -> tuple[Where | None, When | None, Span | None]:
    """Where and when the date line says that the text was issued."""
    line = dateline(context)
    if line is None:
        return None, None, None
    day = next((when_of(line, time) for time in context.times[line.passage.index] if not time.relative), None)
    place = dateline_place(context, line)
    return (place.where if place else None), day, line.passage.span
