"""`kg serve --rdf` over the data of all tests: each file is a graph, and each test says which are its dataset."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.query.limits import Limits, outline
from tests.conformance import suite
from tests.conformance.suite import Case

Ask = Callable[[Case, str], httpx.Response]
EMPTY = "urn:graph:that-no-file-holds"


@contextmanager
def served(*files: Path) -> Iterator[httpx.Client]:
    """A client of `kg serve --rdf` over these files."""
    command = [Path(sys.executable).with_name("kg"), "serve", "--rdf", *files, "--port", "0", "--json"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ
    ) as process:
        try:
            said = ""
            while not said.endswith("\n}\n") and (line := process.stdout.readline()):  # type: ignore[union-attr]
                said += line
            with httpx.Client(base_url=json.loads(said)["address"], timeout=60, trust_env=False) as client:
                yield client
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def texts_graphs(case: Case) -> tuple[str, ...]:
    """The graphs that the query of a case names by FROM; none where it cannot be read."""
    if case.result is None:
        return ()
    return outline(case.query.read_text(encoding="utf-8"), Limits(), suite.iri(case.query)).graphs


def data_files() -> set[Path]:
    """Every file that is data of a test, by its manifest or by FROM."""
    cases = list(suite.cases())
    named = {suite.FOLDER / one.removeprefix(suite.HOME) for case in cases for one in texts_graphs(case)}
    return {path for case in cases for path in (*case.data, *case.graphs)} | named


def quads_of(path: Path) -> Iterator[Quad]:
    """A file as a graph under its own IRI."""
    form = RdfFormat.from_extension(path.suffix[1:])
    for quad in parse(path=path, format=form, base_iri=suite.iri(path), rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(suite.iri(path)))


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that holds the data of all tests."""
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    with file.open("wb") as out:
        for path in sorted(data_files()):
            serialize(quads_of(path), out, RdfFormat.N_QUADS)
    with served(file) as client:
        yield client


@pytest.fixture(scope="session")
def ask(client: httpx.Client) -> Ask:
    """Asks the query of a case of the case's own dataset, in one of the formats by media type."""

    def asked(case: Case, media_type: str) -> httpx.Response:
        # A query is read against its own file; a BASE of its own comes after this one.
        text = f"BASE <{suite.iri(case.query)}>\n{case.query.read_text(encoding='utf-8')}"
        headers = {"Content-Type": "application/sparql-query", "Accept": media_type}
        return client.post("/sparql", params=dataset(case), content=text.encode(), headers=headers)

    return asked


def dataset(case: Case) -> list[tuple[str, str]]:
    """The dataset of a case as the protocol says it; where the query says it by FROM, nothing."""
    if texts_graphs(case):
        return []
    default = [("default-graph-uri", suite.iri(one)) for one in case.data]
    return [*(default or [("default-graph-uri", EMPTY)]), *(("named-graph-uri", suite.iri(one)) for one in case.graphs)]


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., httpx.Client]]:
    """Serves files of one's own; all servers end with the tests."""
    with ExitStack() as running:
        yield lambda *files: running.enter_context(served(*files))
