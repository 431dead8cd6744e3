"""The meetings that a text names: of which forum, which in its series, when, where, held or planned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.annotate.context import Context, when_of
from kg.annotate.names import names
from kg.annotate.places import places
from kg.annotate.reading import Mention, Reading, is_capitalised
from kg.annotate.words import ordinal
from kg.model import Agent, Meeting, Origin, Span, When, Where
from kg.terms import slug

_MODIFIERS = 5  # words between a meeting's number and its noun
_REACH = 130  # characters between a meeting and the words that date or place it


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting as one passage names it, before the passages are put together."""

    reading: Reading
    start: int
    end: int
    forums: tuple[Agent, ...]
    series: str
    ordinal: int | None
    rule: str
    entry: str | None = None
    when: When | None = None
    where: Where | None = None
    level: str | None = None
    planned: bool = False

    @property
    def span(self) -> Span:
        """The raw span of the naming words."""
        return self.reading.span(self.start, self.end)


def named_meetings(context: Context) -> tuple[Named, ...]:
    """Every naming of a meeting by forum and number, in the order of the text, with its own date and place."""
    found: list[Named] = []
    for reading in context.readings:
        here = sorted([*_by_forum(context, reading), *_by_noun(context, reading)], key=lambda one: one.start)
        here = _without_overlap(here)
        found.extend(_dated(context, reading, here))
    return tuple(found)


def _without_overlap(here: list[Named]) -> list[Named]:
    kept: list[Named] = []
    for one in here:
        if kept and one.start < kept[-1].end and not _joined_numbers(one, kept[-1]):
            if (one.ordinal is not None, one.end - one.start) > (
                kept[-1].ordinal is not None,
                kept[-1].end - kept[-1].start,
            ):
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _joined_numbers(one: Named, other: Named) -> bool:
    """ "the I and II Conferences" are two meetings under one name."""
    return one.end == other.end and None not in (one.ordinal, other.ordinal) and one.ordinal != other.ordinal


def _by_forum(context: Context, reading: Reading) -> Iterator[Named]:
    """A forum's name that is a meeting's, with a number: "II Regional Conference on Migration"."""
    for mention in reading.mentions:
        if mention.agent.kind != "forum":
            continue
        noun = _meeting_noun(reading, mention)
        numbers = list(_ordinals_before(reading, mention.start))
        for start, number in numbers:
            if noun is not None:
                yield Named(reading, start, mention.end, (mention.agent,), noun, number, "meeting.forum-ordinal")
        if noun is not None and not numbers and _year_before(reading, mention.start):
            yield Named(reading, mention.start - 1, mention.end, (mention.agent,), noun, None, "meeting.forum-year")
        elif noun is not None and not numbers and _is_dated(context, reading, mention):
            yield Named(reading, mention.start, mention.end, (mention.agent,), noun, None, "meeting.forum-dated")


def _meeting_noun(reading: Reading, mention: Mention) -> str | None:
    """The series that a forum's own name stands for ("Conference", "Summit"), None for a mere process."""
    nouns = reading.tongue.nouns.get("meeting", {})
    label = mention.agent.label.lower().replace("’", "'")
    found = [(label.find(form), noun.code) for form, noun in nouns.items() if f" {form} " in f" {label} "]
    if not found and "leaders" in label:
        return "summit"
    codes = [code for _, code in sorted(found)]
    return codes[0] if codes else None


def _ordinals_before(reading: Reading, start: int) -> Iterator[tuple[int, int]]:
    """The numbers right before a name: one, or several joined ("the I and II …"), each with its token."""
    words, position = reading.tongue.words, start - 1
    while position >= 0 and reading.tags[position] < 0:
        number = ordinal(reading.tokens.words[position].rstrip("."), words)
        if number is None or number > 150:
            return
        yield position, number
        if position >= 2 and (
            reading.tokens.low[position - 1] in words["coordinators"] or reading.tokens.low[position - 1] == ","
        ):
            position -= 2
        else:
            return


def _year_before(reading: Reading, start: int) -> bool:
    word = reading.tokens.words[start - 1] if start else ""
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _is_dated(context: Context, reading: Reading, mention: Mention) -> bool:
    """Whether a full date follows the name at once ("… Summit on January 9-10, 2023")."""
    end = reading.tokens.ends[mention.end - 1]
    return any(0 <= time.start - end <= 12 and "-" in time.edtf for time in context.times[reading.passage.index])


def _by_noun(context: Context, reading: Reading) -> Iterator[Named]:
    """A numbered meeting by its noun: "IV Plenary Meeting", "second meeting of the … Committee"."""
    nouns, low = reading.tongue.nouns.get("meeting", {}), reading.tokens.low
    for position in range(len(low)):
        for length in (3, 2, 1):
            noun = nouns.get(" ".join(low[position : position + length]))
            if noun is None or position + length > len(low) or reading.tags[position] >= 0:
                continue
            named = _numbered(context, reading, position, length, noun.code, noun.iri)
            if named is not None:
                yield named
            break


def _numbered(context: Context, reading: Reading, position: int, length: int, code: str, iri: str) -> Named | None:
    before, own = _modifiers(reading, position)
    number = next(_ordinals_before(reading, before), None)
    coming = _is_coming(context, reading, position)
    if number is None and not coming:
        return None
    end, forums = _forums_after(context, reading, position + length)
    if not forums and number is not None:
        forums = own or _titled_forum(reading, before, position, position + length)
    if number is None and not forums:
        return None
    forums = forums or _forums_of_passage(reading, position)
    series = "conference" if code == "other" and forums else code
    start = number[0] if number else position
    return Named(
        reading, start, end, forums, series, number[1] if number else None, "meeting.noun", iri, planned=coming
    )


def _modifiers(reading: Reading, position: int) -> tuple[int, tuple[Agent, ...]]:
    """Where the words between a number and its noun begin, and the forum that is among them ("second IWI Summit")."""
    low, plain = reading.tokens.low, reading.tongue.words["plain_meetings"]
    before = position
    while before > 0 and position - before < _MODIFIERS:
        word = reading.tokens.words[before - 1]
        if ordinal(word.rstrip("."), reading.tongue.words) is not None:
            break
        if reading.tags[before - 1] < 0 and low[before - 1] not in plain and not is_capitalised(word):
            break
        before -= 1
    mentions = dict.fromkeys(reading.tags[before:position])
    agents = [reading.mentions[tag].agent for tag in mentions if tag >= 0]
    return before, tuple(_as_forum(agent) for agent in agents if agent.kind in ("forum", "body"))


def _as_forum(agent: Agent) -> Agent:
    return agent if agent.kind == "forum" else replace(agent, kind="forum", key=slug(agent.acronym or agent.label))


def _titled_forum(reading: Reading, start: int, position: int, end: int) -> tuple[Agent, ...]:
    """A forum that only its meetings' name tells of: "Tenth High-Level Dialogue"."""
    plain = reading.tongue.words["plain_meetings"]
    own = [token for token in range(start, position) if reading.tokens.low[token] not in plain]
    if not own or not all(is_capitalised(reading.tokens.words[token]) and reading.tags[token] < 0 for token in own):
        return ()
    label = reading.words(own[0], end)
    return (Agent("forum", slug(label), label, label, reading.span(own[0], end), known=False),)


def _is_coming(context: Context, reading: Reading, position: int) -> bool:
    start = reading.tokens.starts[max(0, position - 2)]
    return bool(context.cues("next_meeting", reading.passage.view.text[start : reading.tokens.starts[position]]))


def _forums_after(context: Context, reading: Reading, position: int) -> tuple[int, tuple[Agent, ...]]:
    """The forums in "of the RCM and the SACM", known or by a capitalised name."""
    low, words = reading.tokens.low, reading.tongue.words
    cursor, end, found = position, position, []
    allowed = (
        words["determiners"] | words["coordinators"] | frozenset(("of", "de", "del", "and", "y", "between", "entre"))
    )
    while cursor < len(low):
        mention = reading.mention(cursor)
        if mention is not None and mention.agent.kind in ("forum", "organisation"):
            found.append(mention.agent)
            cursor = end = mention.end
        elif mention is None and low[cursor] in allowed and cursor - end <= 3:
            cursor += 1
        else:
            break
    if not found and cursor > position:
        unknown = next(
            (name for role in ("body", "meeting") for name in names(reading, role) if name.start == cursor), None
        )
        if unknown is not None:
            label = reading.words(unknown.start, unknown.end)
            span = reading.span(unknown.start, unknown.end)
            return unknown.end, (Agent("forum", slug(label), label, label, span, known=False),)
    return end, tuple(found)


def _forums_of_passage(reading: Reading, position: int) -> tuple[Agent, ...]:
    """The forums that stand before in the same sentence: "the RCM and the SACM held their IV Plenary Meeting"."""
    found: dict[str, Agent] = {}
    for mention in reading.mentions:
        if mention.agent.kind == "forum" and mention.end <= position:
            found.setdefault(mention.agent.key, mention.agent)
    return tuple(found.values())


def _dated(context: Context, reading: Reading, here: list[Named]) -> Iterator[Named]:
    """Each naming with the date and place between it and the next one."""
    view = reading.passage.view.text
    found = places(context, reading)
    times = context.times[reading.passage.index]
    bounds = [reading.tokens.starts[one.start] for one in here] + [len(view) + 1]
    for one, (left, right) in zip(here, pairwise(bounds), strict=True):
        end = reading.tokens.ends[one.end - 1]
        alone = len(here) == 1
        when = next((t for t in times if left <= t.start < right and t.start - end < _REACH), None)
        where = next((p for p in found if end <= p.start < right and p.start - end < _REACH), None)
        if alone and _first_clause(context, reading) and not _on_margins(context, reading, one):
            when = when or next((t for t in times if t.end <= left), None)
            where = where or next((p for p in found if p.end <= left), None)
        if when is None and one.rule == "meeting.forum-year":
            when = next((t for t in times if t.end == reading.tokens.ends[one.start]), None)
        yield replace(
            one,
            when=when_of(reading, when) if when and _near(view, end, when.start) else None,
            where=where.where if where and _near(view, end, where.start) else None,
            level=level_of(context, view[left : right - 1]),
        )


def _on_margins(context: Context, reading: Reading, one: Named) -> bool:
    """Whether the text's own meeting was only held beside this one."""
    margins = context.cue("margins", reading)
    return margins is not None and reading.tokens.starts[one.start] >= margins.start()


def _near(view: str, end: int, start: int) -> bool:
    """Whether no new sentence part about something else stands between."""
    return start < end or ";" not in view[end:start]


def _first_clause(context: Context, reading: Reading) -> bool:
    return context.cue("held", reading) is not None


def level_of(context: Context, words: str) -> str | None:
    """The rank that the words state: "at the Vice-Ministerial level"."""
    for match in context.cues("level", words):
        groups = match.groupdict()
        stated = groups.get("level") or groups.get("of") or ""
        terms = context.lexicon.terminology.find(stated, context.tongue.language, "level")
        if terms:
            return terms[0].code
    return None


def origin_of(named: Named) -> Origin:
    """How a naming was found."""
    return Origin(named.rule, entry=named.entry)


def meeting_key(
    forums: tuple[str, ...], series: str, number: int | None, when: When | None, where: Where | None, document: str
) -> str:
    """The slug of a meeting's IRI: forum, series and number; else date and place, so that texts meet there."""
    parts = [*sorted(forums), series] if forums else ["meeting"]
    if forums and number is not None:
        return slug("-".join([*parts, str(number)]), 120)
    if when is not None:
        parts.append(when.edtf.replace("/", "-"))
    if where is not None:
        parts.append(where.key)
    return slug("-".join(parts if when or where else [*parts, "in", document]), 120)


def merged(namings: tuple[Named, ...], subject: Named | None, document: str) -> tuple[Meeting, ...]:
    """One meeting for each that is named, the subject first; dates and places never cross between them."""
    groups: list[list[Named]] = []
    for one in sorted(namings, key=lambda one: (one is not subject, -len(one.forums))):
        group = next((group for group in groups if _same(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    made = [_meeting(group, subject, document) for group in groups]
    return tuple(sorted(made, key=lambda meeting: (not meeting.subject, meeting.span.start)))


def _same(one: Named, other: Named) -> bool:
    """Whether two namings are of one meeting: the same number of the same series, of forums that agree."""
    forums, others = ({forum.key for forum in named.forums} for named in (one, other))
    if one.series != other.series or one.ordinal != other.ordinal or not (forums <= others or others <= forums):
        return False
    return one.ordinal is not None or (one.when and one.when.edtf) == (other.when and other.when.edtf)


def _meeting(group: list[Named], subject: Named | None, document: str) -> Meeting:
    first = subject if subject in group and subject is not None else group[0]
    when = first.when or next((one.when for one in group if one.when), None)
    where = first.where or next((one.where for one in group if one.where), None)
    forums = tuple(forum.key for forum in first.forums)
    return Meeting(
        key=meeting_key(forums, first.series, first.ordinal, when, where, document),
        label=label_of(first),
        forums=first.forums,
        series=first.series,
        ordinal=first.ordinal,
        status="planned" if any(one.planned for one in group) else "held",
        subject=subject is not None and subject in group,
        span=first.span,
        passages=tuple(dict.fromkeys(one.reading.passage.span for one in group)),
        origin=origin_of(first),
        when=when,
        where=where,
        level=first.level or next((one.level for one in group if one.level), None),
    )


def label_of(named: Named) -> str:
    """The words that name the meeting, and the forums in brackets where the words leave them out."""
    words = named.reading.words(named.start, named.end)
    if named.rule == "meeting.planned":
        words = words.split(",")[0]
    if named.rule == "meeting.one-off":
        words = _when_and_where(named)
    missing = [forum.code for forum in named.forums if not _says(named, forum)]
    return f"{words} ({', '.join(missing)})" if missing else words


def _says(named: Named, forum: Agent) -> bool:
    inside = (named.reading.mention(token) for token in range(named.start, named.end))
    return any(mention is not None and mention.agent.key == forum.key for mention in inside) or not forum.known


def _when_and_where(named: Named) -> str:
    parts = [named.where.label if named.where else "", named.when.edtf if named.when else ""]
    return ", ".join(part for part in parts if part) or "?"
