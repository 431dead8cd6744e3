"""Acts: what the parties do by saying it, and what it puts forward."""

from dataclasses import dataclass
from typing import Literal

from kg.model.agents import Agent
from kg.model.meetings import When, Where
from kg.model.origin import Origin
from kg.model.text import Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """A code of the vocabulary with the words that name it."""

    scheme: str
    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act founds, plans or is about: the kind and key of its IRI."""

    kind: Literal["meeting", "body", "document", "commitment-set", "forum", "request", "organisation", "state"]
    key: str
    label: str


ActType = Literal["Commitment", "Decision", "Request", "Position", "Discussion", "Thanks"]
ContentKind = Literal["commitment", "request", "need", "proposal", "claim", "progress-finding"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an action is meant to serve; a purpose may itself serve the next one of the act's tuple."""

    span: Span
    action_kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the act says about a meeting yet to be held."""

    meeting: str
    when: When | None
    where: Where | None
    level: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Content:
    """What an act puts forward: the words and how they read.

    `objects` are the things that the action is done to or brings about, `request_of` the agents of whom a
    promised request will be made, `about` what a claim is about, `according_to` what the action follows.
    """

    kind: ContentKind
    span: Span
    action_kind: str | None = None
    actors: tuple[Agent, ...] = ()
    reading: Literal["collective", "distributive"] = "collective"
    hedges: tuple[Span, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    objects: tuple[Thing, ...] = ()
    about: tuple[Thing, ...] = ()
    according_to: tuple[Thing, ...] = ()
    request_of: tuple[Agent, ...] = ()
    request_span: Span | None = None
    implemented_by: Thing | None = None
    tags: tuple[Tagged, ...] = ()  # means, scope, frequency, beneficiaries, actor categories (by scheme)
    beneficiaries: tuple[Tagged, ...] = ()
    actor_categories: tuple[Tagged, ...] = ()
    continues: bool = False
    when: When | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What the parties do by saying it, as one passage reports it.

    `kind` is a code of the statement-kind scheme, `classes` the local names of the vocabulary's statement
    classes, `strength` a code of the strength scheme (commitments: the annotation format's own scale).
    `follows`, `embedded_in` and `alternative_to` are indices into `Claims.acts`.
    """

    type: ActType
    kind: str
    classes: tuple[str, ...]
    trigger: Span
    span: Span
    passage: Span
    actors: tuple[Agent, ...]
    origin: Origin
    strength: str | None = None
    content: Content | None = None
    also: tuple[Content, ...] = ()  # claims carried along: superlatives, embedded recognitions
    addressees: tuple[Agent, ...] = ()
    spoken_through: str | None = None
    deadline: When | None = None
    creates: str | None = None
    brings: tuple[Thing, ...] = ()
    plans: tuple[Plan, ...] = ()
    restated: bool = False
    open_list: bool = False
    topics: tuple[Tagged, ...] = ()
    principles: tuple[Tagged, ...] = ()
    involves: tuple[Tagged, ...] = ()
    attitude: tuple[Thing, ...] = ()
    attitude_span: Span | None = None
    follows: int | None = None
    embedded_in: int | None = None
    alternative_to: int | None = None
    certainty: str | None = None
