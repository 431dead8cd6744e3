"""Any SPARQL 1.1 store in the place of the embedded engine: asked over HTTP, under the same limits, never believed."""

from kg.errors import MissingAsset

try:
    import httpx2  # noqa: F401 (said here once for all modules of the package)
except ImportError as error:
    raise MissingAsset(
        "A package is missing",
        "httpx2",
        "stores that others run are spoken to with it",
        "pip install 'plenary-kg[remote]'",
    ) from error

from kg.query.remote.address import client_options
from kg.query.remote.engine import RemoteEngine, consult, stores
from kg.query.remote.facts import DATASET, DEFAULT, Ask, StoreFacts, facts_of, own_graphs_in, release_in
from kg.query.remote.questions import asked, is_true

__all__ = [
    "DATASET",
    "DEFAULT",
    "Ask",
    "RemoteEngine",
    "StoreFacts",
    "asked",
    "client_options",
    "consult",
    "facts_of",
    "is_true",
    "own_graphs_in",
    "release_in",
    "stores",
]
