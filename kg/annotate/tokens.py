"""The words of a view with their places in it."""

import re
from dataclasses import dataclass

# Dotted capitals ("U.S.") and hyphenated or apostrophised words are one token each.
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)*(?:st|nd|rd|th|º|ª|°)?|['’]s\b|[^\W\d_]+(?:['’-](?!s\b)[^\W_]+)*|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel tuples: the words as they stand, in lower case, and their half-open ranges in the view."""

    words: tuple[str, ...]
    low: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def at(self, position: int) -> int:
        """The index of the first token that ends after a position of the view."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= position:
                low = middle + 1
            else:
                high = middle
        return low


def tokens(text: str) -> Tokens:
    """The tokens of one line of text, in order."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = tuple([text[start:end] for start, end in spans])
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Tokens(words, tuple(map(str.lower, words)), starts, ends)
