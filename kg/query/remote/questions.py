"""The questions of our own that a store is asked: the query files beside this one, their values bound."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from kg.query.saved import SavedQuery, read
from kg.query.table import Table
from kg.vocabulary import HOME

__all__ = ["Ask", "asked", "is_true"]

Ask = Callable[[str, int], Awaitable[Table]]
"""Puts a query to a store, for so many rows. Raises QueryFault."""


async def asked(ask: Ask, name: str, rows: int, **values: str) -> Table:
    """The first rows of the answer to one of them. Raises QueryFault."""
    return await ask(_query(name).bound(values, HOME), rows)


async def is_true(ask: Ask, name: str, **values: str) -> bool:
    """The answer to one that asks whether something is so. Raises QueryFault."""
    return bool((await asked(ask, name, 1, **values)).boolean)


@cache
def _query(name: str) -> SavedQuery:
    return read(Path(__file__).with_name(f"{name}.rq"))
