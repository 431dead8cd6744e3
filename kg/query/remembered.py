"""Outlines that are remembered: a query that differs from another only in the IRIs it asks about has the same one.

What may be left out of the comparison is an IRI of plain characters behind the first brace: prologue and dataset
clauses stand before it. Where tokens before it are the same, it is one token in both, so that those behind it are the
same too; it may be part of a string or a comment, whose end it cannot hide. Where `<` could be the operator, which it
only is in parentheses or behind a SELECT, and where that brace may be in a comment of the prologue, all of it counts.
"""

import asyncio
import re
from collections import OrderedDict

from kg.query.limits import Limits, Outline, outline

__all__ = ["Remembered"]

_IRI = re.compile(r'<[^<>"{}|^`\\\x00-\x20\x27\ud800-\udfff]*>')
_DECIDES = re.compile(r"\(|select|from|prefix|base", re.IGNORECASE)
_MOST = 1_000
_LONG = 5_000


class Remembered:
    """The outlines of the queries that came last, under one set of limits."""

    def __init__(self, limits: Limits, base_iri: str) -> None:
        self._limits = limits
        self._base = base_iri
        self._known: OrderedDict[str, Outline] = OrderedDict()

    async def outlined(self, text: str) -> Outline:
        """The outline of a query within the limits; others are served while a long one is read. Raises QueryFault."""
        if len(text) < _LONG:
            return self.outline(text)
        # It takes a tenth of a second.
        return await asyncio.to_thread(outline, text, self._limits, self._base)

    def outline(self, text: str) -> Outline:
        """The outline of a query within the limits. Raises QueryFault."""
        shape = _shape(text)
        known = self._known.get(shape)
        # A longer IRI can make a query too long, which is told as ever.
        if known is not None and len(text) * 4 <= self._limits.length:
            self._known.move_to_end(shape)
            return known
        found = self._known[shape] = outline(text, self._limits, self._base)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found


def _shape(text: str) -> str:
    """What of a query decides its outline."""
    head, brace, rest = text.partition("{")
    return text if _DECIDES.search(rest) else head + brace + _IRI.sub("<>", rest)
