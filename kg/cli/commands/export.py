"""`kg export`: a release as files for others."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kg.cli.asking import release_of
from kg.cli.console import Console
from kg.cli.options import BuildDir, Json, Lang, start
from kg.cli.stores import put_into
from kg.errors import ExitStatus, MisusedCommand, did_you_mean

if TYPE_CHECKING:
    from kg.store import Release

__all__ = ["export"]

Write = Callable[[IO[bytes]], None]


def export(
    form: Annotated[
        str | None, typer.Option("--format", "-f", metavar="nq|trig|ttl|nt|jsonld|rdfxml|csv|csvw|parquet|sqlite")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    document: Annotated[list[str] | None, typer.Option("--document", "-d", metavar="SLUG")] = None,
    graphs: Annotated[str | None, typer.Option("--graphs", metavar="all|facts|provenance|reference|text")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="URL")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL")] = None,
    default_graph: Annotated[str, typer.Option("--default-graph", metavar="auto|own|replace|named|none")] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    table: Annotated[str | None, typer.Option("--table", "-t", metavar="NAME")] = None,
    everything: Annotated[str | None, typer.Option("--all", metavar="DIR")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Writes graphs or tables of the current release to a file, standard output or a store, or all to a folder."""
    console = start(json, lang, build_dir=build_dir, store=store)
    release = release_of(console.settings)
    if to is not None:
        if form or output is not None or document or graphs or table or everything:
            raise MisusedCommand(console.say("export.whole"), "--to", "", console.say("export.whole-fix"))
        return put_into(console, release, to, default_graph, dry_run)
    if everything is not None:
        _refuse(console, "--all", form=form, output=output, document=document, graphs=graphs, table=table)
        return _everything(console, release, Path(everything))
    form, write = _chosen(console, release, form, table, document, graphs)
    if output is None:
        with console.data() as out:
            write(out)
        return ExitStatus.DONE
    size = _whole(Path(output), write)
    value = {"file": output, "bytes": size, "format": form, "release": release.id}
    told = console.say("export.done", file=output, size=f"{size:,}", release=release.id)
    if json:
        console.value(value)
    else:
        console.note(told)
    return ExitStatus.DONE


def _chosen(
    console: Console,
    release: "Release",
    form: str | None,
    table: str | None,
    document: list[str] | None,
    graphs: str | None,
) -> tuple[str, Write]:
    """The form, and what writes it: tables where one is named or the form is one of theirs, else graphs."""
    from kg.export import FORMATS, TABLE_FORMATS, write_table
    from kg.export import export as write_graphs

    if table is not None or form in TABLE_FORMATS:
        _refuse(console, "--table", document=document, graphs=graphs)
        kind = form or "csv"
        return kind, lambda out: write_table(release, table, kind, out)
    kind = form or "nq"
    if kind not in FORMATS:
        known = (*FORMATS, *TABLE_FORMATS)
        raise MisusedCommand("There is no such form", kind, "", did_you_mean(kind, known))
    return kind, lambda out: write_graphs(release, kind, out, document or None, graphs)


def _refuse(console: Console, option: str, **given: object) -> None:
    """An option that has nothing to say beside another is not passed over in silence."""
    names = {"form": "--format"}
    for name, value in given.items():
        if value:
            where = f"{option} {names.get(name, f'--{name}')}"
            raise MisusedCommand(console.say("export.not-both"), where, "", console.say("export.not-both-fix"))


def _everything(console: Console, release: "Release", folder: Path) -> int:
    from kg.export import download

    progress = console.progress(1)

    def heard(done: int, total: int, name: str) -> None:
        progress.total = total
        progress.reach(done, name)

    try:
        files = download(release, folder, heard)
    finally:
        progress.end()
    size = sum(one.size for one in files)
    value = {"folder": str(folder), "bytes": size, "release": release.id, "files": [one.file for one in files]}
    say = console.say("export.all", folder=folder, files=len(files), size=f"{size:,}", release=release.id)
    if console.json:
        console.value(value)
    else:
        console.note(say)
    return ExitStatus.DONE


def _whole(path: Path, write: Write) -> int:
    """Writes a file in one step, so that nobody ever reads half of it; its size in bytes."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            write(out)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path.stat().st_size
