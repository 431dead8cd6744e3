"""`kg serve`: the current release over HTTP."""

from typing import Annotated

import typer

from kg.cli.asking import release_of
from kg.cli.console import Console
from kg.cli.options import BuildDir, Json, Lang, start
from kg.cli.told import numbers, numbers_told
from kg.errors import ExitStatus

__all__ = ["serve"]


def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS")] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="PORT")] = None,
    workers: Annotated[str | None, typer.Option("--workers", metavar="N")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Serves the release until it is interrupted; a new release is taken up as it comes."""
    console = start(json, lang, build_dir=build_dir, host=host, port=port, workers=workers, store=store)
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


def _words(console: Console, address: str, release: str, held: str) -> str:
    say = console.say
    parts = [say("serve.ready", address=address), say("serve.release", id=release), held]
    return "\n".join([*parts, say("serve.next", address=address)])
