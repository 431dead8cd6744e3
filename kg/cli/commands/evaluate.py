"""`kg evaluate`: extraction measured against annotated texts."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

GOLD = Path("data/gold")


def evaluate(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[GOLD]...")] = None,
    held_out: Annotated[list[str] | None, typer.Option("--held-out", metavar="NAME")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints precision, recall and F1 of acts, participations and slots for each annotated text and in total.

    Texts named by `--held-out` are measured apart, their differences unprinted, so that they stay blind.
    """
    from kg.cli.commands.texts import extractor
    from kg.evaluate.measure import annotations, measure
    from kg.evaluate.report import as_json, as_words

    console = start(json, lang)
    given = [Path(path) for path in paths or ()] or [GOLD]
    files = annotations(given)
    if not files:
        raise MisusedCommand(console.say("evaluate.none"), ", ".join(map(str, given)), "", console.say("evaluate.fix"))
    apart = set(held_out or ())
    extract = extractor(console.settings)
    bar = console.progress(len(files))
    scores, blind = [], []
    for file in files:
        (blind if file.stem in apart else scores).append(measure(file, extract))
        bar.step(file.stem)
    if json:
        console.value(as_json(scores, blind))
    else:
        console.out(as_words(scores, blind))
    return int(ExitStatus.DONE)
