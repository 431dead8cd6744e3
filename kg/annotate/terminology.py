"""The words of the codes: topics, principles, categories, means, scopes, regions, as texts write them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
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


@dataclass(frozen=True, slots=True)
class Term:
    """A code's label found in a line of text."""

    start: int
    end: int
    scheme: str
    code: str


@dataclass(frozen=True, slots=True)
class Labels:
    """A scheme's labels in one language: the words of each with the codes that it names.

    `lengths[word]` are the lengths of the labels that begin with a word, the greatest first.
    """

    codes: dict[tuple[str, ...], tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]


_NONE = Labels({}, {})


@dataclass(frozen=True, slots=True)
class Terminology:
    """Labels by language and scheme."""

    labels: dict[tuple[str, str], Labels]

    def find(self, text: str, language: str, scheme: str) -> tuple[Term, ...]:
        """The codes of a scheme that the text names, longest label first, without overlap, in order."""
        labels = self.labels.get((language, scheme), _NONE)
        words = _words(text)
        if labels.lengths.keys().isdisjoint(words):
            return ()
        found: list[Term] = []
        after = 0
        for position in [position for position, word in enumerate(words) if word in labels.lengths]:
            length = _longest(labels, words, position) if position >= after else 0
            if length:
                after = position + length
                start, end = _spans(text)[position][0], _spans(text)[after - 1][1]
                found.extend(Term(start, end, scheme, code) for code in labels.codes[words[position:after]])
        return tuple(found)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; the same text is asked for once a scheme."""
    return tuple(map(str.lower, _WORD.findall(text)))


@lru_cache(maxsize=256)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a text are; few texts name a code."""
    return tuple([match.span() for match in _WORD.finditer(text)])


def _longest(labels: Labels, words: tuple[str, ...], position: int) -> int:
    for length in labels.lengths[words[position]]:
        if position + length <= len(words) and words[position : position + length] in labels.codes:
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
    return Terminology({key: Labels(codes, _lengths(codes)) for key, codes in labels.items()})


def _lengths(codes: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for words in codes:
        found[words[0]].add(len(words))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}
