"""How a passage names meetings: by a forum's own name, or by a noun with its number, its kind and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.context import Context
from kg.annotate.conveners import conveners
from kg.annotate.forum_names import Complement, as_forum, complement, unknown
from kg.annotate.meeting_phrases import Phrase, phrases
from kg.annotate.ordinals import number_before, numbers_before
from kg.annotate.ranks import level_of, rank_of
from kg.annotate.reading import Mention, Reading, agent_of, is_capitalised, tagged
from kg.model import Agent, PassageKind, Span, When, Where

_SCANNED = frozenset({"forum", "organisation"})
_LEVELS = {"ministerial": "ministerial", "technical": "technical"}  # of those who meet, by the kind of meeting
NEXT = "meeting.next"
"""The rule of what is only said to be the parties' next meeting, or the one before."""
_NEAR = 90  # characters from the next meeting to its day
_KINDS = ("extraordinary", "plenary", "summit", "ministerial", "technical")


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting as one passage names it, before the passages are put together.

    `generic` tells that the noun says nothing of the kind of meeting ("the second gathering"); `told` is the passage
    that says of it who met, where that is another one.
    """

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
    generic: bool = False
    told: Reading | None = None

    @property
    def span(self) -> Span:
        """The raw span of the naming words."""
        return self.reading.span(self.start, self.end)


def by_forum(context: Context, reading: Reading) -> Iterator[Named]:
    """A forum's name that is a meeting's, with a number or a date: "II Regional Conference on Migration"."""
    for mention in without_longer(reading).mentions:
        noun = _meeting_noun(reading, mention) if mention.agent.kind == "forum" else None
        if noun is None:
            continue
        numbers = list(numbers_before(reading, mention.start))
        for start, number in numbers:
            yield Named(reading, start, mention.end, (mention.agent,), noun, number, "meeting.forum-ordinal")
        if not numbers and _year_before(reading, mention.start):
            yield Named(reading, mention.start - 1, mention.end, (mention.agent,), noun, None, "meeting.forum-year")
        elif not numbers and (_is_dated(context, reading, mention.end) or _year_before(reading, mention.end + 1)):
            yield Named(reading, mention.start, mention.end, (mention.agent,), noun, None, "meeting.forum-dated")


def _meeting_noun(reading: Reading, mention: Mention) -> str | None:
    """The series that a forum's own name stands for ("Conference", "Summit"), None for a mere process."""
    nouns = reading.tongue.nouns.get("meeting", {})
    label = mention.agent.label.lower().replace("’", "'")
    found = [(label.find(form), noun.code) for form, noun in nouns.items() if f" {form} " in f" {label} "]
    if not found and "leaders" in label:
        return "summit"
    codes = [code for _, code in sorted(found)]
    return ("conference" if codes[0] == "other" else codes[0]) if codes else None


def _year_before(reading: Reading, start: int) -> bool:
    word = reading.tokens.words[start - 1] if 0 < start <= len(reading.tokens) else ""
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _is_dated(context: Context, reading: Reading, end: int) -> bool:
    """Whether a full date follows the name at once ("… Summit on January 9-10, 2023")."""
    last = reading.tokens.ends[end - 1]
    return any(0 <= time.start - last <= 12 and "-" in time.edtf for time in context.times[reading.passage.index])


def by_noun(context: Context, reading: Reading) -> Iterator[Named]:
    """A meeting by its noun, where it has a number or is one to come: "IV Plenary Meeting", "the next meeting"."""
    plain = without_longer(reading)
    for phrase in phrases(plain):
        numbers = list(numbers_before(plain, phrase.before))
        for start, number in numbers or _number_after(plain, phrase):
            yield from (replace(one, reading=reading) for one in _numbered(context, plain, phrase, start, number))
        if not numbers and is_coming(context, plain, phrase.before):
            yield from (replace(one, reading=reading) for one in _coming(context, plain, phrase))


def unnumbered(context: Context, reading: Reading) -> Iterator[Named]:
    """Meetings by a noun without a number: only where the text's own meeting is looked for do they count."""
    plain = without_longer(reading)
    for phrase in phrases(plain):
        if number_before(plain, phrase.before) is None:
            named = _named(context, plain, phrase, phrase.before, None)
            yield replace(named, reading=reading, rule="meeting.unnumbered")


def without_longer(reading: Reading) -> Reading:
    """The passage without forums in whose name a longer one begins: "Ibero-American Conference of Ministers of …"."""
    kept = [one for one in reading.mentions if not _begins_longer(reading, one)]
    same = len(kept) == len(reading.mentions)
    return reading if same else tagged(reading.passage, reading.tokens, kept, reading.tongue)


def _begins_longer(reading: Reading, mention: Mention) -> bool:
    low = reading.tokens.low[mention.end : mention.end + 2]
    if mention.agent.kind != "forum" or len(low) < 2 or low[0] not in ("of", "de"):
        return False
    ranked = low[1] in reading.tongue.words["ranks"] and low[1] not in mention.agent.label.lower().split()
    return ranked or _is_of_subject(reading, mention)


def _is_of_subject(reading: Reading, mention: Mention) -> bool:
    """Whether a title names the matter of another forum: "Conferencia Iberoamericana | de Educación Técnica"."""
    token = mention.end + 1
    matter = is_capitalised(reading.tokens.words[token]) and reading.tags[token] < 0
    return reading.passage.kind is PassageKind.HEADING and matter and reading.tongue.language == "es"


def _number_after(reading: Reading, phrase: Phrase) -> list[tuple[int, int]]:
    """A Roman number behind the noun: "Summit III"."""
    word = reading.tokens.words[phrase.after] if phrase.after < len(reading.tokens) else ""
    follows = len(word) > 1 and set(word) <= set("IVX") and reading.tags[phrase.after] < 0
    number = number_before(reading, phrase.after + 1) if follows else None
    named = is_capitalised(reading.tokens.words[phrase.position])
    return [(phrase.before, number[1])] if number is not None and named else []


def _numbered(context: Context, reading: Reading, phrase: Phrase, start: int, number: int) -> Iterator[Named]:
    named = _named(context, reading, phrase, start, number)
    if named.forums:
        yield named
    elif is_owned(reading, start):
        yield of_passage(context, named, _first_owner(reading)) if _first_owner(reading) else _edition(context, named)
    elif not _is_partial(reading, phrase):
        yield of_passage(context, named)


def _edition(context: Context, named: Named) -> Named:
    """The meeting of the series whose name stands before it: "La Conferencia de Puertos, en su Sexta Edición"."""
    reading = named.reading
    for phrase in phrases(reading):
        if phrase.after < named.start:
            whole = _named(context, reading, phrase, phrase.before, None)
            if whole.forums:
                return replace(named, forums=whole.forums, series=whole.series, level=whole.level)
    return of_passage(context, named)


def is_owned(reading: Reading, start: int) -> bool:
    """Whether a possessive says whose meeting begins at a token: "at its sixth session"."""
    return start > 0 and reading.tokens.low[start - 1] in reading.tongue.words["possessives"]


def _first_owner(reading: Reading) -> tuple[Agent, ...]:
    """The forum or body that the sentence is about, after the meeting too: "At its sixth session, the Committee …"."""
    owners = [one.agent for one in reading.mentions if one.agent.kind in ("forum", "body", "organisation")]
    return (as_forum(owners[0]),) if owners else ()


def of_passage(context: Context, named: Named, otherwise: tuple[Agent, ...] = ()) -> Named:
    """A meeting whose own words name no forum, with those that its sentence names before it."""
    forums = _forums_of_passage(context, named.reading, named.start) or otherwise
    counted = bool(forums) and named.series == "other"
    if counted and _is_of_ministers(context, named):
        return replace(named, forums=forums, series="ministerial", level=named.level or "ministerial")
    return replace(named, forums=forums, series="conference" if counted else named.series, generic=counted)


def _is_of_ministers(context: Context, named: Named) -> bool:
    """Whether the body that meets is one of ministers: "The Council of Ministers …, meeting in its Ninth Session"."""
    before = (one for one in named.reading.mentions if one.end <= named.start and one.agent.kind == "body")
    return any(context.cues("series_ministerial", one.agent.label) for one in before)


def _is_partial(reading: Reading, phrase: Phrase) -> bool:
    """Whether the phrase counts rounds of talk inside one meeting: "the second session discussed trade"."""
    low = reading.tokens.low
    lower = not is_capitalised(reading.tokens.words[phrase.position])
    return lower and low[phrase.position] in reading.tongue.words["parts_of_meetings"]


def _coming(context: Context, reading: Reading, phrase: Phrase) -> Iterator[Named]:
    named = _named(context, reading, phrase, phrase.before, None)
    if named.forums:
        yield replace(named, planned=True)
    elif _is_scheduled(context, reading, phrase):
        yield replace(named, planned=True, rule=NEXT)


def _is_scheduled(context: Context, reading: Reading, phrase: Phrase) -> bool:
    """Whether the words after a meeting say when it will be: "the next meeting would take place in Lima in 2026"."""
    end = reading.tokens.ends[phrase.after - 1]
    text = reading.passage.view.text
    starts = (one.start for one in context.times[reading.passage.index] if end <= one.start < end + _NEAR)
    between = (text[end:start] for start in starts)
    return any(not ({";", ":"} & set(one) or context.cues("apart", one)) for one in between)


def _named(context: Context, reading: Reading, phrase: Phrase, start: int, number: int | None) -> Named:
    follows = complement(context, reading, phrase.adjectives)
    end, forums = _whose(context, reading, phrase, follows)
    ranked = follows.words(reading) if follows.ranked else ""
    words = f"{reading.words(phrase.before, phrase.adjectives)} {ranked}"
    series = _series(context, phrase.noun.code, words, bool(forums))
    level = level_of(context, words) or rank_of(context, words) or _LEVELS.get(series)
    generic = series == "conference" and phrase.noun.code == "other"
    entry = phrase.noun.iri
    return Named(reading, start, end, forums, series, number, "meeting.noun", entry, level=level, generic=generic)


def _whose(context: Context, reading: Reading, phrase: Phrase, follows: Complement) -> tuple[int, tuple[Agent, ...]]:
    """The forums of a meeting: after its noun, before it, or in its own title."""
    if follows.forums:
        return follows.end, follows.forums
    own = _before_noun(context, reading, phrase)
    if own:
        return phrase.after, own
    if follows.owner is not None and reading.tokens.low[phrase.position] in reading.tongue.words["generic_meetings"]:
        return follows.end, (follows.owner,)
    return _titled(reading, phrase, follows)


def _before_noun(context: Context, reading: Reading, phrase: Phrase) -> tuple[Agent, ...]:
    """The forums among the modifiers ("second ASEAN Summit"), those inside a compound too ("ASEAN-GCC Summit")."""
    found: dict[str, Agent] = {}
    for token in range(phrase.before, phrase.position):
        mention = reading.mention(token)
        named = [mention.agent] if mention is not None else []
        if "-" in reading.tokens.words[token] and any(char.isupper() for char in reading.tokens.words[token]):
            scanned = context.lexicon.gazetteer.scan(reading.tokens.words[token], _SCANNED, context.tongue.language)
            span = reading.span(token, token + 1)
            named = [agent_of(one.entry, span, context.tongue.language) for one in scanned] or named
        for agent in named:
            if agent.kind in ("forum", "organisation", "body"):
                found.setdefault(agent.key, as_forum(agent))
    return tuple(found.values())


def _titled(reading: Reading, phrase: Phrase, follows: Complement) -> tuple[int, tuple[Agent, ...]]:
    """A forum that only its meetings' name tells of: "Tenth High-Level Dialogue", "Fourth Dialogue on Safety"."""
    words, low = reading.tongue.words, reading.tokens.low
    around = (*range(phrase.before, phrase.position), *range(phrase.after, phrase.adjectives))
    plain = words.any("plain_meetings", "ranks")
    own = [token for token in around if low[token] not in plain and low[token][0].isalpha()]
    generic = low[phrase.position] in words["generic_meetings"]
    named = all(
        is_capitalised(reading.tokens.words[token]) or low[token] in ("of", "and", "the", "on") for token in own
    )
    if not named or not is_capitalised(reading.tokens.words[phrase.position]) or (generic and not own):
        return phrase.after, ()
    extended = follows.titled and not follows.forums and (own or not follows.ranked)
    end = max(phrase.adjectives, follows.end if extended else phrase.after)
    if not own and not extended:
        return phrase.after, ()
    first = min((token for token in own if token < phrase.position), default=phrase.position)
    agent = unknown(reading, first, end)
    given = reading.acronym(end)
    return given[1] if given else end, (agent,)


def _forums_of_passage(context: Context, reading: Reading, position: int) -> tuple[Agent, ...]:
    """The forums that stand before in the same sentence: "the RCM and the SACM held their IV Plenary Meeting"."""
    found: dict[str, Agent] = {}
    for mention in reading.mentions:
        if mention.agent.kind == "forum" and mention.end <= position:
            found.setdefault(mention.agent.key, mention.agent)
    held = context.cue("held", reading)
    verb = reading.tokens.at(held.start()) if held else position
    if held is not None and verb < position:
        found |= {agent.key: agent for agent in conveners(context, reading, verb) if agent.key not in found}
    return tuple(sorted(found.values(), key=lambda agent: agent.span.start if agent.span else 0))


def _series(context: Context, code: str, words: str, owned: bool) -> str:
    """The kind of meeting that the number counts: the noun's own, or the one that its modifiers make of it."""
    if code == "other" and owned and context.cues("rank_officials", words):
        return "other"
    if code == "other" and _is_of_heads(context, words):
        return "summit"
    kinds = {"conference": _KINDS, "other": _KINDS, "summit": _KINDS[:1], "ministerial": _KINDS[:1]}
    for kind in kinds.get(code, ()):
        if context.cues(f"series_{kind}", words):
            return kind
    return "conference" if code == "other" and owned else code


def _is_of_heads(context: Context, words: str) -> bool:
    """Whether heads of state or government meet as such, and no standing conference or council of theirs."""
    standing = context.tongue.words["forum_heads"] & set(words.lower().split())
    return not standing and any(
        {"of", "de"} & set(found.group().lower().split()) for found in context.cues("rank_heads", words)
    )


def is_coming(context: Context, reading: Reading, position: int) -> bool:
    """Whether the words right before say that the meeting lies ahead."""
    start = reading.tokens.starts[max(0, position - 2)]
    end = reading.tokens.starts[position] if position < len(reading.tokens) else len(reading.passage.view.text)
    return bool(context.cues("next_meeting", reading.passage.view.text[start:end]))
