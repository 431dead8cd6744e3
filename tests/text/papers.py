"""Small PDF and DOCX files, written by hand: what a test puts where is seen in the test."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True, slots=True)
class Put:
    """Words at a place of a page, in points from its left and lower edge."""

    x: float
    y: float
    words: str
    size: float = 11

    def drawn(self) -> str:
        words = self.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"BT /F {self.size} Tf 1 0 0 1 {self.x} {self.y} Tm ({words}) Tj ET\n"


def lines(words: Iterable[str], x: float = 72, top: float = 740, leading: float = 14, size: float = 11) -> list[Put]:
    """Lines one below another; an empty one leaves a gap."""
    return [Put(x, top - row * leading, line, size) for row, line in enumerate(words) if line]


def pdf(*pages: Sequence[Put], rotate: int = 0) -> bytes:
    """Each page with its words in Helvetica."""
    return _pdf(["".join(put.drawn() for put in page).encode("cp1252") for page in pages], rotate)


def scan(pages: int = 1) -> bytes:
    """Pages that hold a picture and no words."""
    picture = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q".encode("latin-1")
    return _pdf([picture] * pages, 0)


def _pdf(contents: Sequence[bytes], rotate: int) -> bytes:
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(contents):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
        page += f" /Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph of a Word document."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def item(words: str, level: int = 0, number: int = 1) -> str:
    """A paragraph that Word numbers."""
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body and these further parts: `numbering`, `styles`, `footnotes`."""
    return archive({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"} | _named(parts))


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return held.getvalue()


def _named(parts: Mapping[str, str]) -> dict[str, str]:
    return {f"word/{name}.xml": content for name, content in parts.items()}
