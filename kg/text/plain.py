"""Plain text and Markdown: the text exactly as decoded."""

import re

from kg.errors import UnreadableSource

__all__ = ["READER", "checked", "media_type"]

READER = "text 2"
_MARKDOWN = re.compile(r"^#{1,6} +\S|\A\s*---[ \t]*\r?\n[\w-]+[ \t]*:", re.MULTILINE)
_XML = re.compile(r"\s*<\?xml\s")


def media_type(text: str) -> str:
    """Markdown where it opens with front matter or has headings, else plain."""
    return "text/markdown" if _MARKDOWN.search(text) else "text/plain"


def checked(name: str, text: str) -> str:
    """The text itself; raises UnreadableSource where it is marked up in a language that only programs read."""
    if _XML.match(text):
        raise UnreadableSource(
            "The file is XML and no web page",
            name,
            "its tags are not those of HTML",
            "save it as HTML, PDF, DOCX or plain text",
        )
    return text
