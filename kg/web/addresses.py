"""Where a thing is found here: the path of its IRI below the base, and the page and the data that tell of it.

https://www.w3.org/TR/cooluris/ : `/id/forum/rcm` is the thing, `/page/forum/rcm` a page, `/data/forum/rcm.ttl` data.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from kg.terms import NamedNode
from kg.vocabulary import HOME

__all__ = ["ROOTS", "STRETCH", "Addresses", "ascii_iri", "lengthened", "shortened"]

ROOTS = ("id", "doc", "code", "graph", "reference", "lexicon", "ns", "shapes")
"""The first steps of the paths that IRIs have below the base."""

STRETCH = 30_000
"""Characters of a document that one page shows."""

_CHARACTERS = re.compile(r"char=([0-9]{1,12}),[0-9]{1,12}")
_OWN = frozenset({*ROOTS, "document"}) - {"doc"}
_LONGEST = 900
# All that RFC 3987 lets stand in an IRI beside letters and digits, and the mark of what is encoded already.
_KEPT = ":/?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of things whose IRIs begin with the base of this deployment, or with the vocabulary's home."""

    base: str

    @property
    def bases(self) -> tuple[str, ...]:
        """Where IRIs begin that are looked up here."""
        return (self.base,) if self.base == HOME else (self.base, HOME)

    def local(self, iri: str) -> str:
        """The path and fragment of an IRI below its base; empty where it is not one of ours."""
        for base in self.bases:
            rest = iri.removeprefix(base)
            if rest != iri and rest.partition("#")[0].partition("/")[0] in ROOTS:
                return rest
        return ""

    def candidates(self, local: str) -> tuple[str, ...]:
        """The IRIs that a path, as it was sent, may stand for: below each base, as it is and decoded."""
        if not local or len(local) > _LONGEST:
            return ()
        spelled = dict.fromkeys((local, _decoded(local)))
        return tuple(base + one for base in self.bases for one in spelled if _is_iri(base + one))

    def page(self, iri: str, language: str = "") -> str:
        """The address of the page about a thing, at its fragment; empty where it is not one of ours.

        A passage is on the page with its stretch of the document; `language` is asked for where one is given.
        """
        local = self.local(iri)
        path, mark, fragment = local.partition("#")
        begins = _CHARACTERS.match(fragment)
        stretch = int(begins[1]) // STRETCH * STRETCH if begins else 0
        query = "&".join([f"from={stretch}"] * bool(stretch) + [f"lang={language}"] * bool(language))
        return f"/page/{shortened(path)}{'?' * bool(query)}{query}{mark}{fragment}" if local else ""

    def data(self, iri: str, suffix: str = "") -> str:
        """The address of the data about a thing, in a format."""
        path = shortened(self.local(iri).partition("#")[0])
        return f"/data/{path}.{suffix}" if suffix else f"/data/{path}"


def shortened(local: str) -> str:
    """The path of a page: `id/forum/rcm` is `forum/rcm`, `doc/x` is `document/x`."""
    first, _, rest = local.partition("/")
    if first == "doc":
        return f"document/{rest}"
    if first == "id" and rest.partition("/")[0] not in _OWN:
        return rest
    return local


def lengthened(path: str) -> str:
    """The path of an IRI below its base, from that of a page."""
    first, slash, rest = path.partition("/")
    if first == "document" and slash:
        return f"doc/{rest}"
    return path if first in _OWN else f"id/{path}"


def ascii_iri(iri: str) -> str:
    """An IRI as headers can carry it."""
    return quote(iri, safe=_KEPT)


def _decoded(local: str) -> str:
    """The path with its words beyond ASCII as they are read; what is encoded within ASCII stays so."""
    if "%" not in local:
        return local
    try:
        decoded = unquote_to_bytes(local).decode("utf-8")
    except UnicodeDecodeError:
        return local
    return decoded if not decoded.isascii() else local


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
