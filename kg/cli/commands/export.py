"""`kg export`: a release as files for others."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus


def export(
    form: Annotated[str, typer.Option("--format", "-f", metavar="nq|trig|ttl|nt|jsonld|rdfxml")] = "nq",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    document: Annotated[list[str] | None, typer.Option("--document", "-d", metavar="SLUG")] = None,
    graphs: Annotated[str | None, typer.Option("--graphs", metavar="all|facts|provenance|reference")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Writes the graphs of the current release, or of some of its documents, to a file or standard output."""
    from kg.cli.commands.released import release_of
    from kg.export import export as write

    console = start(json, lang, build_dir=build_dir)
    release = release_of(console.settings)
    if output is None:
        sys.stdout.flush()
        write(release, form, sys.stdout.buffer, document or None, graphs)
        sys.stdout.buffer.flush()
        return int(ExitStatus.DONE)
    path = Path(output)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            write(release, form, file, document or None, graphs)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    size = path.stat().st_size
    if json:
        console.value({"file": output, "bytes": size, "format": form, "release": release.id})
    else:
        console.tell("export.done", file=output, size=f"{size:,}", release=release.id)
    return int(ExitStatus.DONE)
