"""From a source's bytes to a document: the same bytes, the same document."""

import hashlib
import re
import unicodedata
from pathlib import PurePath

from kg.errors import UnreadableSource
from kg.model import Document, Source
from kg.terms import slug
from kg.text.language import language_of

READER = "text 1"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HIDDEN_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = frozenset({".md", ".markdown"})


def read(source: Source, max_bytes: int = 20_000_000, max_line: int = 1_000_000) -> Document:
    """The document that the bytes hold, its text exactly as decoded.

    Raises `UnreadableSource` for what is empty, too large, binary, or not UTF-8 (UTF-16 with a mark is read).
    """
    _check_size(source, max_bytes)
    text = _decoded(source)
    _check_characters(source.name, text)
    _check_lines(source.name, text, max_line)
    markdown = PurePath(source.name).suffix.lower() in _MARKDOWN
    return Document(
        slug=slug(PurePath(source.name).stem),
        name=PurePath(source.name).name,
        text=text,
        sha256=hashlib.sha256(source.data).hexdigest(),
        language=language_of(text),
        media_type="text/markdown" if markdown else "text/plain",
        reader=READER,
    )


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


def _decoded(source: Source) -> str:
    data, encoding = source.data, "utf-8-sig"
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        encoding = "utf-32"
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            what="The file is not text in UTF-8",
            where=f"{source.name}, byte {error.start:,}",
            why=f"byte 0x{data[error.start]:02X} cannot stand there ({error.reason})",
            fix="save it as UTF-8 (from Windows: iconv -f WINDOWS-1252 -t UTF-8), or give the right file",
        ) from error


def _check_lines(name: str, text: str, max_line: int) -> None:
    longest = max(map(len, text.split("\n")))
    if longest > max_line:
        raise UnreadableSource(
            what="A line of the file is too long",
            where=name,
            why=f"it has {longest:,} characters and the limit is {max_line:,}",
            fix="break it into lines, or raise max_line in the settings",
        )


def _check_characters(name: str, text: str) -> None:
    if found := _BINARY.search(text):
        raise UnreadableSource(
            what="The file is not plain text",
            where=f"{name}, character {found.start():,}",
            why=f"it holds the control character U+{ord(found.group()):04X}",
            fix="give a text file; PDF, DOCX and HTML are to be saved as plain text first",
        )
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
