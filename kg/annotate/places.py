"""Places: cities with their states, territories, venues, "online"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.annotate.context import Context
from kg.annotate.dates import times
from kg.annotate.reading import Mention, Reading
from kg.model import Where
from kg.terms import slug

_WORD = r"[A-ZÀ-ÞÑ](?:[\w'’-]|\.(?=\w|[ ][A-ZÀ-ÞÑ]\w))*"
_SMALL = r"(?:(?:de|del|la|las|los|el|of|the|da|do|dos|al|au|upon|sur)[ -])"
_NAME = rf"(?:(?:St|Sto|Sta|Ft|Mt)\.[ ])?{_WORD}(?:[ ]{_SMALL}{{0,2}}{_WORD}){{0,5}}"
_PUT = {
    "en": re.compile(
        r"\b(?i:in|at)\s+(?i:the\s+)?(?i:(?:[a-z]+\s+)?(?:capital\s+)?(?:city|cities|towns?|capital|port|island)\s+of\s+)?(?=[A-ZÀ-ÞÑ])"
    ),
    "es": re.compile(
        r"\b(?i:en|desde)\s+(?:(?:la|el|las|los)\s+|(?i:las?|los|el)\s+(?=(?i:ciudad|localidad|capital)))?"
        r"(?:(?:[a-zñ]+\s+)?(?:ciudad(?:\s+[a-záéíóúñ]+){0,2}?|ciudades|localidad|localidades|capital|puerto|isla|municipio)\s+de\s+)?(?=[A-ZÀ-ÞÑ])"
    ),
}
_CITY = re.compile(_NAME)
# What stands between a city and its state: "Lima, Peru", "Lima (Peru)", "Lima - Republic of Peru".
_LINK = re.compile(
    r"\s*(?:,|\(|-|–|—|/)\s*(?:(?:the\s+|la\s+)?capital\s+(?:city\s+)?(?:of|de|del)\s+)?(?:(?i:the|la|el|los|las)\s+)?"
    r"|\s+in\s+(?:the\s+)?"
)
_DISTRICT = re.compile(r",?\s+(?:D\.?\s?C\.?|D\.\s?F\.)(?!\w)")  # of a capital: part of its name
_OPENS = re.compile(
    r"(?i:(?:done|given|signed|issued|adopted)\s+(?:in|at)\s+|(?:dad[oa]|hech[oa]|suscrit[oa])\s+en\s+)?(?:the\s+|la\s+)?"
)
_CITY_OF = re.compile(r"(?i:(?:city|capital|town|ciudad|localidad)\s+(?:of|de)\s+(?:the\s+|la\s+)?)(?=[A-ZÀ-ÞÑ])")
_LOWERED = re.compile(r"\b(?:De|Del|En|In|At|Of|The|And|Y|E|Ciudad|Capital)\b")
_GAP = re.compile(r"[\s,.;–—-]*")
_CHAIN = 4  # names parted by commas in which a venue's town is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """A place with its range in the view."""

    start: int
    end: int
    where: Where


def places(context: Context, reading: Reading) -> tuple[Found, ...]:
    """The places that a passage puts something in, in order."""
    pattern = _PUT.get(context.tongue.language, _PUT["en"])
    found: list[Found] = []
    text = _cased(reading.passage.view.text)
    for match in pattern.finditer(text):
        for place in _named(context, reading, match.start(), match.end(), text):
            if not found or found[-1].end <= place.start:
                found.append(place)
    return tuple(found)


def dateline_place(context: Context, reading: Reading, start: int = 0) -> Found | None:
    """The place that a date line, or what stands in it from a position on, opens with or names after its date."""
    text = _cased(reading.passage.view.text)
    later = (one for one in places(context, reading) if one.start >= start)
    return _opened(context, reading, start, text) or next(later, None)


def line_place(context: Context, reading: Reading) -> Found | None:
    """The place that one of a passage's lines opens with, else one that it names."""
    text = _cased(reading.passage.view.text)
    opened = (_opened(context, reading, start, text) for start in _line_starts(context, reading))
    return next((one for one in opened if one is not None), None) or next(iter(places(context, reading)), None)


def bracketed_place(context: Context, reading: Reading) -> Found | None:
    """The place that brackets open with, a day after it: "Conclusions (Lima, Peru, 3 May 2011)"."""
    text = reading.passage.view.text
    for opened in re.finditer(r"\(", text):
        place = _chained(context, reading, opened.end(), text)
        if place is not None and place.start == opened.end() and place.where.kind == "city":
            return place
    return None


def city_at(context: Context, reading: Reading, start: int) -> Found | None:
    """The city that a position of the view begins with."""
    match = _CITY.match(reading.passage.view.text, start)
    found = _place(context, reading, match, reading.passage.view.text) if match is not None else None
    return found if found is not None and found.where.kind == "city" and found.where.known else None


def state_named(context: Context, readings: Iterable[Reading], label: str) -> str | None:
    """The state that one of the passages puts behind a city's name."""
    pattern = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)", re.IGNORECASE)
    for reading in readings:
        for match in pattern.finditer(reading.passage.view.text):
            state, _ = _state_after(reading, match.end(), reading.passage.view.text)
            if state is not None:
                return state
    return None


def _line_starts(context: Context, reading: Reading) -> list[int]:
    """Where the lines of a passage begin in its view."""
    offsets, text = reading.passage.view.offsets, context.document.text
    breaks = (at for at in range(1, len(offsets)) if "\n" in text[offsets[at - 1] : offsets[at]])
    return [0, *breaks]


def _opened(context: Context, reading: Reading, start: int, text: str) -> Found | None:
    """The place that stands at a position of the view, or after the date that does."""
    start = _GAP.match(text, start).end()  # type: ignore[union-attr]  # it matches nothing too
    opening = _OPENS.match(text, start)
    begin = opening.end() if opening else start
    first = next((one for one in times(text, context.tongue.words, context.reference) if one.end > start), None)
    if first is not None and first.start <= start + 4:
        begin = _GAP.match(text, first.end).end()  # type: ignore[union-attr]  # it matches nothing too
    return _chained(context, reading, begin, text)


def _cased(text: str) -> str:
    """A line in capitals written as a title, so that its names can be told; the same length."""
    titled = _LOWERED.sub(lambda word: word.group().lower(), text.title()) if text.isupper() else text
    return titled if len(titled) == len(text) else text


def _named(context: Context, reading: Reading, put: int, start: int, text: str) -> Iterator[Found]:
    place = _chained(context, reading, start, text)
    if place is None:
        place = _unheard_of(context, reading, put, start, text)
    if place is not None:
        yield place
        yield from _second(context, reading, place, text)


def _second(context: Context, reading: Reading, first: Found, text: str) -> Iterator[Found]:
    """The other of two cities: "in Helsinki, Finland, and Tallinn, Estonia"."""
    joined = re.compile(r",?\s+(?:and|y|e)\s+").match(text, first.end)
    if joined is not None and first.where.kind == "city":
        other = _chained(context, reading, joined.end(), text)
        if other is not None and other.where.kind == "city":
            yield other


def _chained(context: Context, reading: Reading, start: int, text: str) -> Found | None:
    """The first of the names parted by commas that is a place: a hall's name comes before its town's."""
    position = start
    for _ in range(_CHAIN):
        match = _CITY.match(text, position)
        if match is None:
            return None
        place = _place(context, reading, match, text)
        if place is not None:
            return _named_city(context, reading, place, text) or place
        if (named := _CITY_OF.match(text, position)) is not None:
            position = named.end()
            continue
        link = _LINK.match(text, match.end())
        if link is None:
            return None
        position = link.end()
    return None


def _place(context: Context, reading: Reading, match: re.Match[str], text: str) -> Found | None:
    """The city that the words name, in the state that follows it; else the state's territory."""
    words = match.group().split()
    start = match.start()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        end = start + len(name)
        if _is_time(context, name):
            continue
        state, reach = _state_after(reading, end, text)
        territory = _territory(context, reading, start, end)
        cities = context.lexicon.gazetteer.cities(name, state)
        own = state is not None and any(city.alpha2 == state for city in cities)
        if territory is not None and not own:
            return _city_state(context, reading, territory) or territory
        if cities:
            whole, far = _state_after(reading, match.end(), text)
            if length < len(words) and whole == cities[0].alpha2 and whole is not None:
                return _longer(reading, match, cities[0].key, whole, far)
            return _city(context, reading, (start, end), text, (state, reach))
    state, reach = _state_after(reading, match.end(), text)
    if state is not None and not _is_noun(reading, match.group()) and not _is_venue(context, match.group()):
        return _unknown(reading, start, match.end(), state, reach)
    return None


def _longer(reading: Reading, match: re.Match[str], key: str, state: str, reach: int) -> Found:
    """A city by a longer name than its own: "Belém do Pará, Brasil"."""
    view = reading.passage.view
    label = view.text[match.start() : match.end()]
    return Found(match.start(), reach, Where("city", key, label, view.span(match.start(), match.end()), state))


def _is_time(context: Context, name: str) -> bool:
    first = name.split()[0].lower()
    return first in context.tongue.words.months or first in context.tongue.words["weekdays"]


def _is_venue(context: Context, name: str) -> bool:
    return bool(context.cues("venue", name))


def _city(
    context: Context, reading: Reading, named: tuple[int, int], text: str, following: tuple[str | None, int]
) -> Found | None:
    (start, end), (state, reach) = named, following
    city = context.lexicon.gazetteer.cities(text[start:end], state)[0]
    if district := _DISTRICT.match(text, end):
        end = district.end()
        state, reach = _state_after(reading, end, text)
    label = reading.passage.view.text[start:end]
    owner = state or _state_in(context, text[start:end], city.alpha2)
    where = Where("city", city.key, label, reading.passage.view.span(start, end), owner)
    return Found(start, reach if state else end, where)


def _unknown(reading: Reading, start: int, end: int, state: str | None, reach: int) -> Found:
    name = reading.passage.view.text[start:end]
    key = slug(f"{name}-{state.lower()}" if state else name)
    where = Where("city", key, name, reading.passage.view.span(start, end), state, known=False)
    return Found(start, reach, where)


def _unheard_of(context: Context, reading: Reading, put: int, start: int, text: str) -> Found | None:
    """A town of no gazetteer, where the words before say that something was held in it."""
    match = _CITY.match(text, start)
    held = context.cues("holding", text[max(0, put - 60) : put]) or _is_dated(context, reading, match)
    if match is None or not held or _is_venue(context, match.group()) or _is_time(context, match.group()):
        return None
    ends = re.compile(
        r"\s*(?:[,.;(]|$|on\b|from\b|el\b|los\b|del\b|between\b|to\b|for\b|para\b|entre\b|under\b|bajo\b|y\b|e\b|and\b)"
    )
    token = reading.tokens.at(start)
    if reading.tags[token] >= 0 or not ends.match(text, match.end()) or _is_noun(reading, match.group()):
        return None
    return _unknown(reading, start, match.end(), None, match.end())


def _is_dated(context: Context, reading: Reading, match: re.Match[str] | None) -> bool:
    """Whether the day on which something was held follows at once: "hosted … in Busia on 5 July"."""
    if match is None or context.cue("held", reading) is None:
        return False
    found = times(reading.passage.view.text, context.tongue.words, context.reference)
    return any(0 <= one.start - match.end() <= 5 and one.edtf.count("-") >= 2 for one in found)


def _is_noun(reading: Reading, name: str) -> bool:
    """Whether the name holds the noun of a meeting, body or document: "in Plenary Session"."""
    words = [word.lower() for word in name.split()]
    nouns = reading.tongue.nouns
    return any(word in nouns.get(role, {}) for word in words for role in ("meeting", "body", "document"))


def _state_after(reading: Reading, end: int, text: str) -> tuple[str | None, int]:
    link = _LINK.match(text, end)
    if link is None:
        return None, end
    token = reading.tokens.at(link.end())
    mention = reading.mention(token) if token < len(reading.tokens) else None
    if mention is not None and mention.agent.kind == "state" and _begins(reading, mention, token):
        return mention.agent.code, reading.tokens.ends[mention.end - 1]
    return None, end


def _begins(reading: Reading, mention: Mention, token: int) -> bool:
    return mention.start == token or reading.tokens.low[mention.start : token] == ("the",)


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


def _named_city(context: Context, reading: Reading, found: Found, text: str) -> Found | None:
    """The city that is told from its state by the words before it: "en la ciudad de Panamá"."""
    if found.where.kind != "territory" or not _CITY_OF.search(text[: found.start][-20:] + "X"):
        return None
    name = text[found.start : found.end]
    city = next(iter(context.lexicon.gazetteer.cities(name, found.where.state)), None)
    where = Where("city", city.key, name, found.where.span, found.where.state) if city else None
    return Found(found.start, found.end, where) if where else None


def _city_state(context: Context, reading: Reading, territory: Found) -> Found | None:
    """The city that bears its state's name and no other: "in Singapore"."""
    label = reading.passage.view.text[territory.start : territory.end]
    city = next((one for one in context.lexicon.gazetteer.cities(label) if one.alpha2 == territory.where.state), None)
    if city is None:
        return None
    where = Where("city", city.key, label, territory.where.span, territory.where.state)
    return Found(territory.start, territory.end, where)


def _state_in(context: Context, name: str, alpha2: str | None) -> str | None:
    """The state that a city's own name holds ("Panama City", "Ciudad de Guatemala")."""
    named = context.lexicon.gazetteer.scan(name, frozenset({"state"}), context.tongue.language)
    return next((one.entry.alpha2 for one in named if one.entry.alpha2 == alpha2), None)


def online(context: Context, reading: Reading) -> Where | None:
    """The meeting place of those who meet by screen only: said of the holding itself, and not of one who joins."""
    match = context.cue("held_online", reading)
    if match is None or context.cue("hybrid", reading) is not None:
        return None
    return Where("online", "online", "online", reading.passage.view.span(match.start(), match.end()))
