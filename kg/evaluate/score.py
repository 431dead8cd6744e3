"""An extraction measured against an annotation of the same text, both in the annotation format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluate.figures import ACT_TYPES, Share, Tally, Totals
from kg.evaluate.match import Pairs, Row, alike, pairs
from kg.evaluate.misses import Miss, line_of, said, words_of
from kg.evaluate.names import Names
from kg.evaluate.slots import Slot, act_slots, count_slots, link_slots, meeting_slots, share, shares

__all__ = ["TextScore", "score", "totals"]

_LISTS = ("meetings", "participations", "bodies", "documents", "acts")


@dataclass(frozen=True, slots=True)
class TextScore:
    """The figures of one text, with every difference."""

    name: str
    figures: Totals
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of both annotations: which rows answer each other, and which words stand for a row."""

    name: str
    there: list[Row]
    found: list[Row]
    matched: Pairs
    label: Callable[[Row], str]
    span: str = "span"

    @property
    def tally(self) -> Tally:
        return Tally(len(self.matched), len(self.found), len(self.there))


def score(
    gold: Row,
    found: Row,
    text: str,
    cited: Share = Share(),  # noqa: B008  (frozen)
    names: Names | None = None,
) -> TextScore:
    """How near `found` comes to `gold`; `cited` is the text's coverage, where it was measured."""
    names = names or Names()
    parts = _parts(gold, found, names)
    acts = parts[0]
    slots = tuple(act_slots(gold, found, acts.matched, names))
    meeting = tuple(meeting_slots(gold, found, names))
    count, links = tuple(count_slots(gold, found)), tuple(link_slots(gold, found, names))
    quotes = [(span, _is_quote(span, text)) for span in _spans(found)]
    figures = Totals(
        **{part.name: part.tally for part in parts},
        untyped=Tally(len(pairs(acts.there, acts.found, _same_trigger)), len(acts.found), len(acts.there)),
        count=share(count),
        linking=share(links),
        quotes=Share(sum(good for _, good in quotes), len(quotes)),
        coverage=cited,
        by_type=_by_type(acts),
        slots=shares(slots),
        meeting=shares(meeting),
    )
    misses = [miss for part in parts for miss in _unanswered(part, text)]
    misses += _wrong((*slots, *meeting, *count, *links), text)
    misses += [_no_quote(span, text) for span, good in quotes if not good]
    return TextScore(gold["text"], figures, tuple(misses))


def totals(scores: Iterable[TextScore]) -> Totals:
    """The sum over texts: every act counts the same, whatever text it is in."""
    return sum((one.figures for one in scores), Totals())


# --- when two rows are the same thing ---------------------------------------------------------------------------


def _parts(gold: Row, found: Row, names: Names) -> tuple[_Part, ...]:
    def same_role(left: Row, right: Row) -> int:
        same = left["role"] == right["role"] and names.same(left["agent"], right["agent"])
        return 1 + _same_stretch(left, right) if same else 0

    def same_meeting(left: Row, right: Row) -> int:
        """The same forum, series and number wherever it is mentioned, else the same stretch without rival numbers."""
        one, other, near = left.get("ordinal"), right.get("ordinal"), _same_stretch(left, right)
        if one != other:
            return 0
        numbered = one is not None and left["series"] == right["series"]
        return 1000 + near if numbered and names.agree(left["forums"], right["forums"]) else near

    def part(name: str, weight: Callable[[Row, Row], int], label: Callable[[Row], str], span: str = "span") -> _Part:
        there, here = _rows(gold, name), _rows(found, name)
        return _Part(name, there, here, pairs(there, here, weight), label, span)

    return (
        part("acts", _same_act, lambda row: str(row["type"]), "trigger"),
        part("participations", same_role, lambda row: f"{row['agent']}, {row['role']}"),
        part("others", same_meeting, lambda row: str(row["status"])),
        part("bodies", _same_stretch, lambda row: str(row["name"])),
        part("documents", _same_document, lambda row: str(row["relation"])),
    )


def _rows(annotation: Row, name: str) -> list[Row]:
    if name == "others":
        return [meeting for meeting in annotation["meetings"] if not meeting.get("subject")]
    return list(annotation[name])


def _same_trigger(left: Row, right: Row) -> int:
    """By the triggers; of two acts on one trigger the one that goes as far comes first."""
    near = alike(left["trigger"], right["trigger"])
    return 1001 * near + alike(left["span"], right["span"]) if near else 0


def _same_act(left: Row, right: Row) -> int:
    return _same_trigger(left, right) if left["type"] == right["type"] else 0


def _same_stretch(left: Row, right: Row) -> int:
    return alike(left["span"], right["span"])


def _same_document(left: Row, right: Row) -> int:
    """By its words; of two rows on one stretch the one with the same relation comes first."""
    near = _same_stretch(left, right)
    return 2 * near + int(left["relation"] == right["relation"]) if near else 0


# --- other figures ----------------------------------------------------------------------------------------------


def _by_type(acts: _Part) -> dict[str, Tally]:
    types = [acts.there[left]["type"] for left, _ in acts.matched]
    there, found = ([row["type"] for row in rows] for rows in (acts.there, acts.found))
    return {
        name: Tally(types.count(name), found.count(name), there.count(name))
        for name in ACT_TYPES
        if name in there or name in found
    }


def _spans(found: Row) -> Iterator[Sequence[int]]:
    for row in (row for name in _LISTS for row in found[name]):
        yield from (row[key] for key in ("span", "trigger") if key in row)


def _is_quote(span: Sequence[int], text: str) -> bool:
    """Whether a span is words of the text, from their first letter to their last."""
    start, end = span
    return 0 <= start < end <= len(text) and text[start:end] == text[start:end].strip()


# --- differences in words ---------------------------------------------------------------------------------------


def _unanswered(part: _Part, text: str) -> Iterator[Miss]:
    answered, used = {left for left, _ in part.matched}, {right for _, right in part.matched}
    extra = [row for index, row in enumerate(part.found) if index not in used]
    lacking = [row for index, row in enumerate(part.there) if index not in answered]
    for row in extra:
        yield _placed(Miss("false-positive", part.name, "", part.label(row)), row[part.span], text)
    for row in lacking:
        yield _placed(Miss("false-negative", part.name, "", part.label(row)), row[part.span], text)


def _wrong(slots: Iterable[Slot], text: str) -> Iterator[Miss]:
    for slot in slots:
        if not slot.agrees:
            what = f"{slot.figure}.{slot.name}" if slot.name else slot.figure
            miss = Miss("wrong-slot", what, "", there=said(slot.there), found=said(slot.found))
            yield miss if slot.span is None else _placed(miss, slot.span, text)


def _no_quote(span: Sequence[int], text: str) -> Miss:
    return _placed(Miss("no-quote", "quotes", "", f"[{span[0]}, {span[1]})"), span, text)


def _placed(miss: Miss, span: Sequence[int], text: str) -> Miss:
    place, line = (span[0], span[1]), line_of(span, text)
    return Miss(miss.kind, miss.what, words_of(span, text), miss.label, miss.there, miss.found, place, line)
