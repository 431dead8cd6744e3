"""Saved queries: SPARQL files whose comment header says what they answer and what can be asked of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import assets
from kg.errors import BrokenAsset
from kg.query.faults import QueryFault
from kg.query.lexer import Token, tokens
from kg.query.limits import Limits, outline
from kg.query.messages import LANGUAGES, Choice, Found
from kg.query.paging import Key, keys_of, outermost, sorted_by
from kg.query.parameters import TYPES, Parameter, known_type, rows

__all__ = ["RESERVED", "SavedQuery", "find", "load", "read"]

RESERVED = frozenset({"after", "lang", "limit"})
"""Names that are about the page and its language wherever a query is asked."""

_HEADER = re.compile(r"#\s?(?P<key>[a-z]+)(?:@(?P<language>[a-z]{2}))?:\s*(?P<value>.*)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*)\s+(?P<type>\S+)\s+(?P<need>optional|required)"
    r"(?:\s+(?P<example>\"[^\"]*\"|[^|\s]\S*))?(?P<labels>(?:\s*\|\s*[a-z]{2}:[^|]*)*)"
)
_MARK = re.compile(r"^[ \t]*#[ \t]*bind[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with a name, titles and descriptions by language, and typed parameters."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    questions: tuple[int, ...]
    """Numbers of the competency questions that it answers."""
    parameters: tuple[Parameter, ...]
    text: str
    """The whole file, header included."""
    form: str
    slots: tuple[int, ...]
    """Offsets in the text at which values are bound."""
    order: tuple[Key, ...] = ()
    """What its rows are sorted by, no two alike, so that its answer can be cut into pages; else nothing."""

    @property
    def body(self) -> str:
        """The text without its header."""
        lines = self.text.splitlines(keepends=True)
        start = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
        return "".join(lines[start:]).lstrip("\n")

    def title(self, language: str) -> str:
        """The title in one language, else in English, else the name."""
        return self.titles.get(language) or self.titles.get("en") or self.name

    def description(self, language: str) -> str:
        """The description in one language, else in English, else nothing."""
        return self.descriptions.get(language) or self.descriptions.get("en") or ""

    def bound(self, values: Mapping[str, str], base_iri: str) -> str:
        """The query with these values bound; one left out or empty stays free. Raises QueryFault.

        Things minted by this deployment are looked for under `base_iri`, which ends with `/`.
        """
        clause = rows(self.name, self.parameters, values, base_iri)
        text = self.text
        for slot in reversed(self.slots if clause else ()):
            text = text[:slot] + clause + text[slot:]
        return text


def load(folder: Path | None = None) -> dict[str, SavedQuery]:
    """All saved queries by name, in order; those of the package where no folder is given. Raises BrokenAsset."""
    found = (read(path) for path in sorted((folder or assets.directory("sparql")).glob("*.rq")))
    return {query.name: query for query in found}


def find(queries: Mapping[str, SavedQuery], name: str) -> SavedQuery:
    """The query of this name. Raises QueryFault."""
    if name not in queries:
        raise QueryFault("query-unknown", found=Found(name), near=Choice(name, frozenset(queries)))
    return queries[name]


def read(path: Path) -> SavedQuery:
    """The saved query in a file. Raises BrokenAsset where header and query do not make sense together."""
    text = path.read_text(encoding="utf-8")
    header = list(_header(text))
    name = next((value for key, _, value in header if key == "name"), path.stem)
    if name != path.stem or not _NAME.fullmatch(name):
        raise _broken(path, f"its name is {name}", f"name query and file alike, such as {path.stem}")
    try:
        seen = outline(text, Limits())
    except QueryFault as fault:
        raise _broken(path, f"{fault.what}: {fault.where}", fault.fix) from fault
    parameters = tuple(_parameter(path, value) for key, _, value in header if key == "param")
    return SavedQuery(
        name,
        {language: value for key, language, value in header if key == "title" and language},
        {language: value for key, language, value in header if key == "description" and language},
        tuple(int(one) for key, _, value in header if key == "question" for one in re.findall(r"\d+", value)),
        parameters,
        text,
        seen.form,
        _slots(path, text, parameters, seen.form),
        _order(path, text, [value for key, _, value in header if key == "order"], seen.form),
    )


def _header(text: str) -> Iterator[tuple[str, str, str]]:
    for line in text.splitlines():
        found = _HEADER.fullmatch(line)
        if found:
            yield found["key"], found["language"] or "", found["value"].strip()
        elif not line.startswith("#"):
            return


def _parameter(path: Path, said: str) -> Parameter:
    found = _PARAMETER.fullmatch(said)
    if found is None:
        fix = "write # param: name type optional example | en: … | es: …"
        raise _broken(path, f"the parameter '{said}' cannot be read", fix)
    if not known_type(found["type"]):
        raise _broken(path, f"there is no type '{found['type']}'", f"use one of {', '.join(TYPES)}")
    labels = dict(_labels(found["labels"]))
    if not set(labels) <= set(LANGUAGES):
        raise _broken(path, f"the parameter '{found['name']}' has a label in another language", "label it in en and es")
    example = (found["example"] or "").strip('"')
    return Parameter(found["name"], found["type"], found["need"] == "optional", example, labels)


def _order(path: Path, text: str, said: list[str], form: str) -> tuple[Key, ...]:
    """The keys that the header says its rows are told apart by: those of its ORDER BY, and variables of its group."""
    if said in ([], ["none"]):
        return ()
    keys, seen = keys_of(" ".join(said)), list(tokens(text))
    fix = "write # order: and the variables of ORDER BY, or # order: none"
    if form != "SELECT" or keys is None or keys != sorted_by(text):
        raise _broken(path, f"its rows are not sorted by '{' '.join(said)}'", fix)
    at = outermost(seen, form)
    inside = {token.text[1:] for token in seen[at or 0 :] if token.depth > 0 and token.text[0] in "?$"}
    if at is None or not {key.variable for key in keys} <= inside:
        raise _broken(path, "what its rows are sorted by is not in its outermost group", fix)
    return keys


def _labels(said: str) -> Iterator[tuple[str, str]]:
    for part in said.split("|"):
        language, colon, label = part.strip().partition(":")
        if colon:
            yield language, label.strip()


def _slots(path: Path, text: str, parameters: tuple[Parameter, ...], form: str) -> tuple[int, ...]:
    """Where values are bound: at each `# bind` line, else at the start of the outermost group."""
    if not parameters:
        return ()
    seen = list(tokens(text))
    variables = {token.text[1:] for token in seen if token.text[0] in "?$"}
    for one in parameters:
        if one.name in RESERVED:
            raise _broken(path, f"its parameter '{one.name}' has a meaning of its own", "give it another name")
        if one.name not in variables:
            raise _broken(path, f"its parameter '{one.name}' is no variable of the query", "use it, or leave it out")
    return tuple(_marks(text, seen)) or (_outermost(path, seen, form),)


def _marks(text: str, seen: list[Token]) -> Iterator[int]:
    inside = [(token.start, token.start + len(token.text)) for token in seen]
    for mark in _MARK.finditer(text):
        if not any(start < mark.start() < end for start, end in inside):
            yield mark.end() + (1 if mark.end() < len(text) else 0)


def _outermost(path: Path, seen: list[Token], form: str) -> int:
    at = outermost(seen, form)
    if at is None:
        raise _broken(path, "there is no group in which its parameters can be bound", "write a line '# bind' in one")
    return seen[at].start + 1


def _broken(path: Path, why: str, fix: str) -> BrokenAsset:
    return BrokenAsset("a saved query cannot be used", str(path), why, fix)
