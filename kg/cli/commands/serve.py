"""`kg serve`: the current release, or plain RDF files, over HTTP."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.asking import release_of
from kg.cli.console import Console
from kg.cli.options import BuildDir, Json, Lang, start
from kg.cli.told import numbers, numbers_told
from kg.errors import ExitStatus, MisusedCommand

__all__ = ["serve"]


def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS")] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="PORT")] = None,
    workers: Annotated[str | None, typer.Option("--workers", metavar="N")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL")] = None,
    rdf: Annotated[list[str] | None, typer.Option("--rdf", metavar="FILE...")] = None,
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...")] = None,
    public_url: Annotated[str | None, typer.Option("--public-url", metavar="IRI")] = None,
    forwarded: Annotated[str | None, typer.Option("--forwarded", metavar="ADDRESSES")] = None,
    metrics: Annotated[str | None, typer.Option("--metrics", metavar="loopback|on|off|ADDRESS:PORT")] = None,
    log: Annotated[str | None, typer.Option("--log", metavar="auto|json|text")] = None,
    log_level: Annotated[str | None, typer.Option("--log-level", metavar="debug|info|warning|error")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Serves the release until it is interrupted; a new release is taken up as it comes."""
    chosen = {"public_url": public_url, "forwarded": forwarded, "metrics": metrics, "log": log, "log_level": log_level}
    places = {"build_dir": build_dir, "host": host, "port": port, "store": store}
    console = start(json, lang, workers=workers, **places, **chosen)
    if rdf or files:
        return _plain(console, rdf or (), files or ())
    if console.settings.store:
        return _store(console)
    release = release_of(console.settings)
    counted = numbers(release)

    def ready(address: str) -> None:
        value = {"address": address, "release": release.id, "counts": counted}
        console.show(value, _words(console, address, release.id, numbers_told(console, counted)))
        console.flush()

    from kg.web import serve as run

    run(console.settings, ready)
    return ExitStatus.DONE


def _store(console: Console) -> int:
    """Serves what a store that someone else runs holds; one that cannot be reached is told of before it is served."""
    from kg.cli.stores import facts_now
    from kg.web import serve as run

    facts, store = facts_now(console.settings), console.settings.store

    def ready(address: str) -> None:
        value = {"address": address, "release": facts.release or None, "store": store, "graphs": len(facts.graphs)}
        release = facts.release or console.say("serve.unknown")
        lines = [console.say("serve.ready", address=address), console.say("serve.store", store=store, id=release)]
        console.show(value, "\n".join(lines))
        console.flush()

    run(console.settings, ready)
    return ExitStatus.DONE


def _plain(console: Console, rdf: Sequence[str], further: Sequence[str]) -> int:
    """Serves files from a store that is removed at the end, however that comes."""
    if not rdf:
        fix = console.say("serve.stray-fix", file=further[0])
        raise MisusedCommand(console.say("serve.stray"), further[0], "", fix)
    from kg.store.plain import plain_release
    from kg.web import serve as run

    with _left_in_order(), plain_release([Path(one) for one in (*rdf, *further)]) as plain:

        def ready(address: str) -> None:
            value = {"address": address, "release": plain.id, "triples": plain.triples, "graphs": plain.graphs}
            held = console.say("serve.plain", triples=f"{plain.triples:,}", graphs=f"{plain.graphs:,}")
            console.show(value, f"{console.say('serve.ready', address=address)}\n{held}")
            console.flush()

        run(replace(console.settings, build_dir=plain.path), ready, plain=True)
    return ExitStatus.DONE


@contextmanager
def _left_in_order() -> Iterator[None]:
    """A request to end lets what is open be closed first; else the system ends the process where it stands."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    asked = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, leave) for one in asked]
    try:
        yield
    finally:
        for one, handler in zip(asked, before, strict=True):
            signal.signal(one, handler)


def _words(console: Console, address: str, release: str, held: str) -> str:
    say = console.say
    parts = [say("serve.ready", address=address), say("serve.release", id=release), held]
    return "\n".join([*parts, say("serve.next", address=address)])
