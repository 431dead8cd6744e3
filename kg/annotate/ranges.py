"""A stretch of tokens in a reading: the content of an act, or the whole of it."""

from dataclasses import dataclass
from functools import cached_property

from kg.annotate.reading import Reading
from kg.model import Span


@dataclass(frozen=True)  # without slots, so that its words, which are asked for often, are kept
class Range:
    """The content of an act in its reading: tokens, the view's range, and the words."""

    reading: Reading
    start: int
    end: int

    @cached_property
    def left(self) -> int:
        """Where the words begin in the view."""
        return self.reading.tokens.starts[self.start]

    @cached_property
    def right(self) -> int:
        """Where the words end in the view."""
        return self.reading.tokens.ends[self.end - 1]

    @cached_property
    def words(self) -> str:
        """The words on one line."""
        return self.reading.passage.view.text[self.left : self.right]

    @cached_property
    def span(self) -> Span:
        """The raw span of the words."""
        return self.reading.span(self.start, self.end)

    def raw(self, start: int, end: int) -> Span:
        """The raw span of a stretch of `words`."""
        return self.reading.passage.view.span(self.left + start, self.left + end)
