"""What a figure has to reach."""

import re
from dataclasses import dataclass

from kg.evaluate.evaluation import HELD_OUT, Evaluation
from kg.evaluate.figures import MEASURES

__all__ = ["Checked", "Limit", "check", "is_measure", "known_measures"]

_GROUP = re.compile(rf"(?:{HELD_OUT}\.)?(?:(?:[a-z]{{2}}|und)\.)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure by name, `acts.f1` or `es.slots.actor`, and the least that it has to be, in [0, 1]."""

    measure: str
    least: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A limit beside the figure itself; None where nothing counts, and what nothing counts in is not kept."""

    limit: Limit
    value: float | None

    @property
    def kept(self) -> bool:
        """Whether the figure is there and no lower than it has to be."""
        return self.value is not None and self.value >= self.limit.least


def check(limit: Limit, judged: Evaluation) -> Checked:
    """The limit against an evaluation."""
    return Checked(limit, judged.measures().get(limit.measure))


def is_measure(name: str) -> bool:
    """Whether there is such a measure, of all texts or, with `held_out.` or a language before it, of a group."""
    return any(name.endswith(one) and _GROUP.fullmatch(name.removesuffix(one)) for one in MEASURES)


def known_measures() -> tuple[str, ...]:
    """The names of all measures, without a group."""
    return MEASURES
