"""One document's facts against the shapes: pySHACL, SHACL Core only.

https://www.w3.org/TR/shacl/
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import BrokenAsset, MissingAsset
from kg.validate.report import SH, Report, Row, Severity, ValidationFinding, quoted, report_of

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Shapes", "load_shapes", "validate"]


class _Source(NamedTuple):
    """A shape as a report needs it: its path as SPARQL and as Turtle, its messages, its severity."""

    path: str | None
    turtle_path: str | None
    message_en: str
    message_es: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes, parsed once and used for any number of graphs."""

    engine: Any
    sources: dict[str, _Source]


def load_shapes(paths: Iterable[Path]) -> Shapes:
    """The shapes of some Turtle files, in whatever order they are given.

    Raises MissingAsset for a file that is not there, BrokenAsset for one that is not Turtle.
    """
    from pyshacl import ShapesGraph

    from kg.validate.facts import graph_of_its_own

    graph = graph_of_its_own()
    for path in sorted(paths):
        _parse(graph, path)
    _flatten(graph)
    engine: Any = ShapesGraph(graph, False, _LOG)
    return Shapes(engine, {str(shape.node): _source(graph, shape.node) for shape in engine.shapes})


def validate(ntriples: bytes, shapes: Shapes) -> Report:
    """What does not fit in one document's facts: the same bytes, the same report, and the facts stay as they are.

    The facts are N-Triples without blank nodes; they are taken as they are, with nothing inferred and nothing fetched.
    Raises ValueError where the bytes are not N-Triples.
    """
    from pyshacl import Validator
    from pyshacl.graph_abstraction import DataGraph
    from rdflib import Graph

    from kg.validate.facts import facts_of

    options = {"advanced": False, "inference": "none", "use_js": False, "inplace": True, "logger": _LOG}
    validator: Any = Validator(DataGraph.from_rdflib(facts_of(ntriples)), shacl_graph=Graph(), options=options)
    # The validator would read the shapes anew for every graph: that takes longer than the validation.
    validator.shacl_graph = shapes.engine
    _, report, _ = validator.run()
    return report_of(_rows(report, shapes))


# The engine tells its story at length on a logger of its own: only what goes wrong is worth hearing.
_LOG = logging.getLogger("kg.validate.shacl")
_LOG.setLevel(logging.WARNING)


def _rows(report: "Graph", shapes: Shapes) -> Iterator[Row]:
    from rdflib import URIRef

    for result in report.objects(None, URIRef(SH + "result")):
        said = {str(predicate): value for predicate, value in report.predicate_objects(result)}
        shape = str(said[SH + "sourceShape"])
        source = shapes.sources[shape]
        value = said.get(SH + "value")
        finding = ValidationFinding(
            focus=_term(said[SH + "focusNode"]),
            path=source.path,
            value=None if value is None else _term(value),
            shape=shape,
            severity=source.severity,
            message_en=source.message_en,
            message_es=source.message_es,
        )
        yield Row(finding, str(said[SH + "sourceConstraintComponent"]), source.turtle_path)


def _parse(graph: "Graph", path: Path) -> None:
    if not path.is_file():
        raise MissingAsset(f"there is no shapes file '{path.name}'", str(path), fix="restore the file")
    try:
        graph.parse(path, format="turtle")
    except Exception as error:
        raise BrokenAsset(f"the shapes in '{path.name}' are not Turtle", str(path), str(error)) from error


def _flatten(graph: "Graph") -> None:
    """Let the property shapes of a targeted node shape target the same nodes themselves: the results are the same."""
    # The engine asks a property shape once for each focus node of its node shape, but once for all of its own.
    from rdflib import URIRef

    has_property, target = URIRef(SH + "property"), URIRef(SH + "targetClass")
    for node_shape, property_shape in list(graph.subject_objects(has_property)):
        for target_class in list(graph.objects(node_shape, target)):
            graph.add((property_shape, target, target_class))
            graph.remove((node_shape, has_property, property_shape))


def _source(graph: "Graph", shape: "Node") -> _Source:
    from rdflib import RDFS, URIRef

    path = graph.value(shape, URIRef(SH + "path"))
    texts = [*graph.objects(shape, URIRef(SH + "message")), *graph.objects(shape, RDFS.label)]
    messages = {getattr(text, "language", None): str(text) for text in reversed(texts)}
    severity = str(graph.value(shape, URIRef(SH + "severity")) or SH + "Violation").removeprefix(SH)
    any_message = next(iter(messages.values()), str(shape))
    return _Source(
        None if path is None else _path(graph, path),
        None if path is None else _turtle_path(graph, path),
        messages.get("en", any_message),
        messages.get("es", any_message),
        Severity[severity.upper()],
    )


def _path(graph: "Graph", path: "Node", inside: bool = False) -> str:
    """A path as https://www.w3.org/TR/sparql11-query/#propertypaths has it; a bare IRI where it is one step."""
    from rdflib import RDF, URIRef
    from rdflib.collection import Collection

    if isinstance(path, URIRef):
        return path.n3() if inside else str(path)
    if (path, RDF.first, None) in graph:
        return "(" + "/".join(_path(graph, step, True) for step in Collection(graph, path)) + ")"
    if (inverse := graph.value(path, URIRef(SH + "inversePath"))) is not None:
        return "^" + _path(graph, inverse, True)
    either = graph.value(path, URIRef(SH + "alternativePath"))
    if either is None:
        raise BrokenAsset(f"a shape has a path that is not understood: {path}")
    return "(" + "|".join(_path(graph, step, True) for step in Collection(graph, either)) + ")"


def _turtle_path(graph: "Graph", path: "Node") -> str:
    """A path as the SHACL report writes it, in Turtle without labels of blank nodes."""
    from rdflib import RDF, URIRef
    from rdflib.collection import Collection

    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "( " + " ".join(_turtle_path(graph, step) for step in Collection(graph, path)) + " )"
    steps = (f"sh:{str(p).removeprefix(SH)} {_turtle_path(graph, o)}" for p, o in graph.predicate_objects(path))
    return "[ " + " ; ".join(sorted(steps)) + " ]"


def _term(node: "Node") -> str:
    """An IRI as it is, a literal as N-Triples writes it: https://www.w3.org/TR/n-triples/ ."""
    from rdflib import Literal as RDFLiteral

    if not isinstance(node, RDFLiteral):
        return str(node)
    if node.language:
        return f"{quoted(str(node))}@{node.language}"
    return quoted(str(node)) + (f"^^<{node.datatype}>" if node.datatype else "")
