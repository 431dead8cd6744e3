"""What came of one text, kept so that the same text under the same rules need not make its journey again."""

import gzip
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import PlenaryError
from kg.graph.iris import Mint
from kg.graph.serialize import nquads, ntriples
from kg.model import Claims, Document
from kg.pipeline.journey import Published, Quarantined
from kg.store.layout import Layout, replace_file
from kg.store.parts import GraphKind, Part, part_as_json, part_from_json, part_of
from kg.terms import NamedNode, Quad

__all__ = ["Outcome", "Shard", "keep", "outcome_in", "recall", "refusal", "refused", "shard_of"]

Status = Literal["published", "quarantined", "refused"]
_RECORD = "outcome.json"
# A fifth of a millisecond for ten kilobytes, and a tenth of their size.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Shard:
    """What came of one text, ready to cross to another process: its record, and its files by name.

    `passing` of a refusal says that it hangs on circumstances, so that the next build should try again.
    """

    record: Mapping[str, Any]
    files: Mapping[str, bytes]
    passing: bool = False


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


def refused(name: str, error: PlenaryError, passing: bool = False) -> Shard:
    """A refusal as a shard: it is told, and not kept."""
    told = {**error.as_dict(), "sentence": str(error)}
    return Shard({"status": "refused", "name": name, "slug": None, "told": told}, {}, passing)


def refusal(shard: Shard) -> Outcome:
    """A refusal as an outcome: the sentence and its parts."""
    return Outcome("refused", shard.record["name"], shard.record["told"])


def shard_of(judged: Published | Quarantined, base: str) -> Shard:
    """What came of a text's journey: the same text, the same shard."""
    published = isinstance(judged, Published)
    parts, files = (
        _graphs(judged, base) if published else ((), {"facts.nt.gz": _packed(ntriples(_asserted(judged, base)))})
    )
    report = judged.report
    record = {
        "status": "published" if published else "quarantined",
        "name": judged.document.name,
        "slug": judged.document.slug,
        "told": _summary(judged),
        "parts": [part_as_json(part) for part in parts],
        "report": [asdict(finding) for finding in report.findings],
        "turtle": report.turtle,
        "words": {"en": report.words("en"), "es": report.words("es")},
    }
    return Shard(record, files)


def keep(layout: Layout, key: str, shard: Shard) -> Outcome:
    """Write down what came of a text, in one step; the caller holds the lock."""
    made = layout.private / f"text-{key}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name, data in shard.files.items():
        (made / name).write_bytes(data)
    replace_file(made / _RECORD, shard.record)
    folder = layout.cache / made.name
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
    return _outcome(folder, shard.record, reused=False)


def recall(layout: Layout, key: str) -> Outcome | None:
    """What came of the text when it made its journey before, None where it has to make it."""
    try:
        return outcome_in(layout.cache / f"text-{key}")
    except (OSError, ValueError, KeyError):
        return None


def outcome_in(folder: Path) -> Outcome:
    """What was kept in a folder; raises OSError, ValueError or KeyError where it is damaged."""
    return _outcome(folder, json.loads((folder / _RECORD).read_text(encoding="utf-8")), reused=True)


def _outcome(folder: Path, told: Mapping[str, Any], reused: bool) -> Outcome:
    return Outcome(
        status=told["status"],
        name=told["name"],
        told=told["told"],
        slug=told["slug"],
        reused=reused,
        parts=tuple(part_from_json(folder, part) for part in told["parts"]),
        facts=folder / "facts.nt.gz" if told["status"] == "quarantined" else None,
        report=tuple(told["report"]),
        turtle=told["turtle"],
        words=told["words"],
    )


def _asserted(judged: Published | Quarantined, base: str) -> list[Quad]:
    graphs = Mint(base, judged.document.slug).asserted()
    return [quad for quad in judged.quads if quad.graph_name in graphs]


def _graphs(judged: Published | Quarantined, base: str) -> tuple[tuple[Part, ...], dict[str, bytes]]:
    mint, slug = Mint(base, judged.document.slug), judged.document.slug
    graphs: dict[GraphKind, NamedNode] = {
        "facts": mint.facts(),
        "provenance": mint.provenance(),
        "text": mint.text(),
    }
    parts, files = [], {}
    for kind, graph in graphs.items():
        lines = nquads(quad for quad in judged.quads if quad.graph_name == graph)
        part = part_of(Path(f"{kind}.nq.gz"), graph.value, kind, lines, slug)
        parts.append(part)
        files[part.path.name] = _packed(lines)
    return tuple(parts), files


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, _LEVEL, mtime=0)


def _summary(judged: Published | Quarantined) -> dict[str, Any]:
    document, claims = judged.document, judged.claims
    return {
        "slug": document.slug,
        "name": document.name,
        "sha256": document.sha256,
        "language": document.language,
        "media_type": document.media_type,
        "characters": len(document.text),
        "title": claims.title.words(document.text) if claims.title else document.name,
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
    return {"start": span.start, "end": span.end, "words": span.words(document.text)}
