"""The parts of a zipped office file as trees; nothing is unpacked beyond the limits, no entity is expanded."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from xml.parsers import expat

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text.elements import Element
from kg.text.limits import Limits, Watch, too_deep, too_much

__all__ = ["Package", "is_heavy"]

_CHUNK = 1 << 16
_HEAVY = 8_000_000  # bytes unpacked
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MOST_PARTS = 20_000
_WORDS = ("/wordprocessingml/2006/main", "/ooxml/wordprocessingml/main")
_ENCRYPTED = 0x1


def is_heavy(source: Source) -> bool:
    """Whether so much is packed that it is better unpacked in a process apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return len(parts) > _MOST_PARTS or sum(part.file_size for part in parts if _is_xml(part.filename)) > _HEAVY


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


class Package:
    """A zipped office file; raises UnreadableSource where it is damaged or goes beyond the limits."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._name, self._limits = source.name, limits
        self._watch = Watch(source.name, limits.max_seconds)
        self._left = limits.max_unpacked
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
            self._parts = {part.filename: part for part in self._archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged("its table of contents cannot be read") from error

    def main(self) -> str | None:
        """The name of the part that the file is about, None where there is none."""
        relations = self.part("_rels/.rels")
        targets = [
            one.attributes.get("Target") or ""
            for one in (relations.elements() if relations is not None else ())
            if (one.attributes.get("Type") or "").endswith("/officeDocument")
        ]
        named = [normpath(target.lstrip("/")) for target in targets]
        return next((name for name in (*named, "word/document.xml") if name in self._parts), None)

    def beside(self, main: str, name: str) -> Element | None:
        """A part that stands beside the main one."""
        return self.part(join(dirname(main), name))

    def part(self, name: str) -> Element | None:
        """A part as a tree, its elements and attributes by their local names; None where there is none."""
        if name not in self._parts:
            return None
        part = self._parts[name]
        if part.compress_type not in _METHODS or part.flag_bits & _ENCRYPTED:
            raise self._damaged(f"its part {name} is encrypted, or packed in an uncommon way")
        tree = _Tree(self._name, self._limits, self._watch)
        try:
            for chunk in self._chunks(part):
                tree.feed(chunk)
            tree.feed(b"", True)
        except expat.ExpatError as error:
            raise self._damaged(f"the XML of its part {name} breaks off or is faulty") from error
        return tree.top

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(part) as file:
                while chunk := file.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise too_much(self._name, self._limits.max_unpacked)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise self._damaged(f"its part {part.filename} cannot be unpacked") from error

    def _damaged(self, why: str) -> UnreadableSource:
        return UnreadableSource(
            "The file is a damaged archive", self._name, why, "open it in the program it is from, and save it again"
        )


class _Tree:
    """Elements as the parser meets them."""

    def __init__(self, name: str, limits: Limits, watch: Watch) -> None:
        self._name, self._depth, self._watch = name, limits.max_depth, watch
        self.top = Element("", {})
        self._stack = [self.top]
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.StartDoctypeDeclHandler = self._declared

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """The next bytes; raises ExpatError where they are no XML."""
        self._watch.check()
        self._parser.Parse(chunk, last)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) > self._depth:
            raise too_deep(self._name, self._depth)
        one = Element(_local(name), {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        self._stack[-1].children.append(one)
        self._stack.append(one)

    def _end(self, _: str) -> None:
        self._stack.pop()

    def _words(self, words: str) -> None:
        self._stack[-1].children.append(words)

    def _declared(self, *_: object) -> None:
        raise UnreadableSource(
            "The file declares entities",
            self._name,
            "a part of an office file has a document type, which can make a few bytes stand for any number",
            "open it in the program it is from, and save it again",
        )


def _local(name: str) -> str:
    """The name without its namespace, which is told only where it is not that of word processing."""
    space, _, local = name.rpartition(" ")
    if space.endswith(_WORDS) or not space or "relationships" in space:
        return local
    return f"mc:{local}" if "markup-compatibility" in space else f"-{local}"
