"""The reports that go with a release: on every text, in Turtle, JSON and words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.pipeline.shards import Outcome

__all__ = ["release_files"]

_LANGUAGES = {"en": "report.txt", "es": "report.es.txt"}


def release_files(outcomes: Sequence[Outcome]) -> dict[str, bytes | Path]:
    """The files of a release beside its graph, by path: the reports, and a folder for each text in quarantine."""
    judged = sorted((one for one in outcomes if one.slug is not None), key=lambda one: one.slug or "")
    files: dict[str, bytes | Path] = {
        "report.ttl": "\n".join(f"# {one.slug}\n{one.turtle}" for one in judged).encode(),
        "report.json": _json([_row(one) for one in judged]),
    }
    for language, name in _LANGUAGES.items():
        files[name] = "\n".join(f"{one.slug}\n{_words(one, language)}" for one in judged).encode()
    for one in judged:
        if one.status == "quarantined":
            files.update(_quarantine(one))
    return files


def _quarantine(one: Outcome) -> Iterator[tuple[str, bytes | Path]]:
    folder = f"quarantine/{one.slug}"
    if one.facts is not None:
        yield f"{folder}/facts.nt", one.facts
    yield f"{folder}/report.ttl", one.turtle.encode()
    for language, name in _LANGUAGES.items():
        yield f"{folder}/{name}", _words(one, language).encode()
    yield f"{folder}/source.json", _json({**one.told, "report": list(one.report)})


def _row(one: Outcome) -> Mapping[str, Any]:
    return {"document": one.slug, "status": one.status, "findings": list(one.report)}


def _words(one: Outcome, language: str) -> str:
    return (one.words or {}).get(language, "")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
