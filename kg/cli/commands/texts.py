"""Texts given on the command line, read and annotated without being published."""

from collections.abc import Callable
from pathlib import Path

from kg.errors import UnreadableSource
from kg.model import Claims, Document, Source
from kg.settings import Settings

__all__ = ["Extract", "extractor", "source_of"]

Extract = Callable[[Source], tuple[Document, Claims]]


def source_of(path: Path) -> Source:
    """The bytes of a file; raises UnreadableSource for what is no regular file or cannot be opened."""
    if not path.is_file():
        raise UnreadableSource(*_no_file(path))
    try:
        return Source(str(path), path.read_bytes())
    except OSError as error:
        raise UnreadableSource("The file cannot be opened", str(path), error.strerror or str(error)) from error


def extractor(settings: Settings) -> Extract:
    """What reads a text as far as its claims, with the lexicon loaded once."""
    from kg.annotate import annotate, load_lexicon
    from kg.pipeline import asset_files
    from kg.text import Limits, read, segment

    files = asset_files()
    lexicon = load_lexicon(files.lexicon, files.reference, files.codes)
    limits = Limits.of(settings)

    def extract(source: Source) -> tuple[Document, Claims]:
        document = read(source, limits)
        return document, annotate(segment(document), lexicon)

    return extract


def _no_file(path: Path) -> tuple[str, str, str, str]:
    if path.is_dir():
        return "This is a folder", str(path), "one text is wanted", "name a file in it"
    if path.exists():
        return "This is no regular file", str(path), "it may never end", "give a file with the text"
    return "There is no such file", str(path), "", "check the name and the folder"
