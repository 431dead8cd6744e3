"""Texts given on the command line, read and annotated without being published."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg import assets
from kg.errors import UnreadableSource
from kg.model import Claims, Document, Source
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.pipeline import Published, Quarantined, Refused


def source_of(path: Path) -> Source:
    """The bytes of a file; raises UnreadableSource for what cannot be opened."""
    try:
        return Source(path.name, path.read_bytes())
    except OSError as error:
        raise UnreadableSource(
            what="The file cannot be opened",
            where=str(path),
            why=error.strerror or str(error),
            fix="give the path of a text file",
        ) from error


def extractor(settings: Settings) -> Callable[[Source], tuple[Document, Claims]]:
    """What reads a text and finds its claims."""
    from kg.annotate import annotate, load_lexicon
    from kg.text import read, segment

    folders = (assets.directory(name) for name in ("data/lexicon", "data/reference", "ontology/codes"))
    lexicon = load_lexicon(*folders)

    def extract(source: Source) -> tuple[Document, Claims]:
        document = read(source, settings.max_bytes)
        return document, annotate(segment(document), lexicon)

    return extract


def judged(path: Path, settings: Settings) -> "Published | Quarantined | Refused":
    """The whole journey of one text up to its report."""
    from kg.pipeline import asset_files, journey, load_assets

    return journey(source_of(path), load_assets(asset_files(), settings))
