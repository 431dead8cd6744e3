"""One question, one answer: limits first, then a worker, a deadline, and never a short answer that looks complete."""

import asyncio
import logging
import math
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import BrokenRelease
from kg.query.faults import AnswerCutShort, DeadlinePassed, EngineLost, MemoryExhausted, QueryFault
from kg.query.formats import Format
from kg.query.frames import Frame, told
from kg.query.graphs import check_graphs
from kg.query.limits import Limits, Outline
from kg.query.messages import Found
from kg.query.pool import Pool
from kg.query.process import Release, Worker, WorkerGone
from kg.query.remembered import Remembered
from kg.query.syntax import explain
from kg.query.tally import Tally
from kg.vocabulary import HOME, PREFIXES

__all__ = ["Answer", "Dataset", "Engine", "EngineSettings", "Question"]

_log = logging.getLogger(__name__)

_TRIED = 4
_AT_ONCE = 0.1
"""Seconds in which no query gets a worker killed."""
_UNSUPPORTED = re.compile(r"custom (?:aggregate )?function <([^>]*)> is not supported")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How much a query may take, and how many are answered at once."""

    workers: int = 2
    """Processes that answer at the same time."""
    spare: int = 1
    """Processes kept ready beside them, for when one is killed."""
    deadline: float = 10.0
    """Seconds from the start of a query to the last byte of its answer."""
    memory: int = 1024
    """Megabytes that one query may take."""
    queue: int = 128
    """Queries that may wait for a worker; those of different clients take turns."""
    in_memory: int = 512
    """Megabytes up to which a release's store, by its size on disk, has its default graph held in memory, where workers
    can share that. It takes about as much there, and up to as much again for each worker that reads all of it; 0 for
    never."""
    spool: int = 4 << 20
    """Bytes of an answer that are held back until it is certain that it could be begun."""
    base_iri: str = HOME
    """What relative IRIs in a query resolve against."""
    empty_graphs: bool = False
    """Whether a graph that is not there is asked as an empty one, as for plain files, which cannot hold such a graph;
    else the query is refused, for its name must be a slip."""
    limits: Limits = field(default_factory=Limits)
    """What a query's text may hold."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that the protocol, not the query, says are to be asked."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query whose text is within the limits, and the form its answer is to take."""

    text: str
    outline: Outline
    format: Format
    dataset: Dataset | None = None
    rows: int = 0
    """Rows of a table, where the format is one."""
    client: str = ""
    """Whose it is: clients take turns where questions wait."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that protocol or query name as its dataset."""
        return (*self.dataset.default, *self.dataset.named) if self.dataset else self.outline.graphs


class Answer:
    """The answer to one question, from its beginning; what is not yet read of it is lost when it is closed."""

    def __init__(self, question: Question, run: "_Run") -> None:
        self.question = question
        self.format = question.format
        self.release = run.release
        self.edition = run.edition
        """What the bytes of this answer depend on beside the question."""
        self._run = run

    @property
    def whole(self) -> bytes | None:
        """All of it, where it was small enough to be held back whole; else None."""
        return bytes(self._run.held) if self._run.done else None

    @property
    def elapsed(self) -> float:
        """Seconds since the question was put to the engine."""
        return self._run.elapsed

    @property
    def expires(self) -> float:
        """When, by the clock of the event loop, the last byte must have been taken."""
        return self._run.ends

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes in order. Raises AnswerCutShort where they end before their end."""
        yield bytes(self._run.held)
        self._run.held.clear()
        while not self._run.done:
            try:
                yield await self._run.more()
            except QueryFault as fault:
                raise AnswerCutShort.by(fault) from fault

    async def close(self) -> None:
        """Free the worker; where the answer is unfinished, by ending it."""
        self._run.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class Engine:
    """Answers questions over the release in a folder; use it as `async with`."""

    def __init__(self, folder: Path, settings: EngineSettings) -> None:
        self.settings = settings
        self._pool = Pool(
            Release.read(folder),
            size=settings.workers,
            spare=settings.spare,
            memory=settings.memory << 20,
            queue=settings.queue,
            patience=settings.deadline,
            in_memory=settings.in_memory,
        )
        self._remembered = Remembered(settings.limits, settings.base_iri)

    async def __aenter__(self) -> Self:
        await self._pool.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    @property
    def release(self) -> str:
        """The name of the release that is served now."""
        return self._pool.release.name

    @property
    def edition(self) -> str:
        """What the bytes of an answer depend on beside the question: the release, and the order its store gives."""
        return _edition(self.release, self._pool.in_memory)

    @property
    def in_memory(self) -> bool:
        """Whether the workers share the store in memory."""
        return self._pool.in_memory

    @property
    def held(self) -> str:
        """Where the workers read from: memory, loading (into memory, from disk meanwhile), or disk."""
        return "memory" if self.in_memory else "loading" if self._pool.loading else "disk"

    @property
    def folder(self) -> Path:
        """Where that release is."""
        return self._pool.release.folder

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs of the release."""
        return self._pool.graphs

    @property
    def waiting(self) -> int:
        """Questions in the queue."""
        return self._pool.waiting

    @property
    def busy(self) -> int:
        """Questions being answered."""
        return len(self._pool.busy)

    @property
    def idle(self) -> int:
        """Workers that wait for a question."""
        return self._pool.idle

    @property
    def tally(self) -> Tally:
        """How many workers were started and ended."""
        return self._pool.tally

    def able(self) -> bool:
        """Whether a question would be answered, as far as is known."""
        return self._pool.able()

    @property
    def sealed(self) -> bool:
        """Whether the platform keeps the workers from opening sockets."""
        return self._pool.sealed

    async def outline(self, text: str) -> Outline:
        """The outline of a query within the limits. Raises QueryFault."""
        return await self._remembered.outlined(text)

    async def ask(self, question: Question) -> Answer:
        """The answer, once it is complete or its first megabytes are there. Raises QueryFault."""
        known, settings = self.graphs, self.settings
        check_graphs(question.text, question.graphs, known, settings.limits.graphs, settings.empty_graphs)
        for _ in range(_TRIED):
            try:
                return await self._asked(question)
            except _Stale:
                continue
        raise EngineLost("engine-lost")

    async def _asked(self, question: Question) -> Answer:
        run = _Run(self._pool, await self._worker(question.client), question, self.settings)
        try:
            while not run.done and len(run.held) < self.settings.spool:
                run.held += await run.more()
        except BaseException:
            run.stop()
            raise
        return Answer(question, run)

    async def _worker(self, client: str) -> Worker:
        try:
            return await self._pool.take(client)
        except BrokenRelease as error:
            # Whoever asks can do nothing about it; whoever runs the server reads why.
            _log.error("%s", error)
            raise EngineLost("no-worker") from error

    async def switch(self, folder: Path) -> bool:
        """Serve the release in a folder from now on; whether that is another one.

        Raises BrokenRelease, and goes on as before.
        """
        release = Release.read(folder)
        changed = release != self._pool.release
        await self._pool.switch(release)
        return changed


class _Stale(Exception):
    """The worker had been ended, by whomever, before it was asked: another one will do."""


class _Run:
    """A worker at one question."""

    def __init__(self, pool: Pool, worker: Worker, question: Question, settings: EngineSettings) -> None:
        self.held = bytearray()
        self.done = False
        self.release = worker.release.name
        self.edition = _edition(self.release, worker.in_memory)
        self._pool = pool
        self._worker: Worker | None = worker
        self._question = question
        self._settings = settings
        self._began = time.monotonic()
        loop = asyncio.get_running_loop()
        self.ends = loop.time() + settings.deadline
        self._expired = False
        self._heard = False
        self._alarm = loop.call_at(self.ends, self._expire)
        self._frames = worker.ask(_told(question, settings))
        self._took: float | None = None

    @property
    def elapsed(self) -> float:
        return self._took if self._took is not None else time.monotonic() - self._began

    async def more(self) -> bytes:
        """The next bytes; none at the end. Raises QueryFault."""
        try:
            frame, content = await anext(self._frames)
        except WorkerGone as gone:
            self.stop()
            raise self._late() if self._expired else self._lost(gone) from gone
        self._heard = True
        if frame is Frame.DATA:
            return content
        self._free(clean=True)
        if frame is Frame.FAULT:
            raise await self._fault(told(content))
        self.done = True
        return b""

    def stop(self) -> None:
        """Free the worker, by ending it if it is still at work."""
        self._free(clean=False)

    def _expire(self) -> None:
        # Whoever waits for it finds it gone; and where nobody does any more, it is free all the same.
        self._expired = True
        self.stop()

    def _free(self, clean: bool) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            self._alarm.cancel()
            self._took = time.monotonic() - self._began
            self._pool.give(worker, clean)

    def _lost(self, gone: WorkerGone) -> QueryFault | _Stale:
        if gone.memory:
            return self._full()
        if not self._heard and gone.status == -9 and self.elapsed < _AT_ONCE:
            return _Stale()
        if self.elapsed > self._settings.deadline / 2 and gone.status == -24:
            return self._late()
        return EngineLost("engine-lost")

    def _late(self) -> QueryFault:
        return DeadlinePassed("deadline", limit=self._settings.deadline, elapsed=self.elapsed)

    def _full(self) -> QueryFault:
        return MemoryExhausted("memory", limit=self._settings.memory, elapsed=self.elapsed)

    async def _fault(self, said: dict[str, Any]) -> QueryFault:
        if said["kind"] == "memory":
            return self._full()
        if said["kind"] == "syntax":
            return await asyncio.to_thread(explain, self._question.text, said["message"])
        unsupported = _UNSUPPORTED.search(said["message"])
        if unsupported:
            return QueryFault("function-unsupported", found=Found(unsupported[1]))
        return EngineLost("evaluation", found=Found(said["message"]))


def _edition(release: str, in_memory: bool) -> str:
    # Without ORDER BY, rows come as the store has them, and the one in memory has them in another order.
    return f"{release}+memory" if in_memory else release


def _told(question: Question, settings: EngineSettings) -> dict[str, Any]:
    dataset = question.dataset or _from_clauses(question.outline)
    return {
        "text": question.text,
        "format": question.format.name,
        "base": settings.base_iri,
        "default": list(dataset.default) if dataset else None,
        "named": list(dataset.named) if dataset else None,
        "prefixes": PREFIXES | question.outline.prefixes if question.format.graph else {},
        "rows": question.rows,
        "star": question.outline.star,
        "variables": list(question.outline.variables),
        "seconds": math.ceil(settings.deadline),
    }


def _from_clauses(seen: Outline) -> Dataset | None:
    """The dataset of several FROM and FROM NAMED clauses, which is made into sets; a single one the engine reads."""
    return Dataset(seen.default_graphs, seen.named_graphs) if len(seen.graphs) > 1 else None
