"""All that was found in one document."""

from dataclasses import dataclass, field
from typing import Literal

from kg.model.acts import Act
from kg.model.agents import Body, Collective, ForumClaim, Group, Organisation
from kg.model.meetings import CommitmentSet, Meeting, Participation, Referred, When, Where
from kg.model.origin import Origin
from kg.model.text import Span, Stretch


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that should name something and were not resolved: kept, never guessed."""

    what: str
    span: Span
    reason: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the text that a reader should know: a stable code, the words, an example of each language."""

    code: str
    severity: Literal["error", "warning", "note"]
    message_en: str
    message_es: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """All that was found in one document, each in the order of the text."""

    title: Span | None = None
    genre: str | None = None
    genre_span: Span | None = None
    issued_in: Where | None = None
    issued_on: When | None = None
    dateline: Span | None = None
    meetings: tuple[Meeting, ...] = ()
    participations: tuple[Participation, ...] = ()
    participant_count: int | None = None
    collectives: tuple[Collective, ...] = ()
    groups: tuple[Group, ...] = ()
    forums: tuple[ForumClaim, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    bodies: tuple[Body, ...] = ()
    documents: tuple[Referred, ...] = ()
    commitment_sets: tuple[CommitmentSet, ...] = ()
    acts: tuple[Act, ...] = ()
    places: tuple[Where, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    stretches: tuple[Stretch, ...] = ()

    @property
    def subject(self) -> Meeting | None:
        """The meeting that the text is the outcome of, where there is one."""
        return next((meeting for meeting in self.meetings if meeting.subject), None)
