"""Bytes to a document, a document to its passages."""

from kg.text.limits import Limits
from kg.text.reader import read
from kg.text.segment import segment

__all__ = ["Limits", "read", "segment"]
