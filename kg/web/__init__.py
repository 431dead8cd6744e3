"""The endpoint and its pages: the graph over HTTP, read-only, truthful about what it cannot answer."""

from collections.abc import Callable

from kg.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings, on_ready: Callable[[str], None] | None = None, *, plain: bool = False) -> None:
    """Serve the current release of the build folder, or the store in the settings, until SIGINT or SIGTERM.

    `on_ready` is given the address. `plain` says that the release is made of plain RDF files: these cannot hold an
    empty graph, so that any other graph is one. Raises AddressTaken, BrokenRelease, BrokenAsset; KeyboardInterrupt
    after SIGINT.
    """
    # The server's packages cost a third of a second, which `kg --help` need not pay.
    from kg.query.engine import EngineSettings
    from kg.query.interface import RemoteStore
    from kg.store import Layout
    from kg.web.server import serve_at
    from kg.web.settings import WebSettings

    engine = EngineSettings(
        workers=settings.workers,
        deadline=settings.deadline_s,
        base_iri=settings.base_iri,
        in_memory=settings.in_memory_mb,
        empty_graphs=plain,
    )
    store = RemoteStore(settings.store, settings.store_user, settings.store_password) if settings.store else None
    chosen = WebSettings(
        engine=engine,
        base_iri=settings.base_iri,
        public_url=settings.public_url,
        # What is served from elsewhere, or is gone with its files, has no downloads.
        downloads=None if plain or store else Layout(settings.build_dir).downloads,
        drain=settings.drain_s,
        forwarded=tuple(one.strip() for one in settings.forwarded.split(",") if one.strip()),
        metrics=settings.metrics,
        log=settings.log,
        log_level=settings.log_level,
    )
    serve_at(store or settings.build_dir, settings.host, settings.port, chosen, on_ready)
