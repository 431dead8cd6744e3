"""Parties as a text names them: agents, collectives, bodies."""

from dataclasses import dataclass
from typing import Literal

from kg.model.origin import Origin
from kg.model.text import Span

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
