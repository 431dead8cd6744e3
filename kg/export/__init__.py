"""A release as files for others: whole or by document, in the forms that RDF is read in, and as tables."""

from kg.export.download import CONTENTS, DUMPS, SUMS, download
from kg.export.export import FORMATS, GRAPHS, default_graphs, export
from kg.export.selection import of_document
from kg.export.tables import load_tables
from kg.export.write_table import TABLE_FORMATS, write_table

__all__ = [
    "CONTENTS",
    "DUMPS",
    "FORMATS",
    "GRAPHS",
    "SUMS",
    "TABLE_FORMATS",
    "default_graphs",
    "download",
    "export",
    "load_tables",
    "of_document",
    "write_table",
]
