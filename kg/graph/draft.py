"""The graphs of one document while they are being written: what it says, how that was found, its words whole."""

from bisect import bisect_right
from collections import Counter

from kg.graph.iris import Mint, digest
from kg.model import Claims, Document, Span
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import DCTERMS, IGM, RDF, RDFS, XSD, code

__all__ = ["Draft"]

_LABEL_WORDS = 12


class Draft:
    """A document's claims on their way to quads.

    It may be told the same thing twice; `quads` gives each once, in one order.
    """

    def __init__(self, document: Document, claims: Claims, base: str) -> None:
        self.document = document
        self.claims = claims
        self.mint = Mint(base, document.slug)
        self.node = self.mint.document()
        self.dated = claims.issued_on or (claims.subject.when if claims.subject else None)
        self._quads: set[Quad] = set()
        self._starts = [one.span.start for one in claims.stretches]
        self._used: Counter[str] = Counter()
        self._met: set[NamedNode] = set()
        self._facts = self.mint.facts()
        self._provenance = self.mint.provenance()
        self._text = self.mint.text()

    def add(self, subject: NamedNode, name: str, *values: NamedNode | Literal) -> None:
        """State values of a property of the project's own vocabulary."""
        self.tell(subject, IGM[name], *values)

    def tell(self, subject: NamedNode, predicate: NamedNode, *values: NamedNode | Literal) -> None:
        """State values of any property."""
        self._quads.update(Quad(subject, predicate, value, self._facts) for value in values)

    def record(self, subject: NamedNode, predicate: NamedNode, *values: NamedNode | Literal) -> None:
        """State something of how facts were found, in the graph of its provenance."""
        self._quads.update(Quad(subject, predicate, value, self._provenance) for value in values)

    def hold(self, words: str) -> None:
        """Keep the document's words whole, in the graph of its text."""
        self._quads.add(Quad(self.node, IGM["fullText"], Literal(words), self._text))

    def kind(self, subject: NamedNode, *classes: str) -> None:
        """Put the subject under classes of the project's own vocabulary."""
        self.tell(subject, RDF["type"], *(IGM[name] for name in classes))

    def code(self, subject: NamedNode, name: str, scheme: str, concept: str | None) -> None:
        """State a coded value, if there is one."""
        if concept is not None:
            self.add(subject, name, code(scheme, concept))

    def first(self, node: NamedNode) -> bool:
        """Whether the node is asked for the first time: what describes it need not be told again."""
        if node in self._met:
            return False
        self._met.add(node)
        return True

    def label(self, subject: NamedNode, words: str, span: Span | None) -> None:
        """Name the subject for readers, in the language of the words at the span."""
        if words.strip():
            self.tell(subject, RDFS["label"], self.text(words, span))

    def text(self, words: str, span: Span | None) -> Literal:
        """Words in the language of the text at the span, or of the document as a whole; white space collapsed."""
        return Literal(" ".join(words.split()), language=self.language(span))

    def language(self, span: Span | None) -> str:
        """The language in which the span begins: the document's, except in a stretch that has its own."""
        if span is None:
            return self.document.language
        # Stretches are in order and disjoint: only the last that begins at or before the span may hold its start.
        last = bisect_right(self._starts, span.start) - 1
        held = last >= 0 and span.start < self.claims.stretches[last].span.end
        return self.claims.stretches[last].language if held else self.document.language

    def words(self, span: Span) -> str:
        """The words of a span, white space collapsed."""
        return span.words(self.document.text)

    def short(self, span: Span) -> str:
        """The first words of a span, with an ellipsis where more follow."""
        words = self.words(span).split(" ")
        return " ".join(words[:_LABEL_WORDS]) + (" …" if len(words) > _LABEL_WORDS else "")

    def passage(self, span: Span) -> NamedNode:
        """The passage of a span, written down whole."""
        node = self.mint.passage(span)
        if not self.first(node):
            return node
        self.kind(node, "Passage")
        self.add(node, "inDocument", self.node)
        self.add(node, "startsAt", Literal(str(span.start), datatype=XSD["integer"]))
        self.add(node, "endsAt", Literal(str(span.end), datatype=XSD["integer"]))
        self.add(node, "quote", Literal(span.of(self.document.text)))
        if self.claims.stretches:
            self.tell(node, DCTERMS["language"], Literal(self.language(span)))
        return node

    def evidence(self, subject: NamedNode, *spans: Span) -> None:
        """Point from a fact to the words that support it."""
        self.add(subject, "evidencedBy", *map(self.passage, spans))

    def shared(self, kind: str, span: Span) -> str:
        """A key that hangs on the words alone: the same words, the same thing."""
        return digest(kind, span.of(self.document.text))

    def distinct(self, kind: str, span: Span) -> str:
        """A key of its own for each asking: from the second of the same kind and words on it is numbered."""
        key = self.shared(kind, span)
        self._used[kind + key] += 1
        count = self._used[kind + key]
        return key if count == 1 else f"{key}-{count}"

    def quads(self) -> tuple[Quad, ...]:
        """All that was stated, each once, ordered by its N-Quads line."""
        return tuple(sorted(self._quads, key=str))
