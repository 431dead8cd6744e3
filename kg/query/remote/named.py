"""Which graphs a query speaks of, for stores that have to be told its default graph, and forget the others then."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin

from kg.query.lexer import Kind, Token, tokens
from kg.query.limits import Outline

__all__ = ["spoken_of"]


def spoken_of(text: str, outline: Outline, base_iri: str) -> tuple[frozenset[str], bool]:
    """The graphs that stand after `GRAPH` as absolute IRIs, and whether a variable stands there too."""
    seen = list(tokens(text))
    after = [two for one, two in pairwise(seen) if one.word == "GRAPH"]
    return frozenset(_iris(after, outline, _base(seen, base_iri))), any(one.kind is Kind.VAR for one in after)


def _iris(after: list[Token], outline: Outline, base: str) -> Iterator[str]:
    for token in after:
        if token.kind is Kind.IRI:
            yield urljoin(base, token.text[1:-1])
        elif token.kind is Kind.PNAME:
            prefix, _, local = token.text.partition(":")
            yield urljoin(base, outline.prefixes.get(prefix, "")) + local


def _base(seen: list[Token], base_iri: str) -> str:
    for one, two in pairwise(seen):
        if one.word == "BASE" and two.kind is Kind.IRI:
            return urljoin(base_iri, two.text[1:-1])
    return base_iri
