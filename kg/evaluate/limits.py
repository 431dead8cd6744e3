"""What a figure has to reach."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.evaluate.evaluation import HELD_OUT, Evaluation
from kg.evaluate.figures import MEASURES

__all__ = ["Checked", "Limit", "check", "is_measure"]

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


def check(limits: Iterable[Limit], judged: Evaluation) -> list[Checked]:
    """The limits against an evaluation."""
    reached = judged.measures()
    return [Checked(limit, reached.get(limit.measure)) for limit in limits]


def is_measure(name: str) -> bool:
    """Whether there is such a measure, of all texts or, with `held_out.` or a language before it, of a group."""
    return any(name.endswith(one) and _GROUP.fullmatch(name.removesuffix(one)) for one in MEASURES)
