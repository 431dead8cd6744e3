"""`kg evaluate`: extraction measured against annotated texts."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import Console
from kg.cli.failures import near
from kg.cli.options import Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.evaluate.limits import Limit
    from kg.evaluate.measure import Measured, Unmeasured

__all__ = ["evaluate"]

GOLD = "data/gold"


def evaluate(
    paths: Annotated[list[str] | None, typer.Argument(metavar="ANNOTATION")] = None,
    held_out: Annotated[list[str] | None, typer.Option("--held-out", metavar="NAME")] = None,
    save: Annotated[str | None, typer.Option("--save", metavar="FILE")] = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="FILE")] = None,
    tolerance: Annotated[str | None, typer.Option("--tolerance", metavar="NUMBER")] = None,
    fail_under: Annotated[list[str] | None, typer.Option("--fail-under", metavar="MEASURE=NUMBER")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints figures for each text and in total, and every difference in words.

    A difference is no failure: showing it is what the command is for. The status is 1 where a text could not be
    measured, a limit is not kept, or a figure fell below the baseline. Of a held-out text only figures are shown, and
    they are added up apart, so that it stays blind.
    """
    from kg.cli.evaluation_view import words
    from kg.evaluate.baseline import compare, read_baseline
    from kg.evaluate.evaluation import evaluation
    from kg.evaluate.limits import check
    from kg.evaluate.measure import annotations, named
    from kg.evaluate.report import as_json, saved

    console = start(json, lang)
    limits = [_limit(console, given) for given in fail_under or []]
    slack = _slack(console, tolerance, baseline)
    files = named(annotations([Path(path) for path in paths or [GOLD]]))
    blind = _held_out(console, files, held_out or [])
    before = read_baseline(Path(baseline)) if baseline else None
    judged = evaluation(_results(console, files, blind))
    comparison = None if before is None else compare(judged, before, slack)
    checks = check(limits, judged)
    if save:
        Path(save).write_bytes(saved(judged))
    console.show(as_json(judged, comparison, checks), words(judged, comparison, checks, console.say))
    failed = judged.unmeasured or (comparison and comparison.worse) or not all(one.kept for one in checks)
    return ExitStatus.FINDINGS if failed else ExitStatus.DONE


def _results(console: Console, files: Mapping[str, Path], blind: set[str]) -> "Iterator[Measured | Unmeasured]":
    from kg.annotate.gazetteer import load
    from kg.cli.commands.texts import extractor
    from kg.evaluate.measure import measure
    from kg.evaluate.names import Names
    from kg.pipeline import asset_files

    extract, names = extractor(console.settings), Names(load(asset_files().reference))
    progress = console.progress(len(files))
    for done, (name, file) in enumerate(files.items()):
        progress.reach(done, name)
        yield measure(name, file, extract, names, name in blind)
    progress.reach(len(files))


def _held_out(console: Console, files: Mapping[str, Path], names: list[str]) -> set[str]:
    """The texts to hold out: those of this name, and those of this file name wherever they are."""
    if not files:
        raise MisusedCommand(console.say("evaluate.none"), GOLD, "", console.say("evaluate.none-fix"))
    blind: set[str] = set()
    for name in names:
        meant = {one for one, file in files.items() if name in (one, file.stem)}
        if not meant:
            raise MisusedCommand(console.say("evaluate.unknown"), name, "", near(name, files, console.say))
        blind |= meant
    return blind


def _limit(console: Console, given: str) -> "Limit":
    from kg.evaluate.figures import MEASURES
    from kg.evaluate.limits import Limit, is_measure

    measure, _, least = given.partition("=")
    if not is_measure(measure):
        known = console.say("evaluate.measures", words=", ".join(MEASURES))
        fix = near(measure, MEASURES, console.say)
        raise MisusedCommand(console.say("evaluate.measure"), measure or given, known, fix)
    number = _number(least)
    if number is None:
        raise MisusedCommand(console.say("evaluate.number"), given, "", console.say("evaluate.limit-fix"))
    return Limit(measure, number)


def _slack(console: Console, given: str | None, baseline: str | None) -> float:
    if given is None:
        return 0.0
    number = _number(given)
    if number is None:
        raise MisusedCommand(console.say("evaluate.number"), given, "", console.say("evaluate.tolerance-fix"))
    if baseline is None:
        raise MisusedCommand(
            console.say("evaluate.no-baseline"), "--tolerance", "", console.say("evaluate.no-baseline-fix")
        )
    return number


def _number(given: str) -> float | None:
    """A share from 0 to 1; None for anything else."""
    try:
        number = float(given)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
