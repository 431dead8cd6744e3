"""States, organisations, forums and cities by name: the reference data as look-ups.

Names are matched as wholes, the longest first. A state's name counts only where its words are capitalised as a
name's are, or where the whole line is in capitals.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pyoxigraph import Literal as Text
from pyoxigraph import RdfFormat, parse

__all__ = ["Entry", "EntryKind", "Found", "Gazetteer", "folded", "load"]

EntryKind = Literal["state", "organisation", "forum", "city", "territory"]
_KINDS: dict[str, EntryKind] = {"state": "state", "organisation": "organisation", "forum": "forum"}
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’.&+-](?!s\b)[^\W_]+)*\+?\d*")
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
_SMALL = frozenset("of and the for on in to de la del y e los las el para sobre en d".split())


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
    """An entry named in a text at `[start, end)`."""

    start: int
    end: int
    entry: Entry
    matched_by: Literal["name", "acronym", "former"]


def folded(name: str) -> str:
    """A name for comparison: one case, plain apostrophes and hyphens, single spaces, accents kept."""
    return " ".join(name.translate(_SAME).casefold().split())


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", folded(name))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@dataclass(frozen=True)
class Gazetteer:
    """The reference data by name; cities are read when the first one is asked for."""

    entries: tuple[Entry, ...]
    names: dict[tuple[str, ...], tuple[tuple[Entry, Literal["name", "acronym", "former"]], ...]]
    acronyms: dict[str, Entry]
    demonyms: dict[str, Entry]
    others: frozenset[tuple[str, ...]]
    folder: Path

    def by_key(self, kind: str, key: str) -> Entry | None:
        """The entry with this kind and key."""
        return self._keys.get((kind, key))

    @cached_property
    def _keys(self) -> dict[tuple[str, str], Entry]:
        return {(entry.kind, entry.key): entry for entry in self.entries}

    @cached_property
    def _starts(self) -> dict[str, int]:
        """The greatest length of a name that begins with a word."""
        longest: dict[str, int] = defaultdict(int)
        for words in (*self.names, *self.others):
            longest[words[0]] = max(longest[words[0]], len(words))
        return dict(longest)

    @cached_property
    def _cities(self) -> dict[str, tuple[Entry, ...]]:
        return _read_cities(self.folder)

    def find(self, name: str, kinds: Iterable[str] = tuple(_KINDS)) -> tuple[Entry, ...]:
        """The entries of these kinds that bear the name."""
        wanted = frozenset(kinds)
        found = self.names.get(tuple(word for word, _, _ in _words(name)), ())
        return tuple(entry for entry, _ in found if entry.kind in wanted)

    def demonym(self, word: str) -> Entry | None:
        """The state whose people or things the word is said of ("Mexican")."""
        return self.demonyms.get(folded(word))

    def acronym(self, token: str) -> Entry | None:
        """The organisation or forum with this acronym, case as it stands."""
        return self.acronyms.get(token)

    def cities(self, name: str, alpha2: str | None = None) -> tuple[Entry, ...]:
        """The cities of this name, in this state where one is given, the most populous first."""
        found = self._cities.get(folded(name)) or self._cities.get(_plain(name), ())
        return tuple(city for city in found if alpha2 is None or city.alpha2 == alpha2)

    def scan(self, text: str, kinds: frozenset[str], language: str) -> tuple[Found, ...]:
        """The entries named in one line of text, longest names first, in order; linear in its length."""
        words = _words(text)
        shouting = text.upper() == text
        found: list[Found] = []
        position = 0
        while position < len(words):
            hit = self._at(text, words, position, kinds, shouting)
            if hit is None:
                position += 1
                continue
            found.extend(hit[0])
            position += hit[1]
        return tuple(found)

    def _at(
        self, text: str, words: list[tuple[str, int, int]], position: int, kinds: frozenset[str], shouting: bool
    ) -> tuple[tuple[Found, ...], int] | None:
        """What begins at a word and how many words it takes: a name, or one in which a state's means something else."""
        for length in range(self._starts.get(words[position][0], 0), 0, -1):
            key = tuple(word for word, _, _ in words[position : position + length])
            if key in self.others:
                return (), length
            for entry, by in self.names.get(key, ()):
                start, end = words[position][1], words[min(position + length, len(words)) - 1][2]
                if entry.kind in kinds and _is_name(text[start:end], entry, by, shouting):
                    return (Found(start, end, entry, by),), length
        return None


def _is_name(written: str, entry: Entry, by: str, shouting: bool) -> bool:
    if by == "acronym":
        return written in (entry.acronym_en, entry.acronym_es)
    if shouting:
        return True
    words = written.split()
    return all(word[:1].isupper() or word.casefold() in _SMALL for word in words) and words[0][:1].isupper()


def _words(text: str) -> list[tuple[str, int, int]]:
    line = text.translate(_SAME)
    return [(match.group().casefold().rstrip("."), match.start(), match.end()) for match in _WORD.finditer(line)]


@cache
def load(directory: Path) -> Gazetteer:
    """The reference data of a folder; cities are left for later."""
    raw = [
        *_things(directory / "states.ttl"),
        *_things(directory / "organisations.ttl"),
        *_things(directory / "forums.ttl"),
    ]
    names: dict[tuple[str, ...], list[tuple[Entry, Literal["name", "acronym", "former"]]]] = defaultdict(list)
    acronyms: dict[str, Entry] = {}
    demonyms: dict[str, Entry] = {}
    entries: list[Entry] = []
    for iri, properties in raw:
        entry = _entry(iri, properties)
        entries.append(entry)
        for name, by in _named(properties):
            key = tuple(word for word, _, _ in _words(name))
            if len(key) > 1 and key[0] == "the":
                key = key[1:]
            if key and all(entry is not other for other, _ in names[key]):
                names[key].append((entry, by))
        for acronym in properties.get("acronym", {}).values():
            acronyms.update(dict.fromkeys(acronym, entry))
        for demonym in (value for values in properties.get("demonym", {}).values() for value in values):
            demonyms.setdefault(folded(demonym), entry)
    frozen = {key: tuple(found) for key, found in names.items() if key}
    return Gazetteer(tuple(entries), frozen, acronyms, demonyms, _others(directory, frozen), directory)


def _others(directory: Path, names: Mapping[tuple[str, ...], object]) -> frozenset[tuple[str, ...]]:
    """The names of `not-states.toml`, except those that the reference data knows as something of its own."""
    listed = tomllib.loads((directory / "not-states.toml").read_text(encoding="utf-8"))
    keys = {tuple(word for word, _, _ in _words(name)) for phrases in listed.values() for name in phrases}
    return frozenset(keys - set(names))


Properties = dict[str, dict[str, list[str]]]


def _things(path: Path) -> Iterator[tuple[str, Properties]]:
    """The subjects of a file with their properties by local name and language, in the order of the file."""
    found: dict[str, Properties] = {}
    for triple in parse(path=str(path), format=RdfFormat.TURTLE):
        name = re.split(r"[#/]", triple.predicate.value)[-1]
        language = (triple.object.language or "") if isinstance(triple.object, Text) else ""
        properties = found.setdefault(triple.subject.value, {})
        properties.setdefault(name, {}).setdefault(language, []).append(triple.object.value)
    return ((iri, properties) for iri, properties in found.items() if "/id/" in iri)


def _entry(iri: str, properties: Properties) -> Entry:
    kind, key = iri.split("/id/")[1].split("/", 1)
    labels, acronyms = properties.get("label", {}), properties.get("acronym", {})
    english = labels.get("en", labels.get("", [key]))[0]
    return Entry(
        kind=_KINDS[kind],
        key=key,
        iri=iri,
        label_en=english,
        label_es=labels.get("es", [english])[0],
        acronym_en=acronyms.get("en", [None])[0],
        acronym_es=acronyms.get("es", [None])[0],
        alpha2=key.upper() if kind == "state" else None,
    )


def _named(properties: Properties) -> Iterator[tuple[str, Literal["name", "acronym", "former"]]]:
    for name in ("label", "officialName", "altLabel"):
        yield from ((value, "name") for values in properties.get(name, {}).values() for value in values)
    yield from ((value, "acronym") for values in properties.get("acronym", {}).values() for value in values)
    yield from ((value, "former") for values in properties.get("hiddenLabel", {}).values() for value in values)


_LOCAL = re.compile(r"[#/]")
_NAMING = frozenset({"label", "altLabel", "hiddenLabel"})


def _read_cities(folder: Path) -> dict[str, tuple[Entry, ...]]:
    """Cities by name, with accents and without; read in one pass, since there are many."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, list[str]] = defaultdict(list)
    population: dict[str, int] = {}
    for triple in parse(path=str(folder / "cities.ttl"), format=RdfFormat.TURTLE):
        iri, term = triple.subject.value, triple.object
        if isinstance(term, Text):
            kind = _LOCAL.split(triple.predicate.value)[-1]
            if kind in _NAMING:
                names[iri].append(term.value)
                if kind == "label":
                    labels[iri][term.language or "en"] = term.value
            elif kind == "population":
                population[iri] = int(term.value)
    found: dict[str, list[Entry]] = defaultdict(list)
    for iri, spelt in labels.items():
        entry = _city(iri, spelt, population.get(iri, 0))
        for spelling in {spelling for name in names[iri] for spelling in _spellings(name)}:
            found[spelling].append(entry)
    return {name: tuple(sorted(same, key=lambda city: (-city.population, city.key))) for name, same in found.items()}


def _spellings(name: str) -> tuple[str, ...]:
    plain = folded(name)
    return (plain,) if plain.isascii() else (plain, _plain(name))


def _city(iri: str, labels: dict[str, str], population: int) -> Entry:
    key = iri.rsplit("/", 1)[-1]
    english = labels.get("en") or next(iter(labels.values()))
    spanish = labels.get("es", english)
    return Entry("city", key, iri, english, spanish, alpha2=key.rsplit("-", 1)[-1].upper(), population=population)
