"""What Word prints before a paragraph: the number that it counts, or the bullet that it draws."""

import re
from dataclasses import dataclass, field

from kg.text.elements import Element
from kg.text.numbering import printed
from kg.text.symbols import plain

__all__ = ["Lists", "Styles", "number_of"]

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 50  # styles that are based on one another


def child(one: Element | None, *path: str) -> Element | None:
    """The first element along a path of names."""
    for name in path:
        one = next((inner for inner in one.elements() if inner.tag == name), None) if one is not None else None
    return one


def value(one: Element | None, *path: str, otherwise: str = "") -> str:
    """The value that an element along a path is set to."""
    found = child(one, *path)
    return otherwise if found is None else found.attributes.get("val") or otherwise


def number_of(words: str, otherwise: int) -> int:
    """A whole number as the file has it."""
    return int(words) if re.fullmatch(r"-?\d{1,6}", words) else otherwise


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int
    plain_digits: bool


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, part: Element | None) -> None:
        root = child(part, "styles")
        self._styles = {one.attributes.get("styleId") or "": one for one in _all(root, "style")}

    def name(self, style: str) -> str:
        """The name of a style, in small letters."""
        return value(self._styles.get(style), "name", otherwise=style).lower()

    def numbering(self, style: str) -> Element | None:
        """How a style, or one that it is based on, numbers its paragraphs."""
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return None
            if (numbered := child(found, "pPr", "numPr")) is not None:
                return numbered
            style = value(found, "basedOn")
        return None


@dataclass(slots=True)
class _Numbered:
    """A definition of levels, how far each has counted, and which lists have begun."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, level: int) -> None:
        """One more at this level; those below begin anew, those above have begun."""
        for above in range(level):
            self.counts.setdefault(above, self._start(above))
        self.counts[level] = self.counts[level] + 1 if level in self.counts else self._start(level)
        for below in [one for one in self.counts if one > level]:
            del self.counts[below]

    def _start(self, level: int) -> int:
        return self.levels[level].start if level in self.levels else 1

    def printed(self, level: int) -> str:
        """What stands before a paragraph of this level now."""
        own = self.levels.get(level)
        if own is None or own.style == "none":
            return own.text if own is not None and not _PLACE.search(own.text) else ""
        if own.style == "bullet":
            return plain(own.text) or "•"
        return _PLACE.sub(lambda found: self._number(int(found.group(1)) - 1, own), own.text)

    def _number(self, level: int, own: _Level) -> str:
        style = "decimal" if own.plain_digits or level not in self.levels else self.levels[level].style
        return printed(self.counts.get(level, 1), style)


class Lists:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        root = child(part, "numbering")
        self._styles = styles
        self._definitions = {one.attributes.get("abstractNumId") or "": one for one in _all(root, "abstractNum")}
        self._numbers = {one.attributes.get("numId") or "": one for one in _all(root, "num")}
        self._numbered: dict[str, _Numbered] = {}
        self._begun: set[str] = set()

    def mark(self, numbering: Element | None, style: str) -> tuple[str, int] | None:
        """What stands before a paragraph and how deep its list is, None where it is in no list; counts it.

        `numbering` is what the paragraph says itself, which goes before what its style says.
        """
        of_style = self._styles.numbering(style)
        number = value(numbering, "numId") or value(of_style, "numId")
        if number not in self._numbers:
            return None
        key, definition = self._definition(number)
        said = value(numbering, "ilvl") or value(of_style, "ilvl")
        level = min(8, max(0, number_of(said, _level_of_style(definition, style))))
        numbered = self._numbered.setdefault(key, _Numbered(_levels(definition)))
        self._begin(number, numbered)
        numbered.count(level)
        return numbered.printed(level), level

    def _definition(self, number: str) -> tuple[str, Element | None]:
        key = value(self._numbers[number], "abstractNumId")
        linked = value(self._definitions.get(key), "numStyleLink")
        other = value(self._styles.numbering(linked), "numId") if linked else ""
        if other in self._numbers:
            key = value(self._numbers[other], "abstractNumId")
        return key, self._definitions.get(key)

    def _begin(self, number: str, numbered: _Numbered) -> None:
        """A list that sets levels of its own does so once, when it begins."""
        if number in self._begun:
            return
        self._begun.add(number)
        for one in _all(self._numbers[number], "lvlOverride"):
            level = number_of(one.attributes.get("ilvl") or "", 0)
            if (own := child(one, "lvl")) is not None:
                numbered.levels[level] = _level(own)
            if start := value(one, "startOverride"):
                numbered.counts[level] = number_of(start, 1) - 1


def _all(root: Element | None, name: str) -> list[Element]:
    return [one for one in root.elements() if one.tag == name] if root is not None else []


def _levels(definition: Element | None) -> dict[int, _Level]:
    found = _all(definition, "lvl")
    return {number_of(one.attributes.get("ilvl") or "", 0): _level(one) for one in found}


def _level(one: Element) -> _Level:
    return _Level(
        value(one, "numFmt", otherwise="decimal"),
        value(one, "lvlText"),
        number_of(value(one, "start"), 1),
        child(one, "isLgl") is not None,
    )


def _level_of_style(definition: Element | None, style: str) -> int:
    """The level that a definition gives to a style."""
    for one in _all(definition, "lvl"):
        if style and value(one, "pStyle") == style:
            return number_of(one.attributes.get("ilvl") or "", 0)
    return 0
