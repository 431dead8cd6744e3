"""Quads to bytes and back: one canonical form, and the forms that people ask for.

Canonical N-Quads (https://www.w3.org/TR/rdf12-n-quads/#canonical-quads): one quad a line, sorted by code point,
each once. Blank nodes, which only hand-written Turtle has, get labels that hang on the graph alone.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from kg.errors import BrokenAsset
from kg.terms import BlankNode, NamedNode, Quad, Triple
from kg.vocabulary import PREFIXES

__all__ = ["FORMATS", "nquads", "ntriples", "read_nquads", "read_turtle", "write"]

FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
}


def nquads(quads: Iterable[Quad]) -> bytes:
    """Canonical N-Quads."""
    return _sorted(_lines(quads, RdfFormat.N_QUADS))


def ntriples(quads: Iterable[Quad]) -> bytes:
    """Canonical N-Triples of the quads, whatever their graph."""
    return _sorted(_lines((quad.triple for quad in quads), RdfFormat.N_TRIPLES))


def _lines(given: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> bytes:
    # The engine's signature says that bytes may be missing: they are not where no output is given.
    return serialize(given, format=form) or b""


def _sorted(lines: bytes) -> bytes:
    # Not splitlines: a literal may hold other characters that Python takes for the end of a line.
    kept = sorted(set(lines.split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in kept)


def read_nquads(data: bytes) -> Iterator[Quad]:
    """The quads of a file of ours, in its order."""
    return iter(parse(data, format=RdfFormat.N_QUADS))


def read_turtle(paths: Iterable[Path], graph: NamedNode) -> bytes:
    """Canonical N-Quads of hand-written Turtle, all in one graph; raises BrokenAsset for a file that is not Turtle."""
    lines = b"".join(_turtle(path, graph) for path in sorted(paths))
    return _sorted(_named(lines, graph) if b"_:" in lines else lines)


def _turtle(path: Path, graph: NamedNode) -> bytes:
    try:
        triples = parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        return _in_graph(_lines((quad.triple for quad in triples), RdfFormat.N_TRIPLES), graph)
    except (OSError, SyntaxError, ValueError) as error:
        raise BrokenAsset("A file of the graph is not Turtle", str(path), str(error), "mend it at that line") from error


def _in_graph(ntriples: bytes, graph: NamedNode) -> bytes:
    return ntriples.replace(b" .\n", b" <" + graph.value.encode() + b"> .\n")


def _named(lines: bytes, graph: NamedNode) -> bytes:
    """The same quads with blank nodes named by their place in the graph: https://www.w3.org/TR/rdf-canon/ ."""
    dataset = Dataset(parse(lines, format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    # Graphs meet in the default graph of the store: their blank nodes must not.
    prefix = graph.value.rsplit("/", 1)[-1]
    return _lines((_prefixed(quad, prefix) for quad in dataset), RdfFormat.N_QUADS)


def _prefixed(quad: Quad, prefix: str) -> Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"{prefix}-{subject.value}")
    if isinstance(value, BlankNode):
        value = BlankNode(f"{prefix}-{value.value}")
    return Quad(subject, quad.predicate, value, quad.graph_name)


def write(quads: Iterable[Quad], form: str, out: IO[bytes]) -> None:
    """Serialize in a form of `FORMATS`, in the order given; forms without graphs drop them."""
    kind = FORMATS[form]
    prefixes = None if form in ("nq", "nt") else PREFIXES
    given: Iterable[Quad] | Iterable[Triple] = quads
    if not kind.supports_datasets:
        given = (quad.triple for quad in quads)
    serialize(given, out, kind, prefixes=prefixes)
