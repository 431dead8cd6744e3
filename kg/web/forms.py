"""The forms in which a description is given, and the profiles that say what is in it.

https://www.w3.org/TR/dx-prof-conneg/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from kg import assets
from kg.errors import PlenaryError
from kg.export.framed import framed
from kg.export.rdfxml import write_rdfxml
from kg.graph.serialize import write
from kg.query.faults import QueryFault
from kg.query.messages import Found
from kg.terms import NamedNode, Quad
from kg.vocabulary import IGM, PROV

__all__ = ["CSV", "DEFAULT", "FORMS", "HTML", "PROFILES", "PROVENANCE", "SCHEMA", "Form", "Profile", "form", "written"]


@dataclass(frozen=True, slots=True)
class Form:
    """A format by its suffix and registered media type; `synonyms` are other types by which it is asked for."""

    suffix: str
    media_type: str
    synonyms: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The header's value; text types say their encoding."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@dataclass(frozen=True, slots=True)
class Profile:
    """What a description holds: by IRI, and by the token that stands for it in an address."""

    token: str
    iri: str


FORMS = (
    Form("ttl", "text/turtle"),
    Form("nt", "application/n-triples", ("text/plain",)),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Form("trig", "application/trig"),
)
"""For every description, the preferred one first."""

CSV = Form("csv", "text/csv")
"""For what is a list."""

HTML = Form("html", "text/html")

DEFAULT = Profile("igm", IGM.base)
PROVENANCE = Profile("prov", PROV.base)
SCHEMA = Profile("schema", "https://schema.org/")
PROFILES = (DEFAULT, PROVENANCE, SCHEMA)
"""The description in the ontology's own words; with how it was found; in the words of schema.org."""


def form(suffix: str, offered: Sequence[Form]) -> Form:
    """The form with a suffix. Raises QueryFault where it is not offered."""
    for one in offered:
        if one.suffix == suffix:
            return one
    raise QueryFault("no-such-form", found=Found(suffix), near=", ".join(one.suffix for one in offered))


def written(quads: Sequence[Quad], top: str, chosen: Form) -> bytes:
    """A description in a form, `top` before all else. Raises QueryFault where the form cannot hold its words."""
    first = NamedNode(top)
    ordered = sorted(quads, key=lambda quad: (quad.subject != first, str(quad.graph_name), str(quad)))
    out = BytesIO()
    match chosen.suffix:
        case "jsonld":
            return framed(_triples(ordered), top, assets.directory("ontology") / "context.jsonld")
        case "rdf":
            _rdfxml(_triples(ordered), out)
        case "trig":
            write(sorted(ordered, key=lambda quad: str(quad.graph_name)), "trig", out)
        case _:
            write(_triples(ordered), chosen.suffix, out)
    return out.getvalue()


def _triples(quads: Sequence[Quad]) -> list[Quad]:
    """Each triple once, whatever graphs it stands in."""
    return list(dict.fromkeys(Quad(quad.subject, quad.predicate, quad.object) for quad in quads))


def _rdfxml(quads: Sequence[Quad], out: BytesIO) -> None:
    try:
        write_rdfxml(quads, out)
    except PlenaryError as error:
        raise QueryFault("not-in-xml", found=Found(error.where)) from error
