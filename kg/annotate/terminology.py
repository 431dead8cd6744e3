"""The words of the codes: topics, principles, categories, means, scopes, regions, as texts write them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

SCHEMES = (
    "topic",
    "principle",
    "party-category",
    "means",
    "scope",
    "region",
    "frequency",
    "level",
    "document-type",
    "forum-kind",
)
_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 12  # words in a label


@dataclass(frozen=True, slots=True)
class Term:
    """A code's label found in a line of text."""

    start: int
    end: int
    scheme: str
    code: str


@dataclass(frozen=True, slots=True)
class Terminology:
    """Labels by language and scheme: a map from the tuple of a label's words to the codes that it names."""

    labels: dict[tuple[str, str], dict[tuple[str, ...], tuple[str, ...]]]

    def find(self, text: str, language: str, scheme: str) -> tuple[Term, ...]:
        """The codes of a scheme that the text names, longest label first, without overlap, in order."""
        labels = self.labels.get((language, scheme), {})
        words = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
        found: list[Term] = []
        position = 0
        while position < len(words):
            length = self._longest(labels, words, position)
            if length:
                codes = labels[tuple(word for word, _, _ in words[position : position + length])]
                start, end = words[position][1], words[position + length - 1][2]
                found.extend(Term(start, end, scheme, code) for code in codes)
            position += length or 1
        return tuple(found)

    @staticmethod
    def _longest(
        labels: dict[tuple[str, ...], tuple[str, ...]], words: list[tuple[str, int, int]], position: int
    ) -> int:
        for length in range(min(_LONGEST, len(words) - position), 0, -1):
            if tuple(word for word, _, _ in words[position : position + length]) in labels:
                return length
        return 0


@cache
def load_terminology(codes: Path) -> Terminology:
    """The labels of the schemes that texts name by words."""
    labels: dict[tuple[str, str], dict[tuple[str, ...], tuple[str, ...]]] = defaultdict(dict)
    for scheme in SCHEMES:
        path = codes / f"{scheme}.ttl"
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            value = triple.object
            if isinstance(value, Literal) and triple.predicate.value.rsplit("#")[-1] in _LABELS:
                key = tuple(word.group().lower() for word in _WORD.finditer(value.value))
                if key and "/code/" in triple.subject.value:
                    named, code = labels[value.language or "en", scheme], triple.subject.value.rsplit("/", 1)[-1]
                    named[key] = tuple(sorted({*named.get(key, ()), code}))
    return Terminology(dict(labels))
