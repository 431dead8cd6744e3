"""The measurement in words: a table of figures, then every miss with the words of the text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.evaluate.figures import Share, Tally, Totals
from kg.evaluate.score import TextScore, totals

__all__ = ["as_json", "as_words"]

_TALLIES = (
    ("acts", "acts, with type"),
    ("untyped", "acts, any type"),
    ("participations", "participations"),
    ("others", "other meetings"),
    ("bodies", "bodies"),
    ("documents", "documents"),
)


def as_words(scores: Sequence[TextScore], held_out: Sequence[TextScore] = ()) -> str:
    """A table a text, one for each total, and the misses of the texts that are not held out."""
    parts = [_text(score.name, score.figures) for score in (*scores, *held_out)]
    parts += [_full(f"Total of {len(group)} {label}", totals(group)) for group, label in _groups(scores, held_out)]
    parts += [_misses(score) for score in scores if score.misses]
    return "\n\n".join(parts) + "\n"


def as_json(scores: Sequence[TextScore], held_out: Sequence[TextScore] = ()) -> dict[str, Any]:
    """The same as one JSON value; a held-out text has figures and no words."""
    return {
        "texts": [
            {"text": one.name, "held_out": False, **one.figures.as_dict(), "misses": [m.as_dict() for m in one.misses]}
            for one in scores
        ]
        + [{"text": one.name, "held_out": True, **one.figures.as_dict()} for one in held_out],
        "totals": totals(scores).as_dict(),
        **({"held_out_totals": totals(held_out).as_dict()} if held_out else {}),
    }


def _groups(scores: Sequence[TextScore], held_out: Sequence[TextScore]) -> Iterator[tuple[Sequence[TextScore], str]]:
    if scores:
        yield scores, "texts"
    if held_out:
        yield held_out, "held-out texts"


def _text(name: str, figures: Totals) -> str:
    return "\n".join([name, *_tallies(figures), *_shares(figures)])


def _full(name: str, figures: Totals) -> str:
    lines = [name, *_tallies(figures), *_shares(figures), "  by type"]
    lines += [_tally(f"  {kind}", one) for kind, one in figures.by_type.items()]
    lines += ["  by slot of matched acts", *(_share(f"  {slot}", one) for slot, one in figures.slots.items())]
    lines += ["  by slot of the subject meeting", *(_share(f"  {slot}", one) for slot, one in figures.meeting.items())]
    return "\n".join(lines)


def _tallies(figures: Totals) -> Iterator[str]:
    yield f"  {'':<24}{'P':>7}{'R':>7}{'F1':>7}   matched/found/there"
    for name, label in _TALLIES:
        yield _tally(label, getattr(figures, name))


def _shares(figures: Totals) -> Iterator[str]:
    slots = [("subject meeting's slots", figures.subject), ("participant count", figures.count)]
    slots += [(f"act's {name}", one) for name, one in figures.slots.items() if name != "creates"]
    slots += [("quotes in the text", figures.quotes), ("text coverage", figures.coverage)]
    yield from (_share(label, one) for label, one in slots if one.of)


def _tally(label: str, one: Tally) -> str:
    ratios = f"{one.precision:7.2f}{one.recall:7.2f}{one.f1:7.2f}"
    return f"  {label:<24}{ratios}   {one.matched}/{one.found}/{one.there}"


def _share(label: str, one: Share) -> str:
    return f"  {label:<24}{one.value:7.2f}{'':<14}   {one.right}/{one.of}"


def _misses(score: TextScore) -> str:
    return "\n".join([f"{score.name}: differences", *_lines(score)])


def _lines(score: TextScore) -> Iterable[str]:
    for miss in score.misses:
        note = f" ({miss.note})" if miss.note else ""
        yield f"  {miss.kind:<15}{miss.what}: “{miss.words}”{note}"
