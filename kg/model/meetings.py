"""Meetings, their times and places, who took part, and the documents around them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.model.agents import Agent, Derivation
from kg.model.origin import Origin
from kg.model.text import Span


@dataclass(frozen=True, slots=True)
class When:
    """A period with its EDTF expression and its bounds, either of which may be open."""

    edtf: str
    earliest: date | None
    latest: date | None
    span: Span


PlaceKind = Literal["city", "territory", "venue", "online"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place as named; `state` is an alpha-2 code only where the text names the state.

    `key` is the slug of the place's IRI; `territory` the slug of the territory that the text puts it in.
    """

    kind: PlaceKind
    key: str
    label: str
    span: Span
    state: str | None = None
    known: bool = True


MeetingStatus = Literal["held", "planned"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that the text names; exactly one, or none, is the subject."""

    key: str
    label: str
    forums: tuple[Agent, ...]
    series: str
    ordinal: int | None
    status: MeetingStatus
    subject: bool
    span: Span
    passages: tuple[Span, ...]
    origin: Origin
    when: When | None = None
    where: Where | None = None
    level: str | None = None
    participant_count: int | None = None
    count_span: Span | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """An agent in a role at the subject meeting; `role` is a code of the role scheme."""

    meeting: str | None
    agent: Agent
    role: str
    span: Span
    passage: Span
    derivation: Derivation
    origin: Origin


@dataclass(frozen=True, slots=True)
class Referred:
    """A document that the text refers to; `relations` are adopted, attached, mentioned."""

    key: str
    label: str
    kind: str
    relations: tuple[str, ...]
    span: Span
    passage: Span
    origin: Origin
    implemented_by: str | None = None


@dataclass(frozen=True, slots=True)
class CommitmentSet:
    """Commitments that the text refers to together, agreed at a meeting; `status` where it tells of progress."""

    meeting: str
    span: Span
    passage: Span
    origin: Origin
    status: str | None = None
