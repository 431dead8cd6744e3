"""JSON-LD with the ontology's own context: https://www.w3.org/TR/json-ld11/ , the same bytes for the same graph."""

import json
from pathlib import Path
from typing import IO, Any

from kg.errors import BrokenAsset

__all__ = ["write_jsonld"]


def write_jsonld(ntriples: bytes, context: Path, out: IO[bytes]) -> None:
    """Write triples compacted by a context, which goes with them; raises BrokenAsset for a context that is no JSON."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=ntriples, format="nt")
    terms = _context(context)
    compacted = json.loads(graph.serialize(format="json-ld", context=terms, auto_compact=False))
    nodes = compacted.get("@graph", [{name: value for name, value in compacted.items() if name != "@context"}])
    whole = {"@context": terms, "@graph": [node for node in _ordered(nodes) if node]}
    out.write((json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _context(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenAsset("The JSON-LD context cannot be read", str(path), str(error), "restore the file") from error


def _ordered(value: Any) -> Any:
    """The same value with arrays sorted, for outside lists their order means nothing."""
    if isinstance(value, dict):
        return {name: value[name] if name == "@list" else _ordered(value[name]) for name in value}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, ensure_ascii=False, sort_keys=True))
    return value
