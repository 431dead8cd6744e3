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
    console = start(json, lang, build_dir=build_dir, host=host, port=port, workers=workers, **chosen)
    release = release_of(console.settings)
    counted = numbers(release)

    def ready(address: str) -> None:
        value = {"address": address, "release": release.id, "counts": counted}
        console.show(value, _words(console, address, release.id, numbers_told(console, counted)))
        console.flush()

    from kg.web import serve as run

    run(console.settings, ready)
    return ExitStatus.DONE


def _words(console: Console, address: str, release: str, held: str) -> str:
    say = console.say
    parts = [say("serve.ready", address=address), say("serve.release", id=release), held]
    return "\n".join([*parts, say("serve.next", address=address)])
