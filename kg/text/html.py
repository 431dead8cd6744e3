"""The text of a web page: headings, paragraphs, numbered items and tables; nothing is fetched, nothing is run."""

import re
from dataclasses import dataclass
from importlib.metadata import version

from kg.model import Source
from kg.text.content import content
from kg.text.elements import Element, grown
from kg.text.encoding import decoded
from kg.text.footnotes import cites
from kg.text.layout import Sheet
from kg.text.limits import Limits
from kg.text.numbering import printed

__all__ = ["declared", "extract", "is_heavy", "is_html", "reader"]

_OPENS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|main|article|section|header|div|p|h[1-6]|table|ul|ol)[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_HEAD = 4_096
_SHORT = 1_000  # characters of an attribute that are looked at
# A parser of web pages ends a document type at its first `>`, and what is declared within would be read as words.
_DOCTYPE = re.compile(r"(\s*(?:<\?xml[^>]*>\s*)?)<!doctype[^>\[]{0,1000}\[.{0,10000}?\]\s*>", re.IGNORECASE | re.DOTALL)
# Beyond these the parser may take its time, which grows with their square: it works in a process apart then.
_TAGS, _ATTRIBUTES = 10_000, 10_000
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody
    tfoot thead ul""".split()
)
_PASTED = re.compile(r"\S[ \t]*\r?\n[ \t]*\r?\n\s*\S")  # a blank line amid words: plain text pasted into a page
_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b")
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n\s*")


def reader() -> str:
    """Which reader in which version."""
    return f"html 1 (selectolax {version('selectolax')})"


def is_html(text: str) -> bool:
    """Whether a text opens as a web page does."""
    return _OPENS.match(text, 0, 20_000) is not None


def declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _XML_ENCODING.match(data.lstrip()[:_HEAD]) or _CHARSET.search(data[:_HEAD])
    return found.group(1).decode("ascii") if found else None


def is_heavy(source: Source) -> bool:
    """Whether the page is large or odd enough to be read in a process apart."""
    return source.data.count(b"<") > _TAGS or source.data.count(b"=") > _ATTRIBUTES


def extract(source: Source, limits: Limits) -> str:
    """What a reader of the page sees of its content; raises UnreadableSource for what exceeds the limits."""
    from selectolax.lexbor import LexborHTMLParser

    text = decoded(source.data, source.name, declared(source.data))
    internal = _DOCTYPE.match(text)
    page = LexborHTMLParser(text[internal.end() :] if internal else text)
    if page.root is None:
        return ""
    title = page.css_first("head > title")
    tree = grown(page.root, source.name, limits)
    walk = _Walk()
    walk.element(content(tree, title.text() if title is not None else ""))
    return walk.sheet.text()


@dataclass(slots=True)
class _List:
    """A list that is open: what its items are marked with, and the number of the next."""

    style: str
    number: int
    step: int

    def mark(self, value: str, level: int) -> str:
        """The mark of the next item; `value` is what the item says itself of its number."""
        if self.style == "none":
            return ""
        if self.style == "bullet":
            return "•◦▪"[min(level, 2)]
        self.number = _whole(value, self.number)
        mark = f"{printed(self.number, self.style)}."
        self.number += self.step
        return mark


class _Walk:
    """Writes elements to a sheet, one within another."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._lists: list[_List] = []
        self._as_it_stands = 0
        self._term = False
        self._last = ""

    def element(self, one: Element) -> None:
        """An element with all that is in it."""
        match one.tag:
            case "br":
                self.sheet.line()
            case "ol" | "ul":
                self._list(one)
            case "li":
                self._item(one)
            case "tr":
                self._row(one)
            case "td" | "th":
                self.sheet.cell()
                self._within(one)
            case "dl" | "dt" | "dd":
                self._definition(one)
            case "sup" | "a":
                self._raised(one)
            case _:
                self._other(one)

    def _other(self, one: Element) -> None:
        block, pre = one.tag in _BLOCKS, one.tag in ("pre", "listing", "xmp", "plaintext")
        if block or pre:
            self.sheet.block()
        self._as_it_stands += pre
        self._within(one)
        self._as_it_stands -= pre
        if block or pre:
            self.sheet.block()

    def _within(self, one: Element) -> None:
        for child in one.children:
            if isinstance(child, str):
                self._words(child)
            else:
                self.element(child)

    def _words(self, words: str) -> None:
        if not words.strip():
            self.sheet.write(" ")
            return
        self._last = words
        if not self._as_it_stands and not _PASTED.search(words):
            self.sheet.write(words)
            return
        for index, paragraph in enumerate(_BLANK.split(words)):
            if index:
                self.sheet.block()
            self.sheet.write(paragraph.replace("\n", "\v"))

    def _list(self, one: Element) -> None:
        self.sheet.block()
        self._lists.append(_opened(one))
        self._within(one)
        self._lists.pop()
        self.sheet.block()

    def _item(self, one: Element) -> None:
        level = max(0, len(self._lists) - 1)
        listed = self._lists[-1] if self._lists else _List("bullet", 1, 1)
        style = _style(one) or listed.style
        mark = "" if style == "none" else listed.mark(one.get("value"), level)
        self.sheet.block(mark, level)
        self._within(one)
        self.sheet.block()

    def _row(self, one: Element) -> None:
        self.sheet.block()
        self.sheet.begin_row()
        self._within(one)
        self.sheet.end_row()

    def _definition(self, one: Element) -> None:
        """A term and what is said of it are a row of two cells."""
        if self._term and one.tag != "dd":
            self._end_term()
        if one.tag == "dt":
            self.sheet.block()
            self.sheet.begin_row()
            self._term = True
        if self._term:
            self.sheet.cell()
        else:
            self.sheet.block()
        self._within(one)
        if self._term and one.tag != "dt":
            self._end_term()

    def _end_term(self) -> None:
        self._term = False
        self.sheet.end_row()

    def _raised(self, one: Element) -> None:
        """The number of a footnote is no part of the sentence that it stands in."""
        words = one.words()
        within = any(link.get("href").startswith("#") for link in (one, *one.all()) if link.tag == "a")
        linked = within and (one.tag == "sup" or words.startswith("["))
        if (linked and cites(words, "")) or (one.tag == "sup" and cites(words, self._last)):
            return
        self._within(one)


def _opened(one: Element) -> _List:
    style = _style(one)
    if one.tag == "ul":
        return _List("none" if style == "none" else "bullet", 1, 1)
    backwards = "reversed" in one.attributes
    count = sum(child.tag == "li" for child in one.elements())
    kind = _STYLES.get((one.attributes.get("type") or "").strip(), "decimal")
    return _List(style or kind, _whole(one.get("start"), count if backwards else 1), -1 if backwards else 1)


def _style(one: Element) -> str:
    found = _STYLE.search(one.get("style")[:_SHORT])
    return found.group(1) if found else ""


def _whole(words: str, otherwise: int) -> int:
    return int(words) if re.fullmatch(r"-?\d{1,6}", words) else otherwise
