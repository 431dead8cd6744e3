"""Failures on the wire: real status codes, and a body that says where, why and what to do.

https://www.rfc-editor.org/rfc/rfc9457
"""

from typing import Any

from kg.query.faults import Busy, DeadlinePassed, EngineLost, MemoryExhausted, QueryFault, StoreLost, TooLong
from kg.query.messages import Choice, Expected, Found

__all__ = ["PROBLEM_JSON", "problem", "status_of"]

PROBLEM_JSON = "application/problem+json"

_BY_CODE = {
    "resource-unknown": 404,
    "resource-unknown-near": 404,
    "resource-withdrawn": 410,
    "resource-read-otherwise": 410,
    "no-such-form": 406,
    "no-such-profile": 406,
    "no-such-profile-of-it": 406,
    "not-in-xml": 406,
    "release-changed": 503,
    "no-worker": 503,
    "query-unknown": 404,
    "not-found": 404,
    "download-unknown": 404,
    "document-unknown": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "no-such-format": 406,
    "body-too-slow": 408,
    "body-too-large": 413,
    "unsupported-media-type": 415,
    "old-protocol": 505,
    "defect": 500,
    "search-index": 503,
}
_BY_KIND: tuple[tuple[type[QueryFault], int], ...] = (
    (TooLong, 413),
    (EngineLost, 500),
    (StoreLost, 502),
    (Busy, 503),
    (DeadlinePassed, 504),
    (MemoryExhausted, 507),
)


def status_of(fault: QueryFault) -> int:
    """The status code: 4xx where the request is at fault, 5xx where a limit or we are."""
    by_kind = next((status for kind, status in _BY_KIND if isinstance(fault, kind)), 400)
    return _BY_CODE.get(fault.code, by_kind)


def problem(fault: QueryFault, language: str, release: str) -> dict[str, Any]:
    """The members of a problem document; `line` and `column` count from 1, `elapsed` is in seconds."""
    title, cause, fix = fault.said(language)
    said: dict[str, Any] = {
        "type": f"/problem/{fault.code}",
        "title": title,
        "status": status_of(fault),
        "detail": f"{title}: {cause}.",
        "cause": cause,
        "fix": fix,
    }
    if fault.at is not None:
        said |= {"line": fault.at.line, "column": fault.at.column, "excerpt": fault.at.excerpt}
    if "limit" in fault.details:
        said["limit"] = _plain(fault.details["limit"])
    if "elapsed" in fault.details:
        said["elapsed"] = round(fault.details["elapsed"], 3)
    if "nearest" in fault.details:
        said["nearest"] = fault.details["nearest"]
    return said | ({"release": release} if release else {})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Choice | Expected | Found) else value
