"""A draft: an act as one passage's grammar gives it, before names are resolved and contents read."""

from dataclasses import dataclass, replace

from kg.annotate.groups import Group
from kg.annotate.lexicon import Frame, Kind
from kg.annotate.reading import Reading
from kg.annotate.subjects import Subject


@dataclass(frozen=True, slots=True)
class Draft:
    """Token ranges of an act in its reading: trigger `[start of group, trigger_end)`, content, the whole.

    `form` is the form class that a coordinated verb must share; `own` the index of the draft of the same
    passage that this one shares its subject with.
    """

    reading: Reading
    group: Group
    frame: Frame | None
    kind: Kind
    strength: str | None
    subject: Subject
    begin: int
    trigger_start: int
    trigger_end: int
    content_start: int
    end: int
    rule: str
    form: str
    own: int | None = None
    restated: bool = False
    passive: bool = False
    resolution: str | None = None

    def ending(self, end: int) -> "Draft":
        """The same act with its content ending before token `end`."""
        return replace(self, end=max(end, self.trigger_end))
