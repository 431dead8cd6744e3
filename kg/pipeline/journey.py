"""One text's whole journey; the stages are imported when they are walked, for some take a second to come."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import PlenaryError
from kg.model import Claims, Document, Source
from kg.settings import Settings
from kg.terms import Quad

if TYPE_CHECKING:
    from kg.annotate import Lexicon
    from kg.pipeline.files import AssetFiles
    from kg.text import Limits
    from kg.validate import Report, Shapes

__all__ = ["Assets", "Published", "Quarantined", "Refused", "journey", "load_assets"]


@dataclass(frozen=True, slots=True)
class Assets:
    """What the journey needs beside the text: words, shapes, and the settings that change what comes out."""

    lexicon: "Lexicon"
    shapes: "Shapes"
    base: str
    limits: "Limits"


@dataclass(frozen=True, slots=True)
class Published:
    """A text whose graph conforms."""

    document: Document
    claims: Claims
    quads: tuple[Quad, ...]
    report: "Report"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A text whose graph violates a shape: it is kept apart with its report."""

    document: Document
    claims: Claims
    quads: tuple[Quad, ...]
    report: "Report"


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that could not be read, with the plain sentence that says why."""

    name: str
    error: PlenaryError


def journey(source: Source, assets: Assets) -> Published | Quarantined | Refused:
    """Bytes in, a judged graph out: the same bytes give the same graph."""
    from kg.annotate import annotate
    from kg.graph import build
    from kg.text import read, segment

    try:
        document = read(source, assets.limits)
        claims = annotate(segment(document), assets.lexicon)
        quads = build(document, claims, assets.base)
        report = _judged(document, quads, assets)
    except PlenaryError as error:
        return Refused(source.name, error)
    return (Published if report.conforms else Quarantined)(document, claims, quads, report)


def _judged(document: Document, quads: tuple[Quad, ...], assets: Assets) -> "Report":
    """The report on a document's facts and words: how facts were found is not judged."""
    from kg.graph import Mint
    from kg.graph.serialize import ntriples
    from kg.validate import validate

    asserted = Mint(assets.base, document.slug).asserted()
    return validate(ntriples(quad for quad in quads if quad.graph_name in asserted), assets.shapes)


def load_assets(files: "AssetFiles", settings: Settings) -> Assets:
    """The assets read from their files; raises BrokenAsset for one that cannot be understood."""
    from kg.annotate import load_lexicon
    from kg.text import Limits
    from kg.validate import load_shapes

    lexicon = load_lexicon(files.lexicon, files.reference, files.codes)
    return Assets(lexicon, load_shapes(files.shapes), settings.base_iri, Limits.of(settings))
