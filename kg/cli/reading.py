"""Texts read for a command that looks at one of them: from a path to its claims."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from kg.errors import UnreadableSource
from kg.model import Claims, Document, Source
from kg.settings import Settings

__all__ = ["Extract", "extractor", "source_at"]

Extract = Callable[[Source], tuple[Document, Claims]]


def source_at(path: Path, settings: Settings) -> Source:
    """The bytes of a file; raises UnreadableSource for what is no regular file, or larger than the settings allow."""
    try:
        if not path.is_file():
            raise UnreadableSource(*_no_file(path))
        size = path.stat().st_size
        if size > settings.max_bytes:
            raise UnreadableSource(
                "The file is too large",
                str(path),
                f"it has {size:,} bytes and the limit is {settings.max_bytes:,}",
                "split it, or raise max_bytes in the settings",
            )
        return Source(str(path), path.read_bytes())
    except OSError as error:
        raise UnreadableSource("The file cannot be read", str(path), error.strerror or str(error)) from error


def extractor(settings: Settings) -> Extract:
    """What reads a text as far as its claims, with the lexicon loaded once."""
    from kg.annotate import annotate
    from kg.text import read, segment

    lexicon = _lexicon()

    def extract(source: Source) -> tuple[Document, Claims]:
        document = read(source, settings.max_bytes)
        return document, annotate(segment(document), lexicon)

    return extract


@cache
def _lexicon():  # type: ignore[no-untyped-def]  # noqa: ANN202
    from kg.annotate import load_lexicon

    return load_lexicon()


def _no_file(path: Path) -> tuple[str, str, str, str]:
    if path.is_dir():
        return "This is a folder", str(path), "one text is wanted", "name a file in it"
    if path.exists():
        return "This is no regular file", str(path), "it may never end", "give a file with the text"
    near = sorted(one.name for one in path.parent.glob("*") if one.is_file())[:3] if path.parent.is_dir() else []
    hint = f"check the name; in {path.parent} there are {', '.join(near)}" if near else "check the name"
    return "There is no such file", str(path), "", hint
