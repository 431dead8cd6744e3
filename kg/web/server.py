"""The server: one address, one port, on loopback unless told otherwise, until it is told to stop."""

import errno
import logging
import math
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import uvicorn

from kg.errors import ExitStatus, PlenaryError
from kg.query.interface import RemoteStore
from kg.web.app import create_app
from kg.web.logs import logged
from kg.web.settings import WebSettings
from kg.web.stopping import Stopping
from kg.web.watch import Watch
from kg.web.wire import patient_for

__all__ = ["AddressTaken", "serve_at"]

_TRIED = 50
_log = logging.getLogger(__name__)


class AddressTaken(PlenaryError):
    """The address cannot be listened on; the fix names a port that can."""

    exit_status = ExitStatus.ENVIRONMENT


def serve_at(
    release_root: Path | RemoteStore,
    host: str = "127.0.0.1",
    port: int = 8000,
    settings: WebSettings | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the current release of a build folder, the release in a folder, or a store, until SIGINT or SIGTERM.

    Port 0 takes a free one; `on_ready` is given the address once queries are answered there.
    Raises AddressTaken, BrokenRelease, BrokenAsset; KeyboardInterrupt after SIGINT, as everywhere.
    """
    listener = _listening(host, port)
    with listener, ExitStack() as opened:
        address = _address(host, listener)
        chosen = settings or WebSettings()
        if not chosen.public_url:
            chosen = replace(chosen, public_url=address)
        app = create_app(_current(release_root), chosen)
        apart = _apart(chosen.metrics)
        listeners = [listener, *(opened.enter_context(one) for one in apart)]
        app.state.operations.metrics_at = apart[0].getsockname()[1] if apart else 0
        lines = opened.enter_context(logged(chosen.log, chosen.log_level))
        watch = Watch(app, chosen.forwarded, lines.request if _log.isEnabledFor(logging.INFO) else None)
        server = _Server(_config(watch, chosen), address, on_ready, app.state.operations.stop, chosen.drain)
        server.run(sockets=listeners)


def _current(root: Path | RemoteStore) -> Path | RemoteStore:
    return root / "current" if isinstance(root, Path) and (root / "current").exists() else root


class _Server(Stopping):
    """Says when it is ready."""

    def __init__(
        self,
        config: uvicorn.Config,
        address: str,
        on_ready: Callable[[str], None] | None,
        on_stop: Callable[[], None],
        drain: float,
    ) -> None:
        super().__init__(config, on_stop, drain)
        self._ready = (address, on_ready)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        address, on_ready = self._ready
        _log.info("serving", extra={"fields": {"address": address}})
        if self.started and on_ready is not None:
            on_ready(address)


def _config(app: object, settings: WebSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=patient_for(settings.head_seconds),
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=15,
        # An answer that was begun just before may take all of its time.
        timeout_graceful_shutdown=math.ceil(settings.engine.deadline) + 1,
        limit_concurrency=1_000,
    )


def _apart(metrics: str) -> list[socket.socket]:
    """The listener of the metrics' own address, where they have one."""
    host, colon, port = metrics.rpartition(":")
    return [_listening(host.strip("[]"), int(port))] if colon else []


def _listening(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), family=_family(host), backlog=2_048)
        # Connections inherit it. Without it an answer waits 40 ms for the acknowledgement of its own headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            fix = f"stop what listens there, or take another port: --port {_next_free(host, port)}"
            raise AddressTaken("the port is taken", where, "another program listens on it", fix) from error
        if error.errno == errno.EACCES:
            fix = f"take a port above 1023: --port {_next_free(host, 8000)}"
            why = "the system keeps it for administrators"
            raise AddressTaken("the port may not be used", where, why, fix) from error
        why = error.strerror or str(error)
        raise AddressTaken("the address cannot be used", where, why, "use --host 127.0.0.1") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _next_free(host: str, port: int) -> int:
    """The next port that can be listened on; 0, which takes any, where none is found soon."""
    for candidate in range(port + 1, min(port + _TRIED, 65_536)):
        try:
            with socket.create_server((host, candidate), family=_family(host)):
                return candidate
        except OSError:
            continue
    return 0


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}/"
