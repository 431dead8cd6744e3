"""The text of a Word document: its paragraphs with the numbers that Word prints, its tables, its notes at the end."""

import re

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text.docx_lists import Lists, Styles, child, value
from kg.text.elements import Element
from kg.text.footnotes import cites
from kg.text.layout import Block, Sheet
from kg.text.limits import Limits
from kg.text.package import Package, is_heavy
from kg.text.symbols import PLAIN

__all__ = ["extract", "is_heavy", "reader"]

# What Word keeps and does not show: what was moved away, properties, a second form of a drawing, how a word is read.
_UNSEEN = frozenset("moveFrom sdtPr pPr rPr tblPr trPr tcPr tblGrid sectPr mc:Fallback rt del instrText".split())
_CONTENTS = re.compile(r"toc (?:\d|heading)")
_OFF = frozenset({"0", "false", "off"})


def reader() -> str:
    """Which reader in which version."""
    return "docx 1"


def extract(source: Source, limits: Limits) -> str:
    """What a reader of the document sees; raises UnreadableSource for what is damaged or exceeds the limits."""
    package = Package(source, limits)
    main = package.main()
    part = package.part(main) if main is not None else None
    body = child(part, "document", "body")
    if main is None or body is None:
        raise UnreadableSource(
            "The file is an archive and no Word document",
            source.name,
            "it has no part with the text of one",
            "save it as DOCX, PDF or plain text",
        )
    styles = Styles(package.beside(main, "styles.xml"))
    walk = _Walk(styles, Lists(package.beside(main, "numbering.xml"), styles))
    walk.within(body)
    for notes, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
        walk.notes(child(package.beside(main, f"{notes}.xml"), notes), kind)
    return walk.text()


class _Walk:
    """Writes paragraphs to a sheet."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles, self._lists = styles, lists
        self._sheets = [Sheet()]
        self._boxes: list[Block] = []
        self._last = ""
        self._cited: list[tuple[str, str]] = []

    @property
    def _sheet(self) -> Sheet:
        return self._sheets[-1]

    def text(self) -> str:
        """All that was written."""
        return self._sheets[0].text()

    def within(self, one: Element) -> None:
        """Everything that an element holds."""
        for inner in one.elements():
            if inner.tag not in _UNSEEN:
                self._element(inner)

    def notes(self, part: Element | None, kind: str) -> None:
        """The notes that the text refers to, each under its number, in the order of reference."""
        held = {one.attributes.get("id"): one for one in part.elements()} if part is not None else {}
        cited = [number for told, number in self._cited if told == kind]
        for count, number in enumerate(cited, 1):
            if number in held:
                self._sheet.block(f"[{count}]")
                self.within(held[number])
        self._cited = [one for one in self._cited if one[0] != kind]

    def _element(self, one: Element) -> None:
        match one.tag:
            case "p":
                self._paragraph(one)
            case "r":
                self._run(one)
            case "tr":
                self._row(one)
            case "tc":
                self._sheet.cell()
                self.within(one)
            case "txbxContent":
                self._box(one)
            case _:
                self.within(one)

    def _paragraph(self, one: Element) -> None:
        properties = child(one, "pPr")
        style = value(properties, "pStyle")
        if _CONTENTS.match(self._styles.name(style)):
            return
        marked = self._lists.mark(child(properties, "numPr"), style)
        self._sheet.block(*(marked or ("", 0)))
        self.within(one)
        self._sheet.block()
        if self._boxes and len(self._sheets) == 1:
            for block in self._boxes:
                self._sheet.add(block)
            self._boxes = []

    def _run(self, one: Element) -> None:
        properties = child(one, "rPr")
        hidden = child(properties, "vanish")
        if hidden is not None and hidden.attributes.get("val") not in _OFF:
            return
        words = "".join(self._piece(piece) for piece in one.elements()).translate(PLAIN)
        raised = value(properties, "vertAlign") == "superscript"
        if raised and cites(words, self._last):
            return
        self._last = words or self._last
        self._sheet.write(words)
        self._drawn(one)

    def _drawn(self, run: Element) -> None:
        for piece in run.elements():
            if piece.tag in ("drawing", "pict", "object", "mc:AlternateContent"):
                self.within(piece)

    def _piece(self, piece: Element) -> str:
        match piece.tag:
            case "t":
                return "".join(words for words in piece.children if isinstance(words, str))
            case "tab" | "ptab":
                return "\t"
            case "br" | "cr":
                return " " if piece.attributes.get("type") in ("page", "column") else "\v"
            case "noBreakHyphen":
                return "\u2011"
            case "sym":
                return _symbol(piece.attributes.get("char") or "")
            case "footnoteReference" | "endnoteReference":
                self._cited.append((piece.tag.removesuffix("Reference"), piece.attributes.get("id") or ""))
        return ""

    def _row(self, one: Element) -> None:
        self._sheet.block()
        self._sheet.begin_row()
        self.within(one)
        self._sheet.end_row()

    def _box(self, one: Element) -> None:
        """A text box stands where it is anchored, and is read after that paragraph."""
        self._sheets.append(Sheet())
        self.within(one)
        self._boxes += self._sheets.pop().blocks


def _symbol(code: str) -> str:
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not code.upper().startswith("D") else ""
