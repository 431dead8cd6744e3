"""A store that the workers share in memory: the same answers as from disk, the same limits, and nothing left over."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.query.engine import Dataset, Engine, EngineSettings, Question
from kg.query.faults import DeadlinePassed, EngineLost, MemoryExhausted
from kg.query.formats import named
from tests.query.conftest import published

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends copies with what they are copies of")

EX = "http://example.org/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SHARED = 300


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Triples that stand in the default graph and in named graphs, in a named graph alone, and a blank node."""

    def quads() -> Any:
        has = NamedNode(f"{EX}has")
        for at in range(SHARED):
            thing, value = NamedNode(f"{EX}thing/{at}"), Literal(f"value\n{at}", language="en")
            yield Quad(thing, has, value)
            yield Quad(thing, has, value, NamedNode(f"{EX}graph/{at % 3}"))
            yield Quad(thing, has, value, NamedNode(f"{EX}graph/{at % 2}"))
            yield Quad(thing, NamedNode(f"{EX}foundBy"), Literal(at), NamedNode(f"{EX}provenance/{at % 2}"))
        yield Quad(BlankNode("one"), has, BlankNode("two"))
        yield Quad(BlankNode("two"), has, Literal("of a blank node"))

    return published(tmp_path_factory.mktemp("mixed"), quads(), "abc123")


async def asked(engine: Engine, text: str, name: str = "", dataset: Dataset | None = None) -> bytes:
    outline = await engine.outline(text)
    form = named(name or ("nt" if outline.is_graph else "csv"), outline.is_graph)
    async with await engine.ask(Question(text, outline, form, dataset)) as answer:
        return b"".join([chunk async for chunk in answer.chunks()])


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    for _ in range(int(seconds / 0.02)):
        if holds():
            return True
        await asyncio.sleep(0.02)
    return False


def in_memory(folder: Path, work: Callable[[Engine], Awaitable[Any]], **chosen: Any) -> Any:
    async def run() -> Any:
        async with Engine(folder, EngineSettings(**{"deadline": 20.0, "base_iri": EX, **chosen})) as engine:
            assert await until(lambda: engine.in_memory)
            return await work(engine)

    return asyncio.run(run())


def on_disk(folder: Path, work: Callable[[Engine], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Engine(folder, EngineSettings(base_iri=EX, in_memory=0)) as engine:
            return await work(engine)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", None),
        ("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", None),
        ("SELECT * { ?s <has> ?o } ORDER BY ?s ?o", None),
        ("ASK { ?s <foundBy> ?o }", None),
        ("SELECT (COUNT(*) AS ?n) FROM <graph/0> FROM <graph/1> { ?s ?p ?o }", None),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Dataset(default=(f"{EX}provenance/1",))),
        ("SELECT ?o { ?a <has> ?b . ?b <has> ?o }", None),
        (f"DESCRIBE <{EX}thing/7>", None),
        ("SELECT (STR(?o) AS ?t) (LANG(?o) AS ?l) { <thing/1> <has> ?o }", None),
    ],
)
def test_an_answer_is_the_same_from_memory_as_from_disk(mixed: Path, text: str, dataset: Dataset | None) -> None:
    async def work(engine: Engine) -> tuple[bytes, bool, frozenset[str], bool]:
        return await asked(engine, text, dataset=dataset), engine.in_memory, engine.graphs, engine.sealed

    (held, is_held, graphs, sealed), (read, is_read, same_graphs, also) = in_memory(mixed, work), on_disk(mixed, work)
    assert held == read
    assert (is_held, is_read) == (True, False)
    assert graphs == same_graphs
    assert sealed == also


def test_the_first_answer_does_not_wait_for_the_store_to_be_loaded(mixed: Path) -> None:
    async def run() -> tuple[str, str]:
        async with Engine(mixed, EngineSettings()) as engine:
            text = "ASK {}"
            question = Question(text, await engine.outline(text), named("csv", False))
            async with await engine.ask(question) as first:
                before = first.edition
            assert await until(lambda: engine.in_memory)
            async with await engine.ask(question) as later:
                return before, later.edition

    # The order of rows may differ, so that no tag may be the same.
    assert asyncio.run(run()) == ("abc123", "abc123+memory")


def test_rows_come_in_the_same_order_however_often_the_store_is_loaded(mixed: Path) -> None:
    def work(engine: Engine) -> Awaitable[bytes]:
        return asked(engine, "SELECT * { ?s ?p ?o }", "json")

    assert in_memory(mixed, work) == in_memory(mixed, work)


def test_a_store_larger_than_the_setting_is_read_from_disk(large: Path) -> None:
    async def run() -> bool:
        async with Engine(large, EngineSettings(in_memory=1)) as engine:
            await asyncio.sleep(0.5)
            return engine.in_memory

    assert sum(file.stat().st_size for file in (large / "store").iterdir()) > 1 << 20
    assert not asyncio.run(run())


def test_limits_hold_in_memory(large: Path) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(40))

    async def work(engine: Engine) -> bytes:
        with pytest.raises(DeadlinePassed):
            await asked(engine, ENDLESS)
        with pytest.raises(MemoryExhausted):
            await asked(engine, f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaa' AS ?x0) {doubled} }}")
        assert engine.in_memory
        return await asked(engine, "ASK {}")

    assert in_memory(large, work, workers=1, deadline=1.0, memory=64) == b"true"


def test_a_copy_that_is_killed_at_work_is_told_and_replaced(large: Path) -> None:
    async def work(engine: Engine) -> bytes:
        running = asyncio.create_task(asked(engine, ENDLESS))
        assert await until(lambda: engine.busy == 1)
        # One that ends at once is taken for one that had ended before, and its question put to another.
        await asyncio.sleep(0.3)
        for worker in engine._pool.busy:
            os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(EngineLost):
            await running
        assert engine.in_memory
        assert await until(lambda: len(engine._pool._idle) == 3)
        assert all(worker.in_memory for worker in engine._pool._idle)
        return await asked(engine, "ASK {}")

    assert in_memory(large, work) == b"true"


def test_when_the_store_s_holder_is_killed_its_copies_end_and_others_answer(large: Path) -> None:
    async def work(engine: Engine) -> bytes:
        copies = [worker.pid for worker in engine._pool._idle]
        nursery = engine._pool._nursery
        assert nursery is not None
        os.kill(nursery._process.pid, signal.SIGKILL)
        assert await until(lambda: not any(runs(pid) for pid in copies))
        for _ in range(5):
            assert await asked(engine, "ASK {}") == b"true"
        assert await until(lambda: engine.in_memory)
        return await asked(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    assert in_memory(large, work) == b"n\r\n30000\r\n"


def test_another_release_goes_into_memory_too(tmp_path: Path) -> None:
    def edition(number: int) -> Path:
        quads = [Quad(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), Literal(number))]
        return published(tmp_path / str(number), quads, f"{number:06x}")

    editions = [edition(number) for number in range(3)]

    async def work(engine: Engine) -> list[bytes]:
        found = []
        for folder in editions:
            await engine.switch(folder)
            found.append(await asked(engine, "SELECT ?o { ?s ?p ?o }"))
            assert await until(lambda: engine.in_memory)
            found.append(await asked(engine, "SELECT ?o { ?s ?p ?o }"))
        return found

    assert in_memory(editions[0], work) == [f"o\r\n{at // 2}\r\n".encode() for at in range(6)]


@pytest.mark.parametrize("pause", [0.0, 0.1, 0.3, None])
def test_nothing_is_left_of_an_engine_that_ends_at_any_time(large: Path, pause: float | None) -> None:
    async def run() -> None:
        async with Engine(large, EngineSettings()) as engine:
            if pause is None:
                assert await until(lambda: engine.in_memory)
                await asked(engine, "ASK {}")
            else:
                await asyncio.sleep(pause)

    before = offspring(os.getpid())
    asyncio.run(run())
    assert offspring(os.getpid()) == before


def offspring(pid: int) -> set[int]:
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                child = int(path.parent.name)
                found |= {child} | offspring(child)
    return found


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
