"""`kg serve --rdf` as a process of its own: plain RDF files, as they are, over HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Kg

TURTLE = "@prefix e: <http://e.example/> . e:a e:p e:b . <rel> e:p _:x ."
FILES = {
    "a.ttl": TURTLE,
    "b.nt": "<http://e.example/c> <http://e.example/p> _:x .\n",
    "c.nq": "<http://e.example/s> <http://e.example/p> _:x <http://e.example/g1> .\n"
    "<http://e.example/s> <http://e.example/p> _:x <http://e.example/g2> .\n"
    "<http://e.example/d> <http://e.example/p> <http://e.example/o> .\n",
    "d.trig": "@prefix e: <http://e.example/> . GRAPH e:g3 { e:a e:p e:b . }",
    "e.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">'
    '<rdf:Description rdf:about="http://e.example/x"><e:p rdf:resource="http://e.example/y"/></rdf:Description></rdf:RDF>',
    "f.jsonld": '{"@id": "http://e.example/j", "http://e.example/p": [{"@id": "http://e.example/k"}]}',
}


@dataclass(frozen=True, slots=True)
class Served:
    told: dict[str, Any]
    process: subprocess.Popen[str]
    folder: Path

    def rows(self, query: str, **fields: Any) -> list[str]:
        answer = httpx.get(
            f"{self.told['address']}sparql", params={"query": query, **fields}, headers={"Accept": "text/csv"}
        )
        assert answer.status_code == 200, answer.text
        return answer.text.splitlines()[1:]

    def count(self, where: str, **fields: Any) -> int:
        return int(self.rows(f"SELECT (COUNT(*) AS ?n) {where}", **fields)[0])


@contextmanager
def served(temporary: Path, *arguments: object, ended_by: signal.Signals = signal.SIGINT) -> Iterator[Served]:
    """A server whose throw-away store is made in `temporary`."""
    temporary.mkdir(exist_ok=True)
    command = [Path(sys.executable).with_name("kg"), "serve", *arguments, "--port", "0", "--json"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environ |= {"TMPDIR": str(temporary)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as process:
        try:
            said = ""
            while not said.endswith("\n}\n") and (line := process.stdout.readline()):  # type: ignore[union-attr]
                said += line
            yield Served(json.loads(said), process, temporary)
        finally:
            process.send_signal(ended_by)
            process.communicate(timeout=30)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("rdf")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in FILES]


def test_files_of_every_format_are_one_dataset_with_their_graphs(files: list[Path], tmp_path: Path) -> None:
    with served(tmp_path / "t", "--rdf", *files) as site:
        assert (site.told["triples"], site.told["graphs"]) == (9, 3)
        assert site.count("{ ?s ?p ?o }") == 6
        assert site.rows("SELECT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g") == [
            f"http://e.example/g{number}" for number in (1, 2, 3)
        ]
        assert site.rows("SELECT ?s { ?s <http://e.example/p> ?o FILTER(STRENDS(STR(?s), 'rel')) }") == [
            files[0].with_name("rel").as_uri()
        ]
        # A blank node is one within its file, and never one with that of another file.
        assert site.count("{ GRAPH <http://e.example/g1> { ?a ?p ?x } GRAPH <http://e.example/g2> { ?b ?q ?x } }") == 1
        assert site.count("{ GRAPH <http://e.example/g1> { ?a ?p ?x } ?b ?q ?x }") == 0
        assert site.count("FROM <http://e.example/g1> FROM <http://e.example/g2> { ?s ?p ?o }") == 1
        assert list((tmp_path / "t").iterdir()) != []
    assert site.process.returncode == 130
    assert list((tmp_path / "t").iterdir()) == []


def test_a_store_is_removed_when_the_system_ends_the_server(files: list[Path], tmp_path: Path) -> None:
    with served(tmp_path / "t", "--rdf", files[0], "--rdf", files[1], ended_by=signal.SIGTERM) as site:
        assert site.count("{ ?s ?p ?o }") == 3
    assert site.process.returncode == 128 + signal.SIGTERM
    assert list((tmp_path / "t").iterdir()) == []


def test_a_graph_that_no_file_holds_is_empty_and_never_fetched(files: list[Path], tmp_path: Path) -> None:
    with served(tmp_path / "t", "--rdf", files[2]) as site:
        unknown = "http://nowhere.example/g"
        assert site.count("{ ?s ?p ?o }", **{"default-graph-uri": unknown}) == 0
        assert site.count(f"FROM <{unknown}> FROM <http://e.example/g1> {{ ?s ?p ?o }}") == 1
        assert site.count("FROM <file:///etc/passwd> { ?s ?p ?o }") == 0


def test_nothing_that_a_query_names_is_ever_fetched(files: list[Path], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary, served(tmp_path / "t", "--rdf", *files) as site:
        there = f"http://127.0.0.1:{canary.getsockname()[1]}/data.ttl"
        assert site.count(f"FROM <{there}> {{ ?s ?p ?o }}") == 0
        assert site.count(f"FROM NAMED <{there}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 0
        assert site.count(f"FROM <{there}> FROM <{files[0].as_uri()}> {{ ?s ?p ?o }}") == 0
        assert site.count("{ ?s ?p ?o }", **{"default-graph-uri": there, "named-graph-uri": there}) == 0
        address = f"{site.told['address']}sparql"
        for query in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{there}> AS ?there) SERVICE SILENT ?there {{ ?s ?p ?o }} }}",
            f"LOAD <{there}>",
        ):
            refused = httpx.get(address, params={"query": query})
            assert refused.status_code == 400
            assert refused.json()["type"] in ("/problem/service-refused", "/problem/update-refused")
        canary.settimeout(0.3)
        with pytest.raises(TimeoutError):
            canary.accept()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.ttl", b"<a> <b> <c> .\n<d> <e>", ["bad.ttl, line 2, column ", "its parser says", "mend it there"]),
        ("bad.nq", b"<urn:a> <urn:b>\n<urn:c> .", ["bad.nq, line 2, column 1"]),
        ("bad.rdf", b"<rdf:RDF>", ["bad.rdf", "Unknown prefix"]),
        ("bad.jsonld", b'{"@id":', ["bad.jsonld, line 1"]),
        ("far.jsonld", b'{"@context": "http://127.0.0.1:9/c", "p": 1}', ["nothing is fetched", "write the context"]),
        ("latin.nt", '<urn:a> <urn:b> "\xe9" .'.encode("latin-1"), ["latin.nt, line 1", "UTF-8"]),
        ("words", b"Once upon a time", ["words, line 1", ".ttl, .nt, .nq"]),
        ("", b"", ["a folder"]),
        ("absent.ttl", None, ["absent.ttl", "No such file", "give a file of Turtle"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_not_rdf_is_told_with_its_place_cause_and_fix(
    kg: Kg, tmp_path: Path, name: str, content: bytes | None, said: list[str]
) -> None:
    path = tmp_path / name
    if name and content is not None:
        path.write_bytes(content)
    ran = kg("serve", "--rdf", path, "--port", "0")
    assert (ran.status, ran.out) == (3, "")
    assert [one for one in said if one not in ran.err] == []


def test_the_same_is_told_in_spanish(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    ran = kg("serve", "--rdf", tmp_path / "bad.ttl", "--lang", "es")
    assert "El archivo RDF no se puede analizar" in ran.err
    assert "bad.ttl, línea 1, columna" in ran.err


def test_a_file_without_the_option_is_a_slip(kg: Kg) -> None:
    ran = kg("serve", "data.ttl")
    assert ran.status == 2
    assert "kg serve --rdf data.ttl" in ran.err


@pytest.mark.parametrize(
    ("content", "graphs"),
    [
        ("<urn:a> <urn:b> <urn:c> .", 0),
        ("<urn:a> <urn:b> <urn:c> <urn:g> .", 1),
        ("<urn:g> { <urn:a> <urn:b> <urn:c> }", 1),
        ('[{"@id": "urn:a", "urn:b": [{"@id": "urn:c"}]}]', 0),
        ('<?xml version="1.0"?>' + FILES["e.rdf"], 0),
    ],
)
def test_a_file_with_any_other_name_is_told_by_its_content(tmp_path: Path, content: str, graphs: int) -> None:
    from kg.store.plain import plain_release

    path = tmp_path / "data"
    path.write_text(content)
    with plain_release([path]) as plain:
        assert (plain.triples, plain.graphs) == (1, graphs)
        first = plain.id
    assert not plain.path.exists()
    with plain_release([path]) as again:
        assert again.id == first
