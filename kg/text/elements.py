"""A web page as a tree of what can be seen: no scripts, no pictures, no form controls, nothing hidden."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.text.limits import Limits, Watch, too_deep

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Element", "grown"]

_UNSEEN = frozenset(
    """applet area audio base button canvas colgroup datalist dialog embed head iframe img input link math meta meter
    noframes noscript object option picture progress script select source style svg template textarea track
    video""".split()
)
_SHORT = 1_000  # characters of an attribute that are looked at
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """An element with its text; `size` and `linked` count the letters in it, and those of them in links."""

    tag: str
    attributes: Mapping[str, str | None]
    children: "list[Element | str]" = field(default_factory=list)
    size: int = 0
    linked: int = 0

    def get(self, name: str) -> str:
        """An attribute's value in small letters, empty where there is none."""
        return (self.attributes.get(name) or "").strip().lower()

    def elements(self) -> "Iterator[Element]":
        """The elements directly within."""
        return (child for child in self.children if isinstance(child, Element))

    def all(self) -> "Iterator[Element]":
        """The elements within at any depth, in order."""
        stack = [self]
        while stack:
            one = stack.pop()
            if one is not self:
                yield one
            stack.extend(reversed(list(one.elements())))

    def words(self) -> str:
        """All the text within, white space collapsed."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                parts.append(one)
            else:
                stack.extend(reversed(one.children))
        return " ".join("".join(parts).split())


def grown(root: "LexborNode", name: str, limits: Limits) -> Element:
    """The tree below a parser's node; raises UnreadableSource where it is too deep or takes too long."""
    watch = Watch(name, limits.max_seconds)
    top = Element(root.tag or "", {})
    stack: list[tuple[Element, LexborNode | None]] = [(top, root.child)]
    while stack:
        parent, node = stack.pop()
        if node is None:
            _counted(parent, stack[-1][0] if stack else None)
            continue
        stack.append((parent, node.next))
        if node.is_text_node:
            _text(parent, node.text_content or "")
        elif node.is_element_node and _is_seen(node):
            watch.check()
            if len(stack) > limits.max_depth:
                raise too_deep(name, limits.max_depth)
            child = Element(node.tag or "", node.attributes)
            parent.children.append(child)
            stack.append((child, node.child))
    return top


def _text(parent: Element, words: str) -> None:
    parent.children.append(words)
    letters = sum(map(len, words.split()))
    parent.size += letters
    parent.linked += letters if parent.tag == "a" else 0


def _counted(child: Element, parent: Element | None) -> None:
    if parent is not None:
        parent.size += child.size
        parent.linked += child.size if parent.tag == "a" else child.linked


def _is_seen(node: "LexborNode") -> bool:
    if node.tag in _UNSEEN:
        return False
    attributes = node.attributes
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return not hidden and _HIDING.search((attributes.get("style") or "")[:_SHORT]) is None
