"""Many texts measured together: totals of all, of each language, and of held-out texts apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluate.bootstrap import Intervals, intervals
from kg.evaluate.figures import Totals
from kg.evaluate.measure import Measured, Unmeasured

__all__ = ["HELD_OUT", "Evaluation", "Group", "evaluation", "groups_of"]

HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Group:
    """The totals of some texts.

    `key` is empty for all that are not held out, `held_out` for those that are, and a language, `es` or
    `held_out.es`, for those of either that are in it. It stands before the name of a measure: `es.acts.f1`.
    """

    key: str
    texts: int
    figures: Totals
    intervals: Intervals

    @property
    def language(self) -> str | None:
        """The language of a group of one language."""
        last = self.key.rpartition(".")[2]
        return last if last not in ("", HELD_OUT) else None

    @property
    def held_out(self) -> bool:
        """Whether its texts are held out."""
        return self.key.partition(".")[0] == HELD_OUT


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Texts by name, those that could not be measured, and the totals, that of all texts first."""

    texts: tuple[Measured, ...]
    unmeasured: tuple[Unmeasured, ...]
    groups: tuple[Group, ...]

    def measures(self) -> dict[str, float | None]:
        """Every measure of every group, `acts.f1` or `held_out.es.acts.f1`."""
        return {
            f"{group.key}.{name}".lstrip("."): value
            for group in self.groups
            for name, value in group.figures.measures().items()
        }


def evaluation(results: Iterable[Measured | Unmeasured]) -> Evaluation:
    """The results put together: in whatever order they come, the same evaluation."""
    ordered = sorted(results, key=lambda one: one.name)
    texts = tuple(one for one in ordered if isinstance(one, Measured))
    unmeasured = tuple(one for one in ordered if isinstance(one, Unmeasured))
    groups = tuple(_group(key, members) for key, members in groups_of(texts))
    return Evaluation(texts, unmeasured, groups)


def groups_of(texts: Sequence[Measured]) -> Iterator[tuple[str, list[Measured]]]:
    """Each group by its key with its texts, no group without any."""
    for held_out in (False, True):
        members = [text for text in texts if text.held_out == held_out]
        key = HELD_OUT if held_out else ""
        if members:
            yield key, members
        for language in sorted({text.language for text in members}):
            yield f"{key}.{language}".lstrip("."), [text for text in members if text.language == language]


def _group(key: str, members: Sequence[Measured]) -> Group:
    figures = [text.figures for text in members]
    total = sum(figures, Totals())
    return Group(key, len(members), total, intervals(figures, total))
