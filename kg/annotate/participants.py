"""Who took part in the subject meeting, in what role, and how many."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.annotate.cards import fields, is_card
from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.expressions import compiled
from kg.annotate.front import title_reading
from kg.annotate.meetings import Named
from kg.annotate.namings import by_forum, by_noun
from kg.annotate.offices import headed_chair, offices
from kg.annotate.places import places
from kg.annotate.reading import Mention, Reading, agent_of
from kg.annotate.rolls import of_card, roll
from kg.annotate.rosters import Listed, is_list, listed_after, listed_before, parties
from kg.annotate.subjects import How
from kg.model import Agent, Derivation, Origin, Participation, Span

_NEAR = 3  # passages after the subject's in which its participants are counted
_GROUP = 10  # tokens before the first state of a group that opens a sentence
_OPENS = 4  # characters before a verb that opens its sentence
_LISTED = 12  # passages of the body in which lists of those who came are looked for

Row = tuple[Agent, str, Reading, Span, Derivation, str]


def participations(
    context: Context, subject: Named | None, meeting: str | None, drafts: tuple[Draft, ...]
) -> tuple[Participation, ...]:
    """One participation for each agent and role, in the order of the text."""
    rows = [*_present(context, subject), *_in_office(context, subject), *_thanked(drafts)]
    rows = _without_forums(rows, subject)
    if not any(role == "participant" for _, role, *_ in rows):
        rows = [*_joint(context, subject, drafts), *rows]
    rows += _chairing_together(context, rows)
    elsewhere = {agent.key for agent, role, *_ in rows if role in ("observer", "guest")}
    found: dict[tuple[str, str], Participation] = {}
    for agent, role, reading, span, derivation, rule in rows:
        if role == "participant" and agent.key in elsewhere:
            continue
        key = (agent.kind + agent.key, role)
        made = Participation(meeting, agent, _code(agent, role), span, reading.passage.span, derivation, Origin(rule))
        found.setdefault(key, made)
    return tuple(sorted(found.values(), key=lambda row: row.span.start))


def _code(agent: Agent, role: str) -> str:
    if role != "participant":
        return role
    return "participating-organisation" if agent.kind == "organisation" else "participating-state"


def _row(reading: Reading, mention: Mention, role: str, rule: str, derivation: Derivation = "stated") -> Row:
    span = mention.agent.span or reading.span(mention.start, mention.end)
    return (_state(mention.agent), role, reading, span, derivation, rule)


def _state(agent: Agent) -> Agent:
    """The state of a government: states take part, through whomever."""
    if agent.kind != "government":
        return agent
    return Agent("state", agent.key, agent.code, agent.code, agent.span)


def _without_forums(rows: list[Row], subject: Named | None) -> list[Row]:
    """No forum takes part in its own meeting."""
    forums = subject.forums if subject else ()
    return [row for row in rows if row[1] == "secretariat" or not any(_is_of(row[0], forum) for forum in forums)]


def _is_of(agent: Agent, forum: Agent) -> bool:
    """Whether an organisation is the forum itself, or a body of it by its name: "the Council of Ministers of the …"."""
    if agent.kind != "organisation":
        return False
    whole = f" {agent.label.casefold()} "
    return agent.key == forum.key or (not forum.known and f" {forum.label.casefold()} " in whole)


def _near(context: Context, subject: Named | None) -> tuple[Reading, ...]:
    if subject is None or _teller(subject) not in context.body:
        return context.body[:_NEAR]
    first = _teller(subject).passage.index
    return tuple(one for one in context.body if first <= one.passage.index < first + _NEAR)


def _present(context: Context, subject: Named | None) -> Iterator[Row]:
    """Those whom a card, a roll, a list or a sentence says to have come."""
    card = fields(context)
    carded: set[int] = set()
    if is_card(card):
        carded = {field.reading.passage.index for field in card if field.kind in ("date", "place", "participant")}
        yield from (
            _row(reading, one.mention, one.role, "participation.card") for reading, one in of_card(context, card)
        )
    opening = _opening(context, subject)
    for reading in opening:
        if reading.passage.index not in carded and not _is_of_another(context, subject, reading):
            for one in _who_came(context, subject, reading):
                yield _row(reading, one.mention, one.role, "participation.list")
    yield from _looking_on(context, subject, opening)
    yield from (_row(reading, one, role, "participation.roll") for reading, one, role in roll(context))
    if subject is not None:
        yield from _between(context, subject)


def _looking_on(context: Context, subject: Named | None, opening: tuple[Reading, ...]) -> Iterator[Row]:
    """Observers and guests of whom the text tells only further on."""
    for reading in context.body:
        text = reading.passage.view.text
        watched = context.cues("observers", text) or context.cues("guests", text)
        if (
            not watched
            or not context.cues("took_part", text)
            or reading in opening
            or _is_of_another(context, subject, reading)
        ):
            continue
        for one in _who_came(context, None, reading):
            if one.role != "participant":
                yield _row(reading, one.mention, one.role, "participation.list")


def _between(context: Context, subject: Named) -> Iterator[Row]:
    """The two sides of a standing commission: "of the Joint Commission between Canada and Morocco"."""
    reading = subject.reading
    text = reading.passage.view.text
    left = reading.tokens.starts[subject.start]
    for cue in context.cues("between", text[left:])[:1]:
        start, end = left + cue.start("who"), left + cue.end("who")
        for one in context.lexicon.gazetteer.scan(text[start:end], frozenset({"state"}), context.tongue.language):
            span = reading.passage.view.span(start + one.start, start + one.end)
            agent = agent_of(one.entry, span, context.tongue.language)
            yield (agent, "participant", reading, span, "stated", "participation.between")


def _opening(context: Context, subject: Named | None) -> tuple[Reading, ...]:
    first = _teller(subject).passage.index if subject and _teller(subject) in context.body else 0
    return tuple(one for one in context.body if one.passage.index >= first)[:_LISTED]


def _is_of_another(context: Context, subject: Named | None, reading: Reading) -> bool:
    """Whether a passage tells of another meeting, and not of the subject."""
    if subject is None or reading is _teller(subject):
        return False
    named = [*by_forum(context, reading), *by_noun(context, reading)]
    return any(one.ordinal is not None and one.ordinal != subject.ordinal for one in named)


def _who_came(context: Context, subject: Named | None, reading: Reading) -> Iterator[Listed]:
    text = reading.passage.view.text
    told: list[int] = []
    for cue in context.cues("participation", text):
        listed = listed_after(context, reading, cue.end(), cue.start())
        told += [cue.start()] if listed else []
        yield from listed
    left = 0
    for cue in context.cues("took_part", text):
        if cue.start() not in told and not _denied(context, text, cue):
            listed = listed_before(context, reading, reading.tokens.at(cue.start()))
            yield from (one for one in listed if one.mention.start >= left)
            left = reading.tokens.at(cue.end() - 1)
    if subject is not None and reading is _teller(subject):
        yield from _met(context, reading)


def _teller(subject: Named) -> Reading:
    return subject.told or subject.reading


def _denied(context: Context, text: str, cue: re.Match[str]) -> bool:
    return bool(context.cues("not_present", text[max(0, cue.start() - 30) : cue.start()]))


def _met(context: Context, reading: Reading) -> Iterator[Listed]:
    """Those who met by the subject's own sentence: before the verb, and with or at whom they did so."""
    verb = context.cue("held", reading) or context.cue("visited", reading)
    if verb is None:
        return
    named = {
        mention.start for mention, _, by in offices(context, reading) if by and not _invites(context, reading, mention)
    }
    token = reading.tokens.at(verb.start())
    yield from (one for one in listed_before(context, reading, token) if one.mention.start not in named)
    yield from (one for one in _met_with(context, reading, verb) if one.mention.start not in named)
    if context.cue("visited", reading) is not None:
        yield from (Listed(one, "participant") for one in reading.mentions if _is_visited(context, reading, one))
        both = [one for one in parties(context, reading) if one.agent.kind != "organisation"]
        yield from (Listed(one, "participant") for one in both if len({two.agent.key for two in both}) <= 2)


def _invites(context: Context, reading: Reading, mention: Mention) -> bool:
    """Whether a party is the one at whose invitation the other came: two that met, not a host of many."""
    before = reading.passage.view.text[: reading.tokens.starts[mention.start]][-60:]
    return bool(context.cues("invited_by", before)) and context.cue("visited", reading) is not None


def _is_visited(context: Context, reading: Reading, mention: Mention) -> bool:
    before = reading.passage.view.text[: reading.tokens.starts[mention.start]]
    return mention.agent.kind == "state" and bool(context.cues("goes_to", before))


def _met_with(context: Context, reading: Reading, verb: re.Match[str]) -> Iterator[Listed]:
    """Those after "met with", "hosted", "Gathered in …,", whatever day and place stand between."""
    text = reading.passage.view.text
    if verb.start() > _OPENS and not context.cues("meets_with", text[verb.start() :]):
        return
    position = verb.end()
    spots = [(one.start, one.end) for one in places(context, reading)]
    spots += [(one.start, one.end) for one in context.times[reading.passage.index]]
    for start, end in sorted(spots):
        if 0 <= start - position <= 12:
            position = end
    for one in listed_after(context, reading, position):
        if one.mention.start - reading.tokens.at(position) <= 20:
            yield one


def _in_office(context: Context, subject: Named | None) -> Iterator[Row]:
    """Chairs, hosts and secretariats that a heading or a sentence about the subject names."""
    for heading in context.headings:
        yield from (_row(heading, one, "chair", "participation.chair") for one in headed_chair(context, heading))
    for reading in _opening(context, subject):
        untold = subject is None and context.cue("held", reading) is None and context.cue("visited", reading) is None
        if untold or _is_of_another(context, subject, reading):
            continue
        for mention, role, _ in offices(context, reading):
            yield _row(reading, mention, role, f"participation.{role}")


def _thanked(drafts: tuple[Draft, ...]) -> Iterator[Row]:
    """Who is thanked for hospitality has hosted."""
    for draft in drafts:
        if draft.kind.act_type != "Thanks":
            continue
        reading = draft.reading
        start = reading.tokens.ends[draft.trigger_end - 1]
        cue = reading.tongue.cues["hospitality"].search(reading.passage.view.text, start)
        first = next(
            (m for m in reading.mentions if m.start >= draft.trigger_end and m.agent.kind in ("government", "state")),
            None,
        )
        if cue is not None and first is not None and reading.tokens.starts[first.start] < cue.start():
            yield _row(reading, first, "host", "participation.thanked-host", "inferred")


def _joint(context: Context, subject: Named | None, drafts: tuple[Draft, ...]) -> Iterator[Row]:
    """Where nobody is listed: the states that speak together by name, in the opening or in the title."""
    rows = list(_speaking(drafts)) or list(_opening_list(context)) or list(_titled(context))
    yield from rows


def _speaking(drafts: tuple[Draft, ...]) -> Iterator[Row]:
    for draft in drafts:
        agents = [agent for agent in draft.subject.agents if agent.kind in ("state", "government")]
        if draft.subject.how is not How.STATED or len(agents) < 2:
            continue
        for agent in agents:
            span = agent.span or draft.reading.passage.span
            yield (_state(agent), "participant", draft.reading, span, "inferred", "participation.speaker")
        return


def _opening_list(context: Context) -> Iterator[Row]:
    """The states with which an opening sentence begins: "The Government of A and the Government of B, …"."""
    for reading in context.body[:_NEAR]:
        named = _first_list(context, reading, 0) or _of_group(context, reading)
        if len({one.agent.key for one in named}) > 1:
            yield from (_row(reading, one, "participant", "participation.speaker", "inferred") for one in named)
            return


def _of_group(context: Context, reading: Reading) -> tuple[Mention, ...]:
    """The states of those who open a sentence, whoever they are: "The space agencies of A, B and C"."""
    low, words = reading.tokens.low, reading.tongue.words
    first = next((one for one in parties(context, reading) if one.agent.kind != "organisation"), None)
    if first is None or not 2 < first.start < _GROUP or low[0] not in words["articles"]:
        return ()
    before = first.start - 1 if low[first.start - 1] in words["articles"] else first.start
    joined = low[before - 1] in words["complements"] | words["contractions"]
    plain = all(word.replace("-", "").isalpha() for word in low[:before])
    return _first_list(context, reading, first.start) if joined and plain else ()


def _titled(context: Context) -> Iterator[Row]:
    """The states of the title: "Joint Statement by A and B", "A-B Joint Declaration"."""
    title = title_reading(context)
    for reading in (*context.headings, *((title,) if title else ())):
        cue = context.cue("statement_of", reading)
        named = _first_list(context, reading, reading.tokens.at(cue.end())) if cue else ()
        named = named or _first_list(context, reading, 0)
        if len({one.agent.key for one in named}) > 1:
            yield from (_row(reading, one, "participant", "participation.title", "inferred") for one in named)
            return


def _first_list(context: Context, reading: Reading, start: int) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for mention in parties(context, reading):
        if mention.start < start or mention.agent.kind == "organisation":
            continue
        last = found[-1].end if found else start
        if not is_list(reading, last, mention.start) or (not found and mention.start - start > 8):
            break
        found.append(mention)
    return tuple(found)


def _chairing_together(context: Context, rows: list[Row]) -> list[Row]:
    """ "The three co-chairs" are those who took part, where there are as many."""
    present = {row[0].key: row[0] for row in rows if row[1] == "participant" and row[0].kind == "state"}
    for reading in context.body:
        cue = context.cue("co_chairs", reading)
        if cue is None:
            continue
        written = cue["n"].lower()
        number = int(written) if written.isdigit() else context.tongue.words.cardinals.get(written)
        if number == len(present):
            span = reading.passage.view.span(cue.start(), cue.end())
            return [
                (agent, "chair", reading, span, "inferred", "participation.co-chairs") for agent in present.values()
            ]
    return []


def participant_count(context: Context, subject: Named | None) -> tuple[int, Span] | None:
    """How many countries took part, where the text gives a number of them."""
    noun = context.tongue.cues.get("count_noun")
    if noun is None:
        return None
    numbers = context.tongue.words.alternatives["cardinals"]
    counted = rf"(?P<n>\d{{1,3}}|{numbers})(?:\s+\((?P<n2>\d+)\))?\s+(?:\w+\s+){{0,2}}?{noun.pattern.pattern}"
    near = _near(context, subject)
    # Further on only "the three countries" are the parties, all of them.
    rest = [one for one in context.body if one not in near]
    return _counted(context, near, rf"\b{counted}") or _counted(context, rest, rf"\b(?:the|los|las)\s+{counted}")


def _counted(context: Context, readings: Iterable[Reading], pattern: str) -> tuple[int, Span] | None:
    for reading in readings:
        for match in _compiled(pattern).finditer(reading.passage.view.text):
            written = (match["n2"] or match["n"]).lower()
            number = int(written) if written.isdigit() else context.tongue.words.cardinals[written]
            if number > 1:
                return number, reading.passage.view.span(match.start("n"), match.end())
    return None


_compiled = cache(compiled)
