"""The frozen nouns of the journey: bytes, document, passages, claims.

Spans are half-open, in Unicode code points of `Document.text`, and `text[start:end]` is the quote.
A claim carries the span that says it and the `Origin` that found it; nothing here does input or output.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a stretch of text: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of the span, exactly as they stand."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with the name that they came under."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, never edited afterwards; `sha256` is that of the source's bytes."""

    slug: str
    name: str
    text: str
    sha256: str
    language: str  # "en", "es", another ISO 639-1 code, or "und"
    media_type: str
    reader: str


class PassageKind(StrEnum):
    """What a passage is in the layout of its document."""

    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    DATELINE = "dateline"
    FRONT = "front-matter"


@dataclass(frozen=True, slots=True)
class View:
    """Words of a text with white space collapsed, and the way back to the raw offsets.

    `offsets[i]` is the raw position of `text[i]`; view positions are turned into raw spans by `span`.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The raw span of the view's `[start, end)`."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, list item, heading or date line; `lead` is the index of the passage that leads into it."""

    index: int
    span: Span
    kind: PassageKind
    view: View
    paragraph: int
    lead: int | None = None
    number: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Segmented:
    """A document with its passages, in order and disjoint."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """How a claim was found: the rule, the lexicon entry and frame, and what was resolved on the way."""

    rule: str
    entry: str | None = None
    frame: str | None = None
    resolution: str | None = None


Derivation = Literal["stated", "inferred"]
AgentKind = Literal["state", "government", "organisation", "forum", "body", "collective", "group", "category"]


@dataclass(frozen=True, slots=True)
class Agent:
    """A party as a text names it.

    `key` is the slug of its IRI (alpha-2 in lower case for a state or government); `label` is its name for
    readers, white space collapsed; `span` is where the words stand (None for an elided subject).
    `code` is the name used by the annotation format: alpha-2, acronym, "participants", or the words.
    """

    kind: AgentKind
    key: str
    label: str
    code: str
    span: Span | None = None
    acronym: str | None = None
    derivation: Derivation = "stated"
    known: bool = True  # stands in the reference data, or is a collective of the document


@dataclass(frozen=True, slots=True)
class Collective:
    """A group that the text treats as one speaker: `kind` and `extension` are codes of the vocabulary."""

    key: str
    label: str
    kind: str
    extension: str
    meeting: str | None
    span: Span
    passage: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose members the text leaves unnamed; `region` is a code, `role` the one it is to have."""

    key: str
    label: str
    region: str | None
    span: Span
    passage: Span
    origin: Origin
    role: str | None = None


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
class MembershipRule:
    """Who belongs to a body, by role in a forum; `derived` are those whom the text lets one infer."""

    roles: tuple[str, ...]
    forum: str
    span: Span
    derived: tuple[tuple[Agent, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A subsidiary unit that the text names; `status` is established, proposed or existing."""

    key: str
    label: str
    status: str
    span: Span
    passage: Span
    origin: Origin
    serves: tuple[str, ...] = ()
    acronym: str | None = None
    rule: MembershipRule | None = None
    founded: bool = False


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
class Tagged:
    """A code of the vocabulary with the words that name it."""

    scheme: str
    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class CommitmentSet:
    """Commitments that the text refers to together, agreed at a meeting; `status` where it tells of progress."""

    meeting: str
    span: Span
    passage: Span
    origin: Origin
    status: str | None = None


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
class ForumClaim:
    """A forum named in the text, with its acronym and kind where the text gives them."""

    agent: Agent
    span: Span
    passage: Span
    origin: Origin
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation named in the text, with its acronym where the text gives it."""

    agent: Agent
    span: Span
    passage: Span
    origin: Origin


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

    @property
    def subject(self) -> Meeting | None:
        """The meeting that the text is the outcome of, where there is one."""
        return next((meeting for meeting in self.meetings if meeting.subject), None)
