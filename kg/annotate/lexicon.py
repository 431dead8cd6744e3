"""The lexicon: verbs with their frames, nouns of actors, meetings, bodies and documents, and the codes' words.

All of it is Turtle and TOML under `data/lexicon`, `ontology/codes` and `data/reference`; this module only reads it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.annotate.expressions import Expression, compiled
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.gazetteer import load as load_gazetteer
from kg.annotate.inflect import ENGLISH, SPANISH, forms
from kg.annotate.phrase import Phrase, phrase
from kg.annotate.terminology import Terminology, load_terminology
from kg.annotate.words import Words, load_words
from kg.errors import BrokenLexicon
from kg.vocabulary import HOME

LEX = HOME + "lexicon#"

Entries = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of speech act: its code, the vocabulary's classes for it, and the annotation format's type."""

    code: str
    classes: tuple[str, ...]
    act_type: str


@dataclass(frozen=True, slots=True, eq=False)  # one of a kind: compared by identity, which is quick
class Frame:
    """A verb in a right context, and the act that it performs there."""

    iri: str
    kind: Kind
    right: Phrase
    strength: str | None
    restated: bool
    voice: str  # active, passive, any, participle (an adjective or participle that opens a clause)
    priority: int
    left: frozenset[str]  # of a passive: the nouns of which one must stand before the verb; empty where any may
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The last part of the frame's IRI."""
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """A verb with its frames, the most specific first."""

    iri: str
    lemma: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads the name of an actor, a meeting or a body; `code` says which of a scheme's concepts.

    `role` is actor, person, institution, meeting, body.
    """

    iri: str
    role: str
    code: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's part of the lexicon."""

    language: str
    words: Words
    verbs: dict[str, tuple[tuple[Verb, str], ...]]
    nouns: dict[str, dict[str, Noun]]
    cues: dict[str, Expression]
    actions: dict[str, tuple[tuple[str, str], ...]]  # form -> (form class, action kind)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that annotating needs to know, in one frozen value."""

    tongues: dict[str, Tongue]
    gazetteer: Gazetteer
    terminology: Terminology = field(repr=False)


@cache
def load_lexicon(lexicon: Path, reference: Path, codes: Path) -> Lexicon:
    """The lexicon of every language that has a folder; raises `BrokenLexicon` with the entry at fault."""
    kinds = _kinds(codes / "statement-kind.ttl")
    folders = sorted(path for path in lexicon.iterdir() if (path / "words.toml").is_file())
    tongues = {folder.name: _tongue(folder, kinds) for folder in folders}
    return Lexicon(tongues, load_gazetteer(reference), load_terminology(codes))


def _tongue(folder: Path, kinds: dict[str, Kind]) -> Tongue:
    language = folder.name
    entries: Entries = {}
    for path in sorted(folder.glob("*.ttl")):
        entries.update(read_entries(path))
    words = load_words(folder / "words.toml")
    nouns = _nouns(entries)
    return Tongue(
        language=language,
        words=words,
        verbs=_verbs(entries, language, kinds, words),
        nouns=nouns,
        cues=_cues(folder / "cues.toml"),
        actions=_actions(entries, language),
    )


def read_entries(path: Path) -> Entries:
    """The entries of one Turtle file: IRI, then property's local name, then values in the order of the file."""
    entries: Entries = defaultdict(lambda: defaultdict(list))
    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            name = re.split(r"[#/]", triple.predicate.value)[-1]
            entries[triple.subject.value][name].append(triple.object.value)
    except (SyntaxError, ValueError) as error:
        raise BrokenLexicon(
            what="The lexicon cannot be read", where=str(path), why=str(error), fix="mend the Turtle at that line"
        ) from error
    return {subject: dict(properties) for subject, properties in entries.items()}


def _kinds(path: Path) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for iri, properties in read_entries(path).items():
        if "actType" in properties:
            classes = tuple(sorted(value.rsplit("#", 1)[-1] for value in properties.get("statementClass", ())))
            act_type = properties["actType"][0].rsplit("/", 1)[-1].capitalize()
            found[iri] = Kind(iri.rsplit("/", 1)[-1], classes, act_type)
    return found


def _verbs(
    entries: Entries, language: str, kinds: dict[str, Kind], words: Words
) -> dict[str, tuple[tuple[Verb, str], ...]]:
    frames = _frames(entries, kinds, words)
    by_form: dict[str, list[tuple[Verb, str]]] = defaultdict(list)
    for iri, entry in sorted(_of_type(entries, "Verb")):
        verb = Verb(iri, entry["lemma"][0], frames.get(iri, ()))
        for lemma in [*entry["lemma"], *entry.get("variant", ())]:
            for name, spelt in _spelt(lemma, language, entry):
                by_form[spelt].append((verb, name))
    return {form: tuple(found) for form, found in by_form.items()}


def _spelt(lemma: str, language: str, entry: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    if "true" in entry.get("fixed", ()):
        yield "fixed", lemma
        return
    classes = SPANISH if language == "es" else ENGLISH
    stated = {name: entry[name][0] for name in classes if name in entry}
    for name, spellings in forms(lemma, language, stated).items():
        for spelling in spellings:
            yield name, spelling


def _frames(entries: Entries, kinds: dict[str, Kind], words: Words) -> dict[str, tuple[Frame, ...]]:
    by_verb: dict[str, list[Frame]] = defaultdict(list)
    for iri, entry in sorted(_of_type(entries, "Frame")):
        by_verb[_one(iri, entry, "verb")].append(_frame(iri, entry, kinds, words))
    return {
        verb: tuple(sorted(found, key=lambda frame: (-frame.priority, -frame.right.length, frame.iri)))
        for verb, found in by_verb.items()
    }


def _frame(iri: str, entry: dict[str, list[str]], kinds: dict[str, Kind], words: Words) -> Frame:
    kind = kinds.get(_one(iri, entry, "kind"))
    if kind is None:
        raise BrokenLexicon(
            what="A frame names a kind of act that does not exist",
            where=iri,
            why=entry["kind"][0],
            fix="use a concept of ontology/codes/statement-kind.ttl, or add one there",
        )
    strength = entry.get("strength", [None])[0]
    return Frame(
        iri=iri,
        kind=kind,
        right=phrase(entry.get("right", [""])[0], words),
        strength=strength.rsplit("/", 1)[-1] if strength else None,
        restated="true" in entry.get("restated", ()),
        voice=entry.get("voice", ["active"])[0],
        priority=int(entry.get("priority", ["0"])[0]),
        left=frozenset(entry.get("left", [""])[0].split("|")) - {""},
        examples=tuple(entry.get("example", ())),
        counter_examples=tuple(entry.get("counterExample", ())),
    )


def _one(iri: str, entry: dict[str, list[str]], name: str) -> str:
    if len(entry.get(name, ())) != 1:
        raise BrokenLexicon(
            what=f"A lexicon entry needs exactly one lex:{name}",
            where=iri,
            why=f"it has {len(entry.get(name, ()))}",
            fix=f"state lex:{name} once",
        )
    return entry[name][0]


def _of_type(entries: Entries, name: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    return ((iri, entry) for iri, entry in entries.items() if LEX + name in entry.get("type", ()))


def _nouns(entries: Entries) -> dict[str, dict[str, Noun]]:
    """Nouns by role, then by form in lower case."""
    found: dict[str, dict[str, Noun]] = defaultdict(dict)
    for iri, entry in sorted(_of_type(entries, "Noun")):
        code = entry.get("code", [""])[0].rsplit("/", 1)[-1]
        for role in entry.get("role", ()):
            noun = Noun(iri, role, code, tuple(entry.get("form", ())))
            found[role].update({form.lower(): noun for form in noun.forms})
    return dict(found)


def _actions(entries: Entries, language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Verbs of action, which do nothing by being said: they tell verbs from nouns, and kinds of action."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for iri, entry in sorted(_of_type(entries, "ActionVerbs")):
        code = _one(iri, entry, "kind").rsplit("/", 1)[-1]
        for lemma in (word for words in entry.get("lemmas", ()) for word in words.split()):
            for name, spelt in _spelt(lemma, language, {}):
                found[spelt].append((name, code))
    return {form: tuple(sorted(set(classes))) for form, classes in found.items()}


def _cues(path: Path) -> dict[str, Expression]:
    """Named patterns of a language (TOML, one regular expression a cue), compiled."""
    import tomllib

    raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    try:
        return {name: compiled(written) for name, written in _flat(raw)}
    except re.error as error:
        raise BrokenLexicon(
            what="A cue is not a regular expression", where=str(path), why=str(error), fix="mend the pattern"
        ) from error


def _flat(raw: dict[str, object]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in raw.items() if isinstance(value, str))
