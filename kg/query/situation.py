"""The cause behind a token that the grammar does not admit: one small rule a cause, asked in order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.query.faults import QueryFault, spot
from kg.query.grammar import END, keywords
from kg.query.lexer import Kind, Place, Token, position
from kg.query.messages import Expected, Found

__all__ = ["Situation", "explain"]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_TERMS = frozenset({"<IRI>", "<PNAME>", "<VAR>"})
_TERM_KINDS = frozenset({Kind.IRI, Kind.PNAME, Kind.BNODE, Kind.VAR, Kind.STRING, Kind.NUMBER})
_LITERAL_KINDS = frozenset({Kind.STRING, Kind.NUMBER})
_OPERATORS = {"AND": "&&", "OR": "||", "EQ": "=", "NE": "!=", "IS": "=", "LIKE": "REGEX(?x, '…')"}
_SMART_QUOTES = frozenset("“”„‟«»‘’‚‛‹›")


@dataclass(frozen=True, slots=True)
class Situation:
    """A query, its tokens, the first that does not fit (their number: the end), and what the grammar admits there."""

    text: str
    tokens: list[Token]
    index: int
    expected: frozenset[str]

    @property
    def token(self) -> Token:
        """The token that does not fit; at the end of the query an empty mark."""
        if self.index < len(self.tokens):
            return self.tokens[self.index]
        return Token(Kind.MARK, "", len(self.text.rstrip()), 0, Place.EXPRESSION)

    @property
    def before(self) -> Token:
        """The token before it; at the start of the query an empty mark."""
        return self.tokens[self.index - 1] if self.index else Token(Kind.MARK, "", 0, 0, Place.EXPRESSION)

    @property
    def at_end(self) -> bool:
        """Whether the query ends too early."""
        return self.index == len(self.tokens)

    def fault(self, code: str, at: int | None = None, **details: Any) -> QueryFault:
        """A fault at this token, or at another offset; `found` is the token."""
        details.setdefault("found", Found(self.token.text))
        return QueryFault(code, spot(self.text, self.token.start if at is None else at), **details)

    def open(self) -> Token | None:
        """The innermost bracket still open before the token."""
        stack: list[Token] = []
        for token in self.tokens[: self.index]:
            if token.says(*_CLOSING):
                stack.append(token)
            elif token.says(*_CLOSING.values()) and stack:
                stack.pop()
        return stack[-1] if stack else None


def explain(here: Situation) -> QueryFault:
    """The fault by the first rule that knows the situation."""
    return next(fault for rule in _RULES if (fault := rule(here)))


def _empty(here: Situation) -> QueryFault | None:
    return QueryFault("empty") if not here.tokens else None


def _html(here: Situation) -> QueryFault | None:
    first = here.tokens[0].start
    begins = re.match(r"<(!doctype|html|head|body|script|\?xml)\b", here.text[first:], re.IGNORECASE)
    return QueryFault("html", spot(here.text, first)) if begins else None


def _unclosed_string(here: Situation) -> QueryFault | None:
    if here.token.kind is not Kind.BROKEN or here.token.text not in "\"'":
        return None
    quote = here.token.text
    rest = here.text[here.token.start :]
    quote = quote * 3 if rest.startswith(quote * 3) else quote
    body = rest[len(quote) :] if len(quote) == 3 else rest[1:].split("\n")[0].split("\r")[0]
    for escape in re.finditer(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", body, re.DOTALL):
        if len(escape[1]) == 1 and escape[1] not in "tbnrf\\\"'":
            return here.fault("bad-escape", here.token.start + len(quote) + escape.start(), found=Found(escape[0]))
    return here.fault("unclosed-string", quote=quote)


def _broken_character(here: Situation) -> QueryFault | None:
    found = here.token.text
    if here.token.kind is not Kind.BROKEN:
        return None
    if found in _SMART_QUOTES:
        return here.fault("smart-quote")
    if not found.isprintable() or found.isspace():
        return here.fault("invisible-character", found=f"U+{ord(found):04X}")
    return here.fault("stray-character")


def _unclosed_iri(here: Situation) -> QueryFault | None:
    rest = here.text[here.token.start :]
    wants_term = bool(here.expected & {"<IRI>"})
    return here.fault("unclosed-iri") if wants_term and re.match(r"<[A-Za-z]", rest) and here.token.says("<") else None


def _prefix_without_colon(here: Situation) -> QueryFault | None:
    if here.expected != {"<PNAME>"}:
        return None
    return here.fault("prefix-without-colon", name=here.token.text if here.token.kind is Kind.WORD else "ex")


def _no_query_form(here: Situation) -> QueryFault | None:
    if "SELECT" not in here.expected or "ASK" not in here.expected:
        return None
    close = get_close_matches(here.token.word, sorted(_FORMS | {"PREFIX", "BASE"}), n=1, cutoff=0.7)
    if close:
        return here.fault("misspelt-keyword", near=close[0])
    return here.fault("no-query-form")


def _comma_in_projection(here: Situation) -> QueryFault | None:
    return here.fault("comma-in-projection") if here.token.says(",") and _in_projection(here) else None


def _missing_projection(here: Situation) -> QueryFault | None:
    if not here.before.says("SELECT", "DISTINCT", "REDUCED") or "<VAR>" not in here.expected:
        return None
    return here.fault("missing-projection") if here.at_end or here.token.says("{", "WHERE", "FROM") else None


def _alias_needs_parentheses(here: Situation) -> QueryFault | None:
    calls = here.index + 1 < len(here.tokens) and here.tokens[here.index + 1].says("(") and here.token.word
    inside = _in_projection(here) and here.token.depth == here.before.depth
    return here.fault("alias-needs-parentheses") if inside and (calls or here.token.says("AS")) else None


def _missing_alias(here: Situation) -> QueryFault | None:
    return here.fault("missing-alias") if "AS" in here.expected and here.token.says(")") else None


def _word_operator(here: Situation) -> QueryFault | None:
    operator = _OPERATORS.get(here.token.word)
    if operator and "&&" in here.expected:
        return here.fault("word-operator", near=operator)
    return here.fault("word-operator", here.before.start, found=Found("NOT"), near="!") if _negates(here) else None


def _double_equals(here: Situation) -> QueryFault | None:
    return here.fault("double-equals") if here.token.says("=") and here.before.says("=") else None


def _needs_by(here: Situation) -> QueryFault | None:
    return here.fault("needs-by", word=here.before.word) if here.expected == {"BY"} else None


def _needs_integer(here: Situation) -> QueryFault | None:
    return here.fault("needs-integer", word=here.before.word) if here.expected == {"INTEGER"} else None


def _filter_needs_parentheses(here: Situation) -> QueryFault | None:
    bare = here.before.says("FILTER", "HAVING", "BIND") and "(" in here.expected and here.token.kind is not Kind.WORD
    return here.fault("filter-needs-parentheses", word=here.before.word) if bare else None


def _misspelt(here: Situation) -> QueryFault | None:
    """A word that is no keyword but near to one that could stand here."""
    word = here.token.word
    if not word or word in keywords():
        return None
    functions = "REGEX" in here.expected
    close = get_close_matches(word, sorted(_words(here.expected)), n=1, cutoff=0.7)
    if close:
        return here.fault("unknown-function" if functions else "misspelt-keyword", near=close[0])
    return here.fault("function-without-prefix") if functions else None


def _wrong_bracket(here: Situation) -> QueryFault | None:
    opened = here.open()
    if not here.token.says(*_CLOSING.values()):
        return None
    if opened is None:
        return here.fault("extra-bracket")
    return _bracket(here, "wrong-bracket", opened) if _CLOSING[opened.text] != here.token.text else None


def _unclosed_bracket(here: Situation) -> QueryFault | None:
    opened = here.open()
    if opened is None:
        return None
    ends = here.token.says(".", ";", "{", *_MODIFIERS, "FILTER", "OPTIONAL")
    left_open = opened.says("(") and ")" in here.expected and ends
    return _bracket(here, "unclosed-bracket", opened) if here.at_end or left_open else None


def _broken_path(here: Situation) -> QueryFault | None:
    steps = here.before.says("/", "|", "^", "!") and here.before.place is not Place.EXPRESSION
    return here.fault("broken-path", word=here.before.text) if steps else None


def _literal_predicate(here: Situation) -> QueryFault | None:
    verb = "a" in here.expected and "<STRING>" not in here.expected
    return here.fault("literal-predicate") if verb and here.token.kind in _LITERAL_KINDS else None


def _incomplete_triple(here: Situation) -> QueryFault | None:
    opened = here.open()
    in_pattern = opened is not None and opened.text in "{[" and here.expected >= {"<IRI>", "<VAR>"}
    begun = here.before.kind in _TERM_KINDS or here.before.text in (";", ",", ")", "]", "[", "?", "*", "+", "a")
    ends = here.token.kind is Kind.WORD or here.token.says(".", ";", ",", "}", "]", "{")
    return here.fault("incomplete-triple") if in_pattern and begun and ends else None


def _missing_dot(here: Situation) -> QueryFault | None:
    separated = here.expected >= {".", ";", ","} or (";" in here.expected and here.token.place is Place.NODE)
    begins = here.token.kind in _TERM_KINDS or here.token.says("[", "(")
    return here.fault("missing-dot") if separated and begins else None


def _misplaced_modifier(here: Situation) -> QueryFault | None:
    return here.fault("misplaced-modifier") if here.token.says(*_MODIFIERS) else None


def _union_needs_groups(here: Situation) -> QueryFault | None:
    return here.fault("union-needs-groups") if here.token.says("UNION") else None


def _missing_group(here: Situation) -> QueryFault | None:
    return here.fault("missing-group") if "{" in here.expected and not here.expected & {".", ";", "}", END} else None


def _after_the_end(here: Situation) -> QueryFault | None:
    return here.fault("after-the-end") if END in here.expected else None


def _unexpected(here: Situation) -> QueryFault:
    return here.fault("unexpected", expected=Expected(here.expected))


_RULES: tuple[Callable[[Situation], QueryFault | None], ...] = (
    _empty,
    _html,
    _unclosed_string,
    _broken_character,
    _prefix_without_colon,
    _no_query_form,
    _comma_in_projection,
    _missing_projection,
    _alias_needs_parentheses,
    _missing_alias,
    _word_operator,
    _double_equals,
    _needs_by,
    _needs_integer,
    _filter_needs_parentheses,
    _misspelt,
    _wrong_bracket,
    _unclosed_bracket,
    _broken_path,
    _unclosed_iri,
    _literal_predicate,
    _incomplete_triple,
    _missing_dot,
    _misplaced_modifier,
    _union_needs_groups,
    _missing_group,
    _after_the_end,
    _unexpected,
)


def _in_projection(here: Situation) -> bool:
    """Whether the last keyword before the token opened a SELECT clause that is still open."""
    for token in reversed(here.tokens[: here.index]):
        if token.says("{", "}", "WHERE", "FROM", "BY"):
            return False
        if token.says("SELECT"):
            return True
    return False


def _negates(here: Situation) -> bool:
    return here.before.says("NOT") and here.expected <= {"EXISTS", "IN"}


def _words(terminals: Iterable[str]) -> set[str]:
    return {one for one in terminals if one in keywords()}


def _bracket(here: Situation, code: str, opened: Token) -> QueryFault:
    line, column = position(here.text, opened.start)
    return here.fault(code, open=opened.text, close=_CLOSING[opened.text], open_line=line, open_column=column)
