"""Meetings that have no name: those who met, hosted, received or visited one another, where and when."""

import re
from dataclasses import replace

from kg.annotate.context import Context, when_of
from kg.annotate.conveners import conveners
from kg.annotate.dates import Time
from kg.annotate.namings import Named
from kg.annotate.places import Found, city_at, online, places
from kg.annotate.ranks import rank_of
from kg.annotate.reading import Reading
from kg.annotate.words import ordinal
from kg.model import When, Where

_FINITE = ("met", "gathered", "convened", "was", "were", "se ", "took", "tuvo", "sostuv", "mantuv")
_REACH = 160  # characters after the verb in which the day and place stand


def encounter(context: Context, reading: Reading) -> Named | None:
    """The meeting that a passage tells of by its verb: "met in Mexico City", "received … in Nairobi"."""
    margins = context.cue("margins", reading)
    end = margins.start() if margins else len(reading.passage.view.text)
    for verb in context.cues("held", reading.passage.view.text) + context.cues("visited", reading.passage.view.text):
        if _is_of_relative(reading, verb) or _is_added(reading, verb):
            continue
        if verb.start() < end and not context.cues("other_sense", reading.passage.view.text[verb.start() :][:60]):
            made = _made(context, reading, verb, end)
            if made is not None:
                return made
    return None


def _is_of_relative(reading: Reading, verb: re.Match[str]) -> bool:
    """Whether a relative clause tells it of somebody beside the parties: "the experts, who met in Lima"."""
    token = reading.tokens.at(verb.start())
    return token > 0 and reading.tokens.low[token - 1] in reading.tongue.words["relatives"]


def _is_added(reading: Reading, verb: re.Match[str]) -> bool:
    """Whether a participle only describes another meeting: "the UN-chaired Ministerial Meeting held in May"."""
    token = reading.tokens.at(verb.start())
    hyphened = "-" in reading.tokens.words[token] or reading.passage.view.text[: verb.start()].endswith("-")
    after_meeting = token > 0 and reading.tokens.low[token - 1] in reading.tongue.nouns.get("meeting", {})
    return hyphened or (after_meeting and not verb.group().lower().startswith(_FINITE))


def _made(context: Context, reading: Reading, verb: re.Match[str], end: int) -> Named | None:
    token = reading.tokens.at(verb.start())
    last = reading.tokens.at(verb.end() - 1) + 1
    day = best_time(context, reading, (verb.start(), verb.end()), end)
    where = best_place(context, reading, (verb.start(), verb.end()), end)
    before = reading.passage.view.text[: verb.start()]
    rank = rank_of(context, before) or _rank_of_guests(context, reading, verb)
    if end < len(reading.passage.view.text) and not _is_told_of_other(context, reading, end):
        whole = len(reading.passage.view.text)
        day = day or best_time(context, reading, (verb.start(), verb.end()), whole)
        where = where or best_place(context, reading, (verb.start(), verb.end()), whole)
    forums = conveners(context, reading, token)
    if day is None and where is None and not forums and not _several(context, reading, verb):
        return None
    when = when_of(reading, day) if day else now(context, reading)
    series = "other" if not forums else "ministerial" if rank == "ministerial" else "conference"
    number = _nth_time(context, reading) if forums else None
    return Named(reading, token, last, forums, series, number, "meeting.one-off", when=when, where=where, level=rank)


def _nth_time(context: Context, reading: Reading) -> int | None:
    """The number of a meeting by how often they have met: "met for the third time"."""
    found = context.cue("nth_time", reading)
    return ordinal(found["n"], context.tongue.words) if found else None


def _is_told_of_other(context: Context, reading: Reading, margins: int) -> bool:
    """Whether the words after "on the margins of" say when and where that other meeting was held."""
    text = reading.passage.view.text[margins:]
    return any(
        context.cues("held_participle", text[at:]) for at in (m.start() for m in re.finditer(r",? (?=\w)", text))
    )


def _rank_of_guests(context: Context, reading: Reading, verb: re.Match[str]) -> str | None:
    """The rank of host and guest together: "President A received President B"."""
    if not context.cues("receives", verb.group()):
        return None
    text = reading.passage.view.text
    return rank_of(context, f"{text[: verb.start()]} , {text[verb.end() : verb.end() + 80]}")


def _several(context: Context, reading: Reading, verb: re.Match[str]) -> bool:
    """Whether more than one state, or more than one person of rank, is said to meet, host or be received."""
    text = reading.passage.view.text
    both = bool(context.cues("receives", verb.group()) or context.cues("meets_with", text[verb.start() :]))
    end = verb.end() + _REACH if both else verb.start()
    named = [one for one in reading.mentions if reading.tokens.starts[one.start] < end]
    states = {one.agent.key for one in named if one.agent.kind in ("state", "government")}
    return len(states) > 1 or len(context.cues("titled_person", text[:end])) > 1


def now(context: Context, reading: Reading) -> When | None:
    """The text's own date where the parties speak as they stand together."""
    gathered = context.cue("gathered", reading)
    first = any(low in context.tongue.words["first_person"] for low in reading.tokens.low[:3])
    if gathered is None or not first or context.front_date is None:
        return None
    span = reading.passage.view.span(gathered.start(), gathered.end())
    return When(context.front_date.isoformat(), context.front_date, context.front_date, span)


def best_time(context: Context, reading: Reading, verb: tuple[int, int], end: int) -> Time | None:
    """The day that dates a verb: the next one that nothing parts from it, else one before it in the sentence."""
    text = reading.passage.view.text
    days = [t for t in context.times[reading.passage.index] if "-" in t.edtf and t.start < end]
    after = [t for t in days if t.start >= verb[0] and t.start - verb[1] < _REACH]
    tied = [t for t in after if _is_tied(context, text[verb[1] : t.start])]
    before = [t for t in days if t.end <= verb[0] and not context.cues("refers", text[: t.start])]
    exact = [t for t in (*tied, *before) if t.edtf.count("-") >= 2 and (t.latest - t.earliest).days < 31]
    return next(iter(exact), None) or next(iter((*tied, *before)), None)


def best_place(context: Context, reading: Reading, verb: tuple[int, int], end: int) -> Where | None:
    """The place of a verb: the next one that nothing parts from it, else one before it in the sentence."""
    text = reading.passage.view.text
    found = [one for one in places(context, reading) if one.start < end]
    after = [p for p in found if p.start >= verb[0] and _is_tied(context, text[verb[1] : p.start])]
    before = [p for p in found if p.end <= verb[0] and not context.cues("refers", text[: p.start])]
    chosen = _city_first(after) or _city_first(before)
    return chosen.where if chosen else online(context, reading) or _visited(context, reading)


def _visited(context: Context, reading: Reading) -> Where | None:
    """The territory of the state that is visited."""
    for cue in context.cues("goes_to_city", reading.passage.view.text):
        city = city_at(context, reading, cue.end())
        if city is not None:
            return city.where
    for mention in reading.mentions:
        before = reading.passage.view.text[: reading.tokens.starts[mention.start]]
        agent = mention.agent
        if agent.kind == "state" and agent.span is not None and context.cues("goes_to", before):
            return Where("territory", agent.key, agent.label, agent.span, agent.code)
    return None


def _is_tied(context: Context, between: str) -> bool:
    return not (context.cues("apart", between) or context.cues("to_be_held", between))


def _city_first(found: list[Found]) -> Found | None:
    cities = [one for one in found[:2] if one.where.kind == "city"]
    return next(iter(cities or found), None)


def with_sense(named: Named, when: When | None, where: Where | None) -> Named:
    """The naming with a date and place where it has none."""
    return replace(named, when=named.when or when, where=named.where or where)
