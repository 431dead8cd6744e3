"""Record cards: lines that name a field and give its value ("Date: …", "Lugar: …")."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.annotate.context import Context
from kg.annotate.reading import Reading

_LINE = re.compile(r"(?m)^(?P<layout>[ \t*_#>|•·◦▪–-]*(?:\(?[\da-z]{1,3}[.)]\s+)?)(?P<rest>\S.*)$")
_LEADERS = "...."  # between a label and its value
_MOST = 60  # passages in which a card is looked for


@dataclass(frozen=True, slots=True)
class Field:
    """A field's value at `[start, end)` of a reading's view, its label from `label` on.

    `kind` is the group of the cue that the label matched.
    """

    kind: str
    reading: Reading
    label: int
    start: int
    end: int


def fields(context: Context) -> tuple[Field, ...]:
    """The fields of a text in order: a label counts only at the beginning of a line."""
    found = [field for reading in context.readings[:_MOST] for field in fields_of(context, reading)]
    labelled = {field.reading.passage.index for field in found}
    return tuple(_with_value(context, field, labelled) for field in found)


def _with_value(context: Context, field: Field, labelled: set[int]) -> Field:
    """The field with the next passage for its value, where nothing but leaders follows its label."""
    after = field.reading.passage.index + 1
    value = field.reading.passage.view.text[field.start : field.end]
    if value.strip(" .:") or after in labelled or after >= len(context.readings):
        return field
    follows = context.readings[after]
    return Field(field.kind, follows, 0, 0, len(follows.passage.view.text))


def fields_of(context: Context, reading: Reading) -> tuple[Field, ...]:
    """The fields of one passage; each reaches to the next one."""
    cue = context.tongue.cues.get("card_label")
    if cue is None or not (":" in reading.passage.view.text or _LEADERS in reading.passage.view.text):
        return ()
    span, offsets = reading.passage.span, reading.passage.view.offsets
    found: list[tuple[str, int, int]] = []
    for line in _LINE.finditer(context.document.text, _line_start(context, span.start), span.end):
        match = cue.pattern.match(context.document.text, line.start("rest"), line.end())
        if match is not None:
            kind = next((name for name, words in match.groupdict().items() if words and name != "label"), "")
            found.append((kind, bisect_left(offsets, line.start("rest")), bisect_left(offsets, match.end())))
    ends = [label for _, label, _ in found[1:]] + [len(offsets)] if found else []
    return tuple(Field(kind, reading, label, start, end) for (kind, label, start), end in zip(found, ends, strict=True))


def _line_start(context: Context, position: int) -> int:
    return context.document.text.rfind("\n", 0, position) + 1


def is_card(found: tuple[Field, ...]) -> bool:
    """Whether the fields are those of a record: it gives a date or a place, and another field beside."""
    kinds = {field.kind for field in found}
    return len(kinds) > 1 and bool(kinds & {"date", "place"})
