"""From a document to its passages: sentences, list items, headings and date lines, in order and disjoint.

The text is not edited. Wrapped lines, and what a page break puts inside a sentence, are joined in the passage's view
only.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.model import Document, Passage, PassageKind, Segmented, Span
from kg.text.blocks import Block, blocks
from kg.text.furniture import furniture
from kg.text.language import languages_of
from kg.text.leads import with_leads
from kg.text.sentences import sentences
from kg.text.view import view_of


def segment(document: Document) -> Segmented:
    """The same document, the same passages; every passage's span lies inside one block of the layout."""
    passages: list[Passage] = []
    section: str | None = None
    away = furniture(document.text)
    cut = blocks(document.text, away)
    languages = languages_of([block.span.of(document.text) for block in cut], document.language)
    for paragraph, (block, language) in enumerate(zip(cut, languages, strict=True)):
        own = language if language != document.language else None
        for passage in _passages(document, block, paragraph, away):
            section = passage.view.text if passage.kind is PassageKind.HEADING else section
            passages.append(replace(passage, index=len(passages), section=section, language=own))
    return Segmented(document, with_leads(document.text, passages, document.language))


def _passages(document: Document, block: Block, paragraph: int, away: tuple[Span, ...]) -> Iterator[Passage]:
    whole = view_of(document.text, block.span, away)
    if not whole.text:
        return
    single = block.kind in (PassageKind.HEADING, PassageKind.DATELINE, PassageKind.FRONT)
    ranges = ((0, len(whole.text)),) if single else sentences(whole.text, document.language)
    for position, (start, end) in enumerate(ranges):
        span = whole.span(start, end)
        kind = block.kind if position == 0 or block.kind is not PassageKind.ITEM else PassageKind.SENTENCE
        yield Passage(0, span, kind, view_of(document.text, span, away), paragraph, number=block.number)
