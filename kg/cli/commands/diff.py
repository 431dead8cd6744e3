"""`kg diff`: what changed from one release to another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import Console
from kg.cli.failures import near
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.store import Layout

__all__ = ["diff"]


def diff(
    old: Annotated[str | None, typer.Argument(metavar="OLD")] = None,
    new: Annotated[str | None, typer.Argument(metavar="NEW")] = None,
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the quads that are gone (-) and that came (+), sorted; a difference makes the status 1, as with diff."""
    from kg.store import Layout

    console = start(json, lang, build_dir=build_dir)
    layout = Layout(console.settings.build_dir)
    before, after = _pair(console, layout, old, new)
    left, right = (_quads(layout.releases / one / "quads.nq") for one in (before, after))
    gone, came = sorted(left - right), sorted(right - left)
    value = {"old": before, "new": after, "removed": gone, "added": came}
    console.show(value, "\n".join([*(f"- {quad}" for quad in gone), *(f"+ {quad}" for quad in came)]))
    same = not gone and not came
    key, counts = ("diff.same", {}) if same else ("diff.summary", {"added": len(came), "removed": len(gone)})
    console.tell(key, old=before, new=after, **counts)
    return ExitStatus.DONE if same else ExitStatus.FINDINGS


def _pair(console: Console, layout: "Layout", old: str | None, new: str | None) -> tuple[str, str]:
    """The releases meant: the current one and the one before it, unless named (a few first letters will do)."""
    from kg.store import current, kept

    known = kept(layout)
    later = _named(console, known, new) if new else current(layout).id
    earlier = [one for one in known[: known.index(later)] if one != later] if later in known else []
    if not old and not earlier:
        raise MisusedCommand(console.say("diff.only-one"), later, "", console.say("diff.only-one-fix"))
    return (_named(console, known, old) if old else earlier[-1]), later


def _named(console: Console, known: tuple[str, ...], name: str) -> str:
    found = [one for one in known if one.startswith(name)]
    if len(found) != 1:
        raise MisusedCommand(console.say("diff.unknown"), name, "", near(name, known, console.say))
    return found[0]


def _quads(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").split("\n")) - {""}
