"""Counts that add up: of things found against things there, and of slots that are right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

__all__ = ["ACT_SLOTS", "ACT_TYPES", "MEASURES", "MEETING_SLOTS", "Figure", "Share", "Tally", "Totals"]

ACT_TYPES = ("Commitment", "Decision", "Request", "Position", "Discussion", "Thanks")
ACT_SLOTS = ("actor", "addressee", "strength", "deadline", "creates", "restated")
MEETING_SLOTS = ("forums", "series", "ordinal", "start", "end", "place", "state", "level", "status")


@dataclass(frozen=True, slots=True)
class Tally:
    """Things matched, of those found and of those that the annotation has."""

    ratio_names: ClassVar[tuple[str, ...]] = ("precision", "recall", "f1")

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

    @property
    def counts(self) -> tuple[int, ...]:
        """What adds up, in the order of the fields."""
        return self.matched, self.found, self.there

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """Precision, recall and F1; None for one that nothing counts in."""
        precision = self.precision if self.found else None
        recall = self.recall if self.there else None
        return precision, recall, self.f1 if self.found + self.there else None

    def as_dict(self) -> dict[str, float]:
        """Counts and ratios, the ratios to four places."""
        ratios = {name: round(getattr(self, name), 4) for name in self.ratio_names}
        return {"matched": self.matched, "found": self.found, "there": self.there, **ratios}


@dataclass(frozen=True, slots=True)
class Share:
    """How many are right of those that count."""

    ratio_names: ClassVar[tuple[str, ...]] = ("share",)

    right: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where none counts."""
        return self.right / self.of if self.of else 1.0

    @property
    def counts(self) -> tuple[int, ...]:
        """What adds up, in the order of the fields."""
        return self.right, self.of

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """The value alone; None where none counts."""
        return (self.value if self.of else None,)

    def as_dict(self) -> dict[str, float]:
        """Counts and ratio, the ratio to four places."""
        return {"right": self.right, "of": self.of, "share": round(self.value, 4)}


Figure = Tally | Share
_TALLIES = ("acts", "untyped", "participations", "others", "bodies", "documents")
_SHARES = ("count", "linking", "quotes", "coverage")
_NESTED = {"by_type": ACT_TYPES, "slots": ACT_SLOTS, "meeting": MEETING_SLOTS}
# Types and slots stand below what they are parts of.
_ORDER = (
    *("untyped", "acts", *(f"by_type.{one}" for one in ACT_TYPES), *(f"slots.{one}" for one in ACT_SLOTS)),
    *("participations", "linking", "count", "subject_meeting", *(f"meeting.{one}" for one in MEETING_SLOTS)),
    *("others", "bodies", "documents", "quotes", "coverage"),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one text, or their sum over several: sums of counts, so the ratios are micro-averages.

    acts            acts of the same type with overlapping triggers; `by_type` the same for each type
    untyped         acts with overlapping triggers, whatever their type
    participations  agents with their role at the subject meeting (or as parties, for a text without one)
    others          meetings other than the subject
    bodies          bodies by where they are named
    documents       documents by where they are named
    count           the number of participants that the text gives
    linking         participations found where the annotation has them whose agent got the right code
    quotes          spans that are words of the text
    coverage        visible characters that some claim cites
    slots           slots of matched acts
    meeting         slots of the subject meeting; `subject_meeting` all of them together
    """

    acts: Tally = Tally()
    untyped: Tally = Tally()
    participations: Tally = Tally()
    others: Tally = Tally()
    bodies: Tally = Tally()
    documents: Tally = Tally()
    count: Share = Share()
    linking: Share = Share()
    quotes: Share = Share()
    coverage: Share = Share()
    by_type: Mapping[str, Tally] = field(default_factory=dict)
    slots: Mapping[str, Share] = field(default_factory=dict)
    meeting: Mapping[str, Share] = field(default_factory=dict)

    def __add__(self, other: "Totals") -> "Totals":
        sums: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in (*_TALLIES, *_SHARES)}
        for name, keys in _NESTED.items():
            sums[name] = _added(keys, getattr(self, name), getattr(other, name))
        return Totals(**sums)

    @property
    def subject(self) -> Share:
        """All slots of the subject meeting taken together."""
        return sum(self.meeting.values(), Share())

    def figures(self) -> dict[str, Figure]:
        """Every figure by its dotted name, such as `acts`, `by_type.Thanks`, `slots.actor`, `subject_meeting`.

        They come in a fixed order, types and slots below what they are parts of.
        """
        plain: dict[str, Figure] = {name: getattr(self, name) for name in (*_TALLIES, *_SHARES)}
        nested = {f"{name}.{key}": one for name in _NESTED for key, one in getattr(self, name).items()}
        found = {**plain, "subject_meeting": self.subject, **nested}
        return {name: found[name] for name in _ORDER if name in found}

    def measures(self) -> dict[str, float | None]:
        """Every ratio by name, `acts.f1` or `slots.actor`, in [0, 1]; None for one that nothing counts in."""
        return {
            name: ratio
            for figure, one in self.figures().items()
            for name, ratio in zip(measure_names(figure, one), one.ratios, strict=True)
        }

    def as_dict(self) -> dict[str, Any]:
        """Every figure by name, nested where there is one per type or slot."""
        return {
            **{name: getattr(self, name).as_dict() for name in (*_TALLIES, *_SHARES)},
            "subject_meeting": self.subject.as_dict(),
            **{name: {key: one.as_dict() for key, one in getattr(self, name).items()} for name in _NESTED},
        }

    @staticmethod
    def from_dict(value: Mapping[str, Any]) -> "Totals":
        """The figures that `as_dict` wrote; raises KeyError or TypeError for anything else."""
        figures: dict[str, Any] = {name: _tally(value[name]) for name in _TALLIES}
        figures.update((name, _share(value[name])) for name in _SHARES)
        for name, figure in zip(_NESTED, (_tally, _share, _share), strict=True):
            figures[name] = {key: figure(one) for key, one in value[name].items()}
        return Totals(**figures)


def measure_names(figure: str, one: Figure) -> tuple[str, ...]:
    """The names of a figure's ratios: those of a tally say which, a share has the name of its figure."""
    return (figure,) if isinstance(one, Share) else tuple(f"{figure}.{ratio}" for ratio in one.ratio_names)


_Figure = TypeVar("_Figure", Tally, Share)


def _added(names: Iterable[str], left: Mapping[str, _Figure], right: Mapping[str, _Figure]) -> dict[str, _Figure]:
    both = {name: left[name] + right[name] for name in left if name in right}
    every = {**left, **right, **both}
    return {name: every[name] for name in names if name in every}


def _tally(value: Mapping[str, Any]) -> Tally:
    return Tally(*_counts(value, ("matched", "found", "there")))


def _share(value: Mapping[str, Any]) -> Share:
    return Share(*_counts(value, ("right", "of")))


def _counts(value: Mapping[str, Any], names: Iterable[str]) -> list[int]:
    counts = [value[name] for name in names]
    if not all(isinstance(count, int) for count in counts):
        raise TypeError(f"{counts} are no counts")
    return counts


MEASURES = tuple(
    Totals(
        by_type=dict.fromkeys(ACT_TYPES, Tally()),
        slots=dict.fromkeys(ACT_SLOTS, Share()),
        meeting=dict.fromkeys(MEETING_SLOTS, Share()),
    ).measures()
)
"""The name of every ratio that a text or a group of texts can have."""
