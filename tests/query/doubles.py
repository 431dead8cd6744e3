"""A real HTTP server on loopback that misbehaves as it is told to: what it sends is bytes, down to the last."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["JSON", "ROWS", "Rogue", "chunked", "head", "rogue"]

JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'

Conduct = Callable[[socket.socket, bytes], None]
"""What is done with a connection and the request that has come in on it."""


@dataclass
class Rogue:
    """A server that does one thing to everybody."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    away: bool = False
    """Whether it ends every connection without a word."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


def head(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]).encode()


def chunked(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


@contextmanager
def rogue(conduct: Conduct, context: ssl.SSLContext | None = None) -> Iterator[Rogue]:
    """Runs until it is left; every connection ends with it."""
    listener = socket.create_server(("127.0.0.1", 0))
    server, open_ones, over = Rogue(listener.getsockname()[1]), set[socket.socket](), threading.Event()

    def serve(one: socket.socket) -> None:
        with suppress(OSError), one if context is None else context.wrap_socket(one, server_side=True) as spoken:
            server.requests.append(_request(spoken))
            if not server.away:
                conduct(spoken, server.requests[-1])
        one.close()

    def accept() -> None:
        while not over.is_set():
            try:
                one, _ = listener.accept()
            except OSError:
                return
            open_ones.add(one)
            threads.append(threading.Thread(target=serve, args=(one,)))
            threads[-1].start()

    threads = [threading.Thread(target=accept)]
    threads[0].start()
    try:
        yield server
    finally:
        over.set()
        # A listener that is only closed does not wake whoever waits at it.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        threads[0].join(10)
        for one in open_ones:
            # Most are closed already.
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in threads[1:]:
            thread.join(10)


def _request(one: socket.socket) -> bytes:
    """A request, head and body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(one)
    start, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in start.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += _some(one)
    return start + b"\r\n\r\n" + body


def _some(one: socket.socket) -> bytes:
    content = one.recv(1 << 16)
    if not content:
        raise OSError("the client left")
    return content
