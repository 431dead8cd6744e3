"""Counts that add up: of things found against things there, and of slots that are right."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

__all__ = ["Share", "Tally", "Totals"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Things matched, of those found and of those that the annotation has."""

    matched: int = 0
    found: int = 0
    there: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.matched + other.matched, self.found + other.found, self.there + other.there)

    @property
    def precision(self) -> float:
        """Matched among found; 1 where nothing was found."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Matched among those there; 1 where there are none."""
        return self.matched / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing and nothing was found."""
        both = self.found + self.there
        return 2 * self.matched / both if both else 1.0

    def as_dict(self) -> dict[str, float]:
        """Counts and ratios, the ratios to four places."""
        return {
            "matched": self.matched,
            "found": self.found,
            "there": self.there,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many are right of those that count."""

    right: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where none counts."""
        return self.right / self.of if self.of else 1.0

    def as_dict(self) -> dict[str, float]:
        """Counts and ratio, the ratio to four places."""
        return {"right": self.right, "of": self.of, "share": round(self.value, 4)}


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one text, or their sum over several: sums of counts, so the ratios are micro-averages."""

    acts: Tally = Tally()
    untyped: Tally = Tally()
    participations: Tally = Tally()
    others: Tally = Tally()
    bodies: Tally = Tally()
    documents: Tally = Tally()
    count: Share = Share()
    quotes: Share = Share()
    coverage: Share = Share()
    by_type: dict[str, Tally] = field(default_factory=dict)
    slots: dict[str, Share] = field(default_factory=dict)
    meeting: dict[str, Share] = field(default_factory=dict)

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            acts=self.acts + other.acts,
            untyped=self.untyped + other.untyped,
            participations=self.participations + other.participations,
            others=self.others + other.others,
            bodies=self.bodies + other.bodies,
            documents=self.documents + other.documents,
            count=self.count + other.count,
            quotes=self.quotes + other.quotes,
            coverage=self.coverage + other.coverage,
            by_type=_added(self.by_type, other.by_type),
            slots=_added(self.slots, other.slots),
            meeting=_added(self.meeting, other.meeting),
        )

    @property
    def subject(self) -> Share:
        """All slots of the subject meeting taken together."""
        return sum(self.meeting.values(), Share())

    def as_dict(self) -> dict[str, Any]:
        """Every figure by name, nested where there is one per type or slot."""
        plain = ("acts", "untyped", "participations", "others", "bodies", "documents", "count", "quotes", "coverage")
        nested = ("by_type", "slots", "meeting")
        return {
            **{name: getattr(self, name).as_dict() for name in plain},
            "subject_meeting": self.subject.as_dict(),
            **{name: {key: one.as_dict() for key, one in getattr(self, name).items()} for name in nested},
        }


_Figure = TypeVar("_Figure", Tally, Share)


def _added(left: dict[str, _Figure], right: dict[str, _Figure]) -> dict[str, _Figure]:
    both = {name: left[name] + right[name] for name in left if name in right}
    return {**left, **right, **both}
