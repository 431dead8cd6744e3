"""What the web asks of an engine, whether it is embedded or someone else's store behind the SPARQL Protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from kg.query.engine import EngineSettings, Question
from kg.query.formats import Format
from kg.query.limits import Outline
from kg.query.tally import Tally

__all__ = ["QueryAnswer", "QueryEngine", "RemoteStore"]


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """The address at which a store takes queries, and what it is told by those who may use it; that is never shown."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    poll: float = 2.0
    """Seconds between looks at which release it holds."""


class QueryAnswer(Protocol):
    """The answer to one question, from its beginning; what is not yet read of it is lost when it is closed."""

    question: Question
    format: Format

    @property
    def release(self) -> str:
        """The release that it is taken from; empty where that is not known."""

    @property
    def edition(self) -> str:
        """What its tag is made of: the release, and whatever else its bytes depend on; empty where not known."""

    @property
    def whole(self) -> bytes | None:
        """All of it, where it was small enough to be held back whole; else None."""

    @property
    def elapsed(self) -> float:
        """Seconds since the question was put."""

    @property
    def expires(self) -> float:
        """When, by the clock of the event loop, the last byte must have been taken."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The bytes in order. Raises AnswerCutShort where they end before their end."""

    async def close(self) -> None:
        """Free what works on it; where the answer is unfinished, by ending that."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class QueryEngine(Protocol):
    """Answers questions over one dataset; used as `async with`."""

    settings: EngineSettings

    @property
    def release(self) -> str:
        """The name of the release that is served now; empty where that is not known."""

    @property
    def edition(self) -> str:
        """What the tags of answers are made of: the release, and whatever else bytes depend on; empty if not known."""

    @property
    def folder(self) -> Path | None:
        """Where that release is on this machine, if it is."""

    @property
    def held(self) -> str:
        """Where the data is: disk, loading (into memory, from disk meanwhile), memory, or elsewhere."""

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs that may be asked for."""

    @property
    def waiting(self) -> int:
        """Questions in the queue."""

    @property
    def busy(self) -> int:
        """Questions being answered."""

    @property
    def idle(self) -> int:
        """Workers that wait for a question; 0 where none are ours."""

    @property
    def tally(self) -> Tally:
        """How many workers were started and ended."""

    def able(self) -> bool:
        """Whether a question would be answered, as far as is known."""

    @property
    def sealed(self) -> bool:
        """Whether the platform keeps what evaluates the questions from opening sockets."""

    async def outline(self, text: str) -> Outline:
        """The outline of a query within the limits. Raises QueryFault."""

    async def ask(self, question: Question) -> QueryAnswer:
        """The answer, once it is complete or its first megabytes are there. Raises QueryFault."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
