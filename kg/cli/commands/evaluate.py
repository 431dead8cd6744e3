"""`kg evaluate`: extraction measured against annotated texts."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Console
from kg.cli.failures import near
from kg.cli.options import Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

__all__ = ["evaluate"]

GOLD = "data/gold"


def evaluate(
    paths: Annotated[list[str] | None, typer.Argument(metavar="ANNOTATION")] = None,
    held_out: Annotated[list[str] | None, typer.Option("--held-out", metavar="NAME")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints figures for each text and in total, and every difference in words.

    A difference is no failure: showing it is what the command is for. Of a held-out text only figures are shown,
    and they are added up apart, so that it stays blind.
    """
    from kg.cli.commands.texts import extractor
    from kg.evaluate.measure import annotations, measure
    from kg.evaluate.report import as_json, as_words

    console = start(json, lang)
    files = annotations([Path(path) for path in paths or [GOLD]])
    _check_names(console, files, held_out or [])
    extract = extractor(console.settings)
    progress = console.progress(len(files))
    scores = []
    for done, file in enumerate(files):
        progress.reach(done, file.stem)
        scores.append((file.stem, measure(file, extract)))
    progress.reach(len(files))
    seen = [score for name, score in scores if name not in (held_out or ())]
    blind = [score for name, score in scores if name in (held_out or ())]
    console.show(as_json(seen, blind), as_words(seen, blind))
    return ExitStatus.DONE


def _check_names(console: Console, files: list[Path], held_out: list[str]) -> None:
    names = {path.stem for path in files}
    if not names:
        raise MisusedCommand(console.say("evaluate.none"), GOLD, "", console.say("evaluate.none-fix"))
    for name in held_out:
        if name not in names:
            raise MisusedCommand(console.say("evaluate.unknown"), name, "", near(name, names, console.say))
