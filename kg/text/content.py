"""What of a web page is its content: without menus, crumbs, banners and footers, and with its own title."""

import re

from kg.text.elements import Element

__all__ = ["content"]

_TAGS = frozenset("nav footer aside menu figcaption".split())
_ROLES = frozenset("navigation banner contentinfo search complementary menu menubar toolbar dialog alert".split())
# Names that pages commonly give to what is not content, whoever made them.
_NAMES = frozenset(
    """ad ads advert banner breadcrumb breadcrumbs comments consent cookie cookies crumbs footer login masthead menu
    nav navbar navigation newsletter pager pagination popup related search share sharing sidebar skip social subscribe
    tags toolbar topbar""".split()
)
_NAME_PARTS = re.compile(r"[^a-z]+")
_PARTS = frozenset("div section header ul ol table td p span form".split())
_SMALL = 200  # letters
_LINK = 60


def content(page: Element, title: str) -> Element:
    """The part of the page that holds its content, with what is not content taken out; `title` is that of the head."""
    whole = page.size
    _pruned(page, whole)
    heading = _heading(page, title)
    main = _main(page)
    if heading is not None and not any(one.tag == "h1" for one in main.all()):
        return Element("div", {}, [heading, main], main.size)
    return main


def _pruned(parent: Element, whole: int) -> None:
    stack = [parent]
    while stack:
        one = stack.pop()
        kept: list[Element | str] = []
        for child in one.children:
            if isinstance(child, Element):
                if _is_furniture(child, kept, whole):
                    continue
                stack.append(child)
            kept.append(child)
        one.children = kept


def _is_furniture(one: Element, before: list[Element | str], whole: int) -> bool:
    if 2 * one.size > whole:
        return False
    if one.tag in _TAGS or one.get("role") in _ROLES:
        return True
    small = one.size < _SMALL or 3 * one.linked > one.size
    if one.tag in _PARTS and small and _is_named(one):
        return not _holds_heading(one)
    return one.tag in ("ul", "ol", "div") and _is_link_list(one) and not _leads_in(before)


def _is_named(one: Element) -> bool:
    named = f"{one.get('class')} {one.get('id')}"
    return not _NAMES.isdisjoint(_NAME_PARTS.split(named))


def _holds_heading(one: Element) -> bool:
    return any(child.tag == "h1" for child in one.all())


def _is_link_list(one: Element) -> bool:
    """Three links or more with next to nothing beside them, each short."""
    if 10 * one.linked < 9 * one.size or not one.size:
        return False
    links = [child for child in one.all() if child.tag == "a" and child.size]
    return len(links) >= 3 and one.linked < _LINK * len(links)


def _leads_in(before: list[Element | str]) -> bool:
    """Whether the words before end with a colon: a list after them is content, links or not."""
    for one in reversed(before):
        words = one if isinstance(one, str) else one.words()
        if words.strip():
            return words.rstrip().endswith(":")
    return False


def _heading(page: Element, title: str) -> Element | None:
    """The page's main heading, where the title in its head opens with it."""
    opening = " ".join(title.split()).casefold()
    for one in page.all():
        words = one.words().casefold() if one.tag == "h1" else ""
        if words and opening.startswith(words):
            return one
    return None


def _main(page: Element) -> Element:
    """The element that is marked as the content, where it holds most of the words; else the whole page."""
    best = page
    for marked in ("main", "article"):
        found = [one for one in best.all() if one.tag == marked or (marked == "main" and one.get("role") == "main")]
        largest = max(found, key=lambda one: one.size, default=best)
        if 2 * largest.size > best.size:
            best = largest
    return best
