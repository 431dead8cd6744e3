"""Tables of cases as plain text: invented texts with what they say of their meeting and of who came."""

import re
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate import to_gold
from kg.model import Claims, Document

CASES = Path(__file__).parent / "cases"
SLOTS = ("forums", "series", "ordinal", "days", "place", "state", "level", "status")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its expectations: lines by their name."""

    name: str
    language: str
    text: str
    said: dict[str, list[str]]


def cases(language: str) -> list[Case]:
    """The cases of a language, in the order of its file."""
    whole = (CASES / f"meetings_{language}.txt").read_text(encoding="utf-8")
    return [_case(block, language) for block in re.split(r"^## ", whole, flags=re.MULTILINE)[1:]]


def _case(block: str, language: str) -> Case:
    name, rest = block.split("\n", 1)
    text, _, lines = rest.rpartition("\n--\n")
    said: dict[str, list[str]] = {}
    for line in lines.strip().splitlines():
        key, _, value = line.partition(": ")
        said.setdefault(key, []).append(value)
    return Case(f"{language}-{name}", language, text + "\n", said)


def meeting_of(line: str) -> Row:
    """The slots that a line of a case states; a meeting is held where it says nothing."""
    parts = [part.strip() for part in line.split("|")]
    parts += ["-"] * (len(SLOTS) - len(parts))
    return (*parts[:-1], "held" if parts[-1] == "-" else parts[-1])


def meetings_found(document: Document, claims: Claims, subject: bool) -> list[Row]:
    """The slots of the subject, or of the other meetings, as a case writes them."""
    rows = to_gold(document, claims)["meetings"]
    return [_row(row) for row in rows if bool(row.get("subject")) is subject]


def _row(row: dict[str, object]) -> Row:
    days = [str(row[key]) for key in ("start", "end") if key in row]
    written = days[0] if len(set(days)) == 1 else "/".join(days)
    slots = {**row, "forums": ";".join(row["forums"]), "days": written}  # type: ignore[call-overload]
    return tuple(str(slots.get(name, "")) or "-" for name in SLOTS)


def parties_of(lines: list[str]) -> set[tuple[str, str]]:
    """Role and agent of each party that a case states."""
    groups = [part.strip().split(" ", 1) for line in lines for part in line.split(";")]
    return {(role, name.strip()) for role, names in groups for name in names.split(",")}
