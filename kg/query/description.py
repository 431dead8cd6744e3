"""What the endpoint says of itself.

https://www.w3.org/TR/sparql11-service-description/
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.query.engine import EngineSettings
from kg.query.examples import declarations, examples
from kg.query.formats import Format
from kg.query.saved import SavedQuery
from kg.vocabulary import DCTERMS, PREFIXES, RDF, RDFS, SCHEMA, VOID, XSD, Vocabulary

__all__ = ["described"]

_SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Vocabulary("http://www.w3.org/ns/formats/")
_OFFERED = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_SYNTAX = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
_NOTES = {
    "en": "Read-only. SERVICE, LOAD and updates are refused; no graph is fetched from elsewhere. "
    "An answer is complete, or its connection breaks.",
    "es": "Solo lectura. Se rechazan SERVICE, LOAD y las modificaciones; no se descargan grafos de otros sitios. "
    "Una respuesta está completa o su conexión se interrumpe.",
}


def described(
    home: str,
    release: str,
    graphs: frozenset[str],
    settings: EngineSettings,
    format: Format,
    queries: Iterable[SavedQuery] = (),
) -> bytes:
    """The service description of the endpoint of the service at `home`; the same input, the same bytes.

    Its limits are among it, the queries as examples, and the prefixes that they use.
    """
    endpoint = f"{home}sparql"
    declared = NamedNode(f"{endpoint}#prefixes")
    told = (*declarations(declared), *examples(queries, declared, home, settings.base_iri))
    triples = [
        *_service(endpoint, release),
        *_limits(endpoint, settings),
        *_dataset(endpoint, home, graphs),
        *(Triple(*one) for one in told),
    ]
    prefixes = {"sd": _SD.base, "schema": SCHEMA.base, "formats": _FORMATS.base} | {
        name: PREFIXES[name] for name in ("dcterms", "rdfs", "sh", "void", "xsd")
    }
    return serialize(triples, format=_SYNTAX[format.name], prefixes=prefixes) or b""


def _service(endpoint: str, release: str) -> Iterator[Triple]:
    service = NamedNode(endpoint)
    yield Triple(service, RDF["type"], _SD["Service"])
    yield Triple(service, _SD["endpoint"], service)
    yield Triple(service, _SD["supportedLanguage"], _SD["SPARQL11Query"])
    for name in _OFFERED:
        yield Triple(service, _SD["resultFormat"], _FORMATS[name])
    for language, note in _NOTES.items():
        yield Triple(service, RDFS["comment"], Literal(note, language=language))
    yield Triple(service, DCTERMS["hasVersion"], Literal(release))
    yield Triple(service, _SD["defaultDataset"], NamedNode(f"{endpoint}#dataset"))


def _limits(endpoint: str, settings: EngineSettings) -> Iterator[Triple]:
    declared: Mapping[str, float] = settings.limits.declared() | {
        "deadline": settings.deadline,
        "memory": settings.memory,
        "in-memory": settings.in_memory,
        "queue": settings.queue,
    }
    units = {"deadline": "s", "memory": "MB", "in-memory": "MB", "length": "bytes"}
    for name, value in declared.items():
        limit = NamedNode(f"{endpoint}#limit-{name}")
        yield Triple(NamedNode(endpoint), SCHEMA["additionalProperty"], limit)
        yield Triple(limit, RDF["type"], SCHEMA["PropertyValue"])
        yield Triple(limit, SCHEMA["name"], Literal(name, language="en"))
        yield Triple(limit, SCHEMA["value"], Literal(f"{value:g}", datatype=XSD["decimal"]))
        if name in units:
            yield Triple(limit, SCHEMA["unitText"], Literal(units[name]))


def _dataset(endpoint: str, home: str, graphs: frozenset[str]) -> Iterator[Triple]:
    dataset, default = NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default-graph")
    yield Triple(dataset, RDF["type"], _SD["Dataset"])
    yield Triple(dataset, RDF["type"], VOID["Dataset"])
    yield Triple(dataset, RDFS["seeAlso"], NamedNode(f"{home}.well-known/void"))
    yield Triple(dataset, _SD["defaultGraph"], default)
    yield Triple(default, RDF["type"], _SD["Graph"])
    for at, name in enumerate(sorted(graphs), start=1):
        graph = NamedNode(f"{endpoint}#named-graph-{at}")
        yield Triple(dataset, _SD["namedGraph"], graph)
        yield Triple(graph, RDF["type"], _SD["NamedGraph"])
        yield Triple(graph, _SD["name"], NamedNode(name))
