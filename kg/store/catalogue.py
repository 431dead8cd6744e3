"""Where a dataset can be had: its catalogue, its files, its SPARQL service, every address in one place.

https://www.w3.org/TR/vocab-dcat-3/ and https://www.w3.org/TR/void/#access
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kg.terms import Literal, NamedNode
from kg.vocabulary import DCAT, DCTERMS, FOAF, RDF, VOID

__all__ = ["ADDRESSES", "access", "download", "prefixes_of"]

ADDRESSES = (
    DCAT["accessURL"],
    DCAT["downloadURL"],
    DCAT["endpointURL"],
    DCAT["endpointDescription"],
    DCAT["landingPage"],
    FOAF["homepage"],
    VOID["dataDump"],
    VOID["sparqlEndpoint"],
)
"""The properties whose values are addresses of the service, below the base of the IRIs unless it knows a better one."""

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def download(extension: str) -> str:
    """Where the whole dataset is in one format, packed, below the address of the service."""
    return f"download/rdf/plenary.{extension}.gz"


def prefixes_of(dataset: NamedNode) -> NamedNode:
    """The resource that declares the prefixes of a dataset."""
    return NamedNode(f"{dataset.value}#prefixes")


def access(dataset: NamedNode, home: str, told: Mapping[str, Any]) -> Iterator[Triple]:
    """How the dataset can be had from the service at `home`, which ends with `/`; `told` is `dataset.toml`."""
    licence = NamedNode(told["license"])
    yield from _catalogue(dataset, home, told)
    yield from _service(dataset, home, told)
    for one in told["distribution"]:
        yield from _distribution(dataset, home, one, licence)
    for code in told["language"]:
        yield dataset, DCTERMS["language"], NamedNode(_LANGUAGES + code)
    yield dataset, DCAT["landingPage"], NamedNode(home)
    yield dataset, FOAF["homepage"], NamedNode(home)


def _catalogue(dataset: NamedNode, home: str, told: Mapping[str, Any]) -> Iterator[Triple]:
    catalogue = NamedNode(f"{dataset.value}#catalog")
    yield catalogue, RDF["type"], DCAT["Catalog"]
    yield catalogue, DCAT["dataset"], dataset
    yield catalogue, DCAT["service"], NamedNode(f"{dataset.value}#service")
    yield catalogue, DCTERMS["license"], NamedNode(told["license"])
    yield catalogue, FOAF["homepage"], NamedNode(home)
    yield from _titled(catalogue, told["catalog"]["title"])
    for code in told["language"]:
        yield catalogue, DCTERMS["language"], NamedNode(_LANGUAGES + code)


def _service(dataset: NamedNode, home: str, told: Mapping[str, Any]) -> Iterator[Triple]:
    service, endpoint = NamedNode(f"{dataset.value}#service"), NamedNode(f"{home}sparql")
    yield service, RDF["type"], DCAT["DataService"]
    yield service, DCAT["endpointURL"], endpoint
    # Asked without a query, the endpoint describes itself.
    yield service, DCAT["endpointDescription"], endpoint
    yield service, DCAT["servesDataset"], dataset
    yield service, DCTERMS["conformsTo"], NamedNode(_PROTOCOL)
    yield service, DCTERMS["license"], NamedNode(told["license"])
    yield from _titled(service, told["service"]["title"])
    yield dataset, VOID["sparqlEndpoint"], endpoint


def _distribution(dataset: NamedNode, home: str, one: Mapping[str, Any], licence: NamedNode) -> Iterator[Triple]:
    node = NamedNode(f"{dataset.value}#file-{one['extension']}")
    address = NamedNode(home + download(one["extension"]))
    yield dataset, DCAT["distribution"], node
    yield dataset, VOID["dataDump"], address
    yield dataset, VOID["feature"], NamedNode(one["format"])
    yield node, RDF["type"], DCAT["Distribution"]
    yield node, DCAT["downloadURL"], address
    yield node, DCAT["accessURL"], NamedNode(f"{home}download/")
    yield node, DCAT["mediaType"], NamedNode(_MEDIA_TYPES + one["media_type"])
    yield node, DCAT["compressFormat"], NamedNode(f"{_MEDIA_TYPES}application/gzip")
    yield node, DCTERMS["format"], NamedNode(one["format"])
    yield node, DCTERMS["license"], licence
    yield from _titled(node, one["title"])


def _titled(node: NamedNode, titles: Mapping[str, str]) -> Iterator[Triple]:
    for language, title in titles.items():
        yield node, DCTERMS["title"], Literal(title, language=language)
