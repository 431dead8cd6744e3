"""Record cards: lines that name a field and give its value ("Date: …", "Lugar: …")."""

import re
from dataclasses import dataclass

from kg.annotate.context import Context
from kg.annotate.reading import Reading

_LAYOUT = " \t*_#>|-•·◦▪" + '"'
_MOST = 60  # passages in which a card is looked for


@dataclass(frozen=True, slots=True)
class Field:
    """A field's value at `[start, end)` of a reading's view; `kind` is the group of the cue that its label matched."""

    kind: str
    reading: Reading
    start: int
    end: int


def fields(context: Context) -> tuple[Field, ...]:
    """The fields of a text in order: a label counts only at the beginning of a line."""
    found: list[Field] = []
    for reading in context.readings[:_MOST]:
        labels = [one for one in context.cues("card_label", reading.passage.view.text) if _opens(context, reading, one)]
        bounds = [*(label.start() for label in labels), len(reading.passage.view.text)]
        found.extend(_field(reading, label, end) for label, end in zip(labels, bounds[1:], strict=True))
    return tuple(found)


def _field(reading: Reading, label: re.Match[str], end: int) -> Field:
    kind = next((name for name, words in label.groupdict().items() if words and name != "label"), "")
    return Field(kind, reading, label.end(), end)


def _opens(context: Context, reading: Reading, label: re.Match[str]) -> bool:
    raw = reading.passage.view.offsets[label.start("label")]
    line = context.document.text[context.document.text.rfind("\n", 0, raw) + 1 : raw]
    return not line.strip(_LAYOUT) or re.fullmatch(r"\s*\(?[\da-z]{1,3}[.)]\s*", line) is not None


def is_card(found: tuple[Field, ...]) -> bool:
    """Whether the fields are those of a record: it gives a date or a place, and another field beside."""
    kinds = {field.kind for field in found}
    return len(kinds) > 1 and bool(kinds & {"date", "place"})
