"""What the package's own Turtle says of shapes and lexicon entries, which stand in no release."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path

from kg import assets
from kg.graph.serialize import read_nquads, read_turtle
from kg.terms import BlankNode, Literal, NamedNode, Quad
from kg.vocabulary import HOME, RDF, RDFS, SH, reference_graph
from kg.web.described import Described, Names, key, moved

__all__ = ["names_of", "on_the_shelf", "rows_of", "shelf"]

_FOLDERS = {"shapes": "ontology/shapes", "lexicon": "data/lexicon"}
_COLUMNS = ((RDF["type"], None), (SH["path"], None), (SH["message"], "en"), (SH["message"], "es"))
_Shelf = dict[str, tuple[Quad, ...]]


def on_the_shelf(iri: str, graph: bool = False) -> Described | None:
    """What is said of a shape, of all of them, or of a lexicon entry; in a named graph where wanted.

    None where nothing is. Raises BrokenAsset for a file that is not Turtle.
    """
    kind = _kind(iri)
    if not kind:
        return None
    held = shelf(kind)
    starts = [one for one in held if one == iri or one.startswith(f"{iri}#")]
    quads = tuple(_closed(held, starts))
    if graph:
        name = reference_graph(kind)
        quads = tuple(moved(quad, name) for quad in quads)
    return Described(iri, quads) if quads else None


def names_of(described: Described) -> Names:
    """Names for what has none in the graph: a shape is called by its last word."""
    names = {quad.subject.value for quad in described.quads if isinstance(quad.subject, NamedNode)}
    labelled = {quad.subject.value for quad in described.quads if quad.predicate == RDFS["label"]}  # type: ignore[union-attr]
    return {one: (Literal(one.rsplit("#", 1)[-1].rsplit("/", 1)[-1]),) for one in sorted(names - labelled)}


def rows_of(described: Described) -> bytes:
    """What has a name, as CSV: a row for each with its class, path and message."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("thing", "class", "path", "message_en", "message_es"))
    for subject, said in sorted(described.by_subject().items()):
        if not subject.startswith("_:"):
            rows.writerow((subject, *(_first(said, *wanted) for wanted in _COLUMNS)))
    return out.getvalue().encode()


def _first(quads: Iterable[Quad], predicate: NamedNode, language: str | None) -> str:
    found = (quad.object for quad in quads if quad.predicate == predicate)
    return next((str(one.value) for one in found if getattr(one, "language", None) == language), "")  # type: ignore[union-attr]


@cache
def shelf(kind: str) -> _Shelf:
    """All that the files of one kind say, by subject."""
    paths = sorted(Path(assets.directory(_FOLDERS[kind])).rglob("*.ttl"))
    held: dict[str, list[Quad]] = {}
    for quad in read_nquads(read_turtle(paths, reference_graph(kind))):
        held.setdefault(key(quad.subject), []).append(moved(quad))
    return {name: tuple(quads) for name, quads in held.items()}


def _kind(iri: str) -> str:
    rest = iri.removeprefix(HOME)
    first = rest.partition("/")[0].partition("#")[0]
    return first if rest != iri and first in _FOLDERS else ""


def _closed(held: _Shelf, starts: Iterable[str]) -> Iterator[Quad]:
    """What is said of these, and of the nodes without a name that it leads to."""
    waiting = deque(starts)
    met = set(waiting)
    while waiting:
        for quad in held.get(waiting.popleft(), ()):
            yield quad
            inner = key(quad.object)
            if isinstance(quad.object, BlankNode) and inner not in met:
                met.add(inner)
                waiting.append(inner)
