"""Texts judged on a Dask cluster: its workers keep processes of their own, as a build at home does.

https://distributed.dask.org ; the package is imported here alone, and only when a cluster is asked for.
"""

from concurrent.futures import Future
from typing import Any

from kg.errors import MisusedCommand, PlenaryError, WorkersMissing
from kg.model import Source
from kg.pipeline.order import Order, ended
from kg.pipeline.processes import Processes
from kg.pipeline.shards import Shard

__all__ = ["Cluster", "judged_there"]

_PATIENCE_S = 20
_THREADS = 64

_crews: dict[str, Processes] = {}


def judged_there(order: Order, source: Source) -> Shard:
    """What comes of a text, on a worker of the cluster; as many processes as it has threads wait for the next one."""
    # Two threads may come first at a time: `setdefault` leaves one crew, and the other has no process yet.
    crew = _crews.get(order.rules) or _crews.setdefault(order.rules, Processes(order, _THREADS))
    return crew.judge(source)


class Cluster:
    """The workers of a Dask cluster; what a worker was at when it was lost is given to another."""

    def __init__(self, address: str, order: Order) -> None:
        """Reach the scheduler; raises MisusedCommand without the package, WorkersMissing where nobody answers."""
        try:
            import distributed
        except ImportError as error:
            raise MisusedCommand(
                "Dask is not installed", address, str(error), "install the extra: pip install 'plenary-kg[cluster]'"
            ) from error
        self._address, self._order = address, order
        connect: Any = distributed.Client
        try:
            self._client: Any = connect(address, timeout=_PATIENCE_S, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkersMissing(
                "The cluster does not answer", address, str(error), "start its scheduler, or check the address"
            ) from error
        self._executor = self._client.get_executor(pure=False)
        try:
            self.look()
        except WorkersMissing:
            self.close()
            raise
        self.width = 2 * sum(self._client.nthreads().values())

    def submit(self, source: Source) -> Future[Shard]:
        """Have the text judged by whichever worker is free."""
        answer: Future[Shard] = Future()
        asked = self._executor.submit(judged_there, self._order, source)
        asked.add_done_callback(lambda done: self._pass_on(source.name, done, answer))
        return answer

    def look(self) -> None:
        """Ask the scheduler for its workers; raises WorkersMissing where it has none."""
        if not self._client.nthreads():
            raise WorkersMissing("The cluster has no workers", self._address, "", "start workers, then build again")

    def close(self) -> None:
        """Take back what is not done yet, and leave the cluster as it is."""
        self._executor.shutdown(wait=False)
        self._client.close()

    def _pass_on(self, name: str, done: "Future[Shard]", answer: Future[Shard]) -> None:
        if done.cancelled():
            answer.cancel()
        elif (error := done.exception()) is None:
            answer.set_result(done.result())
        elif type(error).__name__ == "KilledWorker":
            answer.set_result(ended(name, str(error)))
        elif isinstance(error, PlenaryError):
            answer.set_exception(error)
        else:
            answer.set_exception(self._unfit(error))

    def _unfit(self, error: BaseException) -> WorkersMissing:
        why, fix = (
            f"{type(error).__name__}: {error}",
            "install the same version of Plenary everywhere, then build again",
        )
        return WorkersMissing("The cluster cannot judge texts", self._address, why, fix)
