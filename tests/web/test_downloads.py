"""`/download/`, from a real server over a real build."""

import gzip
import hashlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.export import planned_files
from kg.pipeline import build_release, gather
from kg.settings import Settings
from kg.store import Layout, Release, current

SERVE = """
import sys
from pathlib import Path
from kg.settings import Settings
from kg.web import serve
serve(Settings(build_dir=Path(sys.argv[1]), port=0, workers=1), lambda address: print(address, flush=True))
"""
FORMS = {
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    settings = Settings(build_dir=tmp_path_factory.mktemp("downloads") / "build", jobs=1)
    build_release(gather([root / "data/corpus"]), settings, lambda progress: None)
    return current(Layout(settings.build_dir))


@pytest.fixture(scope="module")
def served(built: Release) -> Iterator[httpx.Client]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(built.path.parents[1])], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def ready(served: httpx.Client) -> httpx.Client:
    """The server once the downloads are prepared."""
    for _ in range(600):
        if served.get("/download/", headers={"Accept": "application/json"}).json()["ready"]:
            return served
        time.sleep(0.1)
    pytest.fail("the downloads were not prepared within a minute")


def listed(client: httpx.Client) -> dict[str, dict[str, object]]:
    told = client.get("/download/", headers={"Accept": "application/json"}).json()
    return {one["file"]: one for one in told["files"]}


def test_every_file_has_the_size_and_the_checksum_of_the_list(ready: httpx.Client) -> None:
    files = listed(ready)
    assert set(files) == {"plenary.nq", *planned_files()}
    for name, one in files.items():
        got = ready.get(str(one["href"]))
        assert (name, len(got.content)) == (name, one["size"])
        assert one["sha256"] in (None, hashlib.sha256(got.content).hexdigest())
        assert got.headers["content-disposition"] == f'attachment; filename="{name.rpartition("/")[2]}"'


def test_the_dump_is_that_of_the_release_and_needs_no_preparation(served: httpx.Client, built: Release) -> None:
    assert served.get("/download/plenary.nq").content == built.dump.read_bytes()


@pytest.mark.parametrize("name", ["plenary.nq", "rdf/plenary.ttl.gz", "tables/commitments.csv"])
def test_a_file_is_had_in_pieces(ready: httpx.Client, name: str) -> None:
    whole = ready.get(f"/download/{name}").content
    piece = ready.get(f"/download/{name}", headers={"Range": "bytes=100-199"})
    assert (piece.status_code, piece.content) == (206, whole[100:200])
    assert piece.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    tag = piece.headers["etag"]
    rest = ready.get(f"/download/{name}", headers={"Range": "bytes=200-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, whole[200:])
    other = ready.get(f"/download/{name}", headers={"Range": "bytes=200-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole)
    assert ready.get(f"/download/{name}", headers={"Range": "bytes=999999999-"}).status_code == 416


@pytest.mark.parametrize("path", ["plenary.nq", "tables/meetings.parquet", "document/rcm-1997-panama.ttl"])
def test_what_a_client_has_is_not_sent_again(ready: httpx.Client, path: str) -> None:
    tag = ready.get(f"/download/{path}").headers["etag"]
    assert not tag.startswith("W/")
    again = ready.get(f"/download/{path}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["plenary.nq", "tables/meetings.csv", "document/rcm-1997-panama.ttl", "contents.json"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_has_the_headers_of_get_and_no_body(ready: httpx.Client, path: str, coding: str) -> None:
    given = {"Accept-Encoding": coding}
    head, got = ready.head(f"/download/{path}", headers=given), ready.get(f"/download/{path}", headers=given)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-encoding", "content-disposition", "content-length"):
        assert head.headers.get(name) == got.headers.get(name)


def test_what_is_packed_on_the_way_is_the_same_file_under_a_tag_of_its_own(ready: httpx.Client) -> None:
    plain = ready.get("/download/tables/statements.csv", headers={"Accept-Encoding": "identity"})
    packed = ready.get("/download/tables/statements.csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    refused = ready.get("/download/tables/statements.csv", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    archive = ready.get("/download/rdf/plenary.nq.gz", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in archive.headers
    assert gzip.decompress(archive.content)


@pytest.mark.parametrize("ending", FORMS)
def test_a_document_is_had_in_every_form(served: httpx.Client, built: Release, ending: str) -> None:
    got = served.get(f"/download/document/rcm-1997-panama.{ending}")
    graphs = [one for one in built.graphs if one.document == "rcm-1997-panama"]
    kept = graphs if ending in ("nq", "trig") else [one for one in graphs if one.kind == "facts"]
    assert len(set(parse(got.content, FORMS[ending]))) == sum(one.triples for one in kept)
    assert got.headers["link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("document/rcm-1997-panama.tll", 404, "did you mean ttl"),
        ("document/nobody.ttl", 404, "holds no document"),
        ("document/rcm-1997-panama", 404, "to download"),
        ("tables/comitments.csv", 404, "tables/commitments.csv"),
        ("../release.json", 404, ""),
        ("..%2f..%2frelease.json", 404, ""),
        ("%2fetc%2fpasswd", 404, ""),
        ("document/..%2f..%2frelease.nq", 404, ""),
        ("document/%00.nq", 404, ""),
        ("document/<script>alert(1)</script>.nq", 404, ""),
    ],
)
def test_what_is_not_there_is_a_problem_with_a_way_out(ready: httpx.Client, path: str, status: int, said: str) -> None:
    got = ready.get(f"/download/{path}", headers={"Accept": "application/json"})
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"
    assert said in got.text


@pytest.mark.parametrize(("language", "words"), [("en", "Downloads"), ("es", "Descargas")])
def test_the_page_lists_every_file_without_script(ready: httpx.Client, language: str, words: str) -> None:
    page = ready.get("/download/", params={"lang": language}, headers={"Accept": "text/html"})
    assert page.headers["content-language"] == language
    assert f"<h1>{words}</h1>" in page.text
    assert "<script" not in page.text
    for name, one in listed(ready).items():
        assert f'href="/download/{name}"' in page.text
        assert str(one["sha256"] or "") in page.text


def test_nothing_is_written_into_the_release(ready: httpx.Client, built: Release) -> None:
    kept = {"documents.jsonl", "graphs.jsonl", "quads.nq", "release.json", "search.sqlite", "store"}
    assert {path.name for path in built.path.iterdir() if not path.name.startswith("report")} == kept
    assert (built.path.parents[1] / "downloads" / built.id / "SHA256SUMS").is_file()


def test_what_is_not_ready_says_when_to_come_again(built: Release) -> None:
    """While another process holds the folder, nothing is prepared, and the rest is served all the same."""
    import fcntl

    from starlette.testclient import TestClient

    from kg.query.engine import EngineSettings
    from kg.web.app import create_app
    from kg.web.settings import WebSettings

    downloads = built.path.parents[1] / "others"
    downloads.mkdir()
    with (downloads / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        settings = WebSettings(engine=EngineSettings(workers=1, spare=0), downloads=downloads)
        with TestClient(create_app(built.path, settings)) as client:
            waiting = client.get("/download/tables/meetings.csv", headers={"Accept": "application/json"})
            assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "30")
            assert client.get("/download/", headers={"Accept": "application/json"}).json()["awaited"] is True
            assert "being prepared" in client.get("/download/", headers={"Accept": "text/html"}).text
            assert client.get("/download/plenary.nq").status_code == 200
            assert client.get("/download/tables/meeting.csv").status_code == 404


def test_a_preparation_ends_with_its_server_and_leaves_no_half(built: Release, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "build")
    shutil.copytree(built.path, layout.releases / built.id)
    layout.current.symlink_to(layout.releases / built.id)
    command = [sys.executable, "-c", SERVE, str(layout.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(600):
            if list(layout.downloads.glob(".*.part")) or (layout.downloads / built.id).exists():
                break
            time.sleep(0.01)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    assert list(layout.downloads.glob(".*.part")) == []


def test_a_folder_that_was_removed_is_prepared_anew(ready: httpx.Client, built: Release) -> None:
    folder = built.path.parents[1] / "downloads" / built.id
    shutil.rmtree(folder)
    assert ready.get("/download/README.md").status_code == 503
    for _ in range(600):
        if ready.get("/download/README.md").status_code == 200:
            break
        time.sleep(0.1)
    assert (folder / "SHA256SUMS").is_file()


def test_downloads_go_with_their_release(root: Path, tmp_path: Path) -> None:
    from kg.store.history import remember

    layout = Layout(tmp_path)
    for number in range(7):
        for folder in (layout.releases, layout.downloads):
            (folder / f"{number}").mkdir(parents=True)
        remember(layout, f"{number}")
    assert {path.name for path in layout.downloads.iterdir()} == {path.name for path in layout.releases.iterdir()}
    assert len(list(layout.downloads.iterdir())) == 5


def test_a_preparation_that_died_leaves_nothing_behind(built: Release, tmp_path: Path) -> None:
    from kg.export.prepare import prepare

    (tmp_path / f".{built.id}.1.part").mkdir()
    (tmp_path / "gone").mkdir()
    prepare(built.path, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", built.id}
    before = (tmp_path / built.id).stat().st_mtime_ns
    prepare(built.path, tmp_path)
    assert (tmp_path / built.id).stat().st_mtime_ns == before


def test_every_file_that_the_dataset_declares_is_there(ready: httpx.Client) -> None:
    told = ready.get("/.well-known/void", headers={"Accept": "application/n-triples"}).content
    declared = [
        quad.object.value
        for quad in parse(told, RdfFormat.N_TRIPLES)
        if isinstance(quad.predicate, NamedNode) and quad.predicate.value.endswith("#downloadURL")
    ]
    assert len(declared) == len(FORMS)
    assert {ready.head(address).status_code for address in declared} == {200}
