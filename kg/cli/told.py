"""What several commands tell in the same words: the numbers of a release, and the findings on a text."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.cli.asking import ask
from kg.cli.console import Console, aligned
from kg.cli.phrases import translated

if TYPE_CHECKING:
    from kg.store import Release

__all__ = ["finding_lines", "numbers", "numbers_told", "refusal_lines"]

_CLASSES = ("Document", "Meeting", "MeetingPlan", "Participation", "Body", "Statement", "Commitment")


def numbers(release: "Release") -> dict[str, int]:
    """How many things a reader would ask for a release holds, and how many commitments have a deadline."""
    counted = {name: release.counts.get(name, 0) for name in _CLASSES}
    deadlines = ask(release, "deadlines")[0]["number"]
    return {**counted, "deadlines": int(deadlines), "triples": release.counts.get("triples", 0)}


def numbers_told(console: Console, counted: Mapping[str, int]) -> str:
    """The numbers as a column beside their names."""
    shown = [(f"{number:,}", console.say(f"count.{name}")) for name, number in counted.items()]
    widest = max(len(number) for number, _ in shown)
    return aligned([(number.rjust(widest), name) for number, name in shown])


def finding_lines(console: Console, text: Mapping[str, Any]) -> list[str]:
    """The findings on a text, each with the words that it is about."""
    return [f"  {console.say('severity.' + one['severity'])}: {_finding(console, one)}" for one in text["findings"]]


def refusal_lines(console: Console, told: Mapping[str, Any]) -> list[str]:
    """Why a text was refused, and what to do about it."""
    what, where, why, fix = (translated(str(told[part]), console.say) for part in ("what", "where", "why", "fix"))
    parts = (("where", where), ("why", why), ("fix", fix))
    return [f"  {what}", *(console.say(f"failure.{name}", text=text) for name, text in parts if text)]


def _finding(console: Console, one: Mapping[str, Any]) -> str:
    words = f" “{one['words']}”" if one.get("words") else ""
    return f"{one['message_' + console.say.language]}{words}"
