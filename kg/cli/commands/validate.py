"""`kg validate`: a text's graph against the shapes, without publishing it."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import BaseIri, Json, Lang, start
from kg.errors import ExitStatus


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILES...")],
    turtle: Annotated[bool, typer.Option("--turtle")] = False,
    base_iri: BaseIri = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the validation report of each text in words, as JSON or as Turtle."""
    from kg.cli.commands.texts import judged
    from kg.pipeline import Refused

    console = start(json, lang, base_iri=base_iri)
    values, conform = [], True
    for file in files:
        outcome = judged(Path(file), console.settings)
        if isinstance(outcome, Refused):
            raise outcome.error
        report = outcome.report
        conform = conform and report.conforms
        if turtle:
            console.out(report.turtle)
        elif json:
            rows = [{**_row(one), "severity": str(one.severity.value)} for one in report.findings]
            values.append({"file": file, "conforms": report.conforms, "findings": rows})
        else:
            console.out(f"{Path(file).name}\n{report.words(console.say.language)}")
    if json and not turtle:
        console.value(values)
    return int(ExitStatus.DONE if conform else ExitStatus.FINDINGS)


def _row(finding: object) -> dict[str, object]:
    names = ("focus", "path", "value", "shape", "message_en", "message_es")
    return {name: getattr(finding, name) for name in names}
