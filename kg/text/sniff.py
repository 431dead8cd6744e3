"""What a file is, told from its first bytes and never from its name."""

from collections.abc import Callable

from kg.errors import UnreadableSource
from kg.model import Source

__all__ = ["packed"]

_PDF = b"%PDF-"
_HEAD, _TAIL = 1_024, 2_048  # bytes in which a viewer looks for the marks of a PDF
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def packed(source: Source) -> str | None:
    """The module that reads what the bytes pack, `pdf` or `docx`; None where they are characters as they stand.

    Raises UnreadableSource for what is certainly something else: an old Word file, a picture, a program.
    """
    data = source.data
    if data.lstrip()[: len(_PDF)] == _PDF or (_PDF in data[:_HEAD] and b"%%EOF" in data[-_TAIL:]):
        return "pdf"
    if data.startswith(_ZIP):
        return "docx"
    refused = next((refusal for marks, refusal in _OTHERS if data.startswith(marks)), None)
    if refused is not None:
        raise refused(source.name)
    return None


def _office(name: str) -> UnreadableSource:
    return UnreadableSource(
        "The file is an old or encrypted Office file",
        name,
        "it is packed as Word did before DOCX, or as it does with a password",
        "save it as DOCX without a password, as PDF or as plain text",
    )


def _rich(name: str) -> UnreadableSource:
    return UnreadableSource(
        "The file is rich text (RTF)", name, "no reader for that is here", "save it as DOCX, PDF or plain text"
    )


def _picture(name: str) -> UnreadableSource:
    return UnreadableSource(
        "The file is a picture",
        name,
        "it holds no words, only how they look",
        "have its words recognised first (OCR), and give the result",
    )


def _program(name: str) -> UnreadableSource:
    return UnreadableSource(
        "The file is no document", name, "it is a program or an archive", "give the text of a communiqué"
    )


_Refusal = Callable[[str], UnreadableSource]
_OTHERS: tuple[tuple[tuple[bytes, ...], _Refusal], ...] = (
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), _office),
    ((b"{\\rtf",), _rich),
    ((b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"), _picture),
    ((b"\x7fELF", b"MZ\x90\0", b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"BZh9", b"\xfd7zXZ"), _program),
)
