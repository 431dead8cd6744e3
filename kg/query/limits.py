"""What a query may hold, judged on its text before any engine sees it.

Oxigraph overflows its stack on deep or long chains and plans wide joins in exponential time: the tokens show both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from urllib.parse import urljoin

from kg.query.faults import QueryFault, TooLong, spot
from kg.query.lexer import Kind, Place, Token, tokens
from kg.query.syntax import explain

__all__ = ["Limits", "Outline", "outline"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_OPERATORS = frozenset({"&&", "||", "+", "-", "*", "/", "|", "!", "^", "=", "!=", "<", ">", "<=", ">="})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_STEPS = frozenset({"FILTER", "BIND", "AS"})
_TERM_KINDS = frozenset({Kind.IRI, Kind.PNAME, Kind.BNODE, Kind.VAR, Kind.STRING, Kind.NUMBER})
# What a group after these adds to the plan of the group around it; any other group is planned together with that.
_WEIGHTS = {"UNION": 0, "EXISTS": 0, "OPTIONAL": 1, "MINUS": 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a query may hold; each can be set, and the service description declares them."""

    length: int = 100_000
    """Bytes of UTF-8."""
    nesting: int = 200
    """Brackets of any kind open at once."""
    patterns: int = 100
    """Triple patterns, path steps and optional parts joined in one group."""
    branches: int = 500
    """UNION branches in a query, and `||` alternatives likewise."""
    operators: int = 2_000
    """Operators, filters and bindings in a query."""
    graphs: int = 100
    """Graphs named by FROM, or by parameters of the protocol."""

    def declared(self) -> dict[str, int]:
        """Every limit by its name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a query before it is run."""

    form: str
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty where the text has none."""
    changing: bool
    """Whether it asks for the time, chance or new names, so that the same release may answer differently."""
    prefixes: dict[str, str]
    """The prefixes it declares."""
    star: int | None = None
    """Where the `*` of its `SELECT *` stands."""
    variables: tuple[str, ...] = ()
    """Its variables in the order of their first appearance, where it has a `SELECT *`."""
    default_graphs: tuple[str, ...] = ()
    """The graphs named by FROM, as absolute IRIs."""
    named_graphs: tuple[str, ...] = ()
    """The graphs named by FROM NAMED, as absolute IRIs."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """All graphs that it names for its dataset."""
        return self.default_graphs + self.named_graphs

    @property
    def is_graph(self) -> bool:
        """Whether its answer is an RDF graph."""
        return self.form in ("CONSTRUCT", "DESCRIBE")


def outline(text: str, limits: Limits, base_iri: str = "") -> Outline:
    """The outline of a query within the limits. Raises QueryFault where it is beyond them or asks what is refused."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.length:
        raise TooLong("too-long", count=size, limit=limits.length)
    _refuse_controls(text)
    sieve = _Sieve(text, limits, base_iri)
    for token in tokens(text):
        sieve.take(token)
    return sieve.outline()


def _refuse_controls(text: str) -> None:
    found = _CONTROLS.search(text)
    if found is not None:
        raise QueryFault("not-text", spot(text, found.start()), found=f"U+{ord(found[0]):04X}")


class _Sieve:
    """Reads the tokens once and keeps the counts."""

    def __init__(self, text: str, limits: Limits, base_iri: str) -> None:
        self._text = text
        self._limits = limits
        self._base = base_iri
        self._names = _Names()
        self._groups = _Groups()
        self._form = ""
        self._changing = False
        self._counts = {"UNION": 0, "||": 0, "operators": 0}
        self._star: int | None = None
        self._variables: dict[str, None] = {}
        self._last: Token | None = None

    def take(self, token: Token) -> None:
        """Count one token, or refuse it."""
        self._refuse(token)
        self._names.take(token)
        self._groups.take(token)
        self._count(token)
        self._note(token)
        self._last = token

    def outline(self) -> Outline:
        """What was seen; dataset clauses resolved against prefixes and base."""
        if not self._form:
            raise explain(self._text)
        default, named = (tuple(self._resolved(one)) for one in (self._names.graphs, self._names.named))
        if len(default) + len(named) > self._limits.graphs:
            raise QueryFault("too-many-graphs", count=len(default) + len(named), limit=self._limits.graphs)
        variables = tuple(self._variables) if self._star is not None else ()
        prefixes = dict(self._names.prefixes)
        return Outline(self._form, self._changing, prefixes, self._star, variables, default, named)

    def _refuse(self, token: Token) -> None:
        word = token.sign
        if token.kind is Kind.BROKEN:
            raise explain(self._text)
        if word == "SERVICE":
            raise QueryFault("service-refused", spot(self._text, token.start))
        if word in _UPDATES and token.depth == 0 and self._begins():
            raise QueryFault("update-refused", spot(self._text, token.start), word=word)
        if token.depth >= self._limits.nesting and word in ("(", "{", "["):
            raise QueryFault("nested-too-deep", spot(self._text, token.start), limit=self._limits.nesting)

    def _begins(self) -> bool:
        """Whether a query or update can begin here: at the start, after the prologue, or after `;`."""
        last = self._last
        if last is None:
            return True
        return last.says(";") or (not self._form and last.kind is Kind.IRI)

    def _count(self, token: Token) -> None:
        sign = token.sign
        if sign in _FORMS and not self._form:
            self._form = sign
        self._changing = self._changing or sign in _CHANGING
        if sign == "UNION" or sign == "||":
            self._counts[sign] += 1
            self._within("too-many-branches", self._counts[sign], "branches", token)
        if sign in _OPERATORS or sign in _STEPS:
            self._counts["operators"] += 1
            self._within("too-many-operators", self._counts["operators"], "operators", token)
        if self._groups.widest > self._limits.patterns:
            self._within("too-many-patterns", self._groups.widest, "patterns", token)

    def _note(self, token: Token) -> None:
        last = self._last
        if token.kind is Kind.VAR:
            self._variables[token.text[1:]] = None
        elif token.depth == 0 and token.text == "*" and last is not None and last.says("SELECT", "DISTINCT", "REDUCED"):
            self._star = token.start

    def _within(self, code: str, count: int, name: str, token: Token) -> None:
        limit = getattr(self._limits, name)
        if count > limit:
            raise QueryFault(code, spot(self._text, token.start), limit=limit)

    def _resolved(self, graphs: list[Token]) -> Iterator[str]:
        base = urljoin(self._base, self._names.base) if self._names.base else self._base
        for token in graphs:
            if token.kind is Kind.IRI:
                yield _absolute(base, token.text[1:-1])
                continue
            prefix, _, local = token.text.partition(":")
            if prefix in self._names.prefixes:
                yield _absolute(base, self._names.prefixes[prefix]) + local


def _absolute(base: str, iri: str) -> str:
    # `urljoin` takes the last # or ? from an IRI that ends with one.
    return iri if _SCHEME.match(iri) else urljoin(base, iri)


class _Names:
    """The prologue and the dataset clauses."""

    def __init__(self) -> None:
        self.base = ""
        self.prefixes: dict[str, str] = {}
        self.graphs: list[Token] = []
        self.named: list[Token] = []
        self._before: tuple[Token | None, Token | None] = (None, None)

    def take(self, token: Token) -> None:
        """Read `BASE <…>`, `PREFIX x: <…>`, `FROM …`, `FROM NAMED …` as they go by."""
        earlier, last = self._before
        self._before = (last, token)
        if last is None or token.kind not in (Kind.IRI, Kind.PNAME):
            return
        if last.word == "BASE":
            self.base = token.text[1:-1]
        elif last.kind is Kind.PNAME and earlier is not None and earlier.word == "PREFIX":
            self.prefixes[last.text[:-1]] = token.text[1:-1]
        elif token.depth == 0 and last.says("FROM"):
            self.graphs.append(token)
        elif token.depth == 0 and earlier is not None and earlier.says("FROM"):
            self.named.append(token)


@dataclass(slots=True)
class _Group:
    """One pair of braces: the patterns joined in it so far, whether a triple is open, and what it weighs outside."""

    weight: int | None = None
    """What it adds to the group around it; None adds all its own patterns."""
    count: int = 0
    begun: bool = False


class _Groups:
    """How many patterns each group joins, by its separators, path steps and list items; never fewer than are there."""

    def __init__(self) -> None:
        self.widest = 0
        self._open = [_Group()]
        self._last: Token | None = None
        self._closed = 0

    def take(self, token: Token) -> None:
        """Count one token into the innermost group."""
        last, self._last = self._last, token
        closed, self._closed = self._closed, 0
        sign = token.sign
        if sign == "UNION":
            # The group before it turns out to be a branch, planned by itself.
            self._open[-1].count -= max(0, closed - 1)
        elif sign == "{":
            self._open.append(_Group(_WEIGHTS.get(last.sign) if last else None))
        elif sign == "}" and len(self._open) > 1:
            self._close()
        elif sign == "SELECT":
            self._open[-1].weight = 1
        else:
            self._join(token)
        if self._open[-1].count > self.widest:
            self.widest = self._open[-1].count

    def _close(self) -> None:
        group = self._open.pop()
        self._closed = group.count if group.weight is None else group.weight
        if len(self._open) > 1:
            self._open[-1].count += self._closed
            self._open[-1].begun = False

    def _join(self, token: Token) -> None:
        group = self._open[-1]
        if token.place is Place.LIST:
            group.count += token.kind in _TERM_KINDS or token.says("/", "[")
        elif token.place in (Place.PATTERNS, Place.NODE):
            subject = token.kind in _TERM_KINDS and not group.begun
            group.begun = not token.says(".") and (group.begun or subject)
            group.count += subject or token.says(";", ",", "/", "[")
