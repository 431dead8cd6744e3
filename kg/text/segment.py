"""From a document to its passages: sentences, list items, headings and date lines, in order and disjoint.

The text is not edited. Wrapped lines and a page break inside a sentence are joined in the passage's view only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.model import Document, Passage, PassageKind, Segmented, Span
from kg.text.leads import with_leads
from kg.text.sentences import sentences
from kg.text.view import view_of

# Numbers that open the articles of an outcome: "PRIMERO.- Aprobar …".
_NUMBER_WORDS = (
    "(?:(?:article|artículo)\\s+)?(?:primer[oa]|segund[oa]|tercer[oa]|cuart[oa]|quint[oa]|sext[oa]|séptim[oa]|octav[oa]"
    "|noven[oa]|décim[oa](?:\\s+(?:primer|segund|tercer|cuart|quint|sext)[oa])?|first|second|third|fourth|fifth|sixth"
    "|seventh|eighth|ninth|tenth)|(?:article|artículo)\\s+\\d{1,3}(?:\\.?[°º])?"
)
_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"\s*---+\s*$")
_RULE = re.compile(r"\s*(?:[-_*=]{3,}|<!--.*-->|\\?#{3})\s*$")
_SOURCE_NOTE = re.compile(r"#\s*\S+:\S+@")
_BULLET = re.compile(
    r"\s*(?:[-*•◦▪·–—●○■□►✓]\s+"
    r"|\(?(\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivxl]{1,6})(?:[.)]|\.[-–—]|[°º]\.?[-–—]?)\s+"
    r"|(\d{1,3}(?:\.\d{1,3}){1,3})\s+"
    rf"|({_NUMBER_WORDS})(?:\s*(?:\.\s*[-–—]|[.:])|(?<=[°º]))\s+)(?=\S)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s*(?:#{1,6}\s|\*\*.+\*\*\s*$|__.+__\s*$)")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]*]*\s*$")
_LETTER = re.compile(r"[^\W\d_]")
_CARRIES_ON = re.compile(r"\s*[a-zà-ÿ(,;]")
_DATELINE = re.compile(r"[^.:;]{2,60}?,?\s.*\b(?:1[89]|20)\d\d\b[.\s]*$")
_DAY_ONLY = re.compile(r"[^\W\d_]*\.?\s*\d{1,2}(?:st|nd|rd|th)?\W+(?:\w+\W+){0,3}(?:1[89]|20)\d\d")
_OPEN_ENDS = frozenset("of the and on for in to de la del y los las el en para sobre".split())
_HEADING_WORDS = 24


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together: a paragraph, an item, a heading, front matter."""

    span: Span
    kind: PassageKind
    number: str | None = None


def segment(document: Document) -> Segmented:
    """The same document, the same passages; every passage's span lies inside one block of the layout."""
    passages: list[Passage] = []
    section: str | None = None
    for paragraph, block in enumerate(_joined(document.text, list(_blocks(document.text)))):
        for passage in _passages(document, block, paragraph):
            section = passage.view.text if passage.kind is PassageKind.HEADING else section
            passages.append(replace(passage, index=len(passages), section=section))
    return Segmented(document, with_leads(document.text, passages))


def _passages(document: Document, block: Block, paragraph: int) -> Iterator[Passage]:
    whole = view_of(document.text, block.span)
    if not whole.text:
        return
    single = block.kind in (PassageKind.HEADING, PassageKind.DATELINE, PassageKind.FRONT)
    ranges = ((0, len(whole.text)),) if single else sentences(whole.text, document.language)
    for position, (start, end) in enumerate(ranges):
        span = whole.span(start, end)
        kind = block.kind if position == 0 or block.kind is not PassageKind.ITEM else PassageKind.SENTENCE
        yield Passage(0, span, kind, view_of(document.text, span), paragraph, number=block.number)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for found in _LINE.finditer(text):
        if found.group():
            yield found.start(), found.end()


def _blocks(text: str) -> Iterator[Block]:
    """The text cut at blank lines, rules, headings and list marks."""
    start: int | None = None
    end = 0
    number: str | None = None
    item = False
    body = _front_matter_end(text)
    if body:
        yield Block(Span(0, body), PassageKind.FRONT)

    def closed() -> Iterator[Block]:
        if start is not None and text[start:end].strip():
            yield _classified(text, Span(start, end), item, number)

    for left, right in _lines(text[body:]):
        left, right = left + body, right + body
        line = text[left:right]
        if not line.strip() or _RULE.match(line):
            yield from closed()
            start, item, number = None, False, None
            continue
        bullet = _BULLET.match(line)
        if start is not None and (bullet or _breaks(text[start:end], line)):
            yield from closed()
            start = None
        if start is None:
            start = left + (bullet.end() if bullet else 0)
            item, number = bullet is not None, _number(bullet)
        end = right
    yield from closed()


def _number(bullet: re.Match[str] | None) -> str | None:
    return next((group for group in bullet.groups() if group), None) if bullet else None


def _front_matter_end(text: str) -> int:
    """Where the body begins after a note of the source and a YAML block, 0 where there is neither."""
    position, fences = 0, 0
    for left, right in _lines(text):
        line = text[left:right]
        if fences == 0 and (_SOURCE_NOTE.match(line) or not line.strip()):
            continue
        if _FENCE.match(line):
            fences += 1
            position = right
            if fences == 2:
                return position
            continue
        if fences == 0 or right > 20_000:
            return 0
    return 0


def _breaks(before: str, line: str) -> bool:
    """A marked or capital line, or one after a short line without an end, starts a block of its own."""
    if _MARKED.match(line) or _MARKED.match(before):
        return True
    last = before.rstrip("\n").rsplit("\n", 1)[-1]
    if _stands_alone(last) and _DAY_ONLY.fullmatch(line.strip()):
        return False
    if _stands_alone(last) and _stands_alone(line):
        return True
    short = len(last.split()) <= 8 and len(last) < 0.6 * max(len(line), 40)
    return short and not _ENDS.search(last) and not _CARRIES_ON.match(line) and _titled(last)


def _stands_alone(line: str) -> bool:
    """A short line of capitalised words that goes on nowhere: part of a heading."""
    words = line.split()
    return 0 < len(words) <= 8 and line.rstrip()[-1].isalnum() and words[-1].lower() not in _OPEN_ENDS and _titled(line)


def _titled(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _classified(text: str, span: Span, item: bool, number: str | None) -> Block:
    words = span.of(text)
    if not item and _DATELINE.fullmatch(words.strip()) and len(words.split()) <= 12 and _titled_or_capital(words):
        return Block(span, PassageKind.DATELINE)
    if not item and _is_heading(words):
        return Block(span, PassageKind.HEADING)
    return Block(span, PassageKind.ITEM if item else PassageKind.SENTENCE, number)


def _titled_or_capital(words: str) -> bool:
    return words.upper() == words or _titled(words.split(",")[0])


def _is_heading(words: str) -> bool:
    if _MARKED.match(words):
        return True
    goes_on = _ENDS.search(words) or words.rstrip().endswith(",")
    if len(words.split()) > _HEADING_WORDS or goes_on or not _LETTER.search(words):
        return False
    long = list(re.findall(r"[^\W\d_]{4,}", words))
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.7 * len(long)


def _joined(text: str, blocks: list[Block]) -> Iterator[Block]:
    """Blocks, with a sentence that a page break cut in two made whole again."""
    held: Block | None = None
    for block in blocks:
        if held is not None and _goes_on(text, held, block):
            held = replace(held, span=Span(held.span.start, block.span.end), kind=_prose(held.kind))
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _goes_on(text: str, before: Block, after: Block) -> bool:
    open_end = before.kind in (PassageKind.SENTENCE, PassageKind.ITEM) and not _ENDS.search(before.span.of(text))
    return open_end and after.kind is PassageKind.SENTENCE and bool(_CARRIES_ON.match(after.span.of(text)))


def _prose(kind: PassageKind) -> PassageKind:
    return kind if kind is PassageKind.ITEM else PassageKind.SENTENCE
