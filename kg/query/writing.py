"""Results of an engine as bytes, in each form that an answer can take."""

import csv
import json
from codecs import getwriter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

__all__ = ["write"]

_SAMPLE = 1_000
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def write(
    results: QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple],
    out: IO[bytes],
    form: str,
    prefixes: dict[str, str],
    rows: int = 0,
    remembered: int | None = None,
) -> bool:
    """Write results in the form of this name, a table with at most so many `rows`; whether there are more of them.

    A graph is a set, and CONSTRUCT repeats what several solutions make: the first `remembered` triples, all of them
    where nothing is said, are written once.
    """
    if form == "table":
        content, more = _table(results, rows)
        out.write(content)
        return more
    if isinstance(results, QuerySolutions) and form == "csv":
        _write_csv(results, out)
    elif isinstance(results, QuerySolutions | QueryBoolean):
        results.serialize(out, _RESULTS[form])
    else:
        triples = _unique(results, remembered)
        first = list(islice(triples, _SAMPLE))
        serialize(chain(first, triples), out, _GRAPHS[form], prefixes=_used(prefixes, first))
    return False


def _write_csv(results: QuerySolutions, out: IO[bytes]) -> None:
    """Rows as https://www.w3.org/TR/sparql11-results-csv-tsv/#csv has them.

    The engine's own writer leaves the commas of IRIs bare, and every IRI of a passage has one.
    """
    rows = csv.writer(getwriter("utf-8")(out), lineterminator="\r\n")
    rows.writerow([variable.value for variable in results.variables])
    rows.writerows([_plain(term) for term in solution] for solution in results)


def _plain(term: object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)


def _unique(triples: Iterable[Triple], remembered: int | None) -> Iterator[Triple]:
    seen: set[Triple] = set()
    for triple in triples:
        if triple in seen:
            continue
        if remembered is None or len(seen) < remembered:
            seen.add(triple)
        yield triple


def _used(prefixes: dict[str, str], triples: list[Triple]) -> dict[str, str]:
    """The prefixes that a small graph needs; all of them for a large one."""
    if len(triples) == _SAMPLE:
        return prefixes
    named = {str(term) for triple in triples for term in triple}
    return {name: iri for name, iri in sorted(prefixes.items()) if any(iri in one for one in named)}


def _table(results: QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple], rows: int) -> tuple[bytes, bool]:
    """Variables, at most `rows` rows of terms, and whether there are more."""
    if isinstance(results, QueryBoolean):
        return json.dumps({"boolean": bool(results)}).encode(), False
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        cells: Iterator[list[Any]] = ([solution[name] for name in names] for solution in results)
    else:
        names = ["subject", "predicate", "object"]
        cells = ([one.subject, one.predicate, one.object] for one in _unique(results, None))
    found = [[_cell(term) for term in row] for row in islice(cells, rows + 1)]
    more = len(found) > rows
    return json.dumps({"variables": names, "rows": found[:rows], "more": more}).encode(), more


def _cell(term: object) -> dict[str, str] | None:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        extra = {"language": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value} | extra
    return None if term is None else {"type": "triple", "value": str(term)}
