"""One query from a program without an event loop: the same engine, limits and deadline, one worker for a while."""

import asyncio
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kg.query.engine import Dataset, Engine, EngineSettings, Question
from kg.query.formats import TABLE, named, offered
from kg.query.table import Table

__all__ = ["Outcome", "query_into", "query_once", "table_of"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of an answer besides its bytes; `elapsed` in seconds."""

    media_type: str
    release: str
    elapsed: float
    size: int


def query_once(
    release: Path,
    text: str,
    format: str = "",
    *,
    settings: EngineSettings | None = None,
    dataset: Dataset | None = None,
) -> bytes:
    """The answer in one piece; without a format JSON, or Turtle for graphs. Raises QueryFault, BrokenRelease."""
    sink = BytesIO()
    query_into(release, text, sink, format, settings=settings, dataset=dataset)
    return sink.getvalue()


def query_into(
    release: Path,
    text: str,
    sink: BinaryIO,
    format: str = "",
    *,
    settings: EngineSettings | None = None,
    dataset: Dataset | None = None,
) -> Outcome:
    """Write the answer to `sink` as it comes. Raises QueryFault, AnswerCutShort once bytes are out, BrokenRelease."""
    return asyncio.run(_into(release, text, sink, format, _alone(settings), dataset))


def table_of(release: Path, text: str, *, rows: int, settings: EngineSettings | None = None) -> Table:
    """The first rows of the answer as terms. Raises QueryFault, BrokenRelease."""
    return asyncio.run(_table(release, text, rows, _alone(settings)))


def _alone(settings: EngineSettings | None) -> EngineSettings:
    # One question is answered from disk sooner than a graph is loaded.
    return replace(settings or EngineSettings(), workers=1, spare=0, in_memory=0)


async def _into(
    release: Path, text: str, sink: BinaryIO, format: str, settings: EngineSettings, dataset: Dataset | None
) -> Outcome:
    async with Engine(release, settings) as engine:
        seen = await engine.outline(text)
        chosen = named(format, seen.is_graph) if format else offered(seen.is_graph)[0]
        size = 0
        async with await engine.ask(Question(text, seen, chosen, dataset)) as answer:
            async for chunk in answer.chunks():
                sink.write(chunk)
                size += len(chunk)
        return Outcome(chosen.media_type, answer.release, answer.elapsed, size)


async def _table(release: Path, text: str, rows: int, settings: EngineSettings) -> Table:
    async with Engine(release, settings) as engine:
        seen = await engine.outline(text)
        async with await engine.ask(Question(text, seen, TABLE, rows=rows)) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])
