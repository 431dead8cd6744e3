"""The reports that go with a release: on every text, in Turtle, JSON and words."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from kg.pipeline.ledger import Ledger
from kg.pipeline.shards import Outcome, outcome_in

__all__ = ["ReleaseFiles"]

_LANGUAGES = {"en": "report.txt", "es": "report.es.txt"}
_REPORTS = ("report.es.txt", "report.json", "report.ttl", "report.txt")
_OF_EACH = ("facts.nt", "report.es.txt", "report.ttl", "report.txt", "source.json")
_QUARANTINE = "quarantine"


class ReleaseFiles(Mapping[str, bytes | Path]):
    """The files of a release beside its graph, by path: the reports, and a folder for each text in quarantine."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        """Write the reports into a folder of their own, text by text; what is in quarantine is read when asked for."""
        self._ledger, self._folder = ledger, folder
        folder.mkdir(parents=True)
        _write_reports(ledger, folder)

    def __getitem__(self, name: str) -> bytes | Path:
        if name in _REPORTS:
            return self._folder / name
        place, _, file = name.removeprefix(f"{_QUARANTINE}/").rpartition("/")
        found = [folder for _, status, folder in self._ledger.judged(place) if status == "quarantined"]
        if not found or file not in _OF_EACH:
            raise KeyError(name)
        return _quarantined(outcome_in(found[0]), file)

    def __iter__(self) -> Iterator[str]:
        yield from self.quarantined()
        yield from _REPORTS

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def quarantined(self) -> Iterator[str]:
        """The files of the texts in quarantine."""
        for slug, status, _ in self._ledger.judged():
            if status == "quarantined":
                yield from (f"{_QUARANTINE}/{slug}/{file}" for file in _OF_EACH)


def _write_reports(ledger: Ledger, folder: Path) -> None:
    spanish, rows, turtle, english = ((folder / name).open("wb") for name in _REPORTS)
    with spanish, rows, turtle, english:
        between = b""
        for slug, _, place in ledger.judged():
            one = outcome_in(place)
            turtle.write(between + f"# {slug}\n{one.turtle}".encode())
            spanish.write(between + f"{slug}\n{_words(one, 'es')}".encode())
            english.write(between + f"{slug}\n{_words(one, 'en')}".encode())
            _write_row(rows, between == b"", one)
            between = b"\n"
        rows.write(b"\n]\n" if between else b"[]\n")


def _write_row(rows: IO[bytes], first: bool, one: Outcome) -> None:
    row = {"document": one.slug, "status": one.status, "findings": list(one.report)}
    lines = _json(row).decode().removesuffix("\n").split("\n")
    rows.write(("[\n" if first else ",\n").encode() + "\n".join(f" {line}" for line in lines).encode())


def _quarantined(one: Outcome, file: str) -> bytes:
    if file == "facts.nt":
        return b"" if one.facts is None else gzip.decompress(one.facts.read_bytes())
    if file == "report.ttl":
        return one.turtle.encode()
    if file == "source.json":
        return _json({**one.told, "report": list(one.report)})
    return _words(one, "es" if file == _LANGUAGES["es"] else "en").encode()


def _words(one: Outcome, language: str) -> str:
    return (one.words or {}).get(language, "")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
