"""States, organisations, forums and cities by name: the reference data as look-ups.

A name is found as a whole, the longest first, whatever its accents. It counts only where the words that it writes with
a capital have one, so "china" and "turkey" are no states, while a line in capitals names what it names. Acronyms and
abbreviations count only as they are written. Two things that look like a state are none: a longer name in which that
of a state occurs ("New Mexico"), and a given name with a surname behind it ("Francia Márquez"); both are listed in
`not-states.toml`.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import BrokenAsset, MissingAsset

__all__ = ["Entry", "EntryKind", "Found", "Gazetteer", "MatchedBy", "folded", "load"]

EntryKind = Literal["state", "organisation", "forum", "city", "territory"]
MatchedBy = Literal["name", "acronym", "former"]

_FILES = ("states.ttl", "organisations.ttl", "forums.ttl", "places.ttl")
_SCANNED = frozenset({"state", "organisation", "forum"})
_NAMING: dict[str, MatchedBy] = {
    "label": "name",
    "officialName": "name",
    "altLabel": "name",
    "acronym": "acronym",
    "hiddenLabel": "former",
}
_LABELS = frozenset({"label", "altLabel", "hiddenLabel"})
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
# Dotted letters are one token without their dots; a hyphen or apostrophe inside a word parts it and is no token.
_TOKEN = re.compile(
    r"[A-Za-z](?:\.[A-Za-z])+(?!\w)\.?"
    r"|(?:[^\W_][\u0300-\u036f]*)+"
    r"|(?!(?<=[^\W_])['’‘ʼ´‐‑-](?=[^\W_]))[^\w\s]"
)
_ARTICLES = frozenset({"the", "el", "la", "los", "las"})
# In a line of capitals these are pronouns and articles before they are acronyms.
_SMALL_WORDS = frozenset({"us", "who", "can", "un"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of the reference data; `key` is the last part of its IRI, `alpha2` that of the state it is or lies in."""

    kind: EntryKind
    key: str
    iri: str
    label_en: str
    label_es: str
    acronym_en: str | None = None
    acronym_es: str | None = None
    alpha2: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An entry named in a text at `[start, end)`, by a name of today, its acronym, or a former name."""

    start: int
    end: int
    entry: Entry
    matched_by: MatchedBy


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a text as they are written, as they are compared, and where they are: parallel tuples."""

    written: tuple[str, ...]
    plain: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name and its tokens as written; `exact` if it counts only so (an acronym, an abbreviation).

    Without an entry, it only looks like a name of ours.
    """

    text: str
    written: tuple[str, ...]
    exact: bool
    entry: Entry | None
    by: MatchedBy

    def fits(self, written: tuple[str, ...]) -> bool:
        """Whether the tokens of a text, as many and as they are written, are this name, by their capitals."""
        if self.exact:
            return written == self.written
        pairs = zip(written, self.written, strict=True)
        return all(token[:1].isupper() or not own[:1].isupper() for token, own in pairs)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The reference data by name; cities are read when the first one is asked for."""

    folder: Path
    entries: tuple[Entry, ...]
    _by_key: Mapping[tuple[str, str], Entry]
    _names: Mapping[tuple[str, ...], tuple[_Name, ...]]
    _longest: Mapping[str, int]
    _acronyms: Mapping[str, Entry]
    _demonyms: Mapping[str, tuple[bool, Entry]]
    _given: frozenset[str]

    def by_key(self, kind: str, key: str) -> Entry | None:
        """The entry with this kind and key."""
        return _cities(self.folder).keyed.get(key) if kind == "city" else self._by_key.get((kind, key))

    def names(self, kind: str) -> Iterator[tuple[str, Entry]]:
        """Every name of the entries of a kind, folded, in a fixed order."""
        for same in self._names.values():
            yield from ((folded(name.text), name.entry) for name in same if name.entry and name.entry.kind == kind)

    def find(self, name: str, kinds: Iterable[str] = _SCANNED) -> tuple[Entry, ...]:
        """The entries of these kinds that bear the name, an article before it or not, its own accents first."""
        wanted = frozenset(kinds)
        plain = _tokens(name).plain
        same = self._names.get(plain) or (self._names.get(plain[1:], ()) if _ARTICLES.intersection(plain[:1]) else ())
        bearers = [one for one in same if one.entry is not None and one.entry.kind in wanted]
        bearers.sort(key=lambda one: folded(one.text) != folded(name))
        return tuple(dict.fromkeys(one.entry for one in bearers if one.entry is not None))

    def demonym(self, word: str) -> Entry | None:
        """The one state of whose people and things the word is said ("Mexican", "mexicanas"); capitals as usual."""
        capital, entry = self._demonyms.get(_plain(word), (False, None))
        return entry if word[:1].isupper() or not capital else None

    def acronym(self, token: str) -> Entry | None:
        """The one thing with this acronym or abbreviation, in either language, case as it stands."""
        return self._acronyms.get(" ".join(_tokens(token).written))

    def cities(self, name: str, alpha2: str | None = None) -> tuple[Entry, ...]:
        """The cities of this name, in this state where one is given, the most populous first.

        A name that a city shares with its state ("Panama") counts only where the state is given too.
        """
        cities = _cities(self.folder)
        named = cities.named.get(folded(name)) or cities.named.get(_plain(name), ())
        if alpha2 is None:
            return named
        inside = tuple(city for city in named if city.alpha2 == alpha2)
        return inside or tuple(city for city in cities.hidden.get(_plain(name), ()) if city.alpha2 == alpha2)

    def scan(self, text: str, kinds: frozenset[str], language: str) -> tuple[Found, ...]:
        """The entries of these kinds named in a text, longest names first, in order; linear in its length.

        A name of another kind hides what is inside it: "Organization of American States" names no state. `language`
        is that of the text; names of both languages are found, since texts use both.
        """
        tokens = _tokens(text)
        found: list[Found] = []
        after = 0
        for position in [position for position, plain in enumerate(tokens.plain) if plain in self._longest]:
            name = self._at(tokens, position, kinds) if position >= after else None
            if name is None:
                continue
            after = position + len(name.written)
            if name.entry is not None and name.entry.kind in kinds and not self._is_person(name, tokens, after):
                found.append(Found(tokens.spans[position][0], tokens.spans[after - 1][1], name.entry, name.by))
        return tuple(found)

    def _at(self, tokens: _Tokens, position: int, kinds: frozenset[str]) -> _Name | None:
        """The longest name that begins at a token, of the kinds wanted if one of those is as long."""
        most = min(self._longest.get(tokens.plain[position], 0), len(tokens.plain) - position)
        for length in range(most, 0, -1):
            written = tokens.written[position : position + length]
            named = self._names.get(tokens.plain[position : position + length], ())
            same = [name for name in named if name.fits(written)]
            if same and not _is_small_word(tokens, position, length):
                return next((name for name in same if name.entry and name.entry.kind in kinds), same[0])
        return None

    def _is_person(self, name: _Name, tokens: _Tokens, after: int) -> bool:
        """Whether a state's name is a given name here: a surname follows, which is no name of ours itself."""
        if len(name.written) > 1 or tokens.plain[after - 1] not in self._given or after == len(tokens.plain):
            return False
        written = tokens.written[after]
        apart = tokens.spans[after][0] > tokens.spans[after - 1][1]
        return apart and written[:1].isupper() and not written.isupper() and self._at(tokens, after, _SCANNED) is None


def folded(name: str) -> str:
    """A name for comparison: one case, plain apostrophes and hyphens, single spaces, accents kept."""
    return " ".join(unicodedata.normalize("NFC", name).translate(_SAME).casefold().split())


def _plain(name: str) -> str:
    same = folded(name)
    if same.isascii():
        return same
    return "".join(letter for letter in unicodedata.normalize("NFKD", same) if not unicodedata.combining(letter))


def _tokens(text: str) -> _Tokens:
    spans = tuple([match.span() for match in _TOKEN.finditer(text)])
    words = [text[start:end] for start, end in spans]
    # Only dotted letters hold a point and more.
    written = tuple([word.replace(".", "") if len(word) > 1 and "." in word else word for word in words])
    return _Tokens(written, tuple([word.lower() if word.isascii() else _plain(word) for word in written]), spans)


def _is_small_word(tokens: _Tokens, position: int, length: int) -> bool:
    """Whether the token is a small word in a line of capitals, going by the three tokens on either side."""
    if length > 1 or tokens.plain[position] not in _SMALL_WORDS:
        return False
    around = tokens.written[max(position - 3, 0) : position] + tokens.written[position + 1 : position + 4]
    words = [word for word in around if word.isalpha()]
    return bool(words) and all(word.isupper() for word in words) and any(len(word) > 3 for word in words)


@cache
def load(directory: Path) -> Gazetteer:
    """The reference data of a folder; cities are left for later. The same files, the same value.

    Raises `MissingAsset` where a file is not there, `BrokenAsset` where one cannot be understood.
    """
    others, given = _not_states(directory / "not-states.toml")
    things = [
        (_entry(iri, found), found) for file in _FILES for iri, found in _things(directory / file) if "/id/" in iri
    ]
    names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    demonyms: dict[str, list[tuple[bool, Entry]]] = defaultdict(list)
    for entry, properties in things:
        for text, by in _named(properties):
            _add(names, text, entry, by)
        for text, _ in properties.get("demonym", ()):
            demonyms[_plain(text)].append((text[:1].isupper(), entry))
    for text in others:
        _add(names, text, None, "name")
    return Gazetteer(
        folder=directory,
        entries=tuple(entry for entry, _ in things),
        _by_key={(entry.kind, entry.key): entry for entry, _ in things},
        _names={key: tuple(same) for key, same in names.items()},
        _longest=_longest(names),
        _acronyms=_acronyms(names.values()),
        _demonyms={word: said[0] for word, said in demonyms.items() if len({entry.key for _, entry in said}) == 1},
        _given=frozenset(_plain(text) for text in given),
    )


def _add(names: dict[tuple[str, ...], list[_Name]], text: str, entry: Entry | None, by: MatchedBy) -> None:
    tokens = _tokens(text)
    same = names[tokens.plain]
    # One thing may bear a name in both languages: the first way to it is the one told.
    if all((one.entry, one.written) != (entry, tokens.written) for one in same):
        exact = by == "acronym" or "".join(tokens.written).isupper()
        same.append(_Name(text, tokens.written, exact, entry, by))


def _longest(names: Iterable[tuple[str, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in names:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _acronyms(names: Iterable[list[_Name]]) -> dict[str, Entry]:
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for name in (name for same in names for name in same if name.entry is not None and name.exact):
        bearers[" ".join(name.written)].append(cast(Entry, name.entry))
    return {acronym: found[0] for acronym, found in bearers.items() if len(set(found)) == 1}


Properties = dict[str, list[tuple[str, str]]]


def _quads(path: Path) -> Iterator[Quad]:
    try:
        yield from parse(path=str(path), format=RdfFormat.TURTLE)
    except FileNotFoundError as error:
        raise MissingAsset("reference data is missing", str(path), "", "restore the file") from error
    except SyntaxError as error:
        where = f"{path}, line {error.lineno}"
        raise BrokenAsset("reference data cannot be read", where, error.msg, "mend the Turtle") from error


def _things(path: Path) -> Iterator[tuple[str, Properties]]:
    """The subjects of a file with their texts by local name of the property: (text, language), as the file has them."""
    found: dict[str, Properties] = {}
    for quad in _quads(path):
        term = quad.object
        if isinstance(term, Text):
            name = quad.predicate.value.rpartition("#")[2]
            properties = found.setdefault(_iri(quad), {})
            properties.setdefault(name, []).append((term.value, term.language or ""))
    return iter(found.items())


def _not_states(path: Path) -> tuple[list[str], list[str]]:
    """Longer names in which that of a state means something else, and names of states that are given names too."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        given = found["given_names"]
        return [*found["en"], *found["es"]], [*given["en"], *given["es"]]
    except FileNotFoundError as error:
        raise MissingAsset("reference data is missing", str(path), "", "restore the file") from error
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BrokenAsset("reference data cannot be read", str(path), str(error), "mend the TOML") from error


def _iri(quad: Quad) -> str:
    return cast(NamedNode, quad.subject).value


def _entry(iri: str, properties: Properties) -> Entry:
    kind, key = iri.rsplit("/", 2)[1:]
    labels = {language: text for text, language in reversed(properties.get("label", []))}
    acronyms = {language: text for text, language in reversed(properties.get("acronym", []))}
    return Entry(
        kind="territory" if kind == "place" else cast(EntryKind, kind),
        key=key,
        iri=iri,
        label_en=labels.get("en", key),
        label_es=labels.get("es", key),
        acronym_en=acronyms.get("en"),
        acronym_es=acronyms.get("es"),
        alpha2=key.upper() if kind in ("state", "place") else None,
    )


def _named(properties: Properties) -> Iterator[tuple[str, MatchedBy]]:
    for name, by in _NAMING.items():
        yield from ((text, by) for text, _ in properties.get(name, ()))


@dataclass(frozen=True, slots=True)
class _Cities:
    """Cities by name with accents and without, by a name that counts only with the state, and by key."""

    named: Mapping[str, tuple[Entry, ...]]
    hidden: Mapping[str, tuple[Entry, ...]]
    keyed: Mapping[str, Entry]


@cache
def _cities(folder: Path) -> _Cities:
    """The cities of a folder, read in one pass, since there are many."""
    texts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    population: dict[str, int] = {}
    for quad in _quads(folder / "cities.ttl"):
        name = quad.predicate.value.rpartition("#")[2]
        if name in _LABELS:
            text = cast(Text, quad.object)
            texts[_iri(quad)].append((name, text.value, text.language or "en"))
        elif name == "population":
            population[_iri(quad)] = int(cast(Text, quad.object).value)
    named: dict[str, dict[Entry, None]] = defaultdict(dict)
    hidden: dict[str, dict[Entry, None]] = defaultdict(dict)
    keyed: dict[str, Entry] = {}
    for iri, inhabitants in population.items():
        labels = {language: spelt for name, spelt, language in texts[iri] if name == "label"}
        city = _city(iri, labels, inhabitants)
        keyed[city.key] = city
        for name, spelling, _ in texts[iri]:
            same = hidden if name == "hiddenLabel" else named
            same[folded(spelling)][city] = same[_plain(spelling)][city] = None
    return _Cities(_ranked(named), _ranked(hidden), keyed)


def _ranked(found: Mapping[str, Mapping[Entry, None]]) -> dict[str, tuple[Entry, ...]]:
    return {name: tuple(sorted(same, key=lambda city: (-city.population, city.key))) for name, same in found.items()}


def _city(iri: str, labels: dict[str, str], population: int) -> Entry:
    key = iri.rpartition("/")[2]
    state = key.rpartition("-")[2].upper()
    english = labels.get("en", key)
    return Entry("city", key, iri, english, labels.get("es", english), alpha2=state, population=population)
