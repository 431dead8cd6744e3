"""The endpoint and its pages: the graph over HTTP, read-only, truthful about what it cannot answer."""

from collections.abc import Callable

from kg.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve the current release of the build folder until SIGINT or SIGTERM; `on_ready` is given the address.

    Raises AddressTaken, BrokenRelease, BrokenAsset; KeyboardInterrupt after SIGINT.
    """
    # The server's packages cost a third of a second, which `kg --help` need not pay.
    from kg.query.engine import EngineSettings
    from kg.web.server import serve_at
    from kg.web.settings import WebSettings

    engine = EngineSettings(workers=settings.workers, deadline=settings.deadline_s, base_iri=settings.base_iri)
    chosen = WebSettings(
        engine=engine,
        base_iri=settings.base_iri,
        public_url=settings.public_url,
        drain=settings.drain_s,
        forwarded=tuple(one.strip() for one in settings.forwarded.split(",") if one.strip()),
        metrics=settings.metrics,
        log=settings.log,
        log_level=settings.log_level,
    )
    serve_at(settings.build_dir, settings.host, settings.port, chosen, on_ready)
