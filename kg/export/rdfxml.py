"""RDF/XML: https://www.w3.org/TR/rdf-syntax-grammar/ , where the words can stand in XML at all."""

import re
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import IO, cast

from kg.errors import PlenaryError
from kg.graph.serialize import write
from kg.terms import Literal, Quad

__all__ = ["NotInXml", "write_rdfxml"]

# https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotInXml(PlenaryError):
    """A text has a character that XML cannot hold."""


def write_rdfxml(quads: Iterable[Quad], out: IO[bytes]) -> None:
    """Write triples; raises NotInXml for a character that XML cannot hold: to leave it out would alter a quote."""
    write(_checked(quads), "rdfxml", cast(IO[bytes], _Returns(out)))


def _checked(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        if isinstance(quad.object, Literal) and (found := _NOT_XML.search(quad.object.value)):
            raise NotInXml(
                "XML cannot hold a character of this text",
                quad.subject.value,  # type: ignore[union-attr]  # a subject is never a triple here
                f"it is U+{ord(found.group()):04X}, and to leave it out would alter the quote",
                "export as ttl, nt, nq, trig or jsonld, or leave the document out",
            )
        yield quad


class _Returns(RawIOBase):
    """Writes carriage returns as references: a reader of XML would turn them into line feeds."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes") -> int:  # type: ignore[override]
        self._out.write(bytes(data).replace(b"\r", b"&#13;"))
        return len(data)
