"""Texts: bytes, documents, passages, and the spans that everything points to."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a stretch of text: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of the span, exactly as they stand."""
        return text[self.start : self.end]

    def words(self, text: str) -> str:
        """The words of the span on one line, white space collapsed."""
        return " ".join(self.of(text).split())

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with the name that they came under."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, never edited afterwards; `sha256` is that of the source's bytes."""

    slug: str
    name: str
    text: str
    sha256: str
    language: str  # "en", "es", another ISO 639-1 code, or "und"
    media_type: str
    reader: str


class PassageKind(StrEnum):
    """What a passage is in the layout of its document."""

    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    DATELINE = "dateline"
    FRONT = "front-matter"


@dataclass(frozen=True, slots=True)
class View:
    """Words of a text with white space collapsed, and the way back to the raw offsets.

    `offsets[i]` is the raw position of `text[i]`; view positions are turned into raw spans by `span`.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The raw span of the view's `[start, end)`."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, list item, heading or date line; `lead` is the index of the passage that leads into it.

    `language` is given where it is not that of the document.
    """

    index: int
    span: Span
    kind: PassageKind
    view: View
    paragraph: int
    lead: int | None = None
    number: str | None = None
    section: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages on end in one language that is not the document's."""

    span: Span
    language: str


@dataclass(frozen=True, slots=True)
class Segmented:
    """A document with its passages, in order and disjoint."""

    document: Document
    passages: tuple[Passage, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where the text is in another language than the document's, in order."""
        found: list[Stretch] = []
        before: str | None = None
        for passage in self.passages:
            if passage.language is not None:
                start = found.pop().span.start if passage.language == before else passage.span.start
                found.append(Stretch(Span(start, passage.span.end), passage.language))
            before = passage.language
        return tuple(found)
