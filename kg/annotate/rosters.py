"""Parties as lists name them: by state, organisation, delegation, person or adjective, each with its role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.context import Context
from kg.annotate.places import places
from kg.annotate.reading import Mention, Reading, agent_of, is_capitalised
from kg.model import Agent
from kg.terms import slug

KINDS = frozenset({"state", "government", "organisation"})
_FIRST = 14  # tokens between the words that open a list and its first name
_TITLE = 4  # tokens between an adjective of a state and the title that it goes with
_SHORT = 6  # tokens of a line that may be nothing but acronyms
_LONGEST = 16  # tokens of a name that is spelt out
_AFTER = 45  # characters after a list in which the role of its members is said


@dataclass(frozen=True, slots=True)
class Listed:
    """A party in a list with its role: participant, observer or guest."""

    mention: Mention
    role: str


def parties(context: Context, reading: Reading) -> tuple[Mention, ...]:
    """The parties that a passage names, in order: no state that only tells where something is."""
    spots = [(one.start, one.end) for one in places(context, reading)]
    named = [one for one in reading.mentions if one.agent.kind in KINDS and not _is_place(reading, one, spots)]
    taken = {token for one in reading.mentions for token in range(one.start, one.end)}
    named += [one for one in _by_adjective(context, reading) if not taken & set(range(one.start, one.end))]
    return tuple(sorted(named, key=lambda one: one.start))


def _is_place(reading: Reading, mention: Mention, spots: list[tuple[int, int]]) -> bool:
    start = reading.tokens.starts[mention.start]
    before = reading.tokens.low[mention.start - 1] if mention.start else ""
    return before in ("in", "en", "at") or any(left <= start < right for left, right in spots)


def _by_adjective(context: Context, reading: Reading) -> Iterator[Mention]:
    """Persons and delegations by the adjective of their state: "the Mexican Minister", "la canciller chilena"."""
    people = reading.tongue.nouns.get("person", {})
    titles = frozenset(people) | reading.tongue.words.any("sides", "counterparts")
    find = context.lexicon.gazetteer.demonym
    free = [token for token, word in enumerate(reading.tokens.words) if reading.tags[token] < 0 and len(word) > 3]
    named = {token: entry for token in free if (entry := find(reading.tokens.words[token])) is not None}
    for token, entry in named.items():
        if _beside_title(reading, token, titles, frozenset(named)):
            span = reading.span(token, token + 1)
            yield Mention(token, token + 1, agent_of(entry, span, reading.tongue.language))


def _beside_title(reading: Reading, token: int, titles: frozenset[str], adjectives: frozenset[int]) -> bool:
    low, words = reading.tokens.low, reading.tongue.words
    step = -1 if reading.tongue.language == "es" else 1
    for distance in range(1, _TITLE + 2):
        position = token + step * distance
        if not 0 <= position < len(low):
            return False
        if (office := reading.mention(position)) is not None:
            return office.agent.kind == "body" and low[office.start] in reading.tongue.words["presidencies"]
        pair = " ".join(low[min(position, position - step) : max(position, position - step) + 1])
        if low[position] in titles or pair in titles:
            return True
        passing = (
            position in adjectives
            or is_capitalised(reading.tokens.words[position])
            or low[position] in words["coordinators"] | {","}
        )
        if not passing and low[position] not in ("de", "del", "of", "for", "and"):
            return False
    return False


def listed_after(
    context: Context, reading: Reading, position: int, begin: int | None = None, limit: int | None = None
) -> list[Listed]:
    """The parties listed from a position of the view on, until the sentence says something else, or to `limit`.

    Their role may be said from `begin` on.
    """
    start = reading.tokens.at(position)
    end = len(reading.passage.view.text) if limit is None else limit
    found: list[Mention] = []
    for mention in _with_unknown(context, reading, parties(context, reading)):
        if mention.start < start:
            continue
        if reading.tokens.starts[mention.start] >= end:
            break
        last = found[-1].end if found else start
        near = mention.start - last <= _FIRST if not found else True
        if not near or not is_list(reading, last, mention.start):
            break
        found.append(mention)
    return _with_roles(context, reading, found, (position if begin is None else begin, end))


def listed_before(context: Context, reading: Reading, verb: int) -> list[Listed]:
    """The parties listed before the verb at a token: those that words of a list join to the last one."""
    opening = _introduction(reading, verb)
    found: list[Mention] = []
    for mention in reversed(
        [one for one in _with_unknown(context, reading, parties(context, reading)) if one.end <= verb]
    ):
        if mention.start < opening or (found and not is_list(reading, mention.end, found[0].start)):
            break
        found.insert(0, mention)
    begin = reading.tokens.starts[found[0].start] if found else 0
    return _with_roles(context, reading, found, (begin, len(reading.passage.view.text)))


def _introduction(reading: Reading, verb: int) -> int:
    """The first token after what introduces the sentence ("Recalling …,", "At the invitation of …,")."""
    low, words = reading.tokens.low, reading.tongue.words
    first = low[0] if low else ""
    gerund = first.endswith("ing" if reading.tongue.language == "en" else "ndo")
    if not (gerund or (first in words["prepositions"] and reading.tags[0] < 0)):
        return 0
    commas = (token for token in range(verb) if low[token] == "," and reading.tags[token] < 0)
    later = [token for token in commas if any(one.start > token and one.end <= verb for one in reading.mentions)]
    return later[0] + 1 if later else 0


def is_list(reading: Reading, left: int, right: int) -> bool:
    """Whether tokens `[left, right)` only join names: conjunctions, titles, persons' names, ranks, roles."""
    words, low = reading.tongue.words, reading.tokens.low
    nouns = reading.tongue.nouns
    allowed = words.any("coordinators", "determiners", "list_words", "ranks", "sides")
    for token in range(left, right):
        word = reading.tokens.words[token]
        if reading.tags[token] >= 0 or low[token] in allowed or is_capitalised(word) or not word[0].isalpha():
            if word in (".", "?", "!") and not _abbreviates(reading, token):
                return False
            continue
        if low[token] not in nouns.get("person", {}) and low[token] not in nouns.get("actor", {}):
            return False
    return True


def _abbreviates(reading: Reading, token: int) -> bool:
    return token > 0 and len(reading.tokens.words[token - 1]) <= 5 and is_capitalised(reading.tokens.words[token - 1])


def _with_unknown(context: Context, reading: Reading, known: tuple[Mention, ...]) -> list[Mention]:
    """The parties with the organisations that only the text names, by the noun at the head of their names."""
    spelt = list(_spelt_out(reading))
    inside = {token for one in spelt for token in range(one.start, one.end)}
    made = [*spelt, *(one for one in known if one.start not in inside)]
    taken = inside | {token for one in known for token in range(one.start, one.end)}
    for mention in reading.mentions:
        if mention.agent.kind == "body" and mention.start not in inside and _is_organisation(reading, mention):
            made.append(Mention(mention.start, mention.end, organisation(mention.agent)))
            taken.update(range(mention.start, mention.end))
    for one in _by_head(reading):
        if not taken & set(range(one.start, one.end)):
            made.append(one)
            taken |= set(range(one.start, one.end))
    made += [one for one in _acronyms(reading) if one.start not in taken]
    return sorted(made, key=lambda one: one.start)


def _spelt_out(reading: Reading) -> Iterator[Mention]:
    """Organisations that only the text names, with their initials in brackets, whatever words the name holds."""
    words = reading.tokens.words
    for token in range(2, len(words) - 1):
        given = words[token - 1] == "(" and words[token + 1] == ")" and words[token].isupper() and len(words[token]) > 2
        if not given or reading.tags[token] >= 0:
            continue
        start = _of_initials(reading, token - 1, words[token])
        if start is not None:
            label = reading.words(start, token - 1)
            span = reading.span(start, token - 1)
            agent = Agent("organisation", slug(words[token]), label, words[token], span, words[token], known=False)
            yield Mention(start, token + 2, agent)


def _of_initials(reading: Reading, end: int, acronym: str) -> int | None:
    """Where the words begin whose capitals an acronym is made of: all of them, the last ones of a long name less."""
    initials = ""
    for start in range(end - 1, max(-1, end - _LONGEST), -1):
        if not is_capitalised(reading.tokens.words[start]):
            continue
        initials = reading.tokens.words[start][0] + initials
        if initials.startswith(acronym) or (initials == acronym[: len(initials)] and len(initials) >= len(acronym)):
            return start
    return None


def _acronyms(reading: Reading) -> Iterator[Mention]:
    """Organisations by an acronym that nothing explains; a surname in capitals follows a name."""
    if reading.passage.view.text.isupper() and len(reading.tokens) > _SHORT:
        return  # every word is in capitals
    for token, word in enumerate(reading.tokens.words):
        if not (word.isupper() and word.isalpha() and 3 <= len(word) <= 12) or reading.tags[token] >= 0:
            continue
        before = reading.tokens.words[token - 1] if token else ":"
        after = reading.tokens.words[token + 1] if token + 1 < len(reading.tokens) else "."
        if is_capitalised(before) or before in (".", "-") or after == ":" or (after.isupper() and len(after) > 1):
            continue
        agent = Agent("organisation", slug(word), word, word, reading.span(token, token + 1), word, known=False)
        yield Mention(token, token + 1, agent)


def _by_head(reading: Reading) -> Iterator[Mention]:
    """Organisations by the noun that heads a capitalised name: "the Global Polio Network", "Red de Mujeres Rurales"."""
    words = reading.tongue.words
    heads = frozenset(reading.tongue.nouns.get("organisation", {})) | words["outside_bodies"]
    start = 0
    while start < len(reading.tokens):
        end = _name_end(reading, start)
        low = reading.tokens.low[start:end]
        inner = next((at for at, word in enumerate(low) if word in words["name_joiners"]), len(low))
        head = low[0] if low and reading.tongue.language == "es" else low[inner - 1] if low else ""
        if end - start > 1 and head in heads:
            label = reading.words(start, end)
            agent = Agent("organisation", slug(label), label, label, reading.span(start, end), known=False)
            yield Mention(start, end, agent)
        start = max(end, start + 1)


def _name_end(reading: Reading, start: int) -> int:
    """Past a run of capitalised words that no mention interrupts; small words count between them, conjunctions not."""
    joiners, end = reading.tongue.words["name_joiners"], start
    for token in range(start, min(start + _LONGEST, len(reading.tokens))):
        word = reading.tokens.words[token]
        if reading.tags[token] >= 0 or not (
            is_capitalised(word) or (reading.tokens.low[token] in joiners and end > start)
        ):
            break
        end = token + 1 if is_capitalised(word) and reading.tokens.low[token] not in joiners else end
    return end


def _is_organisation(reading: Reading, mention: Mention) -> bool:
    """Whether a body's name is that of one who may come: a network, a bank, not a committee of the parties."""
    low = mention.agent.label.lower().split()
    named = mention.agent.acronym is not None or bool(reading.tongue.words["outside_bodies"] & set(low))
    return named and len(low) > 1


def organisation(agent: Agent) -> Agent:
    """The agent as one that may come to a meeting in its own name."""
    return replace(agent, kind="organisation", key=slug(agent.acronym or agent.label))


def _with_roles(context: Context, reading: Reading, found: list[Mention], bounds: tuple[int, int]) -> list[Listed]:
    """Each with its role: said after those whom it is about, or before them, inside the bounds of the list."""
    made: list[Listed] = []
    role, left = "participant", bounds[0]
    for mention in found:
        said = _role_said(context, reading.passage.view.text[left : reading.tokens.starts[mention.start]])
        if said is not None and said[1] and made:
            made = _since_break(reading, made, said[0])
            role = "participant"
        elif said is not None:
            role = said[0]
        made.append(Listed(mention, role))
        left = reading.tokens.ends[mention.end - 1]
    if made and role == "participant":
        last = reading.tokens.ends[made[-1].mention.end - 1]
        said = _role_said(context, reading.passage.view.text[last : min(last + _AFTER, bounds[1])])
        made = _since_break(reading, made, said[0]) if said is not None and said[1] else made
    return made


def _role_said(context: Context, words: str) -> tuple[str, bool] | None:
    """The role that some words give, and whether to those before them."""
    for cue, role in (("observers", "observer"), ("guests", "guest")):
        found = context.cues(cue, words)
        if found:
            return role, not re.search(r"\b(?:and|y|e|with|con|así|well)\b|;", words[: found[0].start()])
    return None


def _since_break(reading: Reading, made: list[Listed], role: str) -> list[Listed]:
    """The role given to those since the list last began anew ("…, with A and B as observers")."""
    kept = len(made) - 1
    while kept > 0:
        between = reading.words(made[kept - 1].mention.end, made[kept].mention.start).lower()
        if re.search(r"\b(?:with|con|así como|as well as)\b|;", between):
            break
        kept -= 1
    return [*made[:kept], *(Listed(one.mention, role) for one in made[kept:])]
