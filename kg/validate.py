"""One document's facts against the shapes: a report of what does not fit, in English and Spanish.

https://www.w3.org/TR/shacl/ (Core only)
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.errors import BrokenAsset, MissingAsset

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Report", "Severity", "Shapes", "ValidationFinding", "load_shapes", "validate"]

_SH = "http://www.w3.org/ns/shacl#"


class Severity(StrEnum):
    """How grave a finding is: a violation keeps a graph from being published, the others do not."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
_SEVERITY_TERMS = {
    Severity.VIOLATION: "sh:Violation",
    Severity.WARNING: "sh:Warning",
    Severity.INFO: "sh:Info",
}


@dataclass(frozen=True, slots=True)
class ValidationFinding:
    """One thing that does not fit.

    `focus` and `shape` are IRIs; `path` is an IRI or a SPARQL property path, None where the node itself is at fault;
    `value` is an IRI or a literal as N-Triples writes it, None where nothing is there to be shown.
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    severity: Severity
    message_en: str
    message_es: str


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found, gravest first; `turtle` is the same as a SHACL report, byte for byte reproducible."""

    findings: tuple[ValidationFinding, ...]
    turtle: str

    @property
    def conforms(self) -> bool:
        """Whether the graph may be published: nothing found is a violation."""
        return self.count(Severity.VIOLATION) == 0

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def words(self, language: Literal["en", "es"]) -> str:
        """The report for readers: a line that sums up, then a paragraph for each finding."""
        wording = _WORDING[language]
        counts = Counter(finding.severity for finding in self.findings)
        parts = [f"{n} {wording.severities[severity][n != 1]}" for severity in Severity if (n := counts[severity])]
        verdict = wording.conforms if self.conforms else wording.fails
        summary = f"{verdict}: {', '.join(parts) or wording.nothing}."
        return "\n".join([summary, *(wording.paragraph(finding) for finding in self.findings)]) + "\n"


class _Wording(NamedTuple):
    """The words of a report in one language; a severity has a singular and a plural."""

    conforms: str
    fails: str
    nothing: str
    severities: dict[Severity, tuple[str, str]]
    message: str
    focus: str
    path: str
    value: str

    def paragraph(self, finding: ValidationFinding) -> str:
        named = ((self.focus, finding.focus), (self.path, finding.path), (self.value, finding.value))
        head = f"{self.severities[finding.severity][0]}: {getattr(finding, self.message)}"
        return "\n".join([head, *(f"  {name}: {_short(value)}" for name, value in named if value)])


_WORDING = {
    "en": _Wording(
        "The graph conforms",
        "The graph does not conform",
        "nothing found",
        {
            Severity.VIOLATION: ("violation", "violations"),
            Severity.WARNING: ("warning", "warnings"),
            Severity.INFO: ("remark", "remarks"),
        },
        "message_en",
        "node",
        "path",
        "value",
    ),
    "es": _Wording(
        "El grafo es conforme",
        "El grafo no es conforme",
        "sin hallazgos",
        {
            Severity.VIOLATION: ("infracción", "infracciones"),
            Severity.WARNING: ("advertencia", "advertencias"),
            Severity.INFO: ("observación", "observaciones"),
        },
        "message_es",
        "nodo",
        "ruta",
        "valor",
    ),
}


def _short(value: str, longest: int = 120) -> str:
    return value if len(value) <= longest else value[: longest - 1] + "…"


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
    from rdflib import Graph

    graph = Graph()
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

    facts = Graph()
    try:
        with _literals_as_written():
            facts.parse(data=ntriples, format="nt")
    except Exception as error:
        raise ValueError(f"not N-Triples: {error}") from error
    options = {"advanced": False, "inference": "none", "use_js": False, "inplace": True, "logger": _LOG}
    validator: Any = Validator(DataGraph.from_rdflib(facts), shacl_graph=Graph(), options=options)
    # The validator would read the shapes anew for every graph: that takes longer than the validation.
    validator.shacl_graph = shapes.engine
    _, report, _ = validator.run()
    rows = sorted(set(_rows(report, shapes)), key=_order)
    return Report(tuple(dict.fromkeys(row.finding for row in rows)), _turtle(rows))


# The engine tells its story at length on a logger of its own: only what goes wrong is worth hearing.
_LOG = logging.getLogger("kg.validate.shacl")
_LOG.setLevel(logging.WARNING)


class _Row(NamedTuple):
    """A finding with what only the formal report has: the constraint that failed, and the path as Turtle."""

    finding: ValidationFinding
    component: str
    turtle_path: str | None


def _order(row: _Row) -> tuple[int | str, ...]:
    found = row.finding
    return (_GRAVITY[found.severity], found.focus, found.shape, found.value or "", row.component)


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep `…T00:00:00Z` from becoming `…T00:00:00+00:00`: a finding shows what the facts have."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _rows(report: "Graph", shapes: Shapes) -> Iterator[_Row]:
    from rdflib import URIRef

    for result in report.objects(None, URIRef(_SH + "result")):
        said = {str(predicate): value for predicate, value in report.predicate_objects(result)}
        shape = str(said[_SH + "sourceShape"])
        source = shapes.sources[shape]
        value = said.get(_SH + "value")
        finding = ValidationFinding(
            focus=_term(said[_SH + "focusNode"]),
            path=source.path,
            value=None if value is None else _term(value),
            shape=shape,
            severity=source.severity,
            message_en=source.message_en,
            message_es=source.message_es,
        )
        yield _Row(finding, str(said[_SH + "sourceConstraintComponent"]), source.turtle_path)


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

    has_property, target = URIRef(_SH + "property"), URIRef(_SH + "targetClass")
    for node_shape, property_shape in list(graph.subject_objects(has_property)):
        for target_class in list(graph.objects(node_shape, target)):
            graph.add((property_shape, target, target_class))
            graph.remove((node_shape, has_property, property_shape))


def _source(graph: "Graph", shape: "Node") -> _Source:
    from rdflib import RDFS, URIRef

    path = graph.value(shape, URIRef(_SH + "path"))
    texts = [*graph.objects(shape, URIRef(_SH + "message")), *graph.objects(shape, RDFS.label)]
    messages = {getattr(text, "language", None): str(text) for text in reversed(texts)}
    severity = str(graph.value(shape, URIRef(_SH + "severity")) or _SH + "Violation").removeprefix(_SH)
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
    if (inverse := graph.value(path, URIRef(_SH + "inversePath"))) is not None:
        return "^" + _path(graph, inverse, True)
    either = graph.value(path, URIRef(_SH + "alternativePath"))
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
    steps = (f"sh:{str(p).removeprefix(_SH)} {_turtle_path(graph, o)}" for p, o in graph.predicate_objects(path))
    return "[ " + " ; ".join(sorted(steps)) + " ]"


def _term(node: "Node") -> str:
    """An IRI as it is, a literal as N-Triples writes it: https://www.w3.org/TR/n-triples/ ."""
    from rdflib import Literal as RDFLiteral

    if not isinstance(node, RDFLiteral):
        return str(node)
    if node.language:
        return f"{_quoted(str(node))}@{node.language}"
    return _quoted(str(node)) + (f"^^<{node.datatype}>" if node.datatype else "")


def _quoted(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        words = words.replace(plain, escaped)
    return f'"{words}"'


def _turtle(rows: list[_Row]) -> str:
    """The report of https://www.w3.org/TR/shacl/#validation-report as Turtle: `sh:conforms` as the standard has it."""
    results = " ,\n        ".join(_result(row) for row in rows)
    head = f"@prefix sh: <{_SH}> .\n\n[]\n    a sh:ValidationReport ;\n    sh:conforms {str(not rows).lower()}"
    return head + (f" ;\n    sh:result\n        {results}" if rows else "") + " .\n"


def _result(row: _Row) -> str:
    found = row.finding
    value = found.value if found.value is None or found.value.startswith('"') else f"<{found.value}>"
    parts = (
        "a sh:ValidationResult",
        f"sh:focusNode <{found.focus}>",
        row.turtle_path and f"sh:resultPath {row.turtle_path}",
        value and f"sh:value {value}",
        f"sh:sourceShape <{found.shape}>",
        f"sh:sourceConstraintComponent <{row.component}>",
        f"sh:resultSeverity {_SEVERITY_TERMS[found.severity]}",
        f"sh:resultMessage {_quoted(found.message_en)}@en , {_quoted(found.message_es)}@es",
    )
    return "[\n            " + " ;\n            ".join(filter(None, parts)) + "\n        ]"
