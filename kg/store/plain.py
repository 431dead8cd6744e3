"""Plain RDF files in a store of their own, for as long as it is used: served like a release, and gone afterwards."""

import hashlib
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import UnreadableSource
from kg.store.layout import replace_file

__all__ = ["SUFFIXES", "PlainRelease", "plain_release"]

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
"""The formats by the ends of names, small letters or not; a file with any other name is told by how it begins."""

_ID_DIGITS = 12
_BEGINNING = 4_096
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!--|rdf:RDF)")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*[\"}]")
# Turtle and N-Triples are TriG as well.
_LINES = (RdfFormat.TRIG, RdfFormat.N_QUADS)
_FIX = "give a file of Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD"
_ELSEWHERE = "No LoadDocumentCallback"


@dataclass(frozen=True, slots=True)
class PlainRelease:
    """A folder that can be served like a release; `triples` counts those of all graphs, `graphs` the named ones."""

    path: Path
    id: str
    triples: int
    graphs: int


@contextmanager
def plain_release(files: Sequence[Path]) -> Iterator[PlainRelease]:
    """Load files into a store that is removed at the end; N-Quads, TriG and JSON-LD with their graphs.

    Relative IRIs are read against the file's own IRI; blank nodes of different files stay different. The same files
    in the same place have the same id. Raises UnreadableSource for a file that is not there or not RDF.
    """
    with TemporaryDirectory(prefix="plenary-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        store = Store(folder / "store")
        digest = hashlib.sha256()
        for file in files:
            _load(store, file)
            digest.update(f"{file.resolve().as_uri()}\n{_sha256(file)}\n".encode())
        told = PlainRelease(folder, digest.hexdigest()[:_ID_DIGITS], len(store), len(list(store.named_graphs())))
        store.flush()
        # The engine lets go of its lock when the last reference goes.
        del store
        replace_file(folder / "release.json", {"release": told.id, "counts": {"triples": told.triples}})
        yield told


def _load(store: Store, file: Path) -> None:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UnreadableSource(
                "The RDF file cannot be read", str(file), "it is no file, but a folder or the like", _FIX
            )
        store.bulk_load(path=file, format=_format(file), base_iri=file.resolve().as_uri())
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableSource("The RDF file cannot be read", str(file), why, _FIX) from error
    except (SyntaxError, ValueError) as error:
        raise _unparsed(file, error) from error


def _unparsed(file: Path, error: SyntaxError | ValueError) -> UnreadableSource:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    cause = re.sub(r"^Parser error at line \d+[^:]*: ", "", said).rstrip(".")
    line, column = (error.lineno, error.offset) if isinstance(error, SyntaxError) else (None, None)
    where = f"{file}, line {line}, column {column}" if line else str(file)
    if said.startswith(_ELSEWHERE):
        why = "its JSON-LD context is elsewhere, and nothing is fetched"
        return UnreadableSource("The RDF file cannot be parsed", where, why, "write the context into the file")
    fix = f"mend it there, or give the file the name of its format: {', '.join(SUFFIXES)}"
    return UnreadableSource("The RDF file cannot be parsed", where, f"its parser says: {cause}", fix)


def _format(file: Path) -> RdfFormat:
    known = SUFFIXES.get(file.suffix.lower())
    if known is not None:
        return known
    with file.open("rb") as opened:
        beginning = opened.read(_BEGINNING)
    if _XML.match(beginning):
        return RdfFormat.RDF_XML
    if _JSON.match(beginning):
        return RdfFormat.JSON_LD
    return next((one for one in _LINES if _parses(file, one)), RdfFormat.TRIG)


def _parses(file: Path, form: RdfFormat) -> bool:
    """Whether the whole file is in a format: the two differ in what may stand on any of its lines."""
    try:
        return all(True for _ in parse(path=file, format=form, base_iri=file.resolve().as_uri()))
    except (SyntaxError, ValueError):
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
