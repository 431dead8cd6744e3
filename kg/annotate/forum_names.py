"""Whose meeting it is: the forums that the words after or before a meeting's noun name, known or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.cards import fields_of
from kg.annotate.context import Context
from kg.annotate.ordinals import number_before
from kg.annotate.reading import Mention, Reading, agent_of, is_capitalised
from kg.model import Agent, PassageKind
from kg.terms import slug

_LONGEST = 26  # tokens of a name
_TITLE = 3  # passages in which a title stands, whatever the marks at its end
_OWNERS = ("forum", "organisation", "body")
_SCANNED = frozenset({"forum", "organisation"})
_JOINERS = {
    "en": frozenset("of on for and the to against".split()),
    "es": frozenset("de del la las los el para sobre y e contra con".split()),
}
_LINKS = {
    "en": frozenset("of the for to on between".split()),
    "es": frozenset("de del la las los el sobre para entre a".split()),
}
_OWNED = re.compile(r"\s+(?:of the|del|de la)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:between|entre)\s+")
_MARKS = frozenset(("-", "–", "/", "&", "'", "+"))


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a meeting's noun: tokens `[start, end)`, the forums in it, and whether it ranks those who meet.

    `titled` tells that the words are part of the meeting's own title ("on Maritime Safety", "of Canal Cities").
    """

    start: int
    end: int
    forums: tuple[Agent, ...] = ()
    ranked: bool = False
    titled: bool = False
    owner: Agent | None = None  # the forum inside a title: "Meeting of Friends of the Great Rift Process"

    def words(self, reading: Reading) -> str:
        """The words on one line, empty where nothing follows."""
        return reading.words(self.start, self.end) if self.end > self.start else ""


def complement(context: Context, reading: Reading, position: int) -> Complement:
    """The complement of a meeting's noun that ends before token `position`."""
    start = _past_links(reading, position)
    nothing = Complement(position, position)
    if start == position or start >= len(reading.tokens):
        return nothing
    if reading.mention(start) is not None:
        end, forums = joint(context, reading, start)
        return Complement(position, end, forums) if forums else nothing
    ranked = reading.tokens.low[start] in reading.tongue.words["ranks"]
    if not ranked and not is_capitalised(reading.tokens.words[start]):
        return nothing
    end = run_end(context, reading, start)
    ranked = ranked or any(low in reading.tongue.words["ranks"] for low in reading.tokens.low[start:end])
    ranked = (ranked or _ends_in_rank(reading, position)) and not _heads_ranks(reading, start, end)
    return _of_run(context, reading, (position, start, end), ranked)


def _ends_in_rank(reading: Reading, position: int) -> bool:
    """Whether the meeting's own noun says who meets: "Conferencia de Ministros"."""
    return position > 0 and reading.tokens.low[position - 1] in reading.tongue.words["ranks"]


def _heads_ranks(reading: Reading, start: int, end: int) -> bool:
    """Whether the ranks are part of the forum's name: "Forum of Ministers of Health", but no council's of a union."""
    words, low = reading.tongue.words, reading.tokens.low
    ranks = next((token for token in range(start, end) if low[token] in words["ranks"]), end)
    headed = any(low[token] in words["forum_heads"] for token in range(start, ranks))
    return headed and ranks + 1 < end and _after_ranks(reading, ranks, end) is None


def _past_links(reading: Reading, position: int) -> int:
    """Past the small words that tie a complement to its noun, at most three."""
    links, cursor = _LINKS.get(reading.tongue.language, frozenset()), position
    while cursor < len(reading.tokens) and cursor - position < 3 and reading.tags[cursor] < 0:
        more = cursor == position and _joins_ranks(reading, cursor)
        if not more and (reading.tokens.low[cursor] not in links or _is_capital(reading, cursor)):
            break
        cursor += 1
    return cursor


def _joins_ranks(reading: Reading, cursor: int) -> bool:
    """Whether a conjunction goes on with those who meet: "Reunión de Ministras | y Ministros de Salud"."""
    words, low = reading.tongue.words, reading.tokens.low
    after = low[cursor + 1] if cursor + 1 < len(low) else ""
    return _ends_in_rank(reading, cursor) and low[cursor] in words["coordinators"] and after in words["ranks"]


def joint(context: Context, reading: Reading, start: int) -> tuple[int, tuple[Agent, ...]]:
    """The forums named one after the other from a token on: "the RCM and the SACM"."""
    low, words = reading.tokens.low, reading.tongue.words
    allowed = words.any("determiners", "coordinators") | frozenset(("of", "de", "del"))
    cursor, end, found = start, start, []
    while cursor < len(low) and cursor - end <= 3:
        mention = reading.mention(cursor)
        if mention is not None and mention.agent.kind in _OWNERS:
            found.append(as_forum(owner(context, reading, mention)))
            cursor = end = mention.end
        elif mention is None and low[cursor] in allowed:
            cursor += 1
        else:
            break
    return end, tuple(found)


def owner(context: Context, reading: Reading, mention: Mention) -> Agent:
    """The forum that a body of ranks belongs to: the council of ministers of a community is the community's."""
    low = mention.agent.label.lower().split()
    if mention.agent.kind != "body" or not reading.tongue.words["ranks"] & set(low):
        return mention.agent
    scanned = context.lexicon.gazetteer.scan(mention.agent.label, _SCANNED, context.tongue.language)
    if scanned:
        return agent_of(scanned[-1].entry, mention.agent.span, context.tongue.language)
    tail = _OWNED.split(mention.agent.label)[-1]
    if tail == mention.agent.label or not reading.tongue.words["forum_heads"] & set(tail.lower().split()):
        return mention.agent
    return replace(mention.agent, kind="forum", key=slug(tail), label=tail, code=tail, acronym=None, known=False)


def as_forum(agent: Agent) -> Agent:
    """The agent as one that convenes: a body that only the text tells of becomes a forum of its own."""
    if agent.kind != "body":
        return agent
    label = _BETWEEN.split(agent.label)[0]
    code = agent.acronym or label
    return replace(agent, kind="forum", key=slug(code), label=label, code=code)


def run_end(context: Context, reading: Reading, start: int) -> int:
    """Past the last word of the capitalised name that begins at a token; small words count only between capitals."""
    position = end = start
    limit = min(_limit(context, reading, start), start + _LONGEST)
    while position < limit:
        mention = reading.mention(position)
        if mention is not None:
            if mention.agent.kind == "state":
                break
            position = end = mention.end
            if reading.tokens.words[end - 1] == ")":
                break  # the acronym of the whole closes a name
        elif _is_named(reading, position, start):
            position = end = position + 1
        else:
            position = _across(reading, position)
            if position < 0:
                break
    return min(end, limit)


def _limit(context: Context, reading: Reading, start: int) -> int:
    """Where a name must have ended: at the label of the next field, or at a line that gives the place or the day."""
    tokens = [reading.tokens.at(field.label) for field in fields_of(context, reading)]
    if reading.passage.kind is PassageKind.HEADING or reading.passage.index < _TITLE:
        tokens += [token for token in range(start + 1, len(reading.tokens)) if _begins_place(context, reading, token)]
    return min((token for token in tokens if token > start), default=len(reading.tokens))


def _begins_place(context: Context, reading: Reading, token: int) -> bool:
    """Whether a new line begins here that a name cannot go on in: a town's name, or another style of letters."""
    offsets = reading.passage.view.offsets
    left, right = offsets[reading.tokens.ends[token - 1] - 1], offsets[reading.tokens.starts[token]]
    if "\n" not in context.document.text[left:right]:
        return False
    before, word = reading.tokens.words[token - 1], reading.tokens.words[token]
    if before == ")" or number_before(reading, token + 1) is not None:
        return True
    if len(before) > 1 and before.isupper() and not word.isupper():
        return True  # after a line in capitals one that has small letters
    for length in (4, 3, 2, 1):
        name = reading.words(token, min(token + length, len(reading.tokens)))
        named = name.title() if name.isupper() else name
        if context.lexicon.gazetteer.cities(named) or context.lexicon.gazetteer.find(named, frozenset({"state"})):
            return True
    return False


def _is_capital(reading: Reading, position: int) -> bool:
    """Whether a word has a capital of its own: in a line of capitals small words have none."""
    word, low = reading.tokens.words[position], reading.tokens.low[position]
    small = _JOINERS.get(reading.tongue.language, frozenset()) | reading.tongue.words["prepositions"]
    shouted = word.isupper() and len(word) > 1 and low in small
    return is_capitalised(word) and not shouted


def _is_named(reading: Reading, position: int, start: int) -> bool:
    words, low = reading.tongue.words, reading.tokens.low[position]
    first = position == start and low in words["ranks"]
    return first or (_is_capital(reading, position) and low not in words.months)


def _across(reading: Reading, position: int) -> int:
    """The next word of the name beyond small words, -1 where the name is over."""
    words, low = reading.tongue.words, reading.tokens.low
    joiners = _JOINERS.get(reading.tongue.language, frozenset())
    cursor = position
    while cursor < len(low) and cursor - position < 4 and reading.tags[cursor] < 0:
        if low[cursor] not in joiners and not _is_mark(reading, cursor):
            break
        cursor += 1
    if cursor == position or cursor >= len(low):
        return -1
    joined = any(word in words["coordinators"] for word in low[position:cursor])
    mention = reading.mention(cursor)
    if mention is not None:
        return cursor if mention.agent.kind != "state" and not joined else -1
    named = _is_capital(reading, cursor) or low[cursor] in words["ranks"]
    apart = joined and (low[cursor - 1] in words["determiners"] or low[cursor] in words.ordinals)
    return cursor if named and not apart else -1


def _is_mark(reading: Reading, token: int) -> bool:
    """Whether a mark ties two words of a name; a dash with spaces around it parts what it stands between."""
    word, tokens = reading.tokens.words[token], reading.tokens
    spaced = 0 < token < len(tokens) - 1 and tokens.ends[token - 1] < tokens.starts[token]
    return word in _MARKS and not (spaced and word in ("-", "–") and tokens.ends[token] < tokens.starts[token + 1])


def _of_run(context: Context, reading: Reading, where: tuple[int, int, int], ranked: bool) -> Complement:
    position, start, end = where
    mentions = [reading.mentions[tag] for tag in dict.fromkeys(reading.tags[start:end]) if tag >= 0]
    known = [one for one in mentions if one.agent.kind in _OWNERS and (ranked or one.agent.kind != "body")]
    if known:
        last, forums = joint(context, reading, known[0].start)
        return Complement(position, max(end, last), forums, ranked)
    links = frozenset(reading.tokens.low[position:start])
    article = bool(reading.tongue.words["articles"] & links) and not reading.tongue.words["about"] & links
    if ranked:
        named = _after_ranks(reading, start, end)
        named = _with_acronym(reading, start, end) if named is None else named
        forums = (unknown(reading, named, end),) if named is not None else ()
        return Complement(position, end, shortened(context, reading, forums), True, not article)
    if not article and reading.tokens.low[start] not in reading.tongue.words["forum_heads"]:
        inner = _after_ranks(reading, start, end)
        owned = inner is not None and reading.tokens.low[inner - 1] in reading.tongue.words["articles"]
        return Complement(position, end, titled=True, owner=unknown(reading, inner, end) if owned and inner else None)
    given = reading.acronym(end)
    last = given[1] if given else end
    forums = shortened(context, reading, (unknown(reading, start, end),))
    if not forums:
        return Complement(position, position)
    joined = _joined_unknown(context, reading, last)
    return Complement(position, joined[0], (*forums, joined[1])) if joined else Complement(position, last, forums)


def _joined_unknown(context: Context, reading: Reading, position: int) -> tuple[int, Agent] | None:
    """Another forum that a conjunction and an article join: "of the Red Ports Forum | and the Horn Platform"."""
    words, low = reading.tongue.words, reading.tokens.low
    start = position + 2
    if start >= len(low) or low[position] not in words["coordinators"] or low[position + 1] not in words["articles"]:
        return None
    mention = reading.mention(start)
    if mention is not None:
        known = mention.agent.kind in _OWNERS
        return (mention.end, as_forum(owner(context, reading, mention))) if known else None
    end = run_end(context, reading, start) if is_capitalised(reading.tokens.words[start]) else start
    if end - start < 2 or not words["forum_heads"] & {low[start], low[end - 1]}:
        return None
    given = reading.acronym(end)
    return (given[1] if given else end), unknown(reading, start, end)


def _with_acronym(reading: Reading, start: int, end: int) -> int | None:
    """Where a name of any head begins after the last article, if an acronym in brackets closes it."""
    if reading.acronym(end) is None:
        return None
    articles = reading.tongue.words["articles"]
    last = max((token for token in range(start, end) if reading.tokens.low[token] in articles), default=None)
    return last + 1 if last is not None and last + 1 < end else None


def _after_ranks(reading: Reading, start: int, end: int) -> int | None:
    """Where the name of a forum begins in "Ministers of Health of the Andean Community"."""
    heads, low = reading.tongue.words["forum_heads"], reading.tokens.low
    ranks = [token for token in range(start, end) if low[token] in reading.tongue.words["ranks"]]
    for token in range(ranks[0] + 1 if ranks else start, end):
        if low[token] not in heads or not is_capitalised(reading.tokens.words[token]):
            continue
        first = token
        while reading.tongue.language != "es" and first - 1 > start and is_capitalised(reading.tokens.words[first - 1]):
            first -= 1
        return first
    return None


def unknown(reading: Reading, start: int, end: int) -> Agent:
    """A forum that only the text names, with the acronym that follows it in brackets."""
    label = reading.words(start, end)
    given = reading.acronym(end)
    acronym = given[0] if given else None
    code = acronym or label
    return Agent("forum", slug(code), label, code, reading.span(start, end), acronym, known=False)


def shortened(context: Context, reading: Reading, forums: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """A forum by its last word only ("the Assembly of the Union") is the one named in full before; else nobody's."""
    if len(forums) != 1:
        return forums
    small = _JOINERS.get(reading.tongue.language, frozenset())
    parts = [part for part in forums[0].label.split() if is_capitalised(part) and part.lower() not in small]
    key = parts[-1].lower()
    short = len(parts) == 1 or (len(parts) == 2 and parts[0].lower() in reading.tongue.words["forum_heads"])
    if not short or key not in reading.tongue.words["forum_heads"]:
        return forums
    for agent in _named_before(context, reading):
        words = agent.label.lower().split()
        if key in (words[0], words[-1]) and agent.label != forums[0].label:
            return (as_forum(agent),)
    return forums if len(parts) > 1 else ()


def _named_before(context: Context, reading: Reading) -> Iterator[Agent]:
    """The forums named in the passage, then in those before it."""
    index = reading.passage.index
    for one in reversed(context.readings[: index + 1]):
        yield from (mention.agent for mention in one.mentions if mention.agent.kind in _OWNERS)
