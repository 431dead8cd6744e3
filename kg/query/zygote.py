"""A process that holds a default graph in memory and has copies of itself answer: their pages are one and the same.

Only that: the named graphs say the same triples once more, and to hold them too would make every look-up pass them.
A query that may ask for them is answered from disk, by the same copy.

A copy of a process with threads is not safe, so there are none here: what comes from the store on disk, whose engine
has threads, is written by another process. Started by kg.query.nursery.
"""

import gc
import os
import re
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NoReturn

from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from kg.query.confine import die_with
from kg.query.frames import COPY, Frame, packed
from kg.query.worker import serve

__all__ = ["FILES", "main"]

FILES = 3
"""Open files that come with every wish for a copy: what is to be its input, its output and its error stream."""

_BLOCK = 8 << 20
_NAMED = re.compile(r"graph|from|\\u", re.IGNORECASE)


def main(arguments: list[str]) -> None:
    """Load a store, then copy: arguments are its path, bytes of memory for each copy, the parent's id, the socket."""
    path, memory, parent, wishes = arguments
    die_with(int(parent))
    sink = os.dup(1)
    held = _loaded(path)
    gc.collect()
    gc.freeze()
    if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208
        sys.exit("a process with threads cannot be copied")
    _send(sink, Frame.READY, {})
    with socket.socket(fileno=int(wishes)) as asked:
        _copy(asked, sink, lambda own: _serve(held, path, int(memory), own))


def _serve(held: Store, path: str, memory: int, parent: int) -> None:
    """Answer from memory what asks for the default graph alone, the rest from disk."""
    read = Store.read_only(path)
    serve(lambda question: read if _names_graphs(question) else held, int(memory), parent, [])


def _names_graphs(question: dict[str, Any]) -> bool:
    """Whether a query may be about named graphs: whether it has the words for it, as words or hidden in escapes."""
    given = question["default"] is not None or question["named"] is not None
    return given or _NAMED.search(question["text"]) is not None


def _loaded(path: str) -> Store:
    """The default graph of a store on disk, in memory."""
    store = Store()
    reading, writing = os.pipe()
    own = os.getpid()
    writer = os.fork()
    if writer == 0:
        os.close(reading)
        _dump(path, writing, own)
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        for block in _blocks(lines):
            _add(store, block)
    if os.waitpid(writer, 0)[1] != 0:
        sys.exit(f"{path} could not be read")
    return store


def _dump(path: str, writing: int, parent: int) -> NoReturn:
    status = 1
    try:
        die_with(parent)
        with os.fdopen(writing, "wb", _BLOCK) as out:
            Store.read_only(path).dump(out, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        status = 0
    finally:
        os._exit(status)


def _blocks(lines: BinaryIO) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time."""
    rest = b""
    while block := lines.read(_BLOCK):
        end = block.rfind(b"\n") + 1
        yield rest + block[:end]
        rest = block[end:]
    yield rest


def _add(store: Store, lines: bytes) -> None:
    if b"_:" in lines:
        # A load gives blank nodes new labels each time: one would come apart, and no answer would be as the last.
        store.extend(parse(lines, RdfFormat.N_TRIPLES, lenient=True))
    else:
        store.bulk_load(lines, RdfFormat.N_TRIPLES, lenient=True)


def _copy(asked: socket.socket, sink: int, work: Callable[[int], None]) -> None:
    """A copy for every wish, and word of every copy that has ended; until nobody can wish any more."""
    waking, woken = os.pipe()
    for end in (waking, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    children: set[int] = set()
    while True:
        ready, _, _ = select.select([asked.fileno(), waking], [], [])
        if waking in ready:
            os.read(waking, 4_096)
            _bury(sink, children)
        if asked.fileno() in ready:
            wish, files, _, _ = socket.recv_fds(asked, 1, FILES)
            if not wish:
                return
            if wish == COPY:
                children.add(_born(files, sink, work))
            else:
                _kill(int.from_bytes(asked.recv(4, socket.MSG_WAITALL), "big"), children)


def _kill(child: int, children: set[int]) -> None:
    # One that has ended and is not buried yet keeps its number.
    if child in children:
        os.kill(child, signal.SIGKILL)


def _born(files: list[int], sink: int, work: Callable[[int], None]) -> int:
    own = os.getpid()
    try:
        child = os.fork()
    except OSError:
        # No room for another: whoever wished for it sees its pipes closed.
        child = -1
    if child == 0:
        _live(files, own, work)
    for file in files:
        os.close(file)
    _send(sink, Frame.READY, {"pid": child})
    return child


def _live(files: list[int], parent: int, work: Callable[[int], None]) -> NoReturn:
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for place, file in enumerate(files):
            os.dup2(file, place)
        # Nothing else of the parent's is inherited: above all not the ends of other copies' pipes.
        os.closerange(FILES, max(files) + 65_536)
        work(parent)
    except BaseException as error:
        os.write(2, repr(error).encode())
        os._exit(1)
    os._exit(0)


def _bury(sink: int, children: set[int]) -> None:
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        children.discard(child)
        _send(sink, Frame.END, {"pid": child, "status": os.waitstatus_to_exitcode(status)})


def _send(sink: int, frame: Frame, content: dict[str, object]) -> None:
    left = memoryview(packed(frame, content))
    while left:
        left = left[os.write(sink, left) :]
