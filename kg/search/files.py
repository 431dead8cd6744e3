"""The form of the index: tables, numbers that tell it from other files, and how text becomes tokens."""

import unicodedata
from pathlib import Path

__all__ = ["APPLICATION", "BREAK", "COLUMNS", "FACETS", "FORMAT", "NAME", "folded", "schema"]

NAME = "search.sqlite"
"""The index inside the folder of a release."""

FORMAT = 1
"""Counts up whenever the same graph comes to another index; a release of another form is made anew."""

APPLICATION = 0x504C4E53

COLUMNS = ("label", "name", "quote", "body")
"""What is searched, what weighs most first: labels; other names and acronyms; quotes; definitions and whole texts."""

FACETS = ("kind", "forum", "year", "language", "strength")
"""By what results can be narrowed down."""

BREAK = "\n"
"""Stands between the values of one column, and in none of its labels, names and quotes."""


def schema() -> str:
    """The statements that make the empty tables."""
    return Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")


def folded(text: str) -> tuple[str, ...]:
    """The tokens of a text as the index has them: runs of letters and digits, without case and accents."""
    bare = (one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return tuple("".join(one if one.isalnum() else " " for one in bare).split())
