"""The forms an answer can take on the wire.

https://www.w3.org/TR/sparql11-protocol/#query-success
"""

from dataclasses import dataclass

from kg.query.faults import QueryFault
from kg.query.messages import Found

__all__ = ["GRAPH_FORMATS", "RESULT_FORMATS", "TABLE", "Format", "content_type", "named", "offered"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer; `aliases` are other media types and names by which it is asked for."""

    name: str
    media_type: str
    graph: bool
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The header's value; text types say their encoding."""
        return content_type(self.media_type)


def content_type(media_type: str) -> str:
    """The header's value for a media type; text types say their encoding."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


RESULT_FORMATS = (
    Format("json", "application/sparql-results+json", False, ("application/json",)),
    Format("xml", "application/sparql-results+xml", False, ("application/xml", "text/xml", "srx")),
    Format("csv", "text/csv", False),
    Format("tsv", "text/tab-separated-values", False),
)
"""For SELECT and ASK, the preferred one first."""

GRAPH_FORMATS = (
    Format("ttl", "text/turtle", True, ("application/x-turtle", "turtle")),
    Format("nt", "application/n-triples", True, ("text/plain", "ntriples")),
    Format("jsonld", "application/ld+json", True, ("application/json", "json")),
    Format("rdf", "application/rdf+xml", True, ("application/xml", "text/xml", "rdfxml", "xml")),
)
"""For CONSTRUCT and DESCRIBE, the preferred one first."""

TABLE = Format("table", "application/json", False)
"""For our own pages and terminals, not for the wire: variables, rows of terms, and whether there are more rows."""


def offered(graph: bool) -> tuple[Format, ...]:
    """The formats for a query whose answer is, or is not, a graph."""
    return GRAPH_FORMATS if graph else RESULT_FORMATS


def named(name: str, graph: bool) -> Format:
    """The format of this name. Raises QueryFault where this kind of query has none."""
    formats = offered(graph)
    for one in formats:
        if name == one.name or name in one.aliases:
            return one
    raise QueryFault("no-such-format", found=Found(name), near=", ".join(one.name for one in formats))
