"""From a text to its blocks: paragraphs, list items, headings, date lines, front matter, in order and disjoint."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from kg.model import PassageKind, Span

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
    r"|((?:\d{1,3}|[ivxl]{1,6})(?:\.\d{1,3}){1,3}\.?|[a-z]{1,3}-\d{1,3}\.?)\s+"
    r"|(\d{1,3})\s*\|\s*"
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
_TITLE_WORDS = 8
_UNFINISHED = re.compile(r"[.!?:;,…]\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together: a paragraph, an item, a heading, front matter."""

    span: Span
    kind: PassageKind
    number: str | None = None


def _lines(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    for found in _LINE.finditer(text, start):
        if found.group():
            yield found.start(), found.end()


def blocks(text: str, away: Sequence[Span] = ()) -> tuple[Block, ...]:
    """The text cut at blank lines, rules, headings and list marks; lines that are `away` count as blank ones."""
    cut = list(_cut(text, {span.start for span in away}))
    return tuple(_joined(text, [_retitled(text, cut, position) for position in range(len(cut))]))


def _cut(text: str, away: Set[int]) -> Iterator[Block]:
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

    for left, right in _lines(text, body):
        line = text[left:right]
        if not line.strip() or _RULE.match(line) or left in away:
            yield from closed()
            start, item, number = None, False, None
            continue
        bullet = _BULLET.match(line)
        if start is not None and (bullet or _breaks(text, start, end, line)):
            yield from closed()
            start = None
        if start is None:
            start = left + (bullet.end() if bullet else 0)
            item, number = bullet is not None, _number(bullet)
        end = right
    yield from closed()


def _retitled(text: str, cut: list[Block], position: int) -> Block:
    """A short numbered line without an end that stands over text of its own is a heading: "2. Water quality"."""
    block = cut[position]
    words = block.span.of(text).split()
    if block.kind is not PassageKind.ITEM or block.number is None or len(words) > _TITLE_WORDS:
        return block
    after = cut[position + 1] if position + 1 < len(cut) else None
    before = cut[position - 1] if position else None
    listed = before is not None and before.kind is PassageKind.ITEM and _alike(before.number, block.number)
    titled = words[0][:1].isupper() and not _UNFINISHED.search(block.span.of(text))
    stands_over = after is not None and after.kind is not PassageKind.HEADING and not _alike(after.number, block.number)
    return replace(block, kind=PassageKind.HEADING) if titled and stands_over and not listed else block


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two numbers belong to one list: both digits, or both letters."""
    return one is not None and other is not None and one[-1].isdigit() is other[-1].isdigit()


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


def _breaks(text: str, start: int, end: int, line: str) -> bool:
    """A marked or capital line, or one after a short line without an end, starts a block of its own."""
    if _MARKED.match(line) or _MARKED.match(text, start, end):
        return True
    last = text[max(start, text.rfind("\n", start, end - 1) + 1) : end].rstrip("\n")
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
