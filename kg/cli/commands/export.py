"""`kg export`: a release as files for others."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Annotated

import typer

from kg.cli.asking import release_of
from kg.cli.options import BuildDir, Json, Lang, start
from kg.cli.stores import put_into
from kg.errors import ExitStatus, MisusedCommand

__all__ = ["export"]


def export(
    form: Annotated[str, typer.Option("--format", "-f", metavar="nq|trig|ttl|nt|jsonld|rdfxml")] = "nq",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    document: Annotated[list[str] | None, typer.Option("--document", "-d", metavar="SLUG")] = None,
    graphs: Annotated[str | None, typer.Option("--graphs", metavar="all|facts|provenance|reference|text")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="URL")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL")] = None,
    default_graph: Annotated[str, typer.Option("--default-graph", metavar="auto|own|replace|named|none")] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Writes the graphs of the current release, or of some of its documents, to a file, standard output or a store."""
    from kg.export import export as write

    console = start(json, lang, build_dir=build_dir, store=store)
    release = release_of(console.settings)
    if to is not None:
        if output is not None or document or graphs:
            raise MisusedCommand(console.say("export.whole"), "--to", "", console.say("export.whole-fix"))
        return put_into(console, release, to, default_graph, dry_run)
    if output is None:
        with console.data() as out:
            write(release, form, out, document or None, graphs)
        return ExitStatus.DONE
    size = _whole(Path(output), lambda out: write(release, form, out, document or None, graphs))
    value = {"file": output, "bytes": size, "format": form, "release": release.id}
    told = console.say("export.done", file=output, size=f"{size:,}", release=release.id)
    if json:
        console.value(value)
    else:
        console.note(told)
    return ExitStatus.DONE


def _whole(path: Path, write: Callable[[IO[bytes]], None]) -> int:
    """Writes a file in one step, so that nobody ever reads half of it; its size in bytes."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            write(out)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path.stat().st_size
