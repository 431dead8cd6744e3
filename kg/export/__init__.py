"""A release as files for others: whole or by document, in the forms that RDF is read in, and as tables."""

from kg.export.described import about_file, about_release
from kg.export.download import CONTENTS, DUMPS, SUMS, download, planned_files
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
    "about_file",
    "about_release",
    "default_graphs",
    "download",
    "export",
    "load_tables",
    "of_document",
    "planned_files",
    "write_table",
]
