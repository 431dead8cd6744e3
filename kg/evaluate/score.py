"""An extraction measured against an annotation of the same text, both in the annotation format."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from kg.evaluate.figures import Share, Tally, Totals
from kg.evaluate.match import Pairs, Row, Weight, overlap, pairs
from kg.evaluate.names import actors_agree, agents_agree, loosely_agree, same_name

__all__ = ["ACT_TYPES", "Miss", "TextScore", "score", "totals"]

ACT_TYPES = ("Commitment", "Decision", "Request", "Position", "Discussion", "Thanks")


@dataclass(frozen=True, slots=True)
class Miss:
    """A difference in words: `kind` is false-positive (found, not there), false-negative (there, not found) or
    wrong-slot (with both values in `note`)."""

    kind: str
    what: str
    words: str
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        """The four parts by name."""
        return {"kind": self.kind, "what": self.what, "words": self.words, "note": self.note}


@dataclass(frozen=True, slots=True)
class TextScore:
    """The figures of one text, with every miss."""

    name: str
    figures: Totals
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of the annotation: how its rows match, and which words stand for a row."""

    name: str
    weight: Weight
    rows: Callable[[Row], list[Row]]
    span: str = "span"
    label: Callable[[Row], str] = lambda row: str(row.get("name", ""))


def score(gold: Row, found: Row, text: str, cited: Share = Share()) -> TextScore:  # noqa: B008  (frozen)
    """How near `found` comes to `gold`; `cited` is the text's coverage, where it was measured."""
    matches = {part.name: pairs(part.rows(gold), part.rows(found), part.weight) for part in _PARTS}
    tallies = {
        part.name: Tally(len(matches[part.name]), len(part.rows(found)), len(part.rows(gold))) for part in _PARTS
    }
    untyped = pairs(gold["acts"], found["acts"], _same_trigger)
    slots = list(_act_slots(gold, found, matches["acts"])) + list(_meeting_slots(gold, found))
    figures = Totals(
        **tallies,
        untyped=Tally(len(untyped), len(found["acts"]), len(gold["acts"])),
        count=_count(gold["participant_count"], found["participant_count"]),
        quotes=_quotes(found, text),
        coverage=cited,
        by_type=_by_type(gold["acts"], found["acts"], matches["acts"]),
        slots=_shares(slot for slot in slots if slot.of == "act"),
        meeting=_shares(slot for slot in slots if slot.of == "subject meeting"),
    )
    misses = [miss for part in _PARTS for miss in _misses(part, gold, found, matches[part.name], text)]
    return TextScore(gold["text"], figures, (*misses, *_wrong(slots, text)))


def totals(scores: Iterable[TextScore]) -> Totals:
    """The sum over texts: every act counts the same, whatever text it is in."""
    return reduce(lambda left, right: left + right.figures, scores, Totals())


# --- when two rows are the same thing ---------------------------------------------------------------------------


def _same_trigger(left: Row, right: Row) -> int:
    return overlap(left["trigger"], right["trigger"])


def _same_act(left: Row, right: Row) -> int:
    return _same_trigger(left, right) if left["type"] == right["type"] else 0


def _same_role(left: Row, right: Row) -> int:
    return int(same_name(left["agent"], right["agent"]) and left["role"] == right["role"])


def _same_stretch(left: Row, right: Row) -> int:
    return overlap(left["span"], right["span"])


def _same_document(left: Row, right: Row) -> int:
    """By its words; of two rows on one stretch the one with the same relation comes first."""
    return 2 * _same_stretch(left, right) + int(left["relation"] == right["relation"]) * (
        1 if _same_stretch(left, right) else 0
    )


def _same_meeting(left: Row, right: Row) -> int:
    """The same forum, series and number wherever it is mentioned, else the same stretch without rival numbers."""
    one, other = left.get("ordinal"), right.get("ordinal")
    if one is not None and one == other and left["series"] == right["series"]:
        return 1000 if agents_agree(left["forums"], right["forums"]) else _same_stretch(left, right)
    return _same_stretch(left, right) if one == other else 0


def _others(annotation: Row) -> list[Row]:
    return [meeting for meeting in annotation["meetings"] if not meeting.get("subject")]


_PARTS = (
    _Part("acts", _same_act, lambda one: list(one["acts"]), "trigger", lambda row: str(row["type"])),
    _Part(
        "participations",
        _same_role,
        lambda one: list(one["participations"]),
        label=lambda row: f"{row['agent']} as {row['role']}",
    ),
    _Part("others", _same_meeting, _others, label=lambda row: str(row["status"])),
    _Part("bodies", _same_stretch, lambda one: list(one["bodies"])),
    _Part("documents", _same_document, lambda one: list(one["documents"]), label=lambda row: str(row["relation"])),
)


# --- slots ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """One value of a matched row beside the annotated one; it counts where either has a value."""

    of: str
    name: str
    there: Any
    found: Any
    agrees: bool
    span: Sequence[int]


def _act_slots(gold: Row, found: Row, matched: Pairs) -> Iterable[_Slot]:
    for left, right in matched:
        one, other = gold["acts"][left], found["acts"][right]
        ends = tuple((act.get("deadline") or [None, None])[1] for act in (one, other))
        agreed = {
            "actor": actors_agree(one["actor"], other["actor"], gold["participations"]),
            "addressee": agents_agree(one.get("addressee", []), other.get("addressee", [])),
            "deadline": ends[0] == ends[1],
            "strength": one.get("strength") == other.get("strength"),
            "creates": loosely_agree(one.get("creates"), other.get("creates")),
        }
        for name, agrees in agreed.items():
            if one.get(name) or other.get(name):
                yield _Slot("act", name, one.get(name), other.get(name), agrees, one["trigger"])


def _meeting_slots(gold: Row, found: Row) -> Iterable[_Slot]:
    one, other = _subject(gold), _subject(found)
    agreed = {
        "forums": agents_agree(one.get("forums", []), other.get("forums", [])),
        "place": same_name(one.get("place"), other.get("place")),
    }
    for name in ("forums", "series", "ordinal", "start", "end", "place", "state", "level", "status"):
        there, here = one.get(name), other.get(name)
        if there or here:
            agrees = bool(one and other) and agreed.get(name, there == here)
            yield _Slot("subject meeting", name, there, here, agrees, (one or other)["span"])


def _subject(annotation: Row) -> Row:
    return next((meeting for meeting in annotation["meetings"] if meeting.get("subject")), {})


def _shares(slots: Iterable[_Slot]) -> dict[str, Share]:
    shares: dict[str, Share] = {}
    for slot in slots:
        shares[slot.name] = shares.get(slot.name, Share()) + Share(int(slot.agrees), 1)
    return shares


# --- other figures ----------------------------------------------------------------------------------------------


def _count(there: int | None, found: int | None) -> Share:
    return Share() if there is None and found is None else Share(int(there == found), 1)


def _by_type(there: Sequence[Row], found: Sequence[Row], matched: Pairs) -> dict[str, Tally]:
    types = [there[left]["type"] for left, _ in matched]
    return {
        name: Tally(types.count(name), sum(a["type"] == name for a in found), sum(a["type"] == name for a in there))
        for name in ACT_TYPES
        if any(act["type"] == name for act in (*there, *found))
    }


def _quotes(found: Row, text: str) -> Share:
    """Spans that are words of the text, from their first letter to their last."""
    lists = ("meetings", "participations", "bodies", "documents", "acts")
    rows = [row for name in lists for row in found[name]]
    spans = [row[key] for row in rows for key in ("span", "trigger") if key in row]
    return Share(sum(_quotable(span, text) for span in spans), len(spans))


def _quotable(span: Sequence[int], text: str) -> bool:
    start, end = span
    return 0 <= start < end <= len(text) and text[start:end] == text[start:end].strip()


# --- misses in words --------------------------------------------------------------------------------------------


def _misses(part: _Part, gold: Row, found: Row, matched: Pairs, text: str) -> Iterable[Miss]:
    there, here = part.rows(gold), part.rows(found)
    answered, used = {left for left, _ in matched}, {right for _, right in matched}
    for index, row in enumerate(here):
        if index not in used:
            yield Miss("false-positive", part.name, _words(row[part.span], text), part.label(row))
    for index, row in enumerate(there):
        if index not in answered:
            yield Miss("false-negative", part.name, _words(row[part.span], text), part.label(row))


def _wrong(slots: Iterable[_Slot], text: str) -> Iterable[Miss]:
    for slot in slots:
        if not slot.agrees:
            note = f"there {_said(slot.there)}, found {_said(slot.found)}"
            yield Miss("wrong-slot", f"{slot.of}: {slot.name}", _words(slot.span, text), note)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value)) or "none"
    return "none" if value is None else str(value)


def _words(span: Sequence[int], text: str) -> str:
    return " ".join(text[span[0] : span[1]].split())
