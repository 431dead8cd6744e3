"""The graphs of a release in a form of one's choice, sorted: the same release, the same bytes."""

from collections.abc import Collection
from pathlib import Path
from typing import IO

from kg import assets
from kg.errors import MisusedCommand, did_you_mean
from kg.export.jsonld import write_jsonld
from kg.export.lines import quad_lines, quads, triple_lines
from kg.export.rdfxml import write_rdfxml
from kg.export.selection import GRAPHS, selected
from kg.graph.serialize import write
from kg.store.release import Release

__all__ = ["FORMATS", "GRAPHS", "default_graphs", "export"]

FORMATS = ("jsonld", "nq", "nt", "rdfxml", "trig", "ttl")
_WITH_GRAPHS = frozenset({"nq", "trig"})


def default_graphs(form: str) -> tuple[str, ...]:
    """What is exported unless said otherwise: what texts say, and where graphs are kept apart all but texts whole."""
    return ("facts", "provenance", "reference") if form in _WITH_GRAPHS else ("facts",)


def export(
    release: Release,
    form: str,
    out: IO[bytes],
    documents: Collection[str] | None = None,
    graphs: str | Collection[str] | None = None,
    context: Path | None = None,
) -> None:
    """Write graphs of a release in one of `FORMATS`.

    `documents` are slugs, None for all of them; `graphs` one or several of `GRAPHS`, None for `default_graphs`;
    `context` a JSON-LD context other than the ontology's. A form without graphs holds the triples of all graphs chosen,
    each once. All are written as they are read, in little memory.
    Raises MisusedCommand for a choice that does not exist.
    """
    if form not in FORMATS:
        raise MisusedCommand("There is no such form", form, "", did_you_mean(form, FORMATS))
    choices = (graphs,) if isinstance(graphs, str) else graphs or default_graphs(form)
    chosen = selected(release, choices, documents)
    match form:
        case "nq":
            out.writelines(quad_lines(release.dump, chosen))
        case "nt":
            out.writelines(triple_lines(release.dump, chosen))
        case "trig":
            write(quads(quad_lines(release.dump, chosen)), form, out)
        case "jsonld":
            triples = quads(triple_lines(release.dump, chosen))
            write_jsonld(triples, context or assets.directory("ontology") / "context.jsonld", out)
        case "rdfxml":
            write_rdfxml(quads(triple_lines(release.dump, chosen)), out)
        case _:
            write(quads(triple_lines(release.dump, chosen)), form, out)
