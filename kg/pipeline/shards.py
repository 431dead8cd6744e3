"""What came of one text, kept so that the same text under the same rules need not make its journey again."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kg.graph.iris import Mint
from kg.graph.serialize import nquads, ntriples
from kg.model import Claims, Document
from kg.pipeline.journey import Published, Quarantined, Refused
from kg.store.layout import Layout, replace_file
from kg.store.parts import Part, part_as_json, part_from_json, write_part

__all__ = ["Outcome", "keep", "recall", "refusal"]

Status = Literal["published", "quarantined", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one text.

    `told` is for readers and machines: of a graph the document's name, title, digest, counts, findings and what was
    left unresolved; of a refusal the parts of the error. `report` holds the findings of validation, `turtle` and
    `words` (by language) the same for people; `parts` are the graphs to publish, `facts` those in quarantine.
    """

    status: Status
    name: str
    told: Mapping[str, Any]
    slug: str | None = None
    reused: bool = False
    parts: tuple[Part, ...] = ()
    facts: Path | None = None
    report: tuple[Mapping[str, Any], ...] = ()
    turtle: str = ""
    words: Mapping[str, str] | None = None


def refusal(refused: Refused) -> Outcome:
    """A refusal as an outcome: the sentence and its parts."""
    return Outcome("refused", refused.name, {**refused.error.as_dict(), "sentence": str(refused.error)})


def keep(layout: Layout, key: str, judged: Published | Quarantined, base: str) -> Outcome:
    """Write down what came of a text, in one step; the caller holds the lock."""
    made = layout.private / f"text-{key}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    published = isinstance(judged, Published)
    parts = _write_graphs(made, judged, base) if published else ()
    if not published:
        (made / "facts.nt").write_bytes(ntriples(_facts(judged, base)))
    report = judged.report
    told = {
        "status": "published" if published else "quarantined",
        "name": judged.document.name,
        "slug": judged.document.slug,
        "told": _summary(judged),
        "parts": [part_as_json(part) for part in parts],
        "report": [asdict(finding) for finding in report.findings],
        "turtle": report.turtle,
        "words": {"en": report.words("en"), "es": report.words("es")},
    }
    replace_file(made / "outcome.json", told)
    folder = layout.cache / made.name
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
    return _outcome(folder, told, reused=False)


def recall(layout: Layout, key: str) -> Outcome | None:
    """What came of the text when it made its journey before, None where it has to make it."""
    folder = layout.cache / f"text-{key}"
    try:
        told = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
        return _outcome(folder, told, reused=True)
    except (OSError, ValueError, KeyError):
        return None


def _outcome(folder: Path, told: Mapping[str, Any], reused: bool) -> Outcome:
    return Outcome(
        status=told["status"],
        name=told["name"],
        told=told["told"],
        slug=told["slug"],
        reused=reused,
        parts=tuple(part_from_json(folder, part) for part in told["parts"]),
        facts=folder / "facts.nt" if told["status"] == "quarantined" else None,
        report=tuple(told["report"]),
        turtle=told["turtle"],
        words=told["words"],
    )


def _facts(judged: Published | Quarantined, base: str) -> list[Any]:
    graph = Mint(base, judged.document.slug).facts()
    return [quad for quad in judged.quads if quad.graph_name == graph]


def _write_graphs(made: Path, judged: Published | Quarantined, base: str) -> tuple[Part, ...]:
    mint, slug = Mint(base, judged.document.slug), judged.document.slug
    facts, found = mint.facts(), mint.provenance()
    lines = {graph: nquads(quad for quad in judged.quads if quad.graph_name == graph) for graph in (facts, found)}
    return (
        write_part(made / "facts.nq", facts.value, "facts", lines[facts], slug),
        write_part(made / "provenance.nq", found.value, "provenance", lines[found], slug),
    )


def _summary(judged: Published | Quarantined) -> dict[str, Any]:
    document, claims = judged.document, judged.claims
    return {
        "slug": document.slug,
        "name": document.name,
        "sha256": document.sha256,
        "language": document.language,
        "media_type": document.media_type,
        "characters": len(document.text),
        "title": _words(document, claims.title.start, claims.title.end) if claims.title else document.name,
        "triples": len(judged.quads),
        "counts": _counts(claims),
        "findings": [_finding(document, one) for one in claims.findings],
        "unresolved": [_unresolved(document, one) for one in claims.unresolved],
    }


def _counts(claims: Claims) -> dict[str, int]:
    return {
        "meetings": len(claims.meetings),
        "participations": len(claims.participations),
        "bodies": len(claims.bodies),
        "documents": len(claims.documents),
        "acts": len(claims.acts),
        "commitments": sum(act.type == "Commitment" for act in claims.acts),
    }


def _finding(document: Document, one: Any) -> dict[str, Any]:
    told = {name: str(getattr(one, name)) for name in ("code", "severity", "message_en", "message_es")}
    return {**told, **_place(document, one.span)}


def _unresolved(document: Document, one: Any) -> dict[str, Any]:
    return {"what": one.what, "reason": one.reason, "rule": one.origin.rule, **_place(document, one.span)}


def _place(document: Document, span: Any) -> dict[str, Any]:
    if span is None:
        return {}
    return {"start": span.start, "end": span.end, "words": _words(document, span.start, span.end)}


def _words(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())
