"""Graphs into a store that someone else runs, a few megabytes at a time.

https://www.w3.org/TR/sparql11-http-rdf-update/ : the first batch of a graph replaces it, the others are added to it.
A batch that is sent again changes nothing, for a graph is a set and the triples have no blank nodes.
"""

import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

import httpx2

from kg.errors import StoreRefused
from kg.query.interface import RemoteStore
from kg.query.remote import client_options

__all__ = ["GraphStore"]

_BATCH = 4_000_000
_SECONDS = 300.0
_TRIES = 4
_PAUSE = 0.5
_SHOWN = 200
_TYPE = "application/n-triples"
_AGAIN = frozenset({429, 502, 503, 504})


class GraphStore:
    """The graphs of a store, to be replaced one by one; used as `with`. A graph of no name is the default graph."""

    def __init__(self, store: RemoteStore, batch: int = _BATCH) -> None:
        self.requests = 0
        self._store = store
        self._batch = batch
        self._client = httpx2.Client(**client_options(store, 1, _SECONDS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def replace(self, graph: str, lines: Iterable[bytes]) -> Iterator[int]:
        """Put lines of N-Triples in the place of what the graph holds, saying after each batch how many they were.

        Raises StoreRefused; the graph holds some of them then, and is whole again once it is replaced anew.
        """
        method = "PUT"
        for batch in _batches(lines, self):
            self._give(method, graph, batch)
            method = "POST"
            yield len(batch)
        if method == "PUT":
            self.drop(graph)

    def drop(self, graph: str) -> None:
        """Take a graph away, if it is there. Raises StoreRefused."""
        response = self._sent("DELETE", graph, b"")
        if not response.is_success and response.status_code != 404:
            raise self._refused(response)

    @property
    def batch(self) -> int:
        """The bytes that the store is given at a time; fewer once it has said that they are too many."""
        return self._batch

    def _give(self, method: str, graph: str, lines: list[bytes]) -> None:
        response = self._sent(method, graph, b"".join(lines))
        if response.status_code == 413 and len(lines) > 1:
            self._batch = max(self._batch // 2, 1)
            self._give(method, graph, lines[: len(lines) // 2])
            self._give("POST", graph, lines[len(lines) // 2 :])
        elif not response.is_success:
            raise self._refused(response)

    def _sent(self, method: str, graph: str, content: bytes) -> httpx2.Response:
        parameters = {"graph": graph} if graph else {"default": ""}
        url = httpx2.URL(self._store.url).copy_merge_params(parameters)
        for again in range(_TRIES):
            time.sleep(again * _PAUSE)
            try:
                self.requests += 1
                response = self._client.request(method, url, content=content, headers={"content-type": _TYPE})
            except httpx2.RequestError as error:
                if again == _TRIES - 1:
                    raise self._lost(error) from error
                continue
            if response.status_code not in _AGAIN:
                break
        return response

    def _lost(self, error: Exception) -> StoreRefused:
        if isinstance(error, httpx2.ReadTimeout | httpx2.WriteTimeout):
            why = f"it did not answer within {_SECONDS:g} seconds"
        else:
            why = _line(str(error)) or type(error).__name__
        fix = "see that it is up, and run the command again: it begins anew and ends the same"
        return StoreRefused("The store cannot be reached", self._store.url, why, fix)

    def _refused(self, response: httpx2.Response) -> StoreRefused:
        status, where = response.status_code, self._store.url
        if status in (401, 403):
            fix = "set KG_STORE_USER and KG_STORE_PASSWORD; a store that asks for Basic has to be reached by https"
            return StoreRefused("The store lets nobody write", where, f"it answered with status {status}", fix)
        if status == 413:
            fix = "raise the size of a request that the store, or a proxy before it, takes"
            return StoreRefused("The store takes no triple as long as this", where, "", fix)
        if status in (404, 405, 501) or 300 <= status < 400:
            fix = "give the address of its SPARQL Graph Store Protocol, such as …/store or …/sparql-graph-crud-auth"
            return StoreRefused("The store takes no graphs there", where, f"it answered with status {status}", fix)
        why = f"it answered with status {status}: {_line(response.text)}"
        fix = "see the store's log, and run the command again: it begins anew and ends the same"
        return StoreRefused("The store does not take a graph", where, why, fix)


def _batches(lines: Iterable[bytes], store: GraphStore) -> Iterator[list[bytes]]:
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        if waiting and size + len(line) > store.batch:
            yield waiting
            waiting, size = [], 0
        waiting.append(line)
        size += len(line)
    if waiting:
        yield waiting


def _line(words: str) -> str:
    plain = "".join(one if one.isprintable() else " " for one in words[: 4 * _SHOWN])
    return " ".join(plain.split())[:_SHOWN]
