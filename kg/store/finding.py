"""What of a store can be found by words: the answers to the queries in `searchable/`, one saying a row."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import QuerySolutions, Store

from kg.search import Saying

__all__ = ["sayings"]

_QUERIES = Path(__file__).with_name("searchable")


def sayings(store: Store) -> Iterator[Saying]:
    """All that the default graph says of things that can be found, in no order; the store is not held in memory."""
    for path in sorted(_QUERIES.glob("*.rq")):
        for thing, aspect, value in cast(QuerySolutions, store.query(path.read_text(encoding="utf-8"))):
            if thing is not None and aspect is not None and value is not None:
                yield Saying(thing.value, aspect.value, value.value, getattr(value, "language", None) or "")
