"""An evaluation kept in a file, and another one compared with it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import UnreadableSource
from kg.evaluate.evaluation import Evaluation, groups_of
from kg.evaluate.figures import Totals
from kg.evaluate.measure import Measured
from kg.evaluate.misses import Miss

__all__ = ["Change", "Comparison", "Moved", "Verdict", "compare", "read_baseline"]

Verdict = Literal["better", "worse", "same", "new", "gone"]
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after; `where` is the key of a group or, with `of_text`, the name of a text."""

    where: str
    of_text: bool
    measure: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float:
        """After less before; 0 where one of them has nothing that counts."""
        return 0.0 if self.before is None or self.after is None else self.after - self.before

    @property
    def verdict(self) -> Verdict:
        """Better, worse or the same; new or gone where something counts on one side only."""
        if self.before is None or self.after is None:
            return "new" if self.after is not None else "gone"
        return "same" if abs(self.difference) < _NOISE else "better" if self.difference > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Moved:
    """The differences from its annotation that a text no longer has, and those that it did not have before."""

    name: str
    gone: tuple[Miss, ...]
    come: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed over the texts that both evaluations have, with the same text and the same annotation.

    `apart` names the other texts: those that only one of them has, or has with another text or annotation.
    A held-out text, then or now, has figures and no `moved`.
    """

    tolerance: float
    texts: int
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    apart: tuple[str, ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """The measures, of groups and of texts, that fell by more than the tolerance."""
        return tuple(one for one in self.changes if one.difference < -self.tolerance - _NOISE)


def compare(now: Evaluation, before: Mapping[str, Measured], tolerance: float = 0.0) -> Comparison:
    """The evaluation against a baseline; totals are added up anew over the texts that both have."""
    after = {text.name: text for text in now.texts}
    common = [name for name in after if name in before and _same_task(after[name], before[name])]
    # A text counts in the group that it is in now, on both sides.
    pairs = [(after[name], before[name]) for name in common]
    old = {name: before[name].figures for name in common}
    changes = [
        change
        for key, members in groups_of([text for text, _ in pairs])
        for change in _changes(key, False, _sum(old[one.name] for one in members), _sum(one.figures for one in members))
    ]
    for text, earlier in pairs:
        changes += _changes(text.name, True, earlier.figures, text.figures)
    moved = [_moved(text, earlier) for text, earlier in pairs if not (text.held_out or earlier.held_out)]
    return Comparison(
        tolerance,
        len(common),
        tuple(changes),
        tuple(one for one in moved if one.gone or one.come),
        tuple(sorted((set(after) | set(before)) - set(common))),
    )


def read_baseline(path: Path) -> dict[str, Measured]:
    """The texts of a saved evaluation by name; raises UnreadableSource for any other file."""
    try:
        texts = [_text(value) for value in json.loads(path.read_text(encoding="utf-8"))["texts"]]
    except OSError as error:
        raise UnreadableSource(
            "the baseline cannot be read", str(path), error.strerror or "", "write it with `kg evaluate --save FILE`"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableSource(
            "this is no saved evaluation", str(path), str(error), "write it with `kg evaluate --save FILE`"
        ) from error
    return {text.name: text for text in texts}


def _text(value: Mapping[str, Any]) -> Measured:
    misses = tuple(Miss.from_dict(one) for one in value.get("misses", ()))
    names = ("name", "text", "language", "sha256", "annotation")
    return Measured(
        **{name: str(value[name]) for name in names},
        held_out=bool(value["held_out"]),
        figures=Totals.from_dict(value),
        misses=misses,
    )


def _same_task(one: Measured, other: Measured) -> bool:
    return (one.sha256, one.annotation) == (other.sha256, other.annotation)


def _sum(figures: Iterable[Totals]) -> Totals:
    return sum(figures, Totals())


def _changes(where: str, of_text: bool, before: Totals, after: Totals) -> Iterator[Change]:
    old, new = before.measures(), after.measures()
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) is not None or new.get(name) is not None:
            yield Change(where, of_text, name, old.get(name), new.get(name))


def _moved(text: Measured, earlier: Measured) -> Moved:
    now, then = ({miss.identity for miss in one.misses} for one in (text, earlier))
    gone = tuple(miss for miss in earlier.misses if miss.identity not in now)
    return Moved(text.name, gone, tuple(miss for miss in text.misses if miss.identity not in then))
