"""`kg build`: texts in, a published release out."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Console
from kg.cli.options import BaseIri, BuildDir, Json, Lang, start
from kg.cli.told import finding_lines, numbers, numbers_told, refusal_lines
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.pipeline import BuildResult, Outcome
    from kg.store import Release

__all__ = ["build"]

CORPUS = Path("data/corpus")
STATUSES = ("published", "quarantined", "refused")


def build(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH")] = None,
    build_dir: BuildDir = None,
    base_iri: BaseIri = None,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="ADDRESS")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Reads, judges and publishes the texts; what does not conform goes to quarantine and the rest is published."""
    console = start(json, lang, build_dir=build_dir, base_iri=base_iri, jobs=jobs)
    if not paths and not CORPUS.is_dir():
        raise MisusedCommand(console.say("build.no-texts"), str(CORPUS), "", console.say("build.no-texts-fix"))
    result = _built(console, [Path(path) for path in paths or (str(CORPUS),)], on)
    if json:
        console.stream(_as_json(result), "texts", _texts(result))
    else:
        for lines in _words(console, result):
            console.out("\n".join(lines))
    return _status(result)


def _status(result: "BuildResult") -> int:
    """What kept a text out is a finding where others were published, bad input where none was."""
    if not result.of("published"):
        return ExitStatus.FINDINGS if result.of("quarantined") else ExitStatus.BAD_INPUT
    return ExitStatus.DONE if len(result.of("published")) == len(result.outcomes) else ExitStatus.FINDINGS


def _built(console: Console, given: list[Path], on: str | None) -> "BuildResult":
    from kg.pipeline import Progress, build_release, gather

    sources = gather(given)
    if not sources:
        where = ", ".join(map(str, given))
        raise MisusedCommand(console.say("build.no-texts"), where, "", console.say("build.no-texts-fix"))
    progress = console.progress(len(sources))

    def heard(step: Progress) -> None:
        if step.step == "read":
            progress.reach(step.done, step.name)
        else:
            progress.then(step.step, step.share)

    try:
        return build_release(sources, console.settings, heard, on=on)
    finally:
        progress.end()


def _as_json(result: "BuildResult") -> dict[str, Any]:
    release = result.release
    return {
        "changed": result.changed,
        "release": release.id if release else None,
        "counts": {**release.counts, **numbers(release)} if release else {},
        "quarantine": str(result.quarantine) if result.quarantine else None,
    }


def _texts(result: "BuildResult") -> Iterator[dict[str, Any]]:
    return ({"status": one.status, "name": one.name, **one.told} for one in result.outcomes)


def _words(console: Console, result: "BuildResult") -> Iterator[list[str]]:
    for one in result.outcomes:
        yield _text(console, one)
    yield [console.say("build.summary", **{status: len(result.of(status)) for status in STATUSES})]
    if result.quarantine:
        yield [console.say("build.quarantine", folder=result.quarantine)]
    yield _served(console, result)


def _served(console: Console, result: "BuildResult") -> list[str]:
    release: Release | None = result.release
    if release is None:
        return [console.say("build.nothing")]
    if not result.of("published"):
        return [console.say("build.kept", id=release.id)]
    unchanged = [] if result.changed else [console.say("build.unchanged")]
    held = [console.say("build.release", id=release.id), numbers_told(console, numbers(release))]
    return [*unchanged, *held, console.say("build.next")]


def _text(console: Console, one: "Outcome") -> list[str]:
    line = console.say(f"build.{one.status}", name=one.name)
    if one.status == "refused":
        return [line, *refusal_lines(console, one.told)]
    report = (one.words or {}).get(console.say.language, "") if one.status == "quarantined" else ""
    return [line, *("  " + row for row in report.splitlines()), *finding_lines(console, one.told)]
