"""Texts with an annotation beside them, read and measured: `case.json` annotates the text that it names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import UnreadableSource
from kg.evaluate.coverage import coverage
from kg.evaluate.figures import Share
from kg.evaluate.gold import read_gold, to_gold
from kg.evaluate.score import TextScore, score
from kg.model import Claims, Document, Source, Span

__all__ = ["Extract", "annotations", "cited", "measure"]

Extract = Callable[[Source], tuple[Document, Claims]]
"""What reads a text: the stages up to the claims."""


def annotations(paths: Iterable[Path]) -> list[Path]:
    """The annotation files among files and folders, each once, by name; raises UnreadableSource for what is missing."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UnreadableSource(
                "there is no such annotation", str(path), "", "give annotation files or a folder of them"
            )
        found.update(path.glob("*.json") if path.is_dir() else [path])
    return sorted(found)


def measure(path: Path, extract: Extract) -> TextScore:
    """The score of one annotated text; raises UnreadableSource where the text is not the one that was annotated."""
    gold = read_gold(path)
    text = _text_of(path, gold["text"])
    source = Source(gold["text"], _bytes(text))
    if hashlib.sha256(source.data).hexdigest() != gold["sha256"]:
        raise UnreadableSource(
            "the text is not the one that was annotated",
            str(text),
            f"its SHA-256 is not the one in {path.name}",
            "restore the text, or annotate the new one",
        )
    document, claims = extract(source)
    inside, visible = coverage(document.text, cited(claims))
    return score(gold, to_gold(document, claims), document.text, Share(inside, visible))


def _text_of(path: Path, name: str) -> Path:
    """The text beside its annotation, else in the corpus beside the annotation's folder."""
    beside, corpus = path.with_name(name), path.resolve().parent.parent / "corpus" / name
    return corpus if corpus.exists() and not beside.exists() else beside


def cited(claims: Claims) -> Iterator[Span]:
    """The passages that the claims rest on; a claim that names no passage counts with its own words."""
    yield from (span for span in (claims.title, claims.genre_span, claims.dateline) if span)
    for name in ("collectives", "groups", "forums", "organisations", "bodies", "documents", "commitment_sets", "acts"):
        yield from (claim.passage for claim in getattr(claims, name))
    yield from (participation.passage for participation in claims.participations)
    for meeting in claims.meetings:
        yield from meeting.passages or (meeting.span,)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            "the annotated text cannot be read", str(path), error.strerror or "", "put it beside its annotation"
        ) from error
