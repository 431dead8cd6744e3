"""One question, one answer: limits first, then a worker, a deadline, and never a short answer that looks complete."""

import asyncio
import math
import re
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.query.faults import AnswerCutShort, DeadlinePassed, EngineLost, MemoryExhausted, QueryFault, spot
from kg.query.formats import Format
from kg.query.frames import Frame, told
from kg.query.limits import Limits, Outline, outline
from kg.query.messages import Found
from kg.query.pool import Pool
from kg.query.process import Release, Worker, WorkerGone
from kg.query.syntax import explain
from kg.query.tally import Tally
from kg.vocabulary import HOME, PREFIXES

__all__ = ["Answer", "Dataset", "Engine", "EngineSettings", "Question"]

_LONG = 5_000
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
    queue: int = 32
    """Queries that may wait for a worker."""
    spool: int = 4 << 20
    """Bytes of an answer that are held back until it is certain that it could be begun."""
    base_iri: str = HOME
    """What relative IRIs in a query resolve against."""
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


class Answer:
    """The answer to one question, from its beginning; what is not yet read of it is lost when it is closed."""

    def __init__(self, question: Question, run: "_Run") -> None:
        self.question = question
        self.format = question.format
        self.release = run.release
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
        )

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
        limits, base = self.settings.limits, self.settings.base_iri
        if len(text) < _LONG:
            return outline(text, limits, base)
        # A long text takes a tenth of a second: others are not kept waiting.
        return await asyncio.to_thread(outline, text, limits, base)

    async def ask(self, question: Question) -> Answer:
        """The answer, once it is complete or its first megabytes are there. Raises QueryFault."""
        self._check_graphs(question)
        run = _Run(self._pool, await self._pool.take(), question, self.settings)
        try:
            while not run.done and len(run.held) < self.settings.spool:
                run.held += await run.more()
        except BaseException:
            run.stop()
            raise
        return Answer(question, run)

    async def switch(self, folder: Path) -> bool:
        """Serve the release in a folder from now on; whether that is another one.

        Raises BrokenRelease, and goes on as before.
        """
        release = Release.read(folder)
        changed = release != self._pool.release
        await self._pool.switch(release)
        return changed

    def _check_graphs(self, question: Question) -> None:
        dataset = question.dataset or Dataset()
        wanted = (*dataset.default, *dataset.named) if question.dataset else question.outline.graphs
        _refuse_many(wanted, self.settings.limits.graphs)
        for graph in wanted:
            if graph not in self.graphs:
                at = question.text.find(f"<{graph}>")
                raise QueryFault("graph-unknown", spot(question.text, at) if at >= 0 else None, graph=Found(graph))


class _Run:
    """A worker at one question."""

    def __init__(self, pool: Pool, worker: Worker, question: Question, settings: EngineSettings) -> None:
        self.held = bytearray()
        self.done = False
        self.release = worker.release.name
        self._pool = pool
        self._worker: Worker | None = worker
        self._question = question
        self._settings = settings
        self._began = time.monotonic()
        self.ends = asyncio.get_running_loop().time() + settings.deadline
        self._frames = worker.ask(_told(question, settings))
        self._took: float | None = None

    @property
    def elapsed(self) -> float:
        return self._took if self._took is not None else time.monotonic() - self._began

    async def more(self) -> bytes:
        """The next bytes; none at the end. Raises QueryFault."""
        try:
            async with asyncio.timeout_at(self.ends):
                frame, content = await anext(self._frames)
        except TimeoutError as error:
            self.stop()
            raise self._late() from error
        except WorkerGone as gone:
            self.stop()
            raise self._lost(gone) from gone
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

    def _free(self, clean: bool) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            self._took = time.monotonic() - self._began
            self._pool.give(worker, clean)

    def _lost(self, gone: WorkerGone) -> QueryFault:
        if gone.memory:
            return self._full()
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


def _told(question: Question, settings: EngineSettings) -> dict[str, Any]:
    dataset = question.dataset
    return {
        "text": question.text,
        "format": question.format.name,
        "base": settings.base_iri,
        "default": list(dataset.default) if dataset else None,
        "named": list(dataset.named) if dataset else None,
        "prefixes": PREFIXES | question.outline.prefixes,
        "rows": question.rows,
        "star": question.outline.star,
        "variables": list(question.outline.variables),
        "seconds": math.ceil(settings.deadline),
    }


def _refuse_many(graphs: Iterable[str], limit: int) -> None:
    count = len(tuple(graphs))
    if count > limit:
        raise QueryFault("too-many-graphs", count=count, limit=limit)
