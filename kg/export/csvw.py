"""What the CSV files mean, for programs, from the tables: https://www.w3.org/TR/tabular-metadata/ ."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.export.tables import ITEM_BREAK, Column, Table

__all__ = ["csvw"]

_DATATYPES: Mapping[str, Any] = {
    "boolean": "boolean",
    "datetime": "dateTime",
    "edtf": {"@id": "http://id.loc.gov/datatypes/edtf", "base": "string"},
    "integer": "integer",
    "iri": "anyURI",
    "text": "string",
}


def csvw(tables: Iterable[Table], notes: Mapping[str, str]) -> bytes:
    """The metadata of `<table>.csv` beside it, for each table; `notes` say by language what is true of all of them."""
    group = {
        "@context": "http://www.w3.org/ns/csvw",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "doubleQuote": True},
        "notes": [{"@language": language, "@value": words} for language, words in sorted(notes.items())],
        "tables": [_table(one) for one in tables],
    }
    return (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": _spoken(table.title),
        "dc:description": _spoken(table.description),
        "tableSchema": {"columns": [_column(column) for column in table.columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    told = {
        "name": column.name,
        # The header of the file has the name, which is of no language.
        "titles": {"und": column.name, **column.title},
        "dc:description": _spoken(column.description),
        "datatype": _DATATYPES[column.type],
        "required": column.required,
    }
    return told | ({"separator": ITEM_BREAK} if column.many else {})


def _spoken(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": language, "@value": said} for language, said in sorted(words.items())]
