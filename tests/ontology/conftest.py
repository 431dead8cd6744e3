"""The vocabulary as the tests read it, and the one form in which its files are written."""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, XSD, Graph, Literal
from rdflib.term import Node

_PREFIX = re.compile(r"^@prefix ([\w-]*): <([^>]*)> \.$", re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z_][\w-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@pytest.fixture(scope="session")
def ontology(root: Path) -> Path:
    return root / "ontology"


@pytest.fixture(scope="session")
def igm(ontology: Path) -> Graph:
    return Graph().parse(ontology / "igm.ttl", format="turtle")


@pytest.fixture(scope="session")
def codes(ontology: Path) -> dict[str, Graph]:
    return {path.stem: Graph().parse(path, format="turtle") for path in sorted((ontology / "codes").glob("*.ttl"))}


@pytest.fixture(scope="session")
def shapes(ontology: Path) -> Graph:
    graph = Graph()
    for path in sorted((ontology / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def published(ontology: Path) -> Callable[..., pyoxigraph.Store]:
    """A store laid out as the published one: all in the default graph, a document's facts in one of their own too."""

    def load(*facts: Path) -> pyoxigraph.Store:
        store = pyoxigraph.Store()
        for path in (ontology / "igm.ttl", *sorted((ontology / "codes").glob("*.ttl"))):
            store.load(path=path)
        for path in facts:
            store.load(path=path)
            store.load(path=path, to_graph=pyoxigraph.NamedNode("https://example.org/graph/minutes"))
        return store

    return load


@pytest.fixture(scope="session")
def canonical() -> Callable[[str], str]:
    """Turtle without blank nodes, sorted: a subject a block, a predicate a line, comments at the top only."""
    return _canonical


def _canonical(turtle: str) -> str:
    head = "".join(line + "\n" for line in turtle.splitlines() if line.startswith("#"))
    prefixes = dict(_PREFIX.findall(turtle))
    graph = Graph().parse(data=turtle, format="turtle")
    body = "\n".join(_block(graph, subject, prefixes) for subject in sorted(set(graph.subjects()), key=str))
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', body)
    used = sorted(prefix for prefix in prefixes if re.search(rf"(?<![\w-]){prefix}:", bare))
    return head + "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in used) + "\n" + body


def _block(graph: Graph, subject: Node, prefixes: dict[str, str]) -> str:
    predicates = sorted(set(graph.predicates(subject)), key=lambda each: (each != RDF.type, str(each)))
    lines = (
        "a" * (each == RDF.type)
        + _term(each, prefixes) * (each != RDF.type)
        + " "
        + " , ".join(sorted(_term(value, prefixes) for value in graph.objects(subject, each)))
        for each in predicates
    )
    return _term(subject, prefixes) + "\n    " + " ;\n    ".join(lines) + " .\n"


def _term(term: Node, prefixes: dict[str, str]) -> str:
    if isinstance(term, Literal):
        return _literal(term, prefixes)
    iri = str(term)
    for prefix, base in sorted(prefixes.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(base) and _LOCAL.fullmatch(iri.removeprefix(base)):
            return f"{prefix}:{iri.removeprefix(base)}"
    return f"<{iri}>"


def _literal(term: Literal, prefixes: dict[str, str]) -> str:
    if term.datatype == XSD.integer:
        return str(term)
    words = "".join(_ESCAPES.get(letter, letter) for letter in str(term).replace("+00:00", "Z"))
    if term.language:
        return f'"{words}"@{term.language}'
    return f'"{words}"' + (f"^^{_term(term.datatype, prefixes)}" if term.datatype else "")
