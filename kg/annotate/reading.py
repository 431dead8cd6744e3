"""A passage as it is read: its tokens, and the agents that its words name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.annotate.gazetteer import Entry, Found
from kg.annotate.lexicon import Lexicon, Tongue
from kg.annotate.tokens import Tokens, tokens
from kg.model import Agent, AgentKind, Passage, Span

_SCANNED = frozenset({"state", "organisation", "forum"})
_STATE = frozenset({"state", "estado"})
_OF = frozenset({"of", "the", "de", "del", "la", "los", "las", "el"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `[start, end)` that name an agent; the agent's span leaves out a bracketed acronym."""

    start: int
    end: int
    agent: Agent


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage with its tokens and mentions; `tags[i]` is the index of the mention at token i, or -1."""

    passage: Passage
    tokens: Tokens
    mentions: tuple[Mention, ...]
    tags: tuple[int, ...]
    tongue: Tongue

    def mention(self, token: int) -> Mention | None:
        """The mention that a token belongs to."""
        tag = self.tags[token]
        return self.mentions[tag] if tag >= 0 else None

    def is_adverb(self, token: int) -> bool:
        """Whether a token is an adverb, by the list or by its ending ("considerably", "plenamente")."""
        low, words = self.tokens.low[token], self.tongue.words
        if low in words["adverbs"]:
            return True
        ending = "mente" if self.tongue.language == "es" else "ly"
        plain = self.tags[token] < 0 and low not in words["not_adverbs"]
        return plain and len(low) > len(ending) + 2 and low.endswith(ending)

    def acronym(self, token: int) -> tuple[str, int] | None:
        """The acronym that brackets give from a token on, glossed or not, with the token past the brackets."""
        words = self.tokens.words[token : token + 3]
        if len(words) < 3 or words[0] != "(" or len(words[1]) < 2 or not words[1][:2].isupper():
            return None
        end = _closed(self.passage, self.tokens, token + 2, self.tongue)
        return (words[1], end) if end is not None else None

    def governor(self, start: int) -> int:
        """The token before a phrase and its articles, as "of" in "of the Republic"; 0 or -1 where the passage opens."""
        position = start - 1
        while position > 0 and self.tokens.low[position] in self.tongue.words["determiners"]:
            position -= 1
        return position

    def clause_start(self, end: int, marks: str = ";:.") -> int:
        """The first token after the last of these marks before token `end`."""
        return max((token + 1 for token in range(end) if self.tokens.low[token] in marks), default=0)

    def span(self, start: int, end: int) -> Span:
        """The raw span of tokens `[start, end)`."""
        return self.passage.view.span(self.tokens.starts[start], self.tokens.ends[end - 1])

    def words(self, start: int, end: int) -> str:
        """The words of tokens `[start, end)` on one line."""
        return self.passage.view.text[self.tokens.starts[start] : self.tokens.ends[end - 1]]


def reading_of(passage: Passage, lexicon: Lexicon, tongue: Tongue) -> Reading:
    """The passage with its states, governments, organisations and forums named."""
    found = tokens(passage.view.text)
    scanned = lexicon.gazetteer.scan(passage.view.text, _SCANNED, tongue.language)
    named = [_mention(passage, found, one, tongue.language) for one in scanned]
    named = [mention for mention in named if not _is_surname(found, mention, tongue)]
    known = list(_governments(passage, found, list(_with_acronyms(passage, found, named, tongue)), tongue))
    return tagged(passage, found, [*known, *_sides(passage, found, known, lexicon, tongue)], tongue)


def tagged(passage: Passage, found: Tokens, mentions: Iterable[Mention], tongue: Tongue) -> Reading:
    """A reading with these mentions, those first that are longest; overlapping ones are dropped."""
    tags = [-1] * len(found)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start - mention.end, mention.start)):
        if all(tag < 0 for tag in tags[mention.start : mention.end]):
            tags[mention.start : mention.end] = [len(kept)] * (mention.end - mention.start)
            kept.append(mention)
    order = sorted(range(len(kept)), key=lambda index: kept[index].start)
    place = {old: new for new, old in enumerate(order)}
    ordered = tuple(kept[index] for index in order)
    return Reading(passage, found, ordered, tuple(place[tag] if tag >= 0 else -1 for tag in tags), tongue)


def _mention(passage: Passage, found: Tokens, one: Found, language: str) -> Mention:
    start, end = found.at(one.start), found.at(one.end - 1) + 1
    span = passage.view.span(one.start, one.end)
    acronym = passage.view.text[one.start : one.end] if one.matched_by == "acronym" else None
    return Mention(start, end, agent_of(one.entry, span, language, acronym))


def agent_of(entry: Entry, span: Span | None, language: str, acronym: str | None = None) -> Agent:
    """The agent that an entry of the reference data is, as the annotation format names it."""
    own = entry.acronym_es if language == "es" else entry.acronym_en
    label = entry.label_es if language == "es" else entry.label_en
    kinds: dict[str, AgentKind] = {"state": "state", "organisation": "organisation", "forum": "forum"}
    code = entry.alpha2 if entry.kind == "state" and entry.alpha2 else own or entry.acronym_en or label
    return Agent(kinds[entry.kind], entry.key, label, code, span, acronym)


def _is_surname(found: Tokens, mention: Mention, tongue: Tongue) -> bool:
    """A person may bear a state's name: "Lisa O. Monaco", "President Michael Jordan"."""
    before = mention.start - 1
    if mention.agent.kind != "state" or before < 1:
        return False
    if found.words[before] == "." and len(found.words[before - 1]) == 1 and is_capitalised(found.words[before - 1]):
        return True
    title = found.low[before - 1] in tongue.nouns.get("person", {})
    return title and is_capitalised(found.words[before]) and found.low[before] not in tongue.words["prepositions"]


def _closed(passage: Passage, found: Tokens, token: int, tongue: Tongue) -> int | None:
    """The token past the bracket that closes after an acronym, at once or after words that say whose it is."""
    if found.words[token : token + 1] == (")",):
        return token + 1
    cue = tongue.cues.get("acronym_gloss")
    gloss = cue.pattern.match(passage.view.text, found.ends[token - 1]) if cue else None
    return found.at(gloss.end() - 1) + 1 if gloss else None


def _with_acronyms(passage: Passage, found: Tokens, named: list[Mention], tongue: Tongue) -> Iterator[Mention]:
    """A name with its acronym in brackets is one mention."""
    position = 0
    while position < len(named):
        mention = named[position]
        after = named[position + 1] if position + 1 < len(named) else None
        end = _closed(passage, found, after.end, tongue) if after and _bracketed(found, mention, after) else None
        if after is not None and end is not None:
            yield Mention(mention.start, end, replace(mention.agent, acronym=found.words[after.start]))
            position += 1
        else:
            yield mention
        position += 1


def _bracketed(found: Tokens, name: Mention, acronym: Mention) -> bool:
    same = name.agent.key == acronym.agent.key and acronym.start == name.end + 1
    return same and found.words[name.end] == "("


def _governments(passage: Passage, found: Tokens, mentions: list[Mention], tongue: Tongue) -> Iterator[Mention]:
    """ "the Government of Canada" is the government, not the state."""
    for mention in mentions:
        head = _government_before(found, mention.start, tongue) if mention.agent.kind == "state" else None
        if head is None:
            yield mention
            continue
        span = passage.view.span(found.starts[head], found.ends[mention.end - 1])
        label = passage.view.text[found.starts[head] : found.ends[mention.end - 1]]
        agent = replace(mention.agent, kind="government", span=span, label=label)
        yield Mention(head, mention.end, agent)


def _sides(
    passage: Passage, found: Tokens, named: list[Mention], lexicon: Lexicon, tongue: Tongue
) -> Iterator[Mention]:
    """ "the Mexican delegation", "la parte peruana": one party by the adjective of its state."""
    by_end = {mention.end: mention for mention in named if mention.agent.kind == "state"}
    sides = tongue.words["sides"]
    for token in [token for token, word in enumerate(found.low) if word in sides]:
        beside = token + 1 if tongue.language == "es" else token - 1
        entry = lexicon.gazetteer.demonym(found.words[beside]) if 0 <= beside < len(found) else None
        start, end = min(token, beside), max(token, beside) + 1
        if entry is None and tongue.language != "es" and token in by_end:
            start, entry = by_end[token].start, lexicon.gazetteer.by_key("state", by_end[token].agent.key)
        if entry is not None:
            span = passage.view.span(found.starts[start], found.ends[end - 1])
            label = passage.view.text[found.starts[start] : found.ends[end - 1]]
            yield Mention(start, end, replace(agent_of(entry, span, tongue.language), kind="government", label=label))


def _government_before(found: Tokens, start: int, tongue: Tongue) -> int | None:
    position = start - 1
    while position >= 0 and start - position <= 4 and found.low[position] in _OF:
        position -= 1
    near = 0 <= position < start - 1 and found.low[position] in tongue.words["governments"]
    # In "Heads of State and Government of X" the government is no party.
    ranks = _STATE & set(found.low[max(0, position - 3) : position]) if near else frozenset()
    return position if near and not ranks else None


_CAPITALS = frozenset(map(chr, (*range(ord("A"), ord("Z") + 1), *range(ord("À"), ord("Þ") + 1))))


def is_capitalised(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return word[:1] in _CAPITALS
