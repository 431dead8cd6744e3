"""A release as files for others: whole or by document, in the forms that RDF is read in."""

from kg.export.export import FORMATS, GRAPHS, default_graphs, export

__all__ = ["FORMATS", "GRAPHS", "default_graphs", "export"]
