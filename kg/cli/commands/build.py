"""`kg build`: texts in, a published release out."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Console, aligned
from kg.cli.options import BaseIri, BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.pipeline import BuildResult, Outcome

CORPUS = Path("data/corpus")


def build(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATHS]...")] = None,
    build_dir: BuildDir = None,
    base_iri: BaseIri = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Reads, judges and publishes the texts; what does not conform goes to quarantine and the rest is published."""
    console = start(json, lang, build_dir=build_dir, base_iri=base_iri)
    given = [Path(path) for path in paths or ()] or [CORPUS]
    if not paths and not CORPUS.is_dir():
        raise MisusedCommand(console.say("build.no-texts"), str(CORPUS), "", console.say("build.no-texts-fix"))
    result = _built(console, given)
    console.show(_as_json(result), _words(console, result))
    return int(ExitStatus.FINDINGS if result.of("quarantined") or result.of("refused") else ExitStatus.DONE)


def _built(console: Console, given: list[Path]) -> "BuildResult":
    from kg.pipeline import Progress, build_release, gather

    sources = gather(given)
    bar = console.progress(len(sources))

    def shown(progress: Progress) -> None:
        if progress.step == "read":
            bar.step(progress.name)

    return build_release(sources, console.settings, shown)


def _as_json(result: "BuildResult") -> dict[str, Any]:
    release = result.release
    return {
        "changed": result.changed,
        "release": release.id if release else None,
        "counts": dict(release.counts) if release else {},
        "texts": [{"status": one.status, "name": one.name, **dict(one.told)} for one in result.outcomes],
        "quarantine": str(result.quarantine) if result.quarantine else None,
    }


def _words(console: Console, result: "BuildResult") -> str:
    say = console.say
    lines = [say("build.unchanged")] if not result.changed else []
    lines += [line for one in result.outcomes for line in _text(console, one)]
    if result.release is None:
        return "\n".join([*lines, say("build.nothing")])
    lines.append(say("build.release", id=result.release.id, triples=f"{result.release.counts.get('triples', 0):,}"))
    lines.append(found(console, result.release.counts))
    if result.quarantine:
        lines.append(say("build.quarantine", folder=result.quarantine))
    return "\n".join([*lines, say("build.next")])


def found(console: Console, counts: Mapping[str, int]) -> str:
    """What the graph holds, as a column of numbers."""
    names = ("Document", "Meeting", "Participation", "Statement", "Commitment", "MeetingPlan", "Body")
    return aligned([(str(counts.get(name, 0)), console.say(f"count.{name}")) for name in names])


def _text(console: Console, one: "Outcome") -> list[str]:
    lines = [console.say(f"build.{one.status}", name=one.name)]
    if one.status == "refused":
        return [f"{lines[0]}: {one.told.get('sentence', '')}"]
    if one.status == "quarantined" and one.words:
        lines += ["  " + line for line in one.words[console.say.language].splitlines()]
    findings = one.told.get("findings", ())
    lines += [f"  {console.say('severity.' + f['severity'])}: {_message(console, f)}" for f in findings]
    return lines


def _message(console: Console, finding: Mapping[str, Any]) -> str:
    words = f" “{finding['words']}”" if finding.get("words") else ""
    return f"{finding['message_' + console.say.language]}{words}"
