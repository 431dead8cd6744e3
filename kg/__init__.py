"""Communiqués of intergovernmental meetings as a knowledge graph, each fact with the sentence that says so."""

__version__ = "0.1.0"
