"""Where and when: places as the text locates them, periods with their bounds."""

from kg.graph.draft import Draft
from kg.graph.provenance import found
from kg.model import Origin, Span, When, Where
from kg.terms import Literal, NamedNode
from kg.vocabulary import XSD

__all__ = ["place", "territory", "time"]


def place(draft: Draft, where: Where, origin: Origin) -> NamedNode:
    """A place; the state that it lies in only where the text names the state."""
    if where.kind == "territory":
        return territory(draft, where.state or where.key, where.span, origin)
    node = found(draft, draft.mint.place(where), "Place", where.span, origin)
    if not where.known:
        draft.label(node, where.label, where.span)
    if where.state is not None:
        draft.add(node, "locatedIn", territory(draft, where.state, where.span, origin))
    return node


def territory(draft: Draft, alpha2: str, span: Span, origin: Origin) -> NamedNode:
    """The land of a state, apart from the state that acts."""
    node = found(draft, draft.mint.territory(alpha2), "Place", span, origin)
    draft.add(node, "territoryOf", found(draft, draft.mint.state(alpha2), "State", span, origin))
    return node


def time(draft: Draft, when: When, origin: Origin) -> NamedNode:
    """A period; a bound that the text leaves open is left out."""
    node = found(draft, draft.mint.time(when), "TimeSpan", when.span, origin)
    draft.add(node, "edtf", Literal(when.edtf))
    if when.earliest is not None:
        draft.add(node, "earliest", Literal(f"{when.earliest.isoformat()}T00:00:00Z", datatype=XSD["dateTime"]))
    if when.latest is not None:
        draft.add(node, "latest", Literal(f"{when.latest.isoformat()}T23:59:59Z", datatype=XSD["dateTime"]))
    return node
