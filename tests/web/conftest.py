"""A real server in a process of its own, over a real store, spoken to over loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.query.conftest import published

KG = "http://example.org/kg/"
IGM = "https://w3id.org/igm/ns#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
MEETINGS = 3_000
PROGRAM = """
import sys
from pathlib import Path
from kg.query.engine import EngineSettings
from kg.web.server import serve_at
from kg.web.settings import WebSettings
folder, queries, deadline, memory, workers = sys.argv[1:]
engine = EngineSettings(deadline=float(deadline), memory=int(memory), workers=int(workers), queue=16)
settings = WebSettings(engine=engine, queries=Path(queries), head_seconds=3, body_seconds=3, poll=0.1, page_rows=50)
serve_at(Path(folder), port=0, settings=settings, on_ready=lambda address: print(address, flush=True))
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A server that is running."""

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1].rstrip("/"))

    def client(self, **chosen: object) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False, **chosen)  # type: ignore[arg-type]

    def workers(self) -> list[int]:
        """The process ids of the workers, and of what they are copies of."""
        return _offspring(self.process.pid)

    def resident(self) -> int:
        """Bytes of memory of the server and its workers."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in [self.process.pid, *self.workers()])
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")

    def settle(self) -> None:
        """Wait until the workers are those that are to stay."""
        with self.client() as client:
            while client.get("/health").json()["store"] == "loading":
                time.sleep(0.02)


def _offspring(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*children, *(one for child in children for one in _offspring(child))]


def meeting_quads() -> Iterator[Quad]:
    """What the hostile queries ask about: a chain of meetings, participants, states that are allies, labels."""
    node = NamedNode
    for at in range(MEETINGS):
        meeting = node(f"{KG}meeting/{6_000 - MEETINGS + at}")
        yield Quad(meeting, RDF_TYPE, node(f"{IGM}Meeting"))
        yield Quad(meeting, node(f"{RDFS}label"), Literal(f"Meeting number {at} of the forum", language="en"))
        yield Quad(meeting, node(f"{RDFS}comment"), Literal("a" * 30))
        yield Quad(meeting, node(f"{KG}next"), node(f"{KG}meeting/{6_001 - MEETINGS + at}"))
        for state in range(6):
            yield Quad(meeting, node(f"{KG}participant"), node(f"{KG}state/{(at + state * 7) % 50}"))
    for at in range(50):
        yield Quad(node(f"{KG}state/{at}"), node(f"{KG}ally"), node(f"{KG}state/{(at * 3 + 1) % 50}"))
    yield Quad(node(f"{KG}x"), node(f"{RDFS}label"), Literal("<script>alert(1)</script>"))
    yield Quad(node(f"{KG}y"), node(f"{RDFS}label"), Literal("in a graph"), node(f"{KG}graph/one"))
    yield Quad(node("https://w3id.org/igm/id/meeting/a"), RDF_TYPE, node(f"{IGM}Commitment"))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("built") / "one", meeting_quads(), "0123456789abcdef")


@pytest.fixture(scope="session")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sparql")
    (folder / "meetings.rq").write_text(
        "# name: meetings\n# title@en: Meetings <b>\n# title@es: Reuniones\n# description@en: Those there are.\n"
        "# description@es: Las que hay.\n# question: 7\n"
        "# param: number xsd:integer optional 6000 | en: the number | es: el número\n"
        f"SELECT ?meeting WHERE {{ ?meeting <{KG}next> ?next FILTER(!BOUND(?number) ||"
        f' ?next = IRI(CONCAT("{KG}meeting/", STR(?number)))) }} LIMIT 3\n'
    )
    (folder / "about.rq").write_text(
        "# name: about\n# title@en: About\n# title@es: Sobre\n# description@en: d\n# description@es: d\n"
        f"# param: thing iri required {KG}x | en: the thing | es: la cosa\n"
        "CONSTRUCT { ?thing ?p ?o } WHERE { ?thing ?p ?o }\n"
    )
    return folder


Start = Callable[..., Site]


@pytest.fixture(scope="session")
def start(queries: Path) -> Iterator[Start]:
    """Starts servers; what is still running at the end of the tests is stopped."""
    running: list[Site] = []

    def run(folder: Path, deadline: float = 20, memory: int = 512, workers: int = 2) -> Site:
        arguments = [str(folder), str(queries), str(deadline), str(memory), str(workers)]
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the server did not start"
        running.append(Site(address, process))
        return running[-1]

    yield run
    for site in running:
        site.process.terminate()
    for site in running:
        site.process.wait(timeout=20)
        if site.process.stdout is not None:
            site.process.stdout.close()


@pytest.fixture(scope="session")
def site(start: Start, release: Path) -> Site:
    """A server with time for its queries."""
    return start(release)


@pytest.fixture(scope="session")
def hasty(start: Start, release: Path) -> Site:
    """A server with hardly any time, and little memory."""
    return start(release, deadline=0.6, memory=256)


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with site.client() as client:
        yield client
