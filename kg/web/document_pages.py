"""The text of a document, passage by passage, each under the anchor of its IRI with the facts that it supports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.query.table import Cell, Table
from kg.terms import Literal
from kg.web.addresses import STRETCH
from kg.web.described import Source, term
from kg.web.pages import Shown
from kg.web.resource_pages import Reader, best

__all__ = ["Block", "Fact", "Text", "read_text"]

_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Fact:
    """What a passage supports: its kind and a way to it."""

    kind: str
    thing: Shown


@dataclass(slots=True)
class _Passage:
    start: int
    end: int
    facts: dict[str, tuple[dict[Literal, None], dict[Literal, None]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quoted:
    """One passage of a block: its anchor, its words where they are not the whole block, and its facts."""

    anchor: str
    words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text: pieces, each with the anchors that stand before it, and the passages in it."""

    pieces: tuple[tuple[tuple[str, ...], str], ...]
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The blocks of one page; `earlier` and `later` are where the pages beside it begin, None where there is none."""

    language: str
    blocks: tuple[Block, ...]
    earlier: int | None
    later: int | None


async def read_text(source: Source, iri: str, begin: int, reader: Reader, language: str) -> Text | None:
    """The text of a document from a character on; None where the graph does not hold it. Raises QueryFault."""
    begin = begin // STRETCH * STRETCH
    rows = await source.table("passages", {"this": iri, "from": str(begin), "to": str(begin + STRETCH)})
    passages = _passages(rows)
    end = max([begin + STRETCH, *(one.end for one in passages)])
    length = min(end - begin, _LONGEST)
    table = await source.table("text", {"this": iri, "from": str(begin), "length": str(length)})
    if not table.rows or table.rows[0][0] is None:
        return None
    text, size, said = table.rows[0]
    whole = int(size.value) if size else 0
    spoken = said.value if said and len(table.rows) == 1 else ""
    blocks = tuple(_blocks(text.value if text else "", begin, passages, reader, language))
    later = begin + STRETCH if begin + STRETCH < whole else None
    return Text(spoken, blocks, begin - STRETCH if begin else None, later)


def _passages(table: Table) -> list[_Passage]:
    """The passages in order, the longer first where several begin together."""
    found: dict[tuple[int, int], _Passage] = {}
    for _, start, end, fact, label, kind in table.rows:
        if start is None or end is None:
            continue
        at = (int(start.value), int(end.value))
        passage = found.setdefault(at, _Passage(*at))
        if fact is not None:
            labels, kinds = passage.facts.setdefault(fact.value, ({}, {}))
            _note(labels, label)
            _note(kinds, kind)
    return sorted(found.values(), key=lambda one: (one.start, -one.end))


def _note(into: dict[Literal, None], cell: Cell | None) -> None:
    said = term(cell) if cell is not None else None
    if isinstance(said, Literal):
        into[said] = None


def _blocks(text: str, begin: int, passages: Iterable[_Passage], reader: Reader, language: str) -> Iterator[Block]:
    """The text cut where passages that touch one another begin and end."""
    at = begin
    for group in _grouped(passages):
        start, end = group[0].start, max(one.end for one in group)
        if start > at and text[at - begin : start - begin].strip():
            yield Block((((), text[at - begin : start - begin]),), ())
        quoted = tuple(_quoted(one, text, begin, (start, end), reader, language) for one in group)
        yield Block(tuple(_pieces(group, text, begin, end)), quoted)
        at = end
    rest = text[at - begin :]
    if rest.strip():
        yield Block((((), rest),), ())


def _grouped(passages: Iterable[_Passage]) -> Iterator[list[_Passage]]:
    group: list[_Passage] = []
    end = 0
    for one in passages:
        if group and one.start >= end:
            yield group
            group = []
        group.append(one)
        end = max(end, one.end) if len(group) > 1 else one.end
    if group:
        yield group


def _pieces(group: list[_Passage], text: str, begin: int, end: int) -> Iterator[tuple[tuple[str, ...], str]]:
    starts = sorted({one.start for one in group})
    for start, until in zip(starts, [*starts[1:], end], strict=True):
        anchors = tuple(_anchor(one) for one in group if one.start == start)
        yield anchors, text[start - begin : until - begin]


def _quoted(one: _Passage, text: str, begin: int, block: tuple[int, int], reader: Reader, language: str) -> Quoted:
    words = "" if (one.start, one.end) == block else text[one.start - begin : one.end - begin]
    facts = (_fact(iri, labels, kinds, reader, language) for iri, (labels, kinds) in one.facts.items())
    return Quoted(_anchor(one), " ".join(words.split()), tuple(sorted(facts, key=lambda f: (f.kind, f.thing.shown))))


def _fact(iri: str, labels: Iterable[Literal], kinds: Iterable[Literal], reader: Reader, language: str) -> Fact:
    kind = best(kinds, language)
    return Fact(kind.value if kind else "", reader.thing(iri, labels))


def _anchor(one: _Passage) -> str:
    return f"char={one.start},{one.end}"
