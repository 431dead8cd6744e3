"""Numbers that lead to a footnote, and are no part of the sentence that they stand in."""

import re

__all__ = ["cites"]

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[*†‡§]{1,3})[\])]?\s*")
_POWER = re.compile(r"(?:(?<![.\d])\d{1,2}|\b[ckm]?m)\s*$")


def cites(raised: str, before: str) -> bool:
    """Whether raised characters lead to a note; after a measure or a small number a digit is a power."""
    return _MARK.fullmatch(raised) is not None and not _POWER.search(before[-8:])
