"""The frozen nouns of the journey: bytes, document, passages, claims.

Spans are half-open, in Unicode code points of `Document.text`, and `text[start:end]` is the quote.
A claim carries the span that says it and the `Origin` that found it; nothing here does input or output.
"""

from kg.model.acts import Act, ActType, Content, ContentKind, Plan, Purpose, Tagged, Thing
from kg.model.agents import (
    Agent,
    AgentKind,
    Body,
    Collective,
    Derivation,
    ForumClaim,
    Group,
    MembershipRule,
    Organisation,
)
from kg.model.claims import Claims, Finding, Unresolved
from kg.model.meetings import CommitmentSet, Meeting, MeetingStatus, Participation, PlaceKind, Referred, When, Where
from kg.model.origin import Origin
from kg.model.text import Document, Passage, PassageKind, Segmented, Source, Span, Stretch, View

__all__ = [
    "Act",
    "ActType",
    "Agent",
    "AgentKind",
    "Body",
    "Claims",
    "Collective",
    "CommitmentSet",
    "Content",
    "ContentKind",
    "Derivation",
    "Document",
    "Finding",
    "ForumClaim",
    "Group",
    "Meeting",
    "MeetingStatus",
    "MembershipRule",
    "Organisation",
    "Origin",
    "Participation",
    "Passage",
    "PassageKind",
    "PlaceKind",
    "Plan",
    "Purpose",
    "Referred",
    "Segmented",
    "Source",
    "Span",
    "Stretch",
    "Tagged",
    "Thing",
    "Unresolved",
    "View",
    "When",
    "Where",
]
