"""Where an extraction differs from the annotation, in words and by place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["KINDS", "Miss", "line_of", "said", "words_of"]

MissKind = Literal["false-positive", "false-negative", "wrong-slot", "no-quote"]
KINDS: tuple[MissKind, ...] = ("false-positive", "false-negative", "wrong-slot", "no-quote")


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference.

    kind    false-positive (found, not there), false-negative (there, not found), wrong-slot (another value than the
            annotated one), no-quote (a span that is no words of the text)
    what    the figure that it counts against, such as `acts` or `slots.actor`
    words   the words of the text, white space collapsed; empty where it has no place
    label   what the row is: the type of an act, the agent and role of a participation
    there   the annotated value, and `found` the other, of a wrong slot; empty where there is none
    span    [start, end) in code points, and `line` the line that it starts in, from 1; None where it has no place
    """

    kind: MissKind
    what: str
    words: str
    label: str = ""
    there: str = ""
    found: str = ""
    span: tuple[int, int] | None = None
    line: int | None = None

    @property
    def note(self) -> str:
        """What the row is, or both values of a slot."""
        values = f"there {self.there or 'nothing'}, found {self.found or 'nothing'}"
        return values if self.kind == "wrong-slot" else self.label

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes it the same difference in another measurement of the same text."""
        return self.kind, self.what, self.label, self.there, self.found, self.span

    def as_dict(self) -> dict[str, Any]:
        """Its parts by name, without the empty ones."""
        parts = {name: getattr(self, name) for name in ("kind", "what", "words", "label", "there", "found", "line")}
        placed = {"span": list(self.span)} if self.span else {}
        return {name: part for name, part in {**parts, **placed}.items() if part not in ("", None)}

    @staticmethod
    def from_dict(value: dict[str, Any]) -> "Miss":
        """The difference that `as_dict` wrote; raises KeyError, TypeError or ValueError for anything else."""
        texts = {name: _text(value.get(name, "")) for name in ("words", "label", "there", "found")}
        start_end = value.get("span")
        span = (int(start_end[0]), int(start_end[1])) if start_end is not None else None
        kind = KINDS[KINDS.index(value["kind"])]
        line = None if value.get("line") is None else int(value["line"])
        return Miss(kind, _text(value["what"]), **texts, span=span, line=line)


def words_of(span: Sequence[int], text: str) -> str:
    """The words of a span, white space collapsed."""
    return " ".join(text[span[0] : span[1]].split())


def line_of(span: Sequence[int], text: str) -> int:
    """The line in which a span starts, from 1."""
    return text.count("\n", 0, span[0]) + 1


def said(value: Any) -> str:
    """A slot's value in words; a list with commas, an open end as a dash, nothing as no words."""
    if isinstance(value, list | tuple):
        return ", ".join(said(one) or "–" for one in value)
    return "" if value is None else str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
