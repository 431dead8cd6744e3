"""Rolls of those present: lines that name one party each, and the fields of a record card."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.cards import Field
from kg.annotate.context import Context
from kg.annotate.reading import Mention, Reading, reading_of
from kg.annotate.rosters import KINDS, Listed, listed_after, organisation
from kg.model import View

_LAYOUT = " \t*_#>|-•·◦▪–—" + '"'
_FOLLOWS = re.compile(r"[ \t]*(?:[:;,|(]|[–—-](?=\s)|$)")
_COLUMNS = re.compile(r"\t+|(?<=\S) {4,}")  # between those who sign side by side
_FEWEST = 2  # lines that make a roll
_ITEM = re.compile(r"\s*\(?[\da-z]{1,3}[.)]\s*")
_ROLES = {"participant": "participant", "observer": "observer", "guest": "guest"}
_OFFICES = ("chair", "host", "secretariat")


def roll(context: Context) -> Iterator[tuple[Reading, Mention, str]]:
    """The parties of lines that begin with a party's name, or end with it after a person's title."""
    lines = [(reading, one) for reading in context.readings for one in _heading_lines(context, reading)]
    if len({one.agent.key for _, one in lines}) < _FEWEST:
        return
    role = "participant"
    labels = _labels(context)
    for reading, mention in lines:
        start = reading.tokens.starts[mention.start]
        here = (reading.passage.index, start)
        role = next((name for at, name in reversed(labels) if at <= here), "participant")
        if role in _ROLES:
            yield reading, mention, role


def _labels(context: Context) -> list[tuple[tuple[int, int], str]]:
    """Where headings or labels open a part of the roll: "Observers:"."""
    found: list[tuple[tuple[int, int], str]] = []
    for reading in context.readings:
        for label in context.cues("roll_label", reading.passage.view.text):
            if _opens_line(context, reading, label.start()):
                kind = next((name for name, words in label.groupdict().items() if words), "")
                found.append(((reading.passage.index, label.start()), kind))
    return found


def _heading_lines(context: Context, reading: Reading) -> Iterator[Mention]:
    for mention in reading.mentions:
        if mention.agent.kind not in KINDS:
            continue
        before = _line_before(context, reading, _without_article(reading, mention.start))
        signs = context.cues("signs_for", _line_before(context, reading, reading.tokens.starts[mention.start]))
        if (_is_layout(before) or signs) and _is_entry(context, reading, reading.tokens.ends[mention.end - 1]):
            yield mention


def _without_article(reading: Reading, token: int) -> int:
    articles = reading.tongue.words["articles"]
    before = token - 1 if token and reading.tokens.low[token - 1] in articles else token
    return reading.tokens.starts[before]


def _line_before(context: Context, reading: Reading, position: int) -> str:
    raw = reading.passage.view.offsets[position]
    text = context.document.text
    return _COLUMNS.split(text[text.rfind("\n", 0, raw) + 1 : raw])[-1]


def _opens_line(context: Context, reading: Reading, position: int) -> bool:
    return _is_layout(_line_before(context, reading, position))


def _is_layout(before: str) -> bool:
    return not before.strip(_LAYOUT) or _ITEM.fullmatch(before) is not None


def _is_entry(context: Context, reading: Reading, end: int) -> bool:
    """Whether the line gives a person, a mark of a list or nothing after the party's name."""
    raw = reading.passage.view.offsets[end - 1] + 1
    text = context.document.text
    line = _COLUMNS.split(text[raw : text.find("\n", raw) if "\n" in text[raw:] else len(text)])[0]
    if not _FOLLOWS.match(line):
        return False
    rest = line.strip(" \t:;,|.–—-()*_")
    return not rest or bool(context.cues("person_line", rest))


def of_card(context: Context, card: tuple[Field, ...]) -> Iterator[tuple[Reading, Listed]]:
    """The parties that a record card's fields list, each in the role of its field."""
    for field in card:
        if field.kind not in (*_ROLES, *_OFFICES):
            continue
        listed = listed_after(context, _value(context, field), 0)
        listed = listed or [Listed(one, "participant") for one in _named_there(field)]
        for one in listed:
            yield field.reading, Listed(one.mention, one.role if field.kind == "participant" else field.kind)


def _value(context: Context, field: Field) -> Reading:
    """The value of a field read by itself: a name of the next field's cannot begin in it."""
    passage = field.reading.passage
    view = passage.view
    value = View(view.text[field.start : field.end], view.offsets[field.start : field.end])
    return reading_of(replace(passage, view=value), context.lexicon, context.tongue)


def _named_there(field: Field) -> list[Mention]:
    """The body that serves as secretariat, whatever its name."""
    reading = field.reading
    bodies = [one for one in reading.mentions if one.agent.kind in ("body", "forum")]
    inside = [one for one in bodies if field.start <= reading.tokens.starts[one.start] < field.end]
    return [Mention(one.start, one.end, organisation(one.agent)) for one in inside if field.kind == "secretariat"]
