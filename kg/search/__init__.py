"""Search by words: an index of names, quotes and texts in one SQLite file, written once and read by many."""

from kg.search.faults import NoIndex, NoWords, SearchStopped, TooManyWords
from kg.search.files import FORMAT, NAME
from kg.search.index import Saying, write_index
from kg.search.reader import Asked, FacetValue, Found, Hit, Index, Mark, Marked
from kg.search.words import LONGEST, read_words

__all__ = [
    "FORMAT",
    "LONGEST",
    "NAME",
    "Asked",
    "FacetValue",
    "Found",
    "Hit",
    "Index",
    "Mark",
    "Marked",
    "NoIndex",
    "NoWords",
    "Saying",
    "SearchStopped",
    "TooManyWords",
    "read_words",
    "write_index",
]
