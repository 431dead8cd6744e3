"""Who took part in the subject meeting, in what role, and how many."""

import re
from collections.abc import Iterator

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.meetings import Named
from kg.annotate.reading import Mention, Reading
from kg.annotate.subjects import How
from kg.model import Agent, Derivation, Origin, Participation, Span

_NEAR = 3  # passages after the subject's in which its participants are listed
_KINDS = ("state", "government", "organisation")


def participations(
    context: Context, subject: Named | None, meeting: str | None, drafts: tuple[Draft, ...]
) -> tuple[Participation, ...]:
    """One participation for each agent and role, in the order of the text."""
    found: dict[tuple[str, str], Participation] = {}
    rows = [*_listed(context, subject), *_observing(context, subject), *_hosting(context, subject, drafts)]
    if not any(role != "host" for _, role, *_ in rows):
        rows = [*_speaking(drafts), *rows]
    for agent, role, reading, span, derivation, rule in rows:
        key = (agent.kind.replace("government", "state") + agent.key, _short(role))
        made = Participation(meeting, agent, role, span, reading.passage.span, derivation, Origin(rule))
        found.setdefault(key, made)
    return tuple(found.values())


Row = tuple[Agent, str, Reading, Span, Derivation, str]


def _short(role: str) -> str:
    return "participant" if role.startswith("participating") else role


def _role_of(agent: Agent) -> str:
    return "participating-organisation" if agent.kind == "organisation" else "participating-state"


def _row(reading: Reading, mention: Mention, role: str | None, rule: str, derivation: Derivation = "stated") -> Row:
    agent = _state(mention.agent)
    span = mention.agent.span or reading.span(mention.start, mention.end)
    return (agent, role or _role_of(agent), reading, span, derivation, rule)


def _state(agent: Agent) -> Agent:
    """The state of a government: states take part, through whomever."""
    if agent.kind != "government":
        return agent
    return Agent("state", agent.key, agent.code, agent.code, agent.span)


def _near(context: Context, subject: Named | None) -> tuple[Reading, ...]:
    if subject is None:
        return context.body[:_NEAR]
    first = subject.reading.passage.index
    if subject.reading in context.headings:
        return context.body[:_NEAR]
    return tuple(one for one in context.body if first <= one.passage.index < first + _NEAR)


def _listed(context: Context, subject: Named | None) -> Iterator[Row]:
    """Those after "with the participation of", and those said to have taken part."""
    for reading in _near(context, subject):
        cue = context.cue("participation", reading)
        if cue is not None:
            yield from _after(reading, cue.end(), "participation.list")
            continue
        yield from _who_took_part(context, reading)


def _after(reading: Reading, position: int, rule: str) -> Iterator[Row]:
    """The agents listed from a position on, until the sentence says something else."""
    words = reading.tongue.words
    last: int | None = None
    for mention in reading.mentions:
        start = reading.tokens.starts[mention.start]
        if start < position or mention.agent.kind not in _KINDS:
            continue
        if last is not None and not _joined(reading, last, mention.start):
            return
        if last is None and reading.tokens.at(position) + 14 < mention.start:
            return
        last = mention.end
        if mention.start > 0 and reading.tokens.low[mention.start - 1] in words["subordinators"]:
            return
        yield _row(reading, mention, None, rule)


def _joined(reading: Reading, left: int, right: int) -> bool:
    """Whether only list words part two names (a name's own office may stand between)."""
    words, low = reading.tongue.words, reading.tokens.low
    allowed = (
        words["coordinators"]
        | words["determiners"]
        | frozenset((",", ";", "of", "de", "office", "oficina", "well", "as", "así", "como"))
    )
    return all(low[position] in allowed or reading.tags[position] >= 0 for position in range(left, right))


def _who_took_part(context: Context, reading: Reading) -> Iterator[Row]:
    """The agents before "took part", "met", "gathered", or in the subject of one who meets."""
    names = ("took_part", "hosts", "gathered", "held")
    cue = next((found for name in names if (found := context.cue(name, reading)) is not None), None)
    if cue is None:
        return
    rows = list(_before(reading, cue.start()))
    rows.extend(_hosted_guests(context, reading))
    role = _observer_role(context, reading)
    for mention, derivation in rows:
        yield _row(reading, mention, role, "participation.subject", derivation)


def _before(reading: Reading, end: int) -> Iterator[tuple[Mention, Derivation]]:
    for mention in reading.mentions:
        named = reading.tokens.starts[mention.start] < end and mention.agent.kind in _KINDS
        if named and not _located(reading, mention):
            yield mention, "stated"


def _located(reading: Reading, mention: Mention) -> bool:
    """Whether the state's name tells where something is, not who acts."""
    before = reading.tokens.low[mention.start - 1] if mention.start else ""
    comma = before == "," and mention.start > 1 and reading.tags[mention.start - 2] < 0
    inside = before in ("in", "en", "at")
    return inside or (comma and _after_city(reading, mention.start - 2))


def _after_city(reading: Reading, position: int) -> bool:
    words = reading.tokens.words
    return (
        bool(words[position][:1].isupper())
        and position > 0
        and any(
            low in ("in", "en", "at", "city", "ciudad")
            for low in reading.tokens.low[max(0, position - 4) : position + 1]
        )
    )


def _hosted_guests(context: Context, reading: Reading) -> Iterator[tuple[Mention, Derivation]]:
    cue = context.cue("hosts", reading)
    if cue is None:
        return
    for mention in reading.mentions:
        near = 0 <= reading.tokens.starts[mention.start] - cue.end() <= 220
        if near and mention.agent.kind in _KINDS and not _located(reading, mention):
            yield mention, "stated"


def _observer_role(context: Context, reading: Reading) -> str | None:
    if context.cue("observers", reading):
        return "observer"
    return "guest" if context.cue("guests", reading) else None


def _observing(context: Context, subject: Named | None) -> Iterator[Row]:
    """Chairs and hosts that a cue names."""
    for reading in _near(context, subject):
        for name, role in (("chaired_by", "chair"), ("hosted_by", "host"), ("secretariat", "secretariat")):
            cue = context.cue(name, reading)
            if cue is None:
                continue
            for mention in reading.mentions:
                start = reading.tokens.starts[mention.start]
                if mention.agent.kind in _KINDS and 0 <= start - cue.end() <= 60:
                    yield _row(reading, mention, role, f"participation.{role}")
                    break


def _hosting(context: Context, subject: Named | None, drafts: tuple[Draft, ...]) -> Iterator[Row]:
    """Who is thanked for hospitality has hosted; who "hosted" did so by the text's own word."""
    for draft in drafts:
        if draft.kind.act_type != "Thanks":
            continue
        reading = draft.reading
        text = reading.passage.view.text
        start = reading.tokens.ends[draft.trigger_end - 1]
        cue = next((one for one in context.cues("hospitality", text) if one.start() > start), None)
        first = next(
            (m for m in reading.mentions if m.start >= draft.trigger_end and m.agent.kind in ("government", "state")),
            None,
        )
        if cue is not None and first is not None and reading.tokens.starts[first.start] < cue.start():
            yield _row(reading, first, "host", "participation.thanked-host", "inferred")
    for reading in _near(context, subject):
        cue = context.cue("hosts", reading)
        for mention in reading.mentions:
            if (
                cue
                and reading.tokens.ends[mention.end - 1] <= cue.start()
                and mention.agent.kind in ("government", "state")
            ):
                yield _row(reading, mention, "host", "participation.host")
                break


def _speaking(drafts: tuple[Draft, ...]) -> Iterator[Row]:
    """Where nobody is listed: the states that speak together by name."""
    for draft in drafts:
        agents = [agent for agent in draft.subject.agents if agent.kind in ("state", "government")]
        if draft.subject.how is not How.STATED or len(agents) < 2:
            continue
        for agent in agents:
            span = agent.span or draft.reading.passage.span
            yield (_state(agent), "participating-state", draft.reading, span, "inferred", "participation.speaker")
        return


def participant_count(context: Context, subject: Named | None) -> tuple[int, Span] | None:
    """How many countries took part, where the text gives a number of them."""
    noun = context.tongue.cues.get("count_noun")
    if noun is None:
        return None
    numbers = "|".join(sorted(context.tongue.words.cardinals, key=lambda word: (-len(word), word)))
    pattern = re.compile(rf"\b(?P<n>\d{{1,3}}|{numbers})\s+(?:\w+\s+)?{noun.pattern}", re.IGNORECASE)
    near = _near(context, subject)
    rest = [one for one in context.body if one not in near]
    for position, reading in enumerate([*near, *rest]):
        for match in pattern.finditer(reading.passage.view.text):
            if position >= len(near) and not _definite(reading, match.start(), context):
                continue
            written = match["n"].lower()
            number = int(written) if written.isdigit() else context.tongue.words.cardinals[written]
            if number > 1:
                return number, reading.passage.view.span(match.start(), match.end())
    return None


def _definite(reading: Reading, start: int, context: Context) -> bool:
    """ "the three countries": the parties, all of them."""
    token = reading.tokens.at(start)
    return token > 0 and reading.tokens.low[token - 1] in ("the", "los", "las")
