"""Who judges the texts of a build: this process, several, or a cluster, through one door."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from kg.model import Source
from kg.pipeline.order import Order
from kg.pipeline.processes import Processes
from kg.pipeline.serial import Serial
from kg.pipeline.shards import Shard

__all__ = ["Crew", "Task", "crew_for", "finished"]

_FEW = 8
"""So many texts are judged here before a second process is ready."""
_LOOK_S = 30.0


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be judged: its place among the texts of the build, its key in the cache, its bytes."""

    position: int
    key: str
    source: Source


class Crew(Protocol):
    """Judges texts; `width` is how many may be given at a time."""

    width: int

    def submit(self, source: Source) -> Future[Shard]:
        """Have a text judged."""

    def look(self) -> None:
        """See whether anybody is still there; raises WorkersMissing where not."""

    def close(self) -> None:
        """Let everybody go, whatever they are at."""


def crew_for(order: Order, texts: int, on: str | None) -> Crew:
    """The crew for so many texts: the cluster at an address, else as many processes as the settings say.

    Raises MisusedCommand where the cluster's package is missing, WorkersMissing where nobody answers.
    """
    if on is not None:
        from kg.pipeline.cluster import Cluster

        return Cluster(on, order)
    jobs = order.settings.jobs or (1 if texts <= _FEW else _cores())
    return Serial(order) if jobs == 1 else Processes(order, min(jobs, texts))


def finished(crew: Crew, tasks: Iterable[Task]) -> Iterator[tuple[Task, Shard]]:
    """Every task with what came of it, in the order in which they end; tasks are taken as there is room for them."""
    under_way: dict[Future[Shard], Task] = {}
    for task in tasks:
        under_way[crew.submit(task.source)] = task
        if len(under_way) >= crew.width:
            yield from _ended(crew, under_way)
    while under_way:
        yield from _ended(crew, under_way)


def _ended(crew: Crew, under_way: dict[Future[Shard], Task]) -> Iterator[tuple[Task, Shard]]:
    while not (done := wait(under_way, _LOOK_S, FIRST_COMPLETED).done):
        crew.look()
    for future in done:
        yield under_way.pop(future), future.result()


def _cores() -> int:
    """How many cores this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
