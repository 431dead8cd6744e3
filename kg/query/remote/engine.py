"""Someone else's store in the place of the embedded engine: the same limits before it, and no trust behind it."""

import asyncio
import logging
import tomllib
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx2

from kg.query.engine import Dataset, EngineSettings, Question
from kg.query.faults import QueryFault
from kg.query.formats import TABLE
from kg.query.gate import Gate
from kg.query.graphs import check_graphs
from kg.query.interface import RemoteStore
from kg.query.limits import Outline
from kg.query.remembered import Remembered
from kg.query.remote.address import client_options
from kg.query.remote.ask import RemoteAnswer
from kg.query.remote.facts import Ask, StoreFacts, facts_of, release_in
from kg.query.remote.named import spoken_of
from kg.query.table import Table
from kg.query.tally import Tally

__all__ = ["RemoteEngine", "consult", "stores"]

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_UNKNOWN_FOR = 60.0
_NOTHING = "urn:x-plenary:nothing"


class RemoteEngine:
    """Answers questions by asking the store at one address; use it as `async with`.

    It starts whether or not the store can be reached, and looks for it again with each question.
    """

    def __init__(self, store: RemoteStore, settings: EngineSettings) -> None:
        self.settings = settings
        self._store = store
        self._remembered = Remembered(settings.limits, settings.base_iri)
        self._gate = Gate(settings.workers, settings.queue, settings.deadline)
        self._facts: StoreFacts | None = None
        self._looked = float("-inf")
        self._server = ""
        self._one_looks = asyncio.Lock()
        self._answers: set[RemoteAnswer] = set()

    async def __aenter__(self) -> Self:
        # One connection and one thread more than there are questions: for looking at the store itself.
        most = self.settings.workers + 1
        self._threads = ThreadPoolExecutor(most, "store")
        self._client = httpx2.AsyncClient(
            **client_options(self._store, most, self.settings.deadline), event_hooks={"response": [self._meet]}
        )
        with suppress(QueryFault):
            await self.look()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching
        for answer in list(self._answers):
            await answer.close()
        # Every thread ends at its next word with the loop, so the loop must not wait for them by standing still.
        await asyncio.to_thread(self._threads.shutdown)
        await self._client.aclose()

    @property
    def release(self) -> str:
        """The release that the store holds, looked at every few seconds; empty where it is not known."""
        return self._facts.release if self._facts else ""

    @property
    def edition(self) -> str:
        """The release: nothing else of the store is known to change its answers."""
        return self.release

    @property
    def folder(self) -> Path | None:
        """None: it is not on this machine."""
        return None

    @property
    def held(self) -> str:
        """Elsewhere: someone else keeps it."""
        return "elsewhere"

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs that may be asked for."""
        return self._facts.graphs if self._facts else frozenset()

    @property
    def waiting(self) -> int:
        """Questions in the queue."""
        return self._gate.waiting

    @property
    def busy(self) -> int:
        """Questions that the store is being asked."""
        return self._gate.busy

    @property
    def idle(self) -> int:
        """0: what works on questions is the store's own."""
        return 0

    @property
    def tally(self) -> Tally:
        """Nothing: no workers are started here."""
        return Tally()

    def able(self) -> bool:
        """Whether the store has been reached."""
        return self._facts is not None

    @property
    def sealed(self) -> bool:
        """False: what the store can reach is not for us to say."""
        return False

    async def outline(self, text: str) -> Outline:
        """The outline of a query within the limits. Raises QueryFault."""
        return await self._remembered.outlined(text)

    async def ask(self, question: Question) -> RemoteAnswer:
        """The answer, once it is complete or its first megabytes are there. Raises QueryFault."""
        facts = self._facts or await self._met()
        check_graphs(question.text, question.graphs, facts.graphs, self.settings.limits.graphs)
        graphs = self._dataset(question, facts)
        await self._gate.enter()
        return await self._begun(question, graphs, self._gate.leave)

    async def look(self) -> StoreFacts:
        """What the store says of itself now. Raises QueryFault."""
        async with self._one_looks:
            release, now = await release_in(self.table), asyncio.get_running_loop().time()
            facts = self._facts
            if facts is None or facts.release != release or (not release and now > self._looked + _UNKNOWN_FOR):
                # Until all is known nothing may be taken for the one or the other release.
                self._facts = replace(facts, release="") if facts else None
                self._facts = await facts_of(self.table, release)
                self._looked = now
            return self._facts or StoreFacts(release, frozenset())

    async def _met(self) -> StoreFacts:
        """What the store says of itself, for a question that came before it could be reached. Raises QueryFault."""
        await self._gate.enter()
        try:
            return await self.look()
        finally:
            self._gate.leave()

    async def _watch(self) -> None:
        """Look at the store every few seconds, and tell of a change once."""
        before = None
        while True:
            await asyncio.sleep(self._store.poll)
            try:
                now = f"serving release {(await self.look()).release or 'unknown'} from the store"
            except QueryFault as fault:
                now = f"the store: {fault.what}"
            if now != before:
                _log.info("%s", now)
            before = now

    async def _begun(self, question: Question, graphs: dict[str, Sequence[str]], leave: Any) -> RemoteAnswer:
        answer = RemoteAnswer(question, self.settings, lambda: self.release, lambda: self._over(answer, leave))
        self._answers.add(answer)
        fields = {"query": _with_base(question.text, self.settings.base_iri), **graphs, **self._time()}
        await answer.begin(self._client, self._store.url, fields, self._threads)
        return answer

    def _over(self, answer: RemoteAnswer, leave: Any) -> None:
        self._answers.discard(answer)
        leave()

    async def table(self, text: str, rows: int) -> Table:
        """The answer to a query of our own, beside the queue."""
        question = Question(text, await self.outline(text), TABLE, rows=rows)
        async with await self._begun(question, {}, lambda: None) as answer:
            return Table.read([chunk async for chunk in answer.chunks()])

    async def _meet(self, response: httpx2.Response) -> None:
        self._server = response.headers.get("server", "")

    def _time(self) -> dict[str, str]:
        """The parameter that tells a store of this kind how long it has."""
        name = self._kind.get("timeout")
        return {name: str(round(self.settings.deadline * 1_000))} if name else {}

    @property
    def _kind(self) -> dict[str, Any]:
        return next((one for one in stores().values() if self._server.startswith(one["server"])), {})

    def _dataset(self, question: Question, facts: StoreFacts) -> dict[str, Sequence[str]]:
        """The parameters of the protocol that say which graphs are asked. Raises QueryFault."""
        dataset = question.dataset
        if dataset is None and question.outline.graphs and facts.default:
            # A store that mixes all graphs may overlook FROM; the parameters say the same.
            dataset = Dataset(question.outline.default_graphs, question.outline.named_graphs)
        if dataset is not None:
            # Named graphs alone leave an empty default graph; where it would be the union of all, it has to be said.
            default = dataset.default or ((_NOTHING,) if facts.default else ())
            return {"default-graph-uri": default, "named-graph-uri": dataset.named}
        if not facts.default:
            return {}
        return {"default-graph-uri": facts.default, "named-graph-uri": self._named(question, facts)}

    def _named(self, question: Question, facts: StoreFacts) -> Sequence[str]:
        """The named graphs that a query is to see where its default graph has to be told. Raises QueryFault."""
        told, any_graph = spoken_of(question.text, question.outline, self.settings.base_iri)
        every = facts.graphs - set(facts.default)
        if any_graph and len(every) <= self.settings.limits.graphs:
            return sorted(every | told)
        if any_graph and (told or not self._kind.get("beyond")):
            raise QueryFault("store-graphs", count=len(every), limit=self.settings.limits.graphs)
        return sorted(told)


async def _consulted(store: RemoteStore, settings: EngineSettings, work: Callable[[Ask], Awaitable[_T]]) -> _T:
    async with RemoteEngine(store, settings) as engine:
        return await work(engine.table)


def consult(store: RemoteStore, settings: EngineSettings, work: Callable[[Ask], Awaitable[_T]]) -> _T:
    """What some questions of our own to a store come to, for a program without an event loop. Raises QueryFault."""
    return asyncio.run(_consulted(store, settings, work))


@cache
def stores() -> dict[str, dict[str, Any]]:
    """What kinds of store have of their own, by name."""
    return tomllib.loads(Path(__file__).with_name("stores.toml").read_text(encoding="utf-8"))


def _with_base(text: str, base_iri: str) -> str:
    return f"BASE <{base_iri}>\n{text}" if base_iri else text
