"""Claims to quads: what a document says, and how it was found."""

from kg.graph.build import build
from kg.graph.iris import Mint

__all__ = ["Mint", "build"]
