"""Acronyms that the text itself gives: in brackets after a forum's name, or as a meeting's own initials."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.context import Context
from kg.annotate.namings import Named, by_noun
from kg.annotate.ordinals import number_before
from kg.annotate.reading import Reading, is_capitalised
from kg.model import Agent
from kg.terms import slug

_GIVEN = re.compile(r"\s*\((?P<acronym>[A-Z][\w+/-]{0,11})(?:\)|,)")
_BRACKETED = re.compile(r"\s*\([A-Z][\w+/-]{1,11}\)$")
_REACH = 160  # characters of a name
_LETTERS = range(3, 9)  # letters of an acronym that stands for a meeting


def with_given_acronyms(context: Context, namings: tuple[Named, ...]) -> tuple[Named, ...]:
    """The namings with their forums by the acronyms that the text gives these anywhere: "Sahel Water Forum (SWF)"."""
    if not any(_lacks(forum) for one in namings for forum in one.forums):
        return namings
    given = tuple(_given(context))
    return tuple(
        replace(one, forums=tuple(_by_acronym(forum, given) for forum in one.forums))
        if any(_lacks(forum) for forum in one.forums)
        else one
        for one in namings
    )


def _lacks(forum: Agent) -> bool:
    return not forum.known and forum.code == forum.label


def _given(context: Context) -> Iterator[tuple[str, str]]:
    """Each acronym in brackets with the words before it, in small letters."""
    for reading in context.readings:
        text = reading.passage.view.text
        for match in _GIVEN.finditer(text) if "(" in text else ():
            acronym = match["acronym"]
            if sum(letter.isupper() for letter in acronym) > 1:
                yield text[max(0, match.start() - _REACH) : match.start()].casefold(), acronym


def _by_acronym(forum: Agent, given: tuple[tuple[str, str], ...]) -> Agent:
    if not _lacks(forum):
        return forum
    label = _BRACKETED.sub("", forum.label)
    name = label.casefold()
    for words, acronym in given:
        if words.endswith(name) and not words[: -len(name)][-1:].isalnum():
            return replace(forum, label=label, acronym=acronym, code=acronym, key=slug(acronym))
    return forum


def by_initials(context: Context, reading: Reading) -> Iterator[Named]:
    """Meetings by number and initials, where the text spells these out: "XV RAM", "Reunión de Autoridades …"."""
    headings: tuple[Reading, ...] | None = None
    for token, word in enumerate(reading.tokens.words):
        if not (len(word) in _LETTERS and word.isalpha() and word.isupper()) or reading.tags[token] >= 0:
            continue
        number = number_before(reading, token)
        if number is None:
            continue
        if (full := _bracketed(context, word)) is not None:
            yield replace(full, reading=reading, start=number[0], end=token + 1, ordinal=number[1])
            continue
        headings = context.headings if headings is None else headings
        label = next((name for line in headings if (name := _spelt_out(line, word)) is not None), None)
        if label is not None:
            agent = Agent("forum", slug(word), label, word, reading.span(token, token + 1), word, known=False)
            yield Named(reading, number[0], token + 1, (agent,), "conference", number[1], "meeting.initials")


def _bracketed(context: Context, acronym: str) -> Named | None:
    """The meeting by whose name the acronym stands in brackets: "the 57th Foreign Ministers' Meeting (FMM)"."""
    given = f"({acronym})"
    for reading in context.readings:
        text = reading.passage.view.text
        if given not in text:
            continue
        end = reading.tokens.at(text.index(given))
        full = next((one for one in by_noun(context, reading) if one.end in (end, end + 3)), None)
        if full is not None:
            return full
    return None


def _spelt_out(line: Reading, acronym: str) -> str | None:
    """The words of a heading that begin with a meeting's noun and have these initials."""
    nouns, words = line.tongue.nouns.get("meeting", {}), line.tokens.words
    capitals = [token for token, word in enumerate(words) if is_capitalised(word) and len(word) > 1]
    initials = "".join(words[token][0] for token in capitals)
    at = initials.find(acronym)
    if at < 0 or line.tokens.low[capitals[at]] not in nouns:
        return None
    return line.words(capitals[at], capitals[at + len(acronym) - 1] + 1)
