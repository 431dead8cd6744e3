"""The facts of `facts.toml` as SPARQL: macros written out, the passage asked for, nothing else."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "data" / "corpus"
HOME = "https://w3id.org/igm/"

PREFIXES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX igm: <https://w3id.org/igm/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

_IRI = re.compile(r"\b(code|id):([a-z-]+/[a-z0-9-]+)")
_WORDS = re.compile(r"@(words|label) (\S+) \"([^\"]+)\"")
_EVIDENCE = re.compile(r"@(said|evidence|also) (\?\w+|<[^>]+>)")
_MACRO = re.compile(r"@([A-Z_]+)\b")


@dataclass(frozen=True, slots=True)
class Text:
    """A founding text: its file, its sentences as read, and the macros for its facts."""

    file: str
    sentences: dict[str, tuple[int, int]]
    macros: dict[str, str]
    headings: frozenset[str]
    heading: tuple[int, int]

    @property
    def words(self) -> str:
        """The text as it stands, line breaks untouched."""
        return (CORPUS / self.file).read_bytes().decode("utf-8")

    @property
    def sha256(self) -> str:
        return hashlib.sha256((CORPUS / self.file).read_bytes()).hexdigest()

    def place(self, sentence: str, start: str, end: str) -> str:
        """The condition that a passage from `start` to `end` belongs to the sentence."""
        first, last = self.sentences[sentence]
        left, right = self.heading if sentence in self.headings else (first, last)
        return f"FILTER({start} < {last} && {end} > {first} && {start} >= {left} && {end} <= {right})"


@dataclass(frozen=True, slots=True)
class Fact:
    """One numbered fact: what it says, in which sentence, and the pattern that it makes true."""

    number: str
    sentence: str
    says: str
    ask: str
    text: Text

    @property
    def query(self) -> str:
        """SPARQL whose solutions are the passages that support the fact; none where the graph lacks it."""
        return (
            f"{PREFIXES}SELECT DISTINCT ?start ?end ?quote WHERE {{\n"
            f'?doc a igm:Document ; igm:sha256 "{self.text.sha256}" .\n{self._pattern()}\n}} ORDER BY ?start ?end'
        )

    def _pattern(self) -> str:
        pattern = self.ask
        while _MACRO.search(pattern):
            pattern = _MACRO.sub(lambda match: self.text.macros[match[1]], pattern)
        pattern = _IRI.sub(lambda match: f"<{HOME}{match[1]}/{match[2]}>", pattern)
        numbers = iter(range(1000))
        pattern = _WORDS.sub(lambda match: _holds(match, next(numbers)), pattern)
        return _EVIDENCE.sub(lambda match: self._evidence(match, next(numbers)), pattern)

    def _evidence(self, call: re.Match[str], number: int) -> str:
        own = str(number) if call[1] == "also" else ""
        start, end, quote = (f"?{name}{own}" for name in ("start", "end", "quote"))
        link = "igm:expressedIn" if call[1] == "said" else "igm:evidencedBy"
        return (
            f"{call[2]} {link} ?passage{number} .\n"
            f"?passage{number} a igm:Passage ; igm:inDocument ?doc ; "
            f"igm:startsAt {start} ; igm:endsAt {end} ; igm:quote {quote} .\n"
            f"{self.text.place(self.sentence, start, end)}"
        )


def _holds(call: re.Match[str], number: int) -> str:
    """That a gloss or label holds the words, whatever the case."""
    name = "igm:gloss" if call[1] == "words" else "rdfs:label"
    return f"{call[2]} {name} ?words{number} . FILTER(CONTAINS(LCASE(STR(?words{number})), '{call[3].lower()}'))"


def facts() -> Iterator[Fact]:
    """Every fact, in the order of the texts."""
    tables = tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))
    texts = {letter: _text(table) for letter, table in tables["texts"].items()}
    for row in tables["fact"]:
        yield Fact(**row, text=texts[row["number"][0]])


def open_facts() -> dict[str, str]:
    """The numbers that the graph does not answer yet, each with the reason."""
    return tomllib.loads((HERE / "open.toml").read_text(encoding="utf-8"))["open"]


def _text(table: dict[str, Any]) -> Text:
    return Text(
        table["file"],
        {name: (start, end) for name, (start, end) in table["sentences"].items()},
        {name: body.strip() for name, body in table["macros"].items()},
        frozenset(table.get("headings", ())),
        tuple(table.get("heading", (0, 0))),
    )
