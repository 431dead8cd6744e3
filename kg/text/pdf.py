"""The text of a PDF as it is read: columns in order, without headers, page numbers and footnote marks."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from math import pi
from typing import Any

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text.limits import Limits, Watch
from kg.text.pdf_lines import Glyph, Run
from kg.text.pdf_text import page_runs, text_of

__all__ = ["extract", "is_heavy", "reader"]

_PASSWORD, _SECURITY = 4, 5
_FEW = 20  # letters: a page with fewer and a picture is a scan
_LOST = 200  # of so many letters one may be unknown
_ASLANT = 0.06  # of a quarter turn
_BREAKS = frozenset({10, 13})


def reader() -> str:
    """Which reader in which version."""
    return f"pdf 1 (pypdfium2 {version('pypdfium2')})"


def is_heavy(_: Source) -> bool:
    """A PDF is always read in a process apart: nothing else bounds what its parser does."""
    return True


def extract(source: Source, limits: Limits) -> str:
    """The text of the pages; raises UnreadableSource for scans, what needs a password, and what is damaged."""
    import pypdfium2

    watch = Watch(source.name, limits.max_seconds)
    try:
        document = pypdfium2.PdfDocument(source.data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise _unopened(source.name, getattr(error, "err_code", None)) from error
    if count > limits.max_pages:
        raise UnreadableSource(
            what="The PDF has too many pages",
            where=source.name,
            why=f"it has {count:,} pages and the limit is {limits.max_pages:,}",
            fix="split it, or raise max_pages in the settings",
        )
    pages: list[list[Run]] = []
    scans = 0
    for number in range(count):
        watch.check()
        runs, pictured = _page(document, number)
        pages.append(runs)
        scans += pictured
    _check_scans(source.name, scans, count)
    text = text_of(pages)
    _check_letters(source.name, text)
    return text


def _unopened(name: str, code: int | None) -> UnreadableSource:
    if code in (_PASSWORD, _SECURITY):
        return UnreadableSource(
            "The PDF is encrypted", name, "it opens with a password only", "save it without a password"
        )
    return UnreadableSource(
        "The PDF is damaged",
        name,
        "it is cut off, or its table of contents leads nowhere",
        "get the file again, or open it and print it to a new PDF",
    )


def _check_scans(name: str, scans: int, count: int) -> None:
    if scans and 2 * scans > count:
        raise UnreadableSource(
            what="The PDF is a scan",
            where=name,
            why=f"{scans} of its {count} pages hold pictures and no words",
            fix="have its words recognised first (OCR), and give the result",
        )


def _check_letters(name: str, text: str) -> None:
    lost = text.count("\ufffd")
    if lost * _LOST > sum(map(str.isalpha, text)):
        raise UnreadableSource(
            what="The PDF does not tell its letters",
            where=name,
            why=f"{lost} signs are drawn by a font that does not say which letters they are",
            fix="have its words recognised first (OCR), and give the result",
        )


def _page(document: Any, number: int) -> tuple[list[Run], bool]:
    """The runs of a page, and whether it is a picture; a page that cannot be opened is empty."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return [], False
    try:
        words = page.get_textpage()
        runs = page_runs(_glyphs(words.raw))
        letters = sum(character.isalpha() for run in runs for character in run.words)
        pictured = letters < _FEW and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    except pypdfium2.PdfiumError:
        return [], False
    page.close()
    return runs, pictured


def _glyphs(words: Any) -> Iterator[Glyph]:
    """The characters of a page in the direction in which most are written; stamps across it are left out."""
    placed = list(_placed(words))
    ways = Counter(way for _, way, *_ in placed)
    most = ways.most_common(1)[0][0] if ways else 0
    for character, way, box, (x, y) in placed:
        if way == most:
            left, low, right, high = _upright(most, box)
            yield character, left, right, _upright(most, (x, y, x, y))[1], max(high - low, 0.1)


_Box = tuple[float, float, float, float]  # left, low, right, high


def _placed(words: Any) -> Iterator[tuple[str, int, _Box, tuple[float, float]]]:
    """Each character with the quarter that it is turned by, its box and its origin; one that is aslant has none."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    code_of, box_of, origin_of, angle_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_GetCharAngle,
    )
    high, way, line = 0, 0, 0.0
    for index in range(raw.FPDFText_CountChars(words)):
        code = code_of(words, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        character, high = _character(code, high), 0
        if code in _BREAKS or not box_of(words, index, box) or not origin_of(words, index, x, y):
            continue
        # What goes on along an upright line need not be asked for its angle each time.
        if character != " " and (way != 0 or y.value != line):
            way, line = _quarter(angle_of(words, index)), y.value
        yield character, way, (box.left, box.bottom, box.right, box.top), (x.value, y.value)


def _quarter(angle: float) -> int:
    """0 to 3 for what is written to the right, up, left, down; -1 for what is aslant."""
    turns = -angle / (pi / 2)  # the parser measures clockwise
    return round(turns) % 4 if abs(turns - round(turns)) < _ASLANT else -1


def _upright(way: int, box: _Box) -> _Box:
    """The box as it is where the page is turned so that what is written this way runs to the right."""
    left, low, right, high = box
    match way:
        case 1:
            return low, -right, high, -left
        case 2:
            return -right, -high, -left, -low
        case 3:
            return -high, left, -low, right
    return box


def _character(code: int, high: int) -> str:
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    if code == 2:  # what the parser makes of a hyphen at the end of a line
        return "-"
    if code in (9, 32, 0xA0):
        return " "
    return "\ufffd" if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code >= 0xFFFE else chr(code)
