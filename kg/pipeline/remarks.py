"""What a dataset says besides its counts: which questions can be asked of it, and with which prefixes."""

from itertools import chain

from kg.query.examples import declarations, examples
from kg.query.saved import load
from kg.store.catalogue import prefixes_of
from kg.store.dataset import dataset_iri, remarked

__all__ = ["remarks_on"]


def remarks_on(base_iri: str) -> bytes:
    """The saved queries as examples, and the prefixes as declarations: N-Quads of the graph of the description."""
    prefixes = prefixes_of(dataset_iri(base_iri))
    return remarked(chain(examples(load().values(), prefixes, base_iri, base_iri), declarations(prefixes)))
