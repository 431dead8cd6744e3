"""`kg stats`: what the current release holds, and how much of each text it cites."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.cli.commands.build import found
from kg.cli.console import Console, aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus
from kg.model import Span

if TYPE_CHECKING:
    from kg.store import Release

_TEXTS = """PREFIX igm: <https://w3id.org/igm/ns#>
SELECT ?slug ?text WHERE { ?document igm:fullText ?text BIND(STR(?document) AS ?slug) } ORDER BY ?slug"""
# What a fact rests on: the passages that anything but a document as a whole is evidenced by.
_CITED = """PREFIX igm: <https://w3id.org/igm/ns#>
SELECT DISTINCT ?slug ?start ?end WHERE {
  ?fact igm:evidencedBy ?passage . ?passage igm:inDocument ?document ; igm:startsAt ?start ; igm:endsAt ?end .
  BIND(STR(?document) AS ?slug)
} ORDER BY ?slug ?start ?end"""


def stats(build_dir: BuildDir = None, json: Json = False, lang: Lang = None) -> int:
    """Counts by class, and the share of each text's characters that stand in a cited passage."""
    from kg.cli.commands.released import release_of

    console = start(json, lang, build_dir=build_dir)
    release = release_of(console.settings)
    shares = _coverage(release)
    documents = [_document(one, shares) for one in release.documents]
    value = {"release": release.id, "counts": dict(release.counts), "documents": documents}
    console.show(value, _words(console, release.counts, documents))
    return int(ExitStatus.DONE)


def _document(one: Mapping[str, Any], shares: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    cited, visible = shares.get(one["slug"], (0, 0))
    return {
        "name": one["name"],
        "language": one["language"],
        "facts": dict(one["counts"]),
        "findings": len(one["findings"]),
        "cited": cited,
        "visible": visible,
        "coverage": round(cited / visible, 4) if visible else None,
    }


def _coverage(release: "Release") -> dict[str, tuple[int, int]]:
    from kg.evaluate import coverage

    spans: dict[str, list[Span]] = {}
    for row in _rows(release, _CITED):
        spans.setdefault(row[0], []).append(Span(int(row[1]), int(row[2])))
    texts = {row[0]: row[1] for row in _rows(release, _TEXTS)}
    return {iri.rsplit("/", 1)[-1]: coverage(text, spans.get(iri, [])) for iri, text in texts.items()}


def _rows(release: "Release", query: str) -> list[list[str]]:
    """Through the worker like any query: the same limits hold for ours."""
    import csv
    import io

    from kg.query.once import query_once

    answer = query_once(release.path, query, "csv").decode()
    return list(csv.reader(io.StringIO(answer, newline="")))[1:]


def _words(console: Console, counts: Mapping[str, int], documents: list[dict[str, Any]]) -> str:
    rows = [
        (one["name"], f"{one['coverage']:.1%}" if one["coverage"] is not None else "—", f"{one['cited']}/{one['visible']}")
        for one in documents
    ]
    head = (console.say("stats.text"), console.say("stats.coverage"), console.say("stats.characters"))
    return f"{found(console, counts)}\n\n{aligned([head, *rows])}"
