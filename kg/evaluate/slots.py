"""Slots: one value of a found row beside the annotated one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.evaluate.figures import ACT_SLOTS, MEETING_SLOTS, Share
from kg.evaluate.match import Pairs, Row, alike, pairs
from kg.evaluate.names import Names

__all__ = ["Slot", "act_slots", "count_slots", "link_slots", "meeting_slots", "share", "shares"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Both values; a slot counts where either side has one. `span` is where the annotated row stands, if it does."""

    figure: str
    name: str
    there: Any
    found: Any
    agrees: bool
    span: Sequence[int] | None = None


def act_slots(gold: Row, found: Row, matched: Pairs, names: Names) -> Iterator[Slot]:
    """The slots of matched acts; of a deadline only the end counts."""
    for left, right in matched:
        one, other = gold["acts"][left], found["acts"][right]
        agreed = {
            "actor": names.actors_agree(one["actor"], other["actor"], gold["participations"]),
            "addressee": names.agree(one.get("addressee", []), other.get("addressee", [])),
            "deadline": _end(one) == _end(other),
            "creates": names.loosely(one.get("creates"), other.get("creates")),
        }
        for name in ACT_SLOTS:
            there, here = one.get(name), other.get(name)
            if there or here:
                yield Slot("slots", name, there, here, agreed.get(name, there == here), one["trigger"])


def meeting_slots(gold: Row, found: Row, names: Names) -> Iterator[Slot]:
    """The slots of the subject meeting; one that only one side has fails in all of them."""
    one, other = _subject(gold), _subject(found)
    agreed = {
        "forums": names.agree(one.get("forums", []), other.get("forums", [])),
        "place": names.same_place(one.get("place"), other.get("place")),
    }
    for name in MEETING_SLOTS:
        there, here = one.get(name), other.get(name)
        if there or here:
            agrees = bool(one and other) and agreed.get(name, there == here)
            yield Slot("meeting", name, there, here, agrees, (one or other)["span"])


def count_slots(gold: Row, found: Row) -> Iterator[Slot]:
    """The number of participants that the text gives."""
    there, here = gold["participant_count"], found["participant_count"]
    if there is not None or here is not None:
        yield Slot("count", "", there, here, there == here)


def link_slots(gold: Row, found: Row, names: Names) -> Iterator[Slot]:
    """Agents that have a code, of participations that were found at their place with their role."""

    def weight(one: Row, other: Row) -> int:
        near = alike(one["span"], other["span"]) if one["role"] == other["role"] else 0
        # On one stretch several may be named ("C5+1"): each is answered by itself where it was found at all.
        return near + 1000 if near and names.same(one["agent"], other["agent"]) else near

    there, here = gold["participations"], found["participations"]
    for left, right in pairs(there, here, weight):
        meant, given = there[left]["agent"], here[right]["agent"]
        if names.is_coded(meant):
            yield Slot("linking", "", meant, given, names.is_code(given, meant), there[left]["span"])


def share(slots: Iterable[Slot]) -> Share:
    """How many agree of all."""
    return sum((Share(int(slot.agrees), 1) for slot in slots), Share())


def shares(slots: Sequence[Slot]) -> dict[str, Share]:
    """The same by name of slot."""
    names = dict.fromkeys(slot.name for slot in slots)
    return {name: share(slot for slot in slots if slot.name == name) for name in names}


def _end(act: Row) -> str | None:
    end: str | None = (act.get("deadline") or [None, None])[1]
    return end


def _subject(annotation: Row) -> Row:
    return next((meeting for meeting in annotation["meetings"] if meeting.get("subject")), {})
