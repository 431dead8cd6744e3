"""An evaluation in words: figures by text and in total, every difference with its place, what changed and what fell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.cli.messages import Say
from kg.cli.phrases import translated

if TYPE_CHECKING:
    from kg.evaluate.baseline import Change, Comparison, Moved
    from kg.evaluate.bootstrap import Intervals
    from kg.evaluate.evaluation import Evaluation, Group
    from kg.evaluate.figures import Figure, Totals
    from kg.evaluate.limits import Checked
    from kg.evaluate.measure import Measured, Unmeasured
    from kg.evaluate.misses import Miss

__all__ = ["words"]

_WIDE = 34


def words(judged: "Evaluation", comparison: "Comparison | None", checks: "Sequence[Checked]", say: Say) -> str:
    """What stands at the end is what one looks for first: the totals, then changes, then limits."""
    parts = [_text(text, say) for text in judged.texts]
    parts += [_group(group, say) for group in judged.groups if not _repeats(group, judged.groups)]
    parts += [_unmeasured(one, say) for one in judged.unmeasured]
    parts += [_compared(comparison, say)] if comparison else []
    parts += ["\n".join(_checked(one, say) for one in checks)] if checks else []
    return "\n\n".join(parts) + "\n"


def _repeats(group: "Group", groups: "Sequence[Group]") -> bool:
    """Whether a group of one language has all the texts of the group that it is a part of."""
    return group.language is not None and any(
        one.language is None and one.held_out == group.held_out and one.texts == group.texts for one in groups
    )


# --- figures ----------------------------------------------------------------------------------------------------


def _text(text: "Measured", say: Say) -> str:
    held_out = f", {say('evaluate.held-out')}" if text.held_out else ""
    lines = [f"{text.name} ({text.language}{held_out})", *_table(text.figures, {}, say)]
    if text.misses:
        lines += [f"  {say('evaluate.differences', count=len(text.misses))}"]
        lines += [f"    {_miss(miss, say)}" for miss in text.misses]
    return "\n".join(lines)


def _group(group: "Group", say: Say) -> str:
    from kg.evaluate.bootstrap import LEVEL, REPLICATES, SEED

    key = "evaluate.total-held-out" if group.held_out else "evaluate.total"
    language = f", {group.language}" if group.language else ""
    lines = [say(key, count=group.texts) + language]
    if group.intervals:
        level = round(100 * LEVEL)
        lines += [f"  {say('evaluate.intervals', level=level, replicates=REPLICATES, seed=SEED)}"]
    return "\n".join([*lines, *_table(group.figures, group.intervals, say)])


def _table(figures: "Totals", bounds: "Intervals", say: Say) -> Iterator[str]:
    ratios = "".join(f"{say('evaluate.' + name):>7}" for name in ("precision", "recall", "f1"))
    yield f"  {'':<{_WIDE}}{ratios}{'':<{14 if bounds else 0}}   {say('evaluate.counts')}"
    for name, figure in figures.figures().items():
        if any(figure.counts):
            yield f"  {_label(name, say):<{_WIDE}}{_cells(name, figure, bounds)}"


def _cells(name: str, figure: "Figure", bounds: "Intervals") -> str:
    """Precision, recall and F1, or the share in the place of F1; the interval of the last; the counts."""
    ratios = "".join(f"{'–' if ratio is None else f'{ratio:.2f}':>7}" for ratio in figure.ratios)
    lower, upper = bounds.get(name) or bounds.get(f"{name}.f1") or (None, None)
    interval = "" if lower is None else f"  [{lower:.2f} {upper:.2f}]"
    return f"{ratios:>21}{interval:<{14 if bounds else 0}}   {'/'.join(map(str, figure.counts))}"


def _label(figure: str, say: Say) -> str:
    """The name of a figure in words; the parts of another one are set in."""
    outer, _, inner = figure.partition(".")
    if not inner:
        return say(f"evaluate.figure.{outer}")
    known = say.or_none(f"evaluate.{outer}.{inner}") or inner
    return f"  {known}"


# --- differences ------------------------------------------------------------------------------------------------


def _miss(miss: "Miss", say: Say) -> str:
    place = "" if miss.line is None else f", {say('evaluate.line', line=miss.line)}"
    quoted = f": “{miss.words}”" if miss.words else ""
    return f"{say(f'evaluate.miss.{miss.kind}')}: {_what(miss.what, say)}{place}{quoted}{_note(miss, say)}"


def _what(what: str, say: Say) -> str:
    """The one thing that differs: a slot by its own name, else one of those that a figure counts."""
    return _label(what, say).strip() if "." in what else say(f"evaluate.part.{what}")


def _note(miss: "Miss", say: Say) -> str:
    if miss.kind == "wrong-slot":
        there, found = (value or say("evaluate.no-value") for value in (miss.there, miss.found))
        return f" ({say('evaluate.values', there=there, found=found)})"
    return f" ({miss.label})" if miss.label else ""


def _unmeasured(one: "Unmeasured", say: Say) -> str:
    what, where, why, fix = (translated(part, say) for part in (one.what, one.where, one.why, one.fix))
    parts = (("where", where), ("why", why), ("fix", fix))
    told = [say(f"failure.{name}", text=text) for name, text in parts if text]
    return "\n".join([say("evaluate.unmeasured", name=one.name, what=what), *told])


# --- changes and limits -----------------------------------------------------------------------------------------


def _compared(one: "Comparison", say: Say) -> str:
    lines = [say("evaluate.compared", count=one.texts, tolerance=f"{one.tolerance:g}")]
    lines += [f"  {say('evaluate.apart', names=', '.join(one.apart))}"] if one.apart else []
    places: dict[tuple[bool, str], list[Change]] = {}
    for change in one.changes:
        places.setdefault((change.of_text, change.where), []).append(change)
    for changes in places.values():
        lines += _changes(changes, say)
    lines += [line for moved in one.moved for line in _moved(moved, say)]
    key = "evaluate.worse" if one.worse else "evaluate.not-worse"
    return "\n".join([*lines, say(key, count=len(one.worse))])


def _changes(changes: "Sequence[Change]", say: Say) -> Iterator[str]:
    """All measures of the total of all texts, else only those that changed, and nothing where none did."""
    first = changes[0]
    whole = not first.of_text and not first.where
    shown = [change for change in changes if whole or change.verdict != "same"]
    if shown:
        name = first.where if first.of_text else f"{say('evaluate.group')} {first.where}".rstrip()
        counts = Counter(change.verdict for change in changes)
        counted = say("evaluate.changes", better=counts["better"], worse=counts["worse"], same=counts["same"])
        yield f"  {name}: {counted}"
        yield from (_change(change, say) for change in shown)


def _change(one: "Change", say: Say) -> str:
    before, after = ("–" if value is None else f"{value:.4f}" for value in (one.before, one.after))
    difference = f"{one.difference:+.4f}" if one.difference else ""
    return (
        f"    {one.measure:<{_WIDE}}{before:>7} → {after:<7}{difference:>9}  {say(f'evaluate.verdict.{one.verdict}')}"
    )


def _moved(one: "Moved", say: Say) -> Iterator[str]:
    """Acts gained and lost, then the other differences that are gone or new."""
    for key, misses in _sorted_out(one):
        if misses:
            yield f"  {one.name}: {say(f'evaluate.moved.{key}', count=len(misses))}"
            yield from (f"    {_miss(miss, say)}" for miss in misses)


def _sorted_out(one: "Moved") -> "Iterable[tuple[str, list[Miss]]]":
    missed = ("acts", "false-negative")
    yield "gained", [miss for miss in one.gone if (miss.what, miss.kind) == missed]
    yield "lost", [miss for miss in one.come if (miss.what, miss.kind) == missed]
    yield "gone", [miss for miss in one.gone if (miss.what, miss.kind) != missed]
    yield "come", [miss for miss in one.come if (miss.what, miss.kind) != missed]


def _checked(one: "Checked", say: Say) -> str:
    value = say("evaluate.nothing") if one.value is None else f"{one.value:.4f}"
    key = "evaluate.kept" if one.kept else "evaluate.not-kept"
    return say(key, measure=one.limit.measure, value=value, least=f"{one.limit.least:g}")
