"""How a claim was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """How a claim was found: the rule, the lexicon entry and frame, and what was resolved on the way."""

    rule: str
    entry: str | None = None
    frame: str | None = None
    resolution: str | None = None
