"""The annotation format: what a text says as stand-off JSON, one object a text, spans as `[start, end)` code points.

`gold.schema.json` describes it; fields that a text gives no value for are left out.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from kg.errors import UnreadableSource
from kg.evaluate.schema import violations
from kg.model import Act, Agent, Body, Claims, Document, Meeting, Participation, Referred, Span, When, Where

__all__ = ["SCHEMA", "dumps", "read_gold", "to_gold"]

Annotation = dict[str, Any]
"""A text's annotation as JSON has it."""

SCHEMA: Annotation = json.loads(Path(__file__).with_name("gold.schema.json").read_text(encoding="utf-8"))
"""The JSON Schema of the format."""

_PARTICIPANT = {"participating-state", "participating-organisation", "participant"}
_ROWS = ("meetings", "participations", "bodies", "documents", "acts")


def to_gold(document: Document, claims: Claims) -> Annotation:
    """The claims of a document in the annotation format: the same claims, the same annotation."""
    return {
        "text": PurePath(document.name).name,
        "sha256": document.sha256,
        "language": document.language,
        **_given(genre=claims.genre, title=_collapsed(claims.title, document.text)),
        "meetings": [_meeting(meeting) for meeting in claims.meetings],
        "participations": list(_participations(claims.participations)),
        "participant_count": claims.participant_count,
        "bodies": [_body(body) for body in claims.bodies],
        "documents": [row for referred in claims.documents for row in _documents(referred)],
        "acts": [_act(act) for act in claims.acts if act.alternative_to is None],
    }


def dumps(annotation: Annotation) -> str:
    """The annotation as JSON with one row a line, so that a change shows as one line of a comparison."""
    lines = [f"{json.dumps(key)}: {_value(key, value)}" for key, value in annotation.items()]
    return "{" + ",\n ".join(lines) + "}\n"


def read_gold(path: Path) -> Annotation:
    """The annotation in a file, checked against the schema; raises UnreadableSource with the place of the fault."""
    try:
        annotation = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableSource("the annotation cannot be read", str(path), str(error), "give a JSON file") from error
    faults = violations(annotation, SCHEMA)
    if faults:
        raise UnreadableSource("this is no annotation", str(path), faults[0], "see kg/evaluate/gold.schema.json")
    return dict(annotation)


def _value(key: str, value: Any) -> str:
    if key not in _ROWS or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n  " + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n ]"


def _given(**fields: Any) -> Annotation:
    return {name: value for name, value in fields.items() if value not in (None, [], False)}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _collapsed(span: Span | None, text: str) -> str | None:
    return span.words(text) if span else None


def _bounds(when: When | None) -> tuple[str | None, str | None]:
    if when is None:
        return None, None
    return (
        when.earliest.isoformat() if when.earliest else None,
        when.latest.isoformat() if when.latest else None,
    )


def _place(where: Where | None) -> str | None:
    if where is None or where.kind not in ("city", "online"):
        return None
    return "online" if where.kind == "online" else where.label


def _meeting(meeting: Meeting) -> Annotation:
    start, end = _bounds(meeting.when)
    return {
        "forums": [forum.code for forum in meeting.forums],
        "series": meeting.series,
        **_given(
            ordinal=meeting.ordinal,
            start=start,
            end=end,
            place=_place(meeting.where),
            state=meeting.where.state.upper() if meeting.where and meeting.where.state else None,
            level=meeting.level,
        ),
        "status": meeting.status,
        **_given(subject=meeting.subject),
        "span": _pair(meeting.span),
    }


def _participations(participations: Iterable[Participation]) -> Iterator[Annotation]:
    """One row per agent and role, at the first place where the text says so."""
    seen: set[tuple[str, str]] = set()
    for participation in participations:
        role = "participant" if participation.role in _PARTICIPANT else participation.role
        pair = (participation.agent.code, role)
        if pair not in seen:
            seen.add(pair)
            yield {"agent": pair[0], "role": role, "span": _pair(participation.span)}


def _body(body: Body) -> Annotation:
    return {"name": body.label, "span": _pair(body.span), "established": body.status == "established"}


def _documents(referred: Referred) -> Iterator[Annotation]:
    """One row a relation; that it is mentioned goes without saying where the text says more."""
    telling = [relation for relation in referred.relations if relation != "mentioned"]
    for relation in telling or ["mentioned"]:
        yield {"name": referred.label, "kind": referred.kind, "relation": relation, "span": _pair(referred.span)}


def _codes(agents: Iterable[Agent]) -> list[str]:
    return list(dict.fromkeys(agent.code for agent in agents))


def _deadline(when: When | None) -> list[str | None] | None:
    return list(_bounds(when)) if when else None


def _act(act: Act) -> Annotation:
    return {
        "type": act.type,
        **_given(strength=act.strength if act.type == "Commitment" else None),
        "trigger": _pair(act.trigger),
        "span": _pair(act.span),
        # Nobody named, as in a passive: the format takes it for all parties together.
        "actor": _codes(act.actors) or ["participants"],
        **_given(
            addressee=_codes(act.addressees),
            deadline=_deadline(act.deadline),
            creates=act.creates,
            restated=act.restated,
        ),
    }
