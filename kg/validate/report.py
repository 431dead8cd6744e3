"""What validation found, for people and machines: in words, and as a SHACL report.

https://www.w3.org/TR/shacl/#validation-report
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

__all__ = ["SH", "Report", "Row", "Severity", "ValidationFinding", "quoted", "report_of"]

SH = "http://www.w3.org/ns/shacl#"


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


class Row(NamedTuple):
    """A finding with what only the formal report has: the constraint that failed, and the path as Turtle."""

    finding: ValidationFinding
    component: str
    turtle_path: str | None


def _order(row: Row) -> tuple[int | str, ...]:
    found = row.finding
    return (_GRAVITY[found.severity], found.focus, found.shape, found.value or "", row.component)


def report_of(rows: Iterable[Row]) -> Report:
    """The report on these findings, each told once, whatever order they come in."""
    ordered = sorted(set(rows), key=_order)
    return Report(tuple(dict.fromkeys(row.finding for row in ordered)), _turtle(ordered))


def quoted(words: str) -> str:
    """Words as N-Triples and Turtle write them, between quotes."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        words = words.replace(plain, escaped)
    return f'"{words}"'


def _turtle(rows: list[Row]) -> str:
    """The report of https://www.w3.org/TR/shacl/#validation-report as Turtle: `sh:conforms` as the standard has it."""
    results = " ,\n        ".join(_result(row) for row in rows)
    head = f"@prefix sh: <{SH}> .\n\n[]\n    a sh:ValidationReport ;\n    sh:conforms {str(not rows).lower()}"
    return head + (f" ;\n    sh:result\n        {results}" if rows else "") + " .\n"


def _result(row: Row) -> str:
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
        f"sh:resultMessage {quoted(found.message_en)}@en , {quoted(found.message_es)}@es",
    )
    return "[\n            " + " ;\n            ".join(filter(None, parts)) + "\n        ]"
