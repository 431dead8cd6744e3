"""Places: cities with their states, territories, venues, "online"."""

import re
from dataclasses import dataclass

from kg.annotate.context import Context
from kg.annotate.reading import Reading
from kg.model import Where
from kg.terms import slug

_CITY = r"(?P<city>[A-ZÀ-ÞÑ][\w.'-]+(?:[ ](?:(?:de|del|la|las|los|el|of|the|da|do|al)[ ])?[A-ZÀ-ÞÑ][\w.'-]+){0,4})"
_IN = {
    "en": re.compile(
        rf"\b(?:[Ii]n|[Aa]t)\s+(?:the\s+)?(?:city\s+of\s+|capital\s+of\s+)?{_CITY}(?P<more>(?:\s*[,-]\s*|\s+in\s+)(?:the\s+)?)?"
    ),
    "es": re.compile(rf"\b(?:[Ee]n)\s+(?:la\s+)?(?:ciudad\s+de\s+)?{_CITY}(?P<more>\s*[,-]\s*(?:la\s+|el\s+)?)?"),
}
_DISTRICT = re.compile(r",?\s+(?:D\.\s?C\.|D\.\s?F\.)")  # of a capital: part of its name
_LINE = re.compile(rf"^{_CITY}(?P<more>\s*[,-]\s*(?:the\s+)?)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A place with its range in the view."""

    start: int
    end: int
    where: Where


def places(context: Context, reading: Reading) -> tuple[Found, ...]:
    """The places that a passage puts something in, in order."""
    pattern = _IN.get(context.tongue.language, _IN["en"])
    found: list[Found] = []
    text = reading.passage.view.text
    for match in pattern.finditer(text):
        place = _place(context, reading, match)
        if place is not None and (not found or found[-1].end <= place.start):
            found.append(place)
    return tuple(found)


def dateline_place(context: Context, reading: Reading) -> Found | None:
    """The place that a date line opens with."""
    text = reading.passage.view.text
    match = _LINE.match(text.title() if text.isupper() else text)
    return _place(context, reading, match, named_alone=True) if match else None


def _place(context: Context, reading: Reading, match: re.Match[str], named_alone: bool = False) -> Found | None:
    """The city that the words name, in the state that follows it; else the state's territory."""
    text = reading.passage.view.text
    state, state_end = _state_after(reading, match)
    for length in range(len(match["city"].split()), 0, -1):
        name = " ".join(match["city"].split()[:length])
        start = match.start("city")
        end = start + len(name)
        alone = length == len(match["city"].split())
        cities = context.lexicon.gazetteer.cities(name, state if alone else None)
        territory = _territory(context, reading, start, end)
        if territory is not None and not (cities and state and alone):
            return territory
        if cities and (territory is None):
            owner = state if alone and state else _state_in(context, name, cities[0].alpha2)
            district = _DISTRICT.match(text, end)
            end = district.end() if district else end
            label = text[start:end]
            span = reading.passage.view.span(start, end)
            reach = state_end if alone and state else end
            return Found(start, reach, Where("city", cities[0].key, label, span, owner))
    if state is not None and not named_alone:
        name = match["city"]
        span = reading.passage.view.span(match.start("city"), match.end("city"))
        key = f"{slug(name)}-{state.lower()}"
        return Found(match.start("city"), state_end, Where("city", key, name, span, state, known=False))
    return None


def _state_after(reading: Reading, match: re.Match[str]) -> tuple[str | None, int]:
    if not match["more"]:
        return None, match.end()
    token = reading.tokens.at(match.end())
    mention = reading.mention(token) if token < len(reading.tokens) else None
    if mention is not None and mention.agent.kind == "state" and mention.start == token:
        return mention.agent.code, reading.tokens.ends[mention.end - 1]
    return None, match.end()


def _territory(context: Context, reading: Reading, start: int, end: int) -> Found | None:
    """The territory of a state that the words name by itself ("in Costa Rica")."""
    token = reading.tokens.at(start)
    mention = reading.mention(token)
    if mention is None or mention.agent.kind != "state" or mention.agent.span is None:
        return None
    if reading.tokens.ends[mention.end - 1] > end + 40 or reading.tokens.starts[mention.start] > start + 4:
        return None
    last = reading.tokens.ends[mention.end - 1]
    if last < end:
        return None
    where = Where("territory", mention.agent.key, mention.agent.label, mention.agent.span, mention.agent.code)
    return Found(start, last, where)


def _state_in(context: Context, name: str, alpha2: str | None) -> str | None:
    """The state that a city's own name holds ("Panama City", "Ciudad de Guatemala")."""
    named = context.lexicon.gazetteer.scan(name, frozenset({"state"}), context.tongue.language)
    return next((one.entry.alpha2 for one in named if one.entry.alpha2 == alpha2), None)
