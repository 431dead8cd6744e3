"""The rows of a table, from the store: a few hundred at a time, in the order of the IRIs that they are about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from kg.errors import BrokenAsset, BrokenRelease
from kg.export.tables import ITEM_BREAK, Column, Row, Table, Value
from kg.store.order import in_order
from kg.store.release import Release
from kg.terms import NamedNode
from kg.vocabulary import PREFIXES

__all__ = ["rows"]

_AT_ONCE = 500
_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items()))
_PIECES = re.compile("([0-9]+)")
_INTEGER = re.compile("[+-]?[0-9]{1,18}")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
# Stands for the mark between items where it occurs in one: a list must come apart where it was put together.
_BROKEN_BAR = "¦"

_Items = Mapping[str, Sequence[str]]
"""What a column holds, by the IRI of the row."""


def rows(release: Release, table: Table, scratch: Path) -> Iterator[Row]:
    """The rows of a table; `scratch` is a file that does not exist yet, and goes again.

    No more than a few hundred rows are in memory. Raises BrokenRelease where the store does not hold what the table
    requires, BrokenAsset where a pattern of the table is no SPARQL.
    """
    store = release.open()
    things = in_order(_things(store, table), scratch)
    while batch := [line.rstrip(b"\n").decode() for line in islice(things, _AT_ONCE)]:
        yield from _filled(store, table, batch)


def _things(store: Any, table: Table) -> Iterator[bytes]:
    for pattern in table.rows:
        for (thing,) in _asked(store, table, f"SELECT ?row WHERE {{ {pattern} }}"):
            if isinstance(thing, NamedNode):
                yield thing.value.encode()


def _filled(store: Any, table: Table, things: list[str]) -> Iterator[Row]:
    held: dict[str, _Items] = {}
    for column in table.columns:
        held[column.name] = _items(store, table, column, things, held)
    for thing in things:
        yield tuple(_cell(table, column, thing, held[column.name].get(thing, ())) for column in table.columns)


def _items(store: Any, table: Table, column: Column, things: list[str], held: Mapping[str, _Items]) -> _Items:
    """The items of one column for each thing: in order, or beside those of the column that they are of."""
    if not column.of:
        return {thing: _kept(column, values) for thing, values in _values(store, table, column, things).items()}
    of = held[column.of]
    values = _values(store, table, column, sorted({item for items in of.values() for item in items}))
    if column.aligned:
        return {thing: [next(iter(_ordered(values.get(item, ()))), "") for item in of[thing]] for thing in of}
    return {thing: _kept(column, {one for item in of[thing] for one in values.get(item, ())}) for thing in of}


def _kept(column: Column, values: Iterable[str]) -> list[str]:
    ordered = _ordered(values)
    return ordered if column.many else ordered[:1]


def _values(store: Any, table: Table, column: Column, things: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for at in range(0, len(things), _AT_ONCE):
        # The engine's own serialization of terms that it has read itself.
        bound = " ".join(str(NamedNode(thing)) for thing in things[at : at + _AT_ONCE])
        for pattern in column.value:
            query = f"SELECT ?row ?value WHERE {{ VALUES ?row {{ {bound} }} {pattern} }}"
            for thing, value in _asked(store, table, query):
                if value is not None and value.value:
                    found[thing.value].add(value.value)
    return found


def _asked(store: Any, table: Table, query: str) -> Iterator[Any]:
    try:
        yield from store.query(_PROLOGUE + query)
    except (SyntaxError, ValueError) as error:
        raise BrokenAsset(
            "A table cannot be filled", f"{table.name}.toml", str(error), f"mend: {query[-200:]}"
        ) from error


def _ordered(values: Iterable[str]) -> list[str]:
    """By code point, numbers by their size: so passages come as they stand in the text."""
    return sorted(values, key=lambda value: [_weight(piece) for piece in _PIECES.split(value)] + [(0, value)])


def _weight(piece: str) -> tuple[int, str]:
    digits = piece.lstrip("0") if piece.isascii() and piece.isdigit() else ""
    return (len(digits), digits) if digits or piece.isdigit() else (0, piece)


def _cell(table: Table, column: Column, thing: str, items: Sequence[str]) -> Value:
    if not any(items):
        if column.required:
            why = f"the table {table.name} requires '{column.name}'"
            raise BrokenRelease("Something in the graph lacks what a table needs", thing, why, "run `kg build`")
        return None
    if column.many:
        return ITEM_BREAK.join(item.replace(ITEM_BREAK, _BROKEN_BAR) for item in items)
    return _typed(column, thing, items[0])


def _typed(column: Column, thing: str, value: str) -> Value:
    if column.type == "integer" and _INTEGER.fullmatch(value):
        return int(value)
    if column.type == "boolean" and value in _BOOLEANS:
        return _BOOLEANS[value]
    if column.type in ("integer", "boolean"):
        why = f"'{column.name}' is '{value[:40]}', which is no {column.type}"
        raise BrokenRelease("A value in the graph is not of the type of its column", thing, why, "run `kg build`")
    return value
