"""`kg extract`: what one text says, without publishing it."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.commands.texts import extractor, source_of
from kg.cli.console import Console
from kg.cli.failures import near
from kg.cli.options import BaseIri, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand
from kg.model import Claims, Document

__all__ = ["extract"]

FORMATS = ("text", "gold", "json", "nq", "ttl", "trig")


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="|".join(FORMATS))] = "",
    base_iri: BaseIri = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the claims in the form chosen, findings on the text as messages; they make the status 1."""
    console = start(json, lang, base_iri=base_iri)
    chosen = form or ("json" if json else "text")
    if chosen not in FORMATS:
        raise MisusedCommand(console.say("extract.format"), chosen, "", near(chosen, FORMATS, console.say))
    document, claims = extractor(console.settings)(source_of(Path(file)))
    for finding in claims.findings:
        words = finding.message_es if console.say.language == "es" else finding.message_en
        console.note(f"{console.say('severity.' + finding.severity)}: {words}")
    _print(console, chosen, document, claims)
    return ExitStatus.FINDINGS if any(one.severity != "note" for one in claims.findings) else ExitStatus.DONE


def _print(console: Console, chosen: str, document: Document, claims: Claims) -> None:
    from kg.cli.claims_view import as_json, summary
    from kg.evaluate import dumps, to_gold

    if chosen == "gold":
        console.out(dumps(to_gold(document, claims)))
    elif chosen == "json":
        console.value(as_json(document, claims))
    elif chosen == "text":
        console.out(summary(document, claims, console.say))
    else:
        with console.data() as out:
            out.write(_graph(document, claims, console.settings.base_iri, chosen))


def _graph(document: Document, claims: Claims, base: str, form: str) -> bytes:
    from io import BytesIO

    from kg.graph import build
    from kg.graph.serialize import nquads, write

    quads, out = build(document, claims, base), BytesIO()
    if form == "nq":
        return nquads(quads)
    write(quads, form, out)
    return out.getvalue()
