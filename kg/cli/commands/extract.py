"""`kg extract`: what one text says, without publishing it."""

from io import BytesIO
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import Console
from kg.cli.failures import near
from kg.cli.options import BaseIri, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand
from kg.model import Act, Claims, Document, Span

FORMATS = ("text", "gold", "json", "nq", "ttl", "trig")


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="|".join(FORMATS))] = "",
    base_iri: BaseIri = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints the facts of a text in the annotation format, as RDF, or in words."""
    from kg.cli.commands.texts import extractor, source_of

    console = start(json, lang, base_iri=base_iri)
    chosen = form or ("gold" if json else "text")
    if chosen not in FORMATS:
        raise MisusedCommand(console.say("extract.format"), chosen, "", near(chosen, FORMATS, console.say))
    document, claims = extractor(console.settings)(source_of(Path(file)))
    for finding in claims.findings:
        console.note(f"{console.say('severity.' + finding.severity)}: {_message(console, finding)}")
    _print(console, chosen, document, claims)
    worrying = any(finding.severity != "note" for finding in claims.findings)
    return int(ExitStatus.FINDINGS if worrying else ExitStatus.DONE)


def _message(console: Console, finding: Any) -> str:
    return str(finding.message_es if console.say.language == "es" else finding.message_en)


def _print(console: Console, chosen: str, document: Document, claims: Claims) -> None:
    if chosen in ("gold", "json"):
        from kg.evaluate import dumps, to_gold

        console.out(dumps(to_gold(document, claims)))
    elif chosen == "text":
        console.out(_words(console, document, claims))
    else:
        from kg.graph import build
        from kg.graph.serialize import nquads, write

        quads = build(document, claims, console.settings.base_iri)
        out = BytesIO()
        if chosen == "nq":
            out.write(nquads(quads))
        else:
            write(quads, chosen, out)
        console.bytes_out(out.getvalue())


def _words(console: Console, document: Document, claims: Claims) -> str:
    lines = [f"{document.name} ({document.language})"]
    for meeting in claims.meetings:
        mark = "*" if meeting.subject else " "
        when = meeting.when.edtf if meeting.when else "?"
        where = meeting.where.label if meeting.where else "?"
        lines.append(f"{mark} {console.say('count.one.Meeting')}: {meeting.label} · {when} · {where} · {meeting.status}")
    for row in claims.participations:
        lines.append(f"  {row.agent.code} · {row.role} · {row.derivation}")
    lines += [_act(document, act) for act in claims.acts if act.alternative_to is None]
    return "\n".join(lines)


def _act(document: Document, act: Act) -> str:
    strength = f" ({act.strength})" if act.strength else ""
    due = f" ⏳ {act.deadline.edtf}" if act.deadline else ""
    return f"  [{act.span.start}, {act.span.end}) {act.type}{strength}{due}: {_quote(document, act.span)}"


def _quote(document: Document, span: Span) -> str:
    return " ".join(span.of(document.text).split())
