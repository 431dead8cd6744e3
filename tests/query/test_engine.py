"""The engine with real workers over real stores: what is answered, what is stopped, and what is left behind."""

import asyncio
import csv
import io
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import BrokenRelease
from kg.query.engine import Answer, Dataset, Engine, EngineSettings, Question
from kg.query.faults import (
    AnswerCutShort,
    Busy,
    DeadlinePassed,
    EngineLost,
    MemoryExhausted,
    QueryFault,
)
from kg.query.formats import GRAPH_FORMATS, RESULT_FORMATS, named
from kg.query.process import Release, Worker

EX = "http://example.org/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Publish = Callable[..., Path]


async def begun(engine: Engine, text: str, name: str = "", dataset: Dataset | None = None, rows: int = 0) -> Answer:
    outline = await engine.outline(text)
    form = named(name or ("nt" if outline.is_graph else "csv"), outline.is_graph)
    return await engine.ask(Question(text, outline, form, dataset, rows))


async def asked(engine: Engine, text: str, name: str = "", dataset: Dataset | None = None) -> bytes:
    async with await begun(engine, text, name, dataset) as answer:
        return b"".join([chunk async for chunk in answer.chunks()])


def with_engine(folder: Path, work: Callable[[Engine], Awaitable[Any]], **chosen: Any) -> Any:
    async def run() -> Any:
        async with Engine(folder, EngineSettings(**{"deadline": 20.0, "base_iri": EX, **chosen})) as engine:
            return await work(engine)

    return asyncio.run(run())


def answer(folder: Path, text: str, name: str = "", dataset: Dataset | None = None, **chosen: Any) -> bytes:
    def work(engine: Engine) -> Coroutine[Any, Any, bytes]:
        return asked(engine, text, name, dataset)

    return bytes(with_engine(folder, work, workers=1, spare=0, **chosen))


def fault(folder: Path, text: str, **chosen: Any) -> QueryFault:
    with pytest.raises(QueryFault) as caught:
        answer(folder, text, **chosen)
    return caught.value


SELECT = f"SELECT ?o {{ <{EX}a> ?p ?o }}"


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.name)
def test_solutions_come_in_every_result_format(small: Path, form: Any) -> None:
    expected = {
        "json": '{"head":{"vars":["o"]},"results":{"bindings":['
        '{"o":{"type":"literal","value":"uno","xml:lang":"es"}}]}}',
        "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        '<head><variable name="o"/></head>'
        '<results><result><binding name="o"><literal xml:lang="es">uno</literal></binding></result></results></sparql>',
        "csv": "o\r\nuno\r\n",
        "tsv": '?o\n"uno"@es\n',
    }
    assert answer(small, SELECT, form.name).decode() == expected[form.name]


@pytest.mark.parametrize(
    ("name", "said"), [("json", b'"boolean":true'), ("xml", b"<boolean>true</boolean>"), ("csv", b"true")]
)
def test_a_yes_comes_in_every_result_format(small: Path, name: str, said: bytes) -> None:
    assert said in answer(small, "ASK { ?s ?p ?o }", name)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_a_graph_comes_in_every_graph_format(small: Path, form: Any) -> None:
    formats = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }
    written = answer(small, f"PREFIX ex: <{EX}> CONSTRUCT {{ ?s ex:has ?o }} {{ ?s ex:has ?o }}", form.name)
    triples = {str(quad.triple) for quad in parse(written, format=formats[form.name])}
    assert triples == {
        f'<{EX}a> <{EX}has> "uno"@es',
        f'<{EX}b> <{EX}has> "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
    }


def test_a_graph_holds_each_triple_once_and_only_the_prefixes_it_needs(small: Path) -> None:
    text = f"PREFIX ex: <{EX}> CONSTRUCT {{ ex:x ex:y ex:z }} {{ ?s ?p ?o }}"
    assert answer(small, text, "nt").decode().count("\n") == 1
    assert answer(small, text, "ttl").decode().splitlines()[0] == f"@prefix ex: <{EX}> ."


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", b"s,p,o"),
        ("SELECT DISTINCT*{ ?z ?y $x { SELECT * { ?x ?a ?b } } }", b"z,y,x,a,b"),
        ("SELECT * { ?s ?p ?o { SELECT ?o { ?hidden ?o ?o } } }", b"s,p,o"),
        ("SELECT * { VALUES ?b { '*' } BIND(2*3 AS ?a) }", b"b,a"),
        ("SELECT * {}", b""),
    ],
)
def test_columns_come_in_the_order_in_which_the_query_names_them(small: Path, text: str, columns: bytes) -> None:
    assert answer(small, text).split(b"\r\n")[0] == columns


def test_a_relative_iri_is_read_against_the_base(small: Path) -> None:
    assert answer(small, "SELECT ?o { <b> <has> ?o }") == b"o\r\n2\r\n"


def test_the_protocol_s_dataset_comes_before_the_query_s(small: Path) -> None:
    one = f"{EX}graph/one"
    assert b"named" in answer(small, "SELECT ?o { ?s ?p ?o }", dataset=Dataset(default=(one,)))
    assert answer(small, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", dataset=Dataset(default=(one,))) == b"o\r\n"
    assert b"named" in answer(small, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", dataset=Dataset(named=(one,)))
    assert answer(small, "SELECT ?o { ?s ?p ?o }", dataset=Dataset(named=(one,))) == b"o\r\n"
    assert answer(small, f"ASK FROM <{one}> {{ ?s ?p 'named' }}") == b"true"


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:9/x.ttl"])
def test_a_graph_that_is_not_of_the_dataset_is_refused(small: Path, graph: str) -> None:
    assert fault(small, f"ASK FROM <{graph}> {{}}").code == "graph-unknown"
    with pytest.raises(QueryFault, match="Unknown graph"):
        answer(small, "ASK {}", dataset=Dataset(named=(graph,)))


def test_a_syntax_error_is_told_in_words(small: Path) -> None:
    told = fault(small, "SELECT * {\n  ?s rdfs:label ?o\n}")
    assert (told.code, told.at and (told.at.line, told.at.column)) == ("unknown-prefix", (2, 6))


def test_a_function_that_is_not_offered_is_told_by_name(small: Path) -> None:
    told = fault(small, "PREFIX f: <http://functions.example/> SELECT (f:hash(1) AS ?x) {}")
    assert told.code == "function-unsupported"
    assert "<http://functions.example/hash>" in told.why


def test_a_query_is_stopped_at_the_deadline_and_the_next_is_answered(large: Path) -> None:
    async def work(engine: Engine) -> bytes:
        with pytest.raises(DeadlinePassed) as caught:
            await asked(engine, ENDLESS)
        assert 0.3 <= caught.value.details["elapsed"] < 5
        return await asked(engine, "ASK {}")

    assert with_engine(large, work, workers=1, deadline=0.3) == b"true"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_query_that_needs_too_much_memory_is_stopped(large: Path) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(40))
    text = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaa' AS ?x0) {doubled} }}"
    told = fault(large, text, memory=64)
    assert isinstance(told, MemoryExhausted)
    assert told.details["limit"] == 64


def test_an_engine_that_dies_on_a_query_takes_no_other_with_it(small: Path) -> None:
    from kg.query.limits import Limits

    deep = "ASK { FILTER(1" + "+1" * 40_000 + ") }"

    async def work(engine: Engine) -> bytes:
        with pytest.raises(EngineLost):
            await asked(engine, deep)
        return await asked(engine, "ASK {}")

    assert with_engine(small, work, limits=Limits(operators=100_000)) == b"true"


def test_a_worker_that_is_killed_is_replaced(small: Path) -> None:
    async def work(engine: Engine) -> list[bytes]:
        found = []
        for _ in range(5):
            for worker in [*engine._pool._idle]:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
            await asyncio.sleep(0.05)
            found.append(await asked(engine, "ASK {}"))
        return found

    assert with_engine(small, work) == [b"true"] * 5


def test_a_long_answer_is_whole_or_broken(large: Path) -> None:
    async def whole(engine: Engine) -> int:
        async with await begun(engine, "SELECT * { ?s ?p ?o }") as long:
            assert long.whole is None
            return b"".join([chunk async for chunk in long.chunks()]).count(b"\n")

    assert with_engine(large, whole, spool=100_000) == 30_001

    async def broken(engine: Engine) -> None:
        async with await begun(engine, "SELECT * { ?a ?b ?c . ?d ?e ?f }") as endless:
            async for _ in endless.chunks():
                pass

    with pytest.raises(AnswerCutShort, match="within 1 seconds"):
        with_engine(large, broken, spool=100_000, deadline=1.0)


def test_an_answer_that_is_given_up_frees_its_worker_at_once(large: Path) -> None:
    async def work(engine: Engine) -> bytes:
        task = asyncio.create_task(asked(engine, ENDLESS))
        await asyncio.sleep(0.3)
        assert engine.busy == 1
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert engine.busy == 0
        return await asked(engine, "ASK {}")

    assert with_engine(large, work, workers=1) == b"true"


def test_more_than_can_wait_are_sent_away_with_a_time_to_come_back(large: Path) -> None:
    async def work(engine: Engine) -> list[object]:
        return list(await asyncio.gather(*(asked(engine, ENDLESS) for _ in range(5)), return_exceptions=True))

    found = with_engine(large, work, workers=1, queue=2, deadline=0.4)
    assert sum(isinstance(one, Busy) for one in found) >= 2
    assert all(isinstance(one, Busy | DeadlinePassed) for one in found)
    assert all(one.retry_after >= 1 for one in found if isinstance(one, Busy))


def test_many_at_once_are_all_answered_rightly(large: Path) -> None:
    async def work(engine: Engine) -> list[bytes]:
        texts = [f"SELECT ?s {{ ?s ?p ?o FILTER(?s = <{EX}thing/{at}>) }}" for at in range(30)]
        return list(await asyncio.gather(*(asked(engine, text) for text in texts)))

    assert with_engine(large, work) == [f"s\r\n{EX}thing/{at}\r\n".encode() for at in range(30)]


def test_another_release_is_taken_up_without_losing_a_query(publish: Publish, tmp_path: Path) -> None:
    def edition(number: int) -> Path:
        return publish([Quad(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), Literal(number))], f"{number:06x}")

    editions = [edition(number) for number in range(4)]
    current = tmp_path / "current"
    current.symlink_to(editions[0])

    async def work(engine: Engine) -> set[tuple[str, bytes]]:
        seen: set[tuple[str, bytes]] = set()
        stop = False

        async def reader() -> None:
            while not stop:
                async with await begun(engine, "SELECT ?o { ?s ?p ?o }") as one:
                    seen.add((one.release, b"".join([chunk async for chunk in one.chunks()])))

        readers = [asyncio.create_task(reader()) for _ in range(4)]
        for folder in editions[1:]:
            current.unlink()
            current.symlink_to(folder)
            assert await engine.switch(current)
            assert not await engine.switch(current)
        stop = True
        await asyncio.gather(*readers)
        assert await asked(engine, "SELECT ?o { ?s ?p ?o }") == b"o\r\n3\r\n"
        return seen

    for release, said in with_engine(current, work):
        assert said == f"o\r\n{int(release, 16)}\r\n".encode()


def test_a_damaged_release_leaves_the_old_one_served(small: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(small, damaged)
    (damaged / "release.json").write_text(json.dumps({"release": "bad"}))
    for path in (damaged / "store").iterdir():
        path.write_bytes(b"")

    async def work(engine: Engine) -> bytes:
        with pytest.raises(BrokenRelease):
            await engine.switch(damaged)
        with pytest.raises(BrokenRelease):
            await engine.switch(tmp_path / "nowhere")
        return await asked(engine, "ASK {}")

    assert with_engine(small, work) == b"true"


def test_no_worker_outlives_the_engine(small: Path) -> None:
    pids: list[int] = []

    async def work(engine: Engine) -> None:
        await asked(engine, "ASK {}")
        for _ in range(500):
            await asyncio.sleep(0.02)
            if len(engine._pool._idle) == 3 and engine.held != "loading":
                break
        pids.extend(worker.pid for worker in engine._pool._idle)

    with_engine(small, work)
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has seccomp")
def test_a_worker_can_open_no_socket(small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        canary.settimeout(0.2)

        async def raw() -> list[bytes]:
            worker = await Worker.start(Release.read(small), 512 << 20)
            assert worker.sealed
            question = {
                "text": f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
                "format": "json", "base": "", "default": None, "named": None, "prefixes": {}, "rows": 0, "seconds": 10,
                "star": None, "variables": [],
            }  # fmt: skip
            frames = [content async for _, content in worker.ask(question)]
            await worker.close()
            return frames

        assert b"evaluation" in asyncio.run(raw())[-1]
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a_folder_without_a_release_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(BrokenRelease, match="kg build"):
        Engine(tmp_path, EngineSettings())


def test_a_store_in_use_is_read_and_never_written(small: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (small / "store").iterdir())
    answer(small, "SELECT * { ?s ?p ?o }")
    assert sorted((path.name, path.stat().st_mtime_ns) for path in (small / "store").iterdir()) == before
    assert len(list(Store.read_only(str(small / "store")))) == 3


def test_a_comma_inside_an_iri_parts_no_cells(small: Path) -> None:
    text = 'SELECT ?s ?l ?n ?no { VALUES (?s ?l) { (<http://e.x/t#char=2,18> "a,\\"b\\"\\nc") } BIND(BNODE() AS ?n) }'
    rows = list(csv.reader(io.StringIO(answer(small, text, "csv").decode(), newline="")))
    assert rows[0] == ["s", "l", "n", "no"]
    assert rows[1][:2] == ["http://e.x/t#char=2,18", 'a,"b"\nc']
    assert rows[1][2].startswith("_:")
    assert rows[1][3] == ""
