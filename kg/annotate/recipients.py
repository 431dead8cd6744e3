"""Noun phrases that name agents one after another: "the World Bank, donors and the chambers of agriculture"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.context import Context
from kg.annotate.discourse import collective_key
from kg.annotate.frames import is_action
from kg.annotate.names import shortens
from kg.annotate.reading import Mention, Reading, agent_of, is_capitalised
from kg.model import Agent
from kg.terms import slug

_MOST = 12  # phrases in one list
_LONGEST = 14  # tokens of one phrase
_APOSTROPHES = frozenset({"'", "’", "'s", "’s"})
_FORMS = frozenset({"base", "s", "past", "inf", "pres3s", "pres3p", "past3s", "past3p", "pres1p"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `[start, end)` of a noun phrase without its article; `after` is the token after a bracketed acronym."""

    start: int
    end: int
    after: int


def phrases(reading: Reading, start: int, end: int, clause: bool = False) -> tuple[Phrase, ...]:
    """The noun phrases of the list that begins at token `start`; in a clause they end before its verb."""
    found: list[Phrase] = []
    listed, position = 1, start  # a comma joins nothing until a coordinator closes the list
    closed = False
    for _ in range(_MOST):
        phrase = _phrase(reading, _past_openers(reading, position, end), end, clause)
        if phrase.end <= phrase.start:
            break
        found.append(phrase)
        listed = len(found) if closed else listed
        position, joined = _joined(reading, phrase.after, end)
        if position == phrase.after or (closed and not joined) or opens_verb(reading, position):
            break
        closed = joined
    return tuple(found[:listed])


def _joined(reading: Reading, position: int, end: int) -> tuple[int, bool]:
    """The token after what joins a next phrase, and whether that closes the list."""
    low = reading.tokens.low
    after = position + 1 if position < end and low[position] == "," else position
    if after < end and low[after] in reading.tongue.words["coordinators"] and reading.tags[after] < 0:
        return after + 1, True
    if low[after : after + 3] == ("as", "well", "as") and after + 3 < end:
        return after + 3, True
    if low[after : after + 2] == ("así", "como") and after + 2 < end:
        return after + 2, True
    return (after, False) if after < end else (position, False)


def opens_verb(reading: Reading, position: int) -> bool:
    """Whether a verb or an infinitive begins here, and no noun phrase."""
    low, words = reading.tokens.low, reading.tongue.words
    while position < len(low) and low[position] in words["adverbs"] and reading.tags[position] < 0:
        position += 1
    if position >= len(low) or reading.tags[position] >= 0:
        return position >= len(low)
    infinitive = low[position] == "to" and is_action(reading, position + 1, frozenset({"base"}))
    return infinitive or is_action(reading, position, _FORMS) or low[position] in words["relatives"]


def _past_openers(reading: Reading, position: int, end: int) -> int:
    words, low = reading.tongue.words, reading.tokens.low
    openers = words.any("leading", "addressing")
    while position < end and reading.tags[position] < 0 and low[position] in openers:
        position += 1
    return position


def _phrase(reading: Reading, start: int, end: int, clause: bool) -> Phrase:
    position = start
    stop = min(end, start + _LONGEST)
    if clause:
        of_clause = _verb_of_clause if reading.tongue.language == "en" else _spanish_verb_of_clause
        stop = min(stop, of_clause(reading, start, stop))
    while position < stop:
        mention = reading.mention(position)
        if mention is not None:
            position = min(mention.end, end)
            continue
        step = _step(reading, start, position, stop)
        if not step:
            break
        position += step
    last = min(position, end)
    while last > start and reading.tags[last - 1] < 0 and _trails(reading, start, last - 1):
        last -= 1
    return Phrase(start, last, _past_acronym(reading, last, end))


def _trails(reading: Reading, start: int, position: int) -> bool:
    """Whether a token at the end belongs to what follows: "identified (by …)", "of", an article."""
    words, low = reading.tongue.words, reading.tokens.low
    return position > start and (low[position] in words.any("prepositions", "leading", "coordinators", "adverbs"))


def _past_acronym(reading: Reading, position: int, end: int) -> int:
    words = reading.tokens.words[position : position + 3]
    bracketed = len(words) == 3 and words[0] == "(" and words[2] == ")" and words[1].isupper()
    return position + 3 if bracketed and position + 3 <= end else position


def _step(reading: Reading, start: int, position: int, end: int) -> int:
    """How many tokens the phrase goes on at this one; 0 where it is over."""
    low, words = reading.tokens.low, reading.tongue.words
    word = low[position]
    if word in _APOSTROPHES:
        return 1 if position > start else 0
    if not word[0].isalpha():
        return 0
    if word in words["coordinators"]:
        return _in_name(reading, start, position, end)
    if word in words["complements"]:
        return _complement(reading, start, position, end)
    if word in words.any("prepositions", "infinitive"):
        return _named_with(reading, start, position, end)
    if _ends(reading, start, position):
        return 0
    return 1


def _ends(reading: Reading, start: int, position: int) -> bool:
    """Whether a word of another part of the sentence begins here."""
    low, words = reading.tokens.low, reading.tongue.words
    word = low[position]
    function = ("subordinators", "relatives", "negations", "modals", "future", "be", "have", "do", "pronouns")
    if any(word in words[role] for role in function):
        return position > start or word not in words["pronouns"]
    if position == start:
        return False
    if word in words.any("leading", "determiners", "adverbs") | words.cardinals.keys():
        return True  # a second article begins the object: "a la Secretaría el seguimiento"
    if reading.tongue.language == "en":
        lower = not is_capitalised(reading.tokens.words[position])
        return lower and word.endswith("ing") and (low[position - 1].endswith("s") or reading.tags[position - 1] >= 0)
    return is_action(reading, position, frozenset({"inf"}))


def _complement(reading: Reading, start: int, position: int, end: int) -> int:
    """ "chambers of agriculture": past the preposition and its articles, unless a verb follows."""
    words, low = reading.tongue.words, reading.tokens.low
    state = reading.mention(position - 1) if position > start else None
    if state is not None and state.agent.kind in ("state", "government"):
        return 0  # "notify Viet Nam of any draft"
    after = position + 1
    while after < end and reading.tags[after] < 0 and low[after] in words.any("leading", "both"):
        after += 1
    if position == start or after >= end or not low[after][0].isalpha():
        return 0
    infinitive = reading.tags[after] < 0 and is_action(reading, after, frozenset({"inf", "ing"}))
    return 0 if infinitive else after - position + (reading.tags[after] < 0)


def _named_with(reading: Reading, start: int, position: int, end: int) -> int:
    """Another preposition only inside a name: "Economic Commission for Africa", "Oficina contra la Droga"."""
    words, low = reading.tongue.words, reading.tokens.low
    if low[position] not in words["name_joining"] or position == start or reading.tags[position - 1] >= 0:
        return 0
    after = position + 1
    while after < end and reading.tags[after] < 0 and low[after] in words["leading"]:
        after += 1
    capital = after < end and is_capitalised(reading.tokens.words[after])
    return after - position if capital and is_capitalised(reading.tokens.words[position - 1]) else 0


def _in_name(reading: Reading, start: int, position: int, end: int) -> int:
    """Past a coordinator inside one name or adjective: "Ministers of Labour and Employment", "y no tradicionales"."""
    words, low = reading.tongue.words, reading.tokens.low
    if position + 1 >= end or position == start:
        return 0
    if low[position + 1] in words["negations"] or low[position + 1].startswith("non-"):
        return 2
    before, after = reading.tokens.words[position - 1], reading.tokens.words[position + 1]
    free = reading.tags[position - 1] < 0 and reading.tags[position + 1] < 0
    complemented = any(low[token] in words["complements"] for token in range(start, position))
    return int(free and complemented and is_capitalised(before) and is_capitalised(after) and not after.isupper())


def _verb_of_clause(reading: Reading, start: int, end: int) -> int:
    """Where the verb of "that network operators publish data" stands: a known one, else after the first plural."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(start + 1, end):
        free = reading.tags[position] < 0 and not is_capitalised(reading.tokens.words[position])
        if free and (is_action(reading, position, frozenset({"base"})) or low[position] in words["modals"]):
            return position
    for position in range(start, end - 1):
        following = low[position + 1]
        plural = low[position].endswith("s") and not following.endswith("s") and following.isalpha()
        if plural and following not in words.any("prepositions", "coordinators"):
            return position + 1
    return end


def _spanish_verb_of_clause(reading: Reading, start: int, end: int) -> int:
    """Where the subjunctive of "que los gobiernos abran …", "que la Secretaría Técnica prepare un …" stands."""
    low, words = reading.tokens.low, reading.tongue.words
    small = words.any("complements", "leading", "coordinators", "prepositions")
    for position in range(start + 1, end):
        free = reading.tags[position] < 0 and low[position].isalpha() and low[position] not in small
        if not free or is_capitalised(reading.tokens.words[position]) or low[position - 1] in small:
            continue
        plural = low[position - 1].endswith("s") and low[position].endswith("n")
        named = is_capitalised(reading.tokens.words[position - 1]) and not low[position].endswith("s")
        object_ = position + 1 < end and low[position + 1] in words["leading"]
        if plural or named or object_:
            return position
    return end


def agents_of(context: Context, reading: Reading, found: tuple[Phrase, ...]) -> tuple[Agent, ...]:
    """Each phrase as an agent: a party by its code, what the text names more fully elsewhere, else by its words."""
    made: list[Agent] = []
    states = any(
        one.agent.kind in ("state", "government") for p in found for one in mentions_in(reading, p.start, p.end)
    )
    told = [one for one in found if not (states and _is_person(reading, one))]
    for position, phrase in enumerate(told):
        made.extend(_agents(context, reading, phrase, told[position + 1] if position + 1 < len(told) else None))
    return once(made)


def _is_person(reading: Reading, phrase: Phrase) -> bool:
    """Whether a person is named, who stands for nobody beside the party that is named as well."""
    words = reading.tokens.low[phrase.start : phrase.end]
    people = reading.tongue.nouns.get("person", {})
    return any(" ".join(words[:length]) in people for length in (3, 2, 1)) and not mentions_in(
        reading, phrase.start, phrase.end
    )


def _agents(context: Context, reading: Reading, phrase: Phrase, following: Phrase | None) -> Iterator[Agent]:
    inside = mentions_in(reading, phrase.start, phrase.end)
    heads = [token for token in range(phrase.start, phrase.end) if reading.tags[token] < 0]
    rest = [token for token in heads if not _is_joint(reading, token)]
    if not inside and not rest and following is not None:
        # "the Government and people of X": the state stands in the next phrase
        inside = mentions_in(reading, following.start, following.end)
    state = None if inside else _by_demonym(context, reading, phrase)
    if state is not None:
        yield state
        return
    if inside and not rest:
        yield from _population(context, reading, heads, inside[0].agent)
        yield from (one.agent for one in inside)
        return
    pronoun = phrase.end - phrase.start == 1 and reading.tokens.low[phrase.start] in reading.tongue.words["pronouns"]
    agent = _last_body(context, reading, phrase.start) if pronoun else full_name(context, reading, phrase)
    if agent is not None:
        yield agent
    elif not pronoun:
        label = reading.words(phrase.start, phrase.end)
        span = reading.span(phrase.start, phrase.end)
        yield Agent("category", slug(label), label, label, span, known=False)


def _by_demonym(context: Context, reading: Reading, phrase: Phrase) -> Agent | None:
    """ "the Brazilian authorities", "las autoridades brasileñas": those who govern a state, by its adjective."""
    low = reading.tokens.low[phrase.start : phrase.end]
    governing = reading.tongue.words.any("governments", "authorities")
    if len(low) != 2 or not governing & set(low):
        return None
    beside = phrase.start if low[1] in governing else phrase.start + 1
    entry = context.lexicon.gazetteer.demonym(reading.tokens.words[beside])
    if entry is None:
        return None
    span = reading.span(phrase.start, phrase.end)
    agent = agent_of(entry, span, reading.tongue.language)
    return replace(agent, kind="government", label=reading.words(phrase.start, phrase.end))


def mentions_in(reading: Reading, start: int, end: int) -> list[Mention]:
    """The mentions that begin in a stretch of tokens."""
    return [one for one in reading.mentions if start <= one.start < end]


def _is_joint(reading: Reading, token: int) -> bool:
    """Whether a word adds nothing to the state that it stands beside: "the Government and people of"."""
    words = reading.tongue.words
    roles = ("leading", "complements", "coordinators", "population", "governments", "authorities")
    return any(reading.tokens.low[token] in words[role] for role in roles)


def _population(context: Context, reading: Reading, heads: list[int], state: Agent) -> Iterator[Agent]:
    """ "the people and Government of Panama": the people are thanked too, and are no government."""
    for token in heads:
        if reading.tokens.low[token] in reading.tongue.words["population"] and state.kind in ("government", "state"):
            label = f"{reading.tokens.words[token]} ({state.code})"
            key = collective_key(context.document.slug, f"people-{state.key}")
            yield Agent("collective", key, label, state.code, reading.span(token, token + 1))


def _last_body(context: Context, reading: Reading, position: int) -> Agent | None:
    """What "it" stands for as an addressee: the body or organisation last named."""
    for one in reversed(context.readings[: reading.passage.index + 1]):
        named = [m.agent for m in one.mentions if m.agent.kind in ("body", "organisation")]
        if one.passage.index == reading.passage.index:
            named = [
                m.agent for m in reading.mentions if m.end <= position and m.agent.kind in ("body", "organisation")
            ]
        if named:
            return named[-1]
    return None


def full_name(context: Context, reading: Reading, phrase: Phrase) -> Agent | None:
    """The body or forum that a short name stands for: "the Committee" after "the Technical Committee"."""
    label = reading.words(phrase.start, phrase.end).lower()
    known = reading.tongue.nouns.get("body", {}).keys() | reading.tongue.nouns.get("meeting", {}).keys()
    if label not in known or not is_capitalised(reading.tokens.words[phrase.start]):
        return None
    for one in reversed(context.readings[: reading.passage.index + 1]):
        for mention in reversed(one.mentions):
            earlier = one is not reading or mention.end <= phrase.start
            if (
                earlier
                and mention.agent.kind in ("body", "forum")
                and shortens(reading.tongue.language, label, mention.agent.label)
            ):
                return mention.agent
    return None


def over_adverbs(reading: Reading, position: int, end: int) -> int:
    """The token after the adverbs that stand at a position."""
    low, words = reading.tokens.low, reading.tongue.words
    while position < end and reading.tags[position] < 0 and low[position] in words["adverbs"] - words["determiners"]:
        position += 1
    return position


def once(found: list[Agent]) -> tuple[Agent, ...]:
    """Each agent once, in order."""
    kept: dict[tuple[str, str], Agent] = {}
    for agent in found:
        kept.setdefault((agent.kind, agent.key), agent)
    return tuple(kept.values())
