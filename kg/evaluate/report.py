"""An evaluation as one JSON value: the same evaluation, the same bytes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kg.evaluate.baseline import Change, Comparison, Moved
from kg.evaluate.bootstrap import LEVEL, REPLICATES, SEED, Intervals
from kg.evaluate.evaluation import HELD_OUT, Evaluation, Group
from kg.evaluate.figures import Figure, Totals, measure_names
from kg.evaluate.limits import Checked
from kg.evaluate.measure import Measured

__all__ = ["as_json", "saved"]


def as_json(judged: Evaluation, comparison: Comparison | None = None, checks: Sequence[Checked] = ()) -> dict[str, Any]:
    """All that there is to tell; a held-out text has figures and no words."""
    return {
        **_told(judged),
        "unmeasured": [asdict(one) for one in judged.unmeasured],
        **({"baseline": _comparison(comparison)} if comparison else {}),
        **({"fail_under": [_checked(one) for one in checks]} if checks else {}),
    }


def saved(judged: Evaluation) -> bytes:
    """The evaluation as a file, for `read_baseline`."""
    return (json.dumps(_told(judged), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _told(judged: Evaluation) -> dict[str, Any]:
    return {
        "bootstrap": {"resampled": "texts", "level": LEVEL, "replicates": REPLICATES, "seed": SEED},
        "texts": [_text(text) for text in judged.texts],
        **_groups(judged.groups),
    }


def _text(text: Measured) -> dict[str, Any]:
    about = {name: getattr(text, name) for name in ("name", "text", "language", "sha256", "annotation", "held_out")}
    misses = {} if text.held_out else {"misses": [miss.as_dict() for miss in text.misses]}
    return {**about, **text.figures.as_dict(), **misses}


def _groups(groups: Iterable[Group]) -> dict[str, Any]:
    """`totals` and `by_language`, `held_out_totals` and `held_out_by_language`."""
    told: dict[str, Any] = {}
    for group in groups:
        before = f"{HELD_OUT}_" if group.held_out else ""
        value = {"texts": group.texts, **_with_intervals(group.figures, group.intervals)}
        if group.language is None:
            told[f"{before}totals"] = value
        else:
            told.setdefault(f"{before}by_language", {})[group.language] = value
    return told


def _with_intervals(figures: Totals, bounds: Intervals) -> dict[str, Any]:
    value = figures.as_dict()
    for name, figure in figures.figures().items():
        outer, _, inner = name.partition(".")
        place = value[outer][inner] if inner else value[outer]
        place.update(_bounds(name, figure, bounds))
    return value


def _bounds(name: str, figure: Figure, bounds: Intervals) -> Iterator[tuple[str, list[float]]]:
    for measure, ratio in zip(measure_names(name, figure), figure.ratio_names, strict=True):
        if measure in bounds:
            yield f"{ratio}_interval", [round(bound, 4) for bound in bounds[measure]]


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "tolerance": one.tolerance,
        "texts": one.texts,
        "apart": list(one.apart),
        "worse": len(one.worse),
        "changes": [_change(change) for change in one.changes],
        "moved": [_moved(moved) for moved in one.moved],
    }


def _change(one: Change) -> dict[str, Any]:
    place = {"text" if one.of_text else "group": one.where}
    values = {"before": _rounded(one.before), "after": _rounded(one.after), "difference": _rounded(one.difference)}
    return {**place, "measure": one.measure, **values, "verdict": one.verdict}


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "name": one.name,
        "gone": [miss.as_dict() for miss in one.gone],
        "come": [miss.as_dict() for miss in one.come],
    }


def _checked(one: Checked) -> dict[str, Any]:
    value = _rounded(one.value)
    return {"measure": one.limit.measure, "least": one.limit.least, "value": value, "kept": one.kept}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
