"""JSON-LD with the ontology's own context: https://www.w3.org/TR/json-ld11/ , a node for each subject.

Lists stay what they are in triples, so that nothing is lost and a subject is written as soon as it is read.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from kg.errors import BrokenAsset
from kg.terms import BlankNode, Literal, NamedNode, Quad
from kg.vocabulary import RDF, XSD

__all__ = ["Terms", "member", "node_id", "read_context", "write_jsonld"]

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_TRUTHS = {"true": True, "false": False}


def write_jsonld(quads: Iterable[Quad], context: Path, out: IO[bytes]) -> None:
    """Write triples that come sorted by subject; the context goes with them.

    Raises BrokenAsset for a context that cannot be read.
    """
    told = read_context(context)
    terms = Terms.of(told)
    out.write(f'{{"@context": {_json(told)},\n"@graph": ['.encode())
    for position, (subject, group) in enumerate(groupby(quads, lambda quad: quad.subject)):
        out.write(b",\n" if position else b"\n")
        out.write(_json(_node(subject, group, terms)).encode())
    out.write(b"\n]}\n")


def read_context(path: Path) -> dict[str, Any]:
    """The terms of a JSON-LD context; raises BrokenAsset for one that cannot be read."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["@context"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenAsset("The JSON-LD context cannot be read", str(path), str(error), "restore the file") from error


@dataclass(frozen=True, slots=True)
class Terms:
    """The names that a context gives: by IRI and the type that it lends to values; and its prefixes."""

    names: Mapping[tuple[str, str | None], str]
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, context: Mapping[str, Any]) -> "Terms":
        """The terms of a context that say no more than an IRI and a type; others are not used."""
        prefixes = {
            name: iri for name, iri in context.items() if isinstance(iri, str) and iri.endswith(("#", "/", ":"))
        }
        names: dict[tuple[str, str | None], str] = {}
        for name, told in sorted(context.items()):
            definition = {"@id": told} if isinstance(told, str) else told
            if not name.startswith("@") and isinstance(definition, dict) and set(definition) <= {"@id", "@type"}:
                lent = definition.get("@type")
                iri = _expanded(definition.get("@id", ""), prefixes)
                names.setdefault((iri, _expanded(lent, prefixes) if lent else None), name)
        return cls(names, prefixes)

    def name(self, iri: str, lent: str | None) -> str | None:
        """The term for an IRI that lends just this type."""
        return self.names.get((iri, lent))

    def short(self, iri: str) -> str:
        """A compact IRI, where a prefix leaves nothing but letters and digits; else the IRI."""
        for prefix, base in self.prefixes.items():
            if iri.startswith(base) and iri.removeprefix(base).isalnum():
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else name


def _node(subject: Any, quads: Iterable[Quad], terms: Terms) -> dict[str, Any]:
    node: dict[str, list[Any]] = {}
    for quad in quads:
        if quad.predicate == RDF["type"] and isinstance(quad.object, NamedNode):
            iri = quad.object.value
            node.setdefault("@type", []).append(terms.name(iri, None) or terms.short(iri))
        else:
            name, value = member(quad.predicate.value, quad.object, terms)
            node.setdefault(name, []).append(value)
    return {"@id": node_id(subject), **{name: _alone(values) for name, values in sorted(node.items())}}


def _alone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def member(predicate: str, value: Any, terms: Terms) -> tuple[str, Any]:
    """A key and a value: short where a term lends the value's type, in full where none does."""
    if not isinstance(value, Literal):
        name = terms.name(predicate, "@id")
        return (name, node_id(value)) if name else (terms.short(predicate), {"@id": node_id(value)})
    if value.language is not None:
        plain = terms.name(predicate, None)
        return plain or terms.short(predicate), {"@language": value.language, "@value": value.value}
    if value.datatype == XSD["string"]:
        return terms.name(predicate, None) or terms.short(predicate), value.value
    name = terms.name(predicate, value.datatype.value)
    if name:
        return name, _native(value)
    return terms.short(predicate), {"@type": terms.short(value.datatype.value), "@value": value.value}


def _native(value: Literal) -> Any:
    """A number or truth value of JSON, where it comes back as the same literal."""
    if value.datatype == XSD["integer"] and _INTEGER.fullmatch(value.value):
        return int(value.value)
    if value.datatype == XSD["boolean"]:
        return _TRUTHS.get(value.value, value.value)
    return value.value


def node_id(term: Any) -> str:
    """How a node is referred to."""
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
