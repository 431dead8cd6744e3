"""A draft: an act as one passage's grammar gives it, before names are resolved and contents read."""

from dataclasses import dataclass, replace

from kg.annotate.frames import Match, complement_end
from kg.annotate.groups import Group
from kg.annotate.lexicon import Frame, Kind
from kg.annotate.reading import Reading
from kg.annotate.subjects import Subject

WILL = Kind("undertake-by-will", ("CommissiveStatement",), "Commitment")
"""What an institutional "will" does, whatever its verb."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Token ranges of an act in its reading: trigger `[start of group, trigger_end)`, content, the whole.

    `governor` tells where the addressee stands when the act's own words do not name one;
    `form` is the form class that a coordinated verb must share.
    """

    reading: Reading
    group: Group
    frame: Frame | None
    kind: Kind
    strength: str | None
    subject: Subject
    begin: int
    trigger_start: int
    trigger_end: int
    content_start: int
    end: int
    rule: str
    form: str
    restated: bool = False
    passive: bool = False
    governor: "Draft | None" = None  # the act that this one is listed under or coordinated with

    def ending(self, end: int) -> "Draft":
        """The same act with its content ending before token `end`."""
        return replace(self, end=max(end, self.trigger_end))


def drafted(reading: Reading, group: Group, match: Match, subject: Subject, rule: str, passive: bool = False) -> Draft:
    """The draft of a verb group in its frame, its trigger reaching over the verbs that it governs."""
    kind = match.frame.kind
    governed = kind.act_type in ("Commitment", "Request") or match.frame.right.length > 0
    end = complement_end(reading, match.end) if governed else match.end
    return Draft(
        reading=reading,
        group=group,
        frame=match.frame,
        kind=kind,
        strength=match.frame.strength if kind.act_type == "Commitment" else None,
        subject=subject,
        begin=min(subject.start, group.start) if subject.is_party or subject.agents else group.start,
        trigger_start=group.start,
        trigger_end=end,
        content_start=match.end if kind.act_type == "Commitment" else group.end,
        end=len(reading.tokens),
        rule=rule,
        form=group.form,
        restated=match.frame.restated,
        passive=passive,
    )
