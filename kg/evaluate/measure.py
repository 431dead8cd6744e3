"""Texts with an annotation beside them, read and measured: `case.json` annotates the text that it names."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableSource
from kg.evaluate.coverage import coverage
from kg.evaluate.figures import Share, Totals
from kg.evaluate.gold import Annotation, read_gold, to_gold
from kg.evaluate.misses import Miss
from kg.evaluate.names import Names
from kg.evaluate.score import score
from kg.model import Claims, Document, Source, Span

__all__ = ["Extract", "Measured", "Unmeasured", "annotations", "cited", "measure", "named"]

Extract = Callable[[Source], tuple[Document, Claims]]
"""What reads a text: the stages up to the claims."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One annotated text with its figures; of a held-out text `misses` is empty, so that nobody learns its words.

    `sha256` is that of the text, `annotation` that of what the annotation says, however it is laid out.
    """

    name: str
    text: str
    language: str
    sha256: str
    annotation: str
    held_out: bool
    figures: Totals
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """An annotated text that could not be measured, as what, where, why and fix."""

    name: str
    what: str
    where: str
    why: str
    fix: str


def annotations(paths: Iterable[Path]) -> list[Path]:
    """The annotation files among files and folders, each once, by name; raises UnreadableSource for what is missing."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise UnreadableSource(
                "there is no such annotation", str(path), "", "give annotation files or a folder of them"
            )
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=lambda file: (file.stem, file.parts))


def named(files: Sequence[Path]) -> dict[str, Path]:
    """Each file by its stem, with as many of its folders before it as it takes to tell it from the others."""
    tails = [file.resolve().with_suffix("").parts for file in files]
    known = Counter(parts[-length:] for parts in tails for length in range(1, len(parts) + 1))
    return {_shortest(parts, known) or file.name: file for parts, file in zip(tails, files, strict=True)}


def measure(
    name: str, path: Path, extract: Extract, names: Names | None = None, held_out: bool = False
) -> Measured | Unmeasured:
    """One annotated text measured; a text that is missing, unreadable or not the annotated one is told as a value.

    Raises UnreadableSource for a broken annotation.
    """
    gold = read_gold(path)
    try:
        document, claims = extract(_source(path, gold))
    except UnreadableSource as error:
        return Unmeasured(name, error.what, error.where, error.why, error.fix)
    inside, visible = coverage(document.text, cited(claims))
    scored = score(gold, to_gold(document, claims), document.text, Share(inside, visible), names)
    return Measured(
        name,
        gold["text"],
        gold["language"],
        gold["sha256"],
        _digest(gold),
        held_out,
        scored.figures,
        () if held_out else scored.misses,
    )


def cited(claims: Claims) -> Iterator[Span]:
    """The passages that the claims rest on; a claim that names no passage counts with its own words."""
    yield from (span for span in (claims.title, claims.genre_span, claims.dateline) if span)
    for name in ("collectives", "groups", "forums", "organisations", "bodies", "documents", "commitment_sets", "acts"):
        yield from (claim.passage for claim in getattr(claims, name))
    yield from (participation.passage for participation in claims.participations)
    for meeting in claims.meetings:
        yield from meeting.passages or (meeting.span,)


def _source(path: Path, gold: Annotation) -> Source:
    """The text that was annotated; raises UnreadableSource where it is missing or another one."""
    text = _text_of(path, gold["text"])
    try:
        source = Source(gold["text"], text.read_bytes())
    except OSError as error:
        raise UnreadableSource(
            "the annotated text cannot be read", str(text), error.strerror or "", "put it beside its annotation"
        ) from error
    if hashlib.sha256(source.data).hexdigest() != gold["sha256"]:
        raise UnreadableSource(
            "the text is not the one that was annotated",
            str(text),
            f"its SHA-256 is not the one in {path.name}",
            "restore the text, or annotate the new one",
        )
    return source


def _text_of(path: Path, name: str) -> Path:
    """The text beside its annotation, else in the corpus beside the annotation's folder."""
    beside, corpus = path.with_name(name), path.resolve().parent.parent / "corpus" / name
    return corpus if corpus.exists() and not beside.exists() else beside


def _shortest(parts: tuple[str, ...], known: Counter[tuple[str, ...]]) -> str:
    tails = (parts[-length:] for length in range(1, len(parts) + 1))
    return next(("/".join(tail) for tail in tails if known[tail] == 1), "")


def _digest(gold: Annotation) -> str:
    plain = json.dumps(gold, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
