"""`kg validate`: a text's graph against the shapes, without publishing it."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.commands.texts import source_of
from kg.cli.options import BaseIri, Json, Lang, start
from kg.errors import ExitStatus

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.validate import Report

__all__ = ["validate"]


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE")],
    turtle: Annotated[bool, typer.Option("--turtle")] = False,
    base_iri: BaseIri = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the report on each text in words, as JSON or as Turtle; one that does not conform makes the status 1."""
    console = start(json, lang, base_iri=base_iri)
    reports = _reports([Path(file) for file in files], console.settings)
    if turtle:
        console.out("\n".join(f"# {file}\n{report.turtle}" for file, report in reports))
    else:
        value = [
            {"file": str(file), "conforms": report.conforms, "findings": [asdict(one) for one in report.findings]}
            for file, report in reports
        ]
        language: Literal["en", "es"] = "es" if console.say.language == "es" else "en"
        console.show(value, "\n".join(f"{file.name}\n{report.words(language)}" for file, report in reports))
    conform = all(report.conforms for _, report in reports)
    return ExitStatus.DONE if conform else ExitStatus.FINDINGS


def _reports(files: list[Path], settings: "Settings") -> "list[tuple[Path, Report]]":
    from kg.pipeline import Refused, asset_files, journey, load_assets

    assets = load_assets(asset_files(), settings)
    reports = []
    for file in files:
        outcome = journey(source_of(file), assets)
        if isinstance(outcome, Refused):
            raise outcome.error
        reports.append((file, outcome.report))
    return reports
