"""The claims of one text as JSON and as a summary for readers."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from kg.cli.console import aligned, shortened
from kg.cli.messages import Say
from kg.model import Act, Claims, Document, Meeting, Span, When

__all__ = ["as_json", "summary"]


def as_json(document: Document, claims: Claims) -> dict[str, Any]:
    """Every claim with all that is known of it; a span is `{start, end, quote}`; empty fields are left out."""
    about = {name: getattr(document, name) for name in ("slug", "name", "sha256", "language", "media_type", "reader")}
    return {"document": about, **_plain(claims, document.text)}


def summary(document: Document, claims: Claims, say: Say) -> str:
    """What was found, the acts in the order of the text, each with its words."""
    parts = [_heading(document, claims, say), _meetings(claims, say), _parties(claims, say)]
    parts += [_acts(document, claims, say), _unresolved(document, claims, say)]
    return "\n\n".join(part for part in parts if part)


def _plain(value: Any, text: str) -> Any:
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "quote": value.of(text)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item, text) for item in value]
    if is_dataclass(value):
        named = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(item, text) for name, item in named.items() if item not in (None, (), False)}
    return value


def _heading(document: Document, claims: Claims, say: Say) -> str:
    title = claims.title.words(document.text) if claims.title else document.name
    about = {name: getattr(document, name) for name in ("name", "media_type", "reader")}
    languages = dict.fromkeys((document.language, *(one.language for one in claims.stretches)))
    return f"{title}\n{say('extract.about', language=', '.join(languages), **about)}"


def _meetings(claims: Claims, say: Say) -> str:
    rows = [_meeting(meeting, say) for meeting in claims.meetings]
    return f"{say('extract.meetings', count=len(rows))}\n{aligned(rows)}" if rows else say("extract.no-meeting")


def _meeting(meeting: Meeting, say: Say) -> tuple[str, ...]:
    place = meeting.where.label if meeting.where else ""
    mark = say("extract.subject") if meeting.subject else ""
    return meeting.label, say(f"extract.{meeting.status}"), period(meeting.when), place, mark


def _parties(claims: Claims, say: Say) -> str:
    counted = claims.subject.participant_count if claims.subject else None
    rows = [(one.agent.label, one.role) for one in claims.participations]
    lines = [say("extract.parties", count=len(rows)), aligned(rows)] if rows else []
    lines += [say("extract.counted", count=counted)] if counted is not None else []
    return "\n".join(lines)


def _acts(document: Document, claims: Claims, say: Say) -> str:
    rows = [_act(document, act) for act in claims.acts]
    return f"{say('extract.acts', count=len(rows))}\n{aligned(rows)}" if rows else say("extract.no-act")


def _act(document: Document, act: Act) -> tuple[str, ...]:
    words = act.span.words(document.text)
    actors = ", ".join(agent.code for agent in act.actors)
    return act.type, act.strength or "", actors, period(act.deadline), shortened(words)


def _unresolved(document: Document, claims: Claims, say: Say) -> str:
    rows = [(one.what, shortened(one.span.of(document.text)), one.reason) for one in claims.unresolved]
    return f"{say('extract.unresolved', count=len(rows))}\n{aligned(rows)}" if rows else ""


def period(when: When | None) -> str:
    """`1997-07-01…1997-12-31`, one day where both bounds are the same, empty where there is none."""
    if when is None:
        return ""
    bounds = [bound.isoformat() if bound else "" for bound in (when.earliest, when.latest)]
    return bounds[0] if bounds[0] == bounds[1] else "…".join(bounds)
