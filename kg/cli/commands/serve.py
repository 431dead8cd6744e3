"""`kg serve`: the current release over HTTP."""

from typing import Annotated

import typer

from kg.cli.commands.build import found
from kg.cli.console import Console
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus


def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS")] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="PORT")] = None,
    workers: Annotated[str | None, typer.Option("--workers", metavar="N")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Serves pages and the SPARQL endpoint until it is interrupted; a new release is taken up as it comes."""
    from kg.cli.commands.released import release_of
    from kg.web import serve as run

    console = start(json, lang, build_dir=build_dir, host=host, port=port, workers=workers)
    release = release_of(console.settings)

    def ready(address: str) -> None:
        value = {"address": address, "release": release.id, "counts": dict(release.counts)}
        console.show(value, _words(console, address, found(console, release.counts)))
        _flush()

    run(console.settings, ready)
    return int(ExitStatus.DONE)


def _words(console: Console, address: str, numbers: str) -> str:
    return "\n".join([console.say("serve.ready", address=address), numbers, console.say("serve.next", address=address)])


def _flush() -> None:
    import sys

    sys.stdout.flush()
