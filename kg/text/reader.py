"""From a source's bytes to a document: the same bytes, the same document.

    bytes ── sniff ──┬── pdf, docx ───────────────┐
                     └── encoding ──┬── html ─────┼── characters checked ── Document
                                    └── plain ────┘

What is large or may be hostile is read in a process apart. Nothing is fetched, nothing in a file is run.
"""

import hashlib
import re
import unicodedata
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import Protocol

from kg.errors import UnreadableSource
from kg.model import Document, Source
from kg.terms import slug
from kg.text.encoding import decoded
from kg.text.language import language_of
from kg.text.limits import Limits
from kg.text.sniff import packed

__all__ = ["Limits", "read"]

_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
}
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HIDDEN_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TWICE = re.compile("Ã[\u0080-\u00bf]|Â[\u00a1-\u00bf]|â€[\u0080-\u00bf™œ“”˜¦]|ï»¿")
_TWICE_MOST = 3
_LOST = "\ufffd"
_LOST_OF = 200  # one character in so many may be lost


class Reader(Protocol):
    """A module that reads one format."""

    def reader(self) -> str:
        """Which reader in which version."""
        ...

    def is_heavy(self, source: Source) -> bool:
        """Whether the file is read in a process apart."""
        ...

    def extract(self, source: Source, limits: Limits) -> str:
        """The text; raises UnreadableSource."""
        ...


def read(source: Source, limits: Limits | None = None) -> Document:
    """The document that the bytes hold: text as decoded, or what a reader of the page, PDF or Word file sees.

    Raises `UnreadableSource` for what is empty, damaged, encrypted, a scan, of an unknown kind or encoding, or beyond
    the limits.
    """
    limits = limits or Limits()
    _check_size(source, limits.max_bytes)
    text, media_type, reader = _text(source, limits)
    _check_characters(source.name, text)
    _check_lines(source.name, text, limits.max_line)
    return Document(
        slug=slug(PurePath(source.name).stem),
        name=PurePath(source.name).name,
        text=text,
        sha256=hashlib.sha256(source.data).hexdigest(),
        language=language_of(text),
        media_type=media_type,
        reader=reader,
    )


def _text(source: Source, limits: Limits) -> tuple[str, str, str]:
    """The text, its media type and its reader."""
    kind = packed(source)
    if kind is None:
        from kg.text import html, plain

        text = decoded(source.data, source.name, html.declared(source.data))
        if not html.is_html(text):
            return plain.checked(source.name, text), plain.media_type(text), plain.READER
        _check_control(source.name, text)
        kind = "html"
    reader = _reader(kind)
    if reader.is_heavy(source):
        from kg.text.apart import extract_apart

        return extract_apart(kind, source, limits), _MEDIA_TYPES[kind], _version(kind)
    return reader.extract(source, limits), _MEDIA_TYPES[kind], _version(kind)


def _reader(kind: str) -> Reader:
    # Each brings its parser along, which takes time and memory: it comes with the first file of its kind.
    module: Reader = import_module(f"kg.text.{kind}")
    return module


@cache
def _version(kind: str) -> str:
    return _reader(kind).reader()


def _check_size(source: Source, max_bytes: int) -> None:
    if not source.data.strip():
        raise UnreadableSource(
            what="The file is empty",
            where=source.name,
            why="it holds no characters but white space",
            fix="give the text of a communiqué",
        )
    if len(source.data) > max_bytes:
        raise UnreadableSource(
            what="The file is too large",
            where=source.name,
            why=f"it has {len(source.data):,} bytes and the limit is {max_bytes:,}",
            fix="split it, or raise max_bytes in the settings",
        )


def _check_lines(name: str, text: str, max_line: int) -> None:
    longest = max(map(len, text.split("\n")))
    if longest > max_line:
        raise UnreadableSource(
            what="A line of the file is too long",
            where=name,
            why=f"it has {longest:,} characters and the limit is {max_line:,}",
            fix="break it into lines, or raise max_line in the settings",
        )


def _check_control(name: str, text: str) -> None:
    if found := _BINARY.search(text):
        raise UnreadableSource(
            what="The file is not plain text",
            where=f"{name}, character {found.start():,}",
            why=f"it holds the control character U+{ord(found.group()):04X}",
            fix="give a text, an HTML page, a DOCX or a PDF",
        )


def _check_characters(name: str, text: str) -> None:
    _check_control(name, text)
    if found := _HIDDEN_DIRECTION.search(text):
        raise UnreadableSource(
            what="The text hides a change of writing direction",
            where=f"{name}, character {found.start():,}",
            why=f"{unicodedata.name(found.group())} makes words read differently from how they are stored",
            fix="remove the direction controls and try again",
        )
    if not any(character.isalpha() for character in text):
        raise UnreadableSource(
            what="The file holds no words",
            where=name,
            why="not one of its characters is a letter",
            fix="give the text of a communiqué; a scan needs text recognition (OCR) first",
        )
    _check_spoilt(name, text)


def _check_spoilt(name: str, text: str) -> None:
    """Letters that were lost, or read in the wrong encoding, before the text came here are not taken for words."""
    lost = text.count(_LOST)
    if lost * _LOST_OF > len(text):
        raise UnreadableSource(
            what="The text has lost letters",
            where=f"{name}, character {text.index(_LOST):,}",
            why=f"{lost:,} characters are replaced by the sign for what could not be read",
            fix="get the text again in the encoding that it was written in",
        )
    twice = list(_TWICE.finditer(text))
    if len(twice) >= _TWICE_MOST:
        raise UnreadableSource(
            what="The text was saved in the wrong encoding",
            where=f"{name}, character {twice[0].start():,}",
            why=f"'{twice[0].group()}' stands for one letter, and so in {len(twice):,} places",
            fix="get the text again, and save it as UTF-8",
        )
