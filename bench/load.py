"""A client that asks as fast as it is answered, over connections that stay open: one line of JSON in, one out.

It runs in a process of its own and does as little as will show that an answer is whole, so that it is the server that
is measured.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bench.questions import QUESTIONS

__all__ = ["main"]

_END = b"0\r\n\r\n"


@dataclass(slots=True)
class Asked:
    """What is to be measured."""

    port: int
    path: str
    kind: str
    connections: int
    seconds: float
    first: int
    repeated: bool

    def requests(self) -> Iterator[bytes]:
        """The same request over and over, or one that was not made before each time."""
        numbers = itertools.repeat(self.first) if self.repeated else itertools.count(self.first)
        made: dict[int, bytes] = {}
        for number in numbers:
            yield made.get(number) or self._request(number, made)

    def _request(self, number: int, made: dict[int, bytes]) -> bytes:
        query = quote(QUESTIONS[self.kind](number), safe="")
        head = f"GET {self.path}?query={query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        raw = f"{head}Accept: application/sparql-results+json\r\n\r\n".encode()
        if self.repeated:
            made[number] = raw
        return raw


class Talk(asyncio.Protocol):
    """One connection: the next request as soon as the last answer is whole."""

    def __init__(self, requests: Iterator[bytes], ends: float) -> None:
        self.times: list[float] = []
        self.wrong: list[str] = []
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._ends = ends
        self._head = b""
        self._left: int | None = None
        self._tail = b""
        self._began = 0.0

    def connection_made(self, transport: Any) -> None:
        """Ask the first."""
        self._transport = transport
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """No more answers."""
        if not self.over.done():
            if time.perf_counter() < self._ends:
                self.wrong.append("connection lost")
            self.over.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Part of an answer, or the whole."""
        if self._head is not None:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            data = self._begun(self._head[:end].lower(), self._head[end + 4 :])
        if self._left is None:
            self._tail = (self._tail + data)[-len(_END) :] if len(data) < len(_END) else data[-len(_END) :]
            if self._tail == _END:
                self._done()
        else:
            self._left -= len(data)
            if self._left <= 0:
                self._done()

    def _begun(self, head: bytes, rest: bytes) -> bytes:
        self._head = None  # type: ignore[assignment]
        if b" 200 " not in head[:16]:
            self.wrong.append(head[:16].decode("latin-1"))
        at = head.find(b"content-length:")
        self._left = int(head[at + 15 :].split(b"\r", 1)[0]) if at >= 0 else None
        return rest

    def _ask(self) -> None:
        self._began = time.perf_counter()
        self._head, self._left, self._tail = b"", None, b""
        self._transport.write(next(self._requests))

    def _done(self) -> None:
        now = time.perf_counter()
        self.times.append(now - self._began)
        if now < self._ends:
            self._ask()
        else:
            self.over.set_result(None)
            self._transport.close()


async def _measured(asked: Asked) -> dict[str, Any]:
    loop, requests = asyncio.get_running_loop(), asked.requests()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: Talk(requests, began + asked.seconds), "127.0.0.1", asked.port)
        for _ in range(asked.connections)
    ]
    talks = [talk for _, talk in made]
    await asyncio.gather(*(talk.over for talk in talks))
    took = time.perf_counter() - began
    times = sorted(one for talk in talks for one in talk.times)
    return {
        "rate": len(times) / took,
        "count": len(times),
        "median_ms": 1000 * times[len(times) // 2] if times else None,
        "p99_ms": 1000 * times[len(times) * 99 // 100] if times else None,
        "wrong": sum(len(talk.wrong) for talk in talks),
        "example": next((one for talk in talks for one in talk.wrong), ""),
    }


def main() -> None:
    """Measures what each line asks for, until there are no more."""
    run = asyncio.run
    try:
        import uvloop

        run = uvloop.run
    except ImportError:
        pass
    for line in sys.stdin:
        print(json.dumps(run(_measured(Asked(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
