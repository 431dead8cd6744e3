"""Views: the words of a span on one line, with the way back to where they stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import Span, View

_GAP = re.compile(r"[\s\u200b\u2060\ufeff]+|\*\*|__|[\u00ad]")
_PLAIN = str.maketrans({"\u00a0": " ", "\u2010": "-", "\u2011": "-", "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'})


def view_of(text: str, span: Span, away: Sequence[Span] = ()) -> View:
    """The span's words with white space collapsed, emphasis marks dropped, quotes and hyphens made plain.

    Every character of the view stands for one of the text, so that offsets map back exactly; what lies in `away`
    (spans in order) has none.
    """
    parts: list[str] = []
    offsets: list[int] = []
    for start, end in _kept(span, away):
        position = start
        for gap in _GAP.finditer(text, start, end):
            parts.append(text[position : gap.start()])
            offsets.extend(range(position, gap.start()))
            if gap.group()[0].isspace() and parts and offsets and not _ends_with_space(parts):
                parts.append(" ")
                offsets.append(gap.start())
            position = gap.end()
        parts.append(text[position:end])
        offsets.extend(range(position, end))
    joined = "".join(parts).translate(_PLAIN)
    kept = len(joined.rstrip())
    return View(joined[:kept], tuple(offsets[:kept]))


def _kept(span: Span, away: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretches of a span that lie outside of what is away."""
    start = span.start
    for position in range(bisect_left(away, span.start, key=lambda one: one.end), len(away)):
        one = away[position]
        if one.start >= span.end:
            break
        if start < one.start:
            yield start, one.start
        start = max(start, one.end)
    if start < span.end:
        yield start, span.end


def _ends_with_space(parts: list[str]) -> bool:
    last = next((part for part in reversed(parts) if part), "")
    return last.endswith(" ")
