"""The saved queries as data: what editors and other programs look for in an endpoint to offer as examples.

https://www.w3.org/TR/shacl/#SPARQLExecutable , as the collections of the life sciences' endpoints write them
(https://github.com/sib-swiss/sparql-examples): a query is one resource, its text under `sh:select` or the like, what
it answers under `rdfs:label` and `rdfs:comment`, where to ask it under `schema:target`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.query.faults import QueryFault
from kg.query.messages import LANGUAGES
from kg.query.saved import SavedQuery
from kg.terms import Literal, NamedNode
from kg.vocabulary import PREFIXES, RDF, RDFS, SCHEMA, SH, XSD

__all__ = ["declarations", "examples"]

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def examples(queries: Iterable[SavedQuery], prefixes: NamedNode, home: str, base_iri: str) -> Iterator[Triple]:
    """Each query as it can be run, its required values bound to their examples.

    `prefixes` is the resource that declares prefixes, `home` the address of the service, which ends with `/`.
    """
    for query in queries:
        node = NamedNode(f"{base_iri}id/query/{query.name}")
        yield node, RDF["type"], SH["SPARQLExecutable"]
        yield node, RDF["type"], SH[f"SPARQL{query.form.capitalize()}Executable"]
        yield node, SH[query.form.lower()], Literal(_text(query, base_iri))
        yield node, SH["prefixes"], prefixes
        yield node, SCHEMA["target"], NamedNode(f"{home}sparql")
        for language in LANGUAGES:
            yield node, RDFS["label"], Literal(query.title(language), language=language)
            yield node, RDFS["comment"], Literal(query.description(language), language=language)


def declarations(node: NamedNode, prefixes: Mapping[str, str] = PREFIXES) -> Iterator[Triple]:
    """The prefixes as `node` declares them."""
    for name, namespace in sorted(prefixes.items()):
        one = NamedNode(f"{node.value}-{name}")
        yield node, SH["declare"], one
        yield one, SH["prefix"], Literal(name)
        yield one, SH["namespace"], Literal(namespace, datatype=XSD["anyURI"])


def _text(query: SavedQuery, base_iri: str) -> str:
    values = {one.name: one.example for one in query.parameters if not one.optional and one.example}
    try:
        return replace(query, text=query.bound(values, base_iri)).body
    except QueryFault:
        # A required value without an example that holds: the query asks of everything instead.
        return query.body
