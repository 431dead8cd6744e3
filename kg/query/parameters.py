"""The parameters of a saved query: text from outside becomes an RDF term of the declared type, or is refused.

A value enters a query only as the engine's own serialization of a term that the engine's own constructor has checked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.query.faults import QueryFault
from kg.query.messages import Choice, Found
from kg.vocabulary import HOME, XSD

__all__ = ["TYPES", "Parameter", "known_type", "rows"]

TYPES = ("string", "xsd:date", "xsd:dateTime", "xsd:integer", "xsd:decimal", "xsd:boolean", "iri", "iri:…", "code:…")
"""What a parameter can be declared to take."""

_LONGEST = 1_000
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~=,-]*")
_KIND = re.compile(r"(?:iri|code):[a-z][a-z-]*")
# Reference data keeps its canonical home in every deployment.
_REFERENCE = frozenset({"state", "organisation", "forum", "place"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its variable's name, its type, an example of a value, and a label in each language."""

    name: str
    type: str
    optional: bool
    example: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """The label in one language, else in English, else the name."""
        return self.labels.get(language) or self.labels.get("en") or self.name

    def term(self, value: str, base_iri: str) -> NamedNode | Literal:
        """The value as a term. Raises QueryFault where it is not of the type."""
        try:
            if len(value) > _LONGEST:
                raise ValueError(value)
            return _reader(self.type)(value.strip() if self.type != "string" else value, self.type, base_iri)
        except (ValueError, OverflowError) as error:
            raise QueryFault(
                "parameter-value", value=Found(value or '""'), found=self.name, type=self.type, example=self.example
            ) from error


def known_type(type_: str) -> bool:
    """Whether a parameter can be declared so."""
    return type_ in _READERS or _KIND.fullmatch(type_) is not None


def rows(query: str, parameters: tuple[Parameter, ...], values: Mapping[str, str], base_iri: str) -> str:
    """The `VALUES` clause that binds the values given, empty for none. Raises QueryFault."""
    known = {one.name: one for one in parameters}
    for name in values:
        if name not in known:
            raise QueryFault("parameter-unknown", name=query, found=Found(name), near=Choice(name, frozenset(known)))
    given = [one for one in parameters if values.get(one.name)]
    for one in parameters:
        if not one.optional and one not in given:
            raise QueryFault("parameter-missing", name=query, found=one.name, type=one.type, example=one.example)
    if not given:
        return ""
    names = " ".join(f"?{one.name}" for one in given)
    terms = " ".join(str(one.term(values[one.name], base_iri)) for one in given)
    return f" VALUES ({names}) {{ ({terms}) }} "


def _string(value: str, type_: str, base_iri: str) -> Literal:
    value.encode("utf-8")
    if any(one < " " and one not in "\t\n\r" for one in value):
        raise ValueError(value)
    return Literal(value)


def _date(value: str, type_: str, base_iri: str) -> Literal:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return Literal(date.fromisoformat(value).isoformat(), datatype=XSD["date"])


def _date_time(value: str, type_: str, base_iri: str) -> Literal:
    """A day alone is its first instant."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        value = f"{date.fromisoformat(value).isoformat()}T00:00:00Z"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?", value):
        raise ValueError(value)
    datetime.fromisoformat(value)
    return Literal(value, datatype=XSD["dateTime"])


def _integer(value: str, type_: str, base_iri: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError(value)
    return Literal(str(int(value)), datatype=XSD["integer"])


def _decimal(value: str, type_: str, base_iri: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        raise ValueError(value)
    return Literal(value, datatype=XSD["decimal"])


def _boolean(value: str, type_: str, base_iri: str) -> Literal:
    if value not in ("true", "false"):
        raise ValueError(value)
    return Literal(value, datatype=XSD["boolean"])


def _iri(value: str, type_: str, base_iri: str) -> NamedNode:
    """A whole IRI, or the last part of one that the type says where to look for."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        return NamedNode(value)
    scheme, _, kind = type_.partition(":")
    if not kind or not _SLUG.fullmatch(value):
        raise ValueError(value)
    if scheme == "code":
        return NamedNode(f"{HOME}code/{kind}/{value}")
    return NamedNode(f"{HOME if kind in _REFERENCE else base_iri}id/{kind}/{value}")


_READERS: dict[str, Callable[[str, str, str], NamedNode | Literal]] = {
    "string": _string,
    "xsd:date": _date,
    "xsd:dateTime": _date_time,
    "xsd:integer": _integer,
    "xsd:decimal": _decimal,
    "xsd:boolean": _boolean,
    "iri": _iri,
}


def _reader(type_: str) -> Callable[[str, str, str], NamedNode | Literal]:
    return _READERS.get(type_, _iri)
