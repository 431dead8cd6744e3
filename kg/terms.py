"""RDF terms, as the engine has them: one door to the engine's nouns for the floors above.

https://www.w3.org/TR/rdf11-concepts/
"""

import re
import unicodedata

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

__all__ = ["BlankNode", "DefaultGraph", "Literal", "NamedNode", "Quad", "Triple", "slug"]

_APOSTROPHES = re.compile(r"['’ʼ`´]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(words: str, longest: int = 80) -> str:
    """The same words, the same slug: lower-case ASCII letters, digits and single hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", words)).encode("ascii", "ignore").decode()
    joined = _NOT_SLUG.sub("-", plain.lower()).strip("-")
    return joined[:longest].rstrip("-") or "u" + words.encode().hex()[:40]
