"""What a file is, told from its first bytes and never from its name."""

import re

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text.encoding import decoded

__all__ = ["kind_of"]

_PDF = 1_024  # bytes that a viewer looks through for the mark of a PDF
# Marks of what holds words that no reader here gets at, with what is told of it.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"BM", "bitmap"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!", "packed"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\0", "program"),
)
