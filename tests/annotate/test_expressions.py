"""Expressions are tried only where they may match, and find what they would find anyway."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import Lexicon
from kg.annotate.alternatives import alternatives
from kg.annotate.expressions import Expression, compiled
from kg.annotate.lexicon import read_entries
from kg.annotate.literals import folded, literals

LEXICON = Path(__file__).parents[2] / "data" / "lexicon"


@pytest.mark.parametrize(
    ("written", "needed"),
    [
        ("met", ("met",)),
        (r"\bMET\b", ("met",)),
        ("met|gathered", ("met", "gathered")),
        (r"(?:was|were) (?:\w+ly )?(?:hosted|convened)", ("hosted", "convened")),
        ("organi[sz]ed", ("organised", "organized")),
        ("observers?", ("observer",)),
        ("(?:special )?(?P<who>guest|invitee)s?", ("guest", "invitee")),
        (r"\d{1,2} (?:de )?mayo", (" mayo",)),
        (r"for (?=\w+(?:tion|ment))", ("for ",)),
        (r"by (?=[a-z ]+(?:invitation|request))", ("request", "invitation")),
        ("(?<!vice )ministers(?! of)", ("ministers",)),
        ("(?:ab){2,}c", ("ab",)),
        (r"(?P<sign>[./])\d(?P=sign)mayo", ("mayo",)),
        (r"\[a\]", ("[a]",)),
    ],
)
def test_a_match_holds_one_of_the_literals(written: str, needed: tuple[str, ...]) -> None:
    assert literals(written) == needed


@pytest.mark.parametrize(
    "written", ["", "(?:met)?", "a*", r"\w+", "met|.*", "(?(1)a|b)", r"\u0061", "(?x) m e t", "(met", "met)", "[a", "+"]
)
def test_nothing_is_told_of_what_has_no_literals_or_is_not_understood(written: str) -> None:
    assert literals(written) == ()


def test_too_many_literals_are_cut_to_what_they_begin_with() -> None:
    words = [f"{letter}bcdefghijklm{end}" for letter in "nopqrst" for end in "abcdefghij"]
    assert literals("|".join(words)) == tuple(f"{letter}bcdefghijkl" for letter in "nopqrst")


WRITTEN = (
    r"\b(?:(?:was|were) (?:\w+ly )?(?:held|convened)|took place|met\b)",
    r"\b(?:special )?(?:guests?|invitees?)(?: of (?:the )?(?:chair|host|honou?r))?\b",
    r"(?:kind|desks|straße)(?:[sz]|\d){1,2}",
    r"\b(?:volver(?:emos|án|á)? a (?:reunir(?:nos|se)?|sesionar)|décima)\b",
)


@pytest.mark.parametrize("written", WRITTEN)
@given(data=st.data())
def test_whatever_the_letters_of_a_match_it_is_found(written: str, data: st.DataObject) -> None:
    expression = compiled(written)
    text = data.draw(st.from_regex(expression.pattern))
    assert expression.literals
    assert any(literal in folded(text) for literal in expression.literals)
    assert _spans(expression.finditer(text)) == _spans(expression.pattern.finditer(text))


@pytest.mark.parametrize("text", ["TOOK PLACE", "Kınd", "KİND", "de\u017fks", "des\u212as", "STRASSE straße"])
def test_letters_that_are_one_but_for_their_case_are_one_when_folded(text: str) -> None:
    expression = compiled("took place|kind|desks|straße")
    assert expression.search(text) is not None


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_cue_is_found_in_the_lexicons_sentences_as_its_pattern_is(lexicon: Lexicon, language: str) -> None:
    sentences = _sentences(language)
    for name, cue in lexicon.tongues[language].cues.items():
        assert _found(cue, sentences) == _found(cue.pattern, sentences), name
    assert len(sentences) > 1000


@given(st.lists(st.text("abc_", max_size=4)), st.text("abc ", max_size=8))
def test_words_as_one_pattern_match_what_they_match_one_by_one_the_longest_first(words: list[str], text: str) -> None:
    longest = sorted({word for word in words if word}, key=len, reverse=True)
    plain = "|".join(word.replace("_", r"\s+") for word in longest) or "(?!)"
    for ending in ("", "$"):
        one, other = (re.match(f"(?:{inside}){ending}", text) for inside in (alternatives(words), plain))
        assert (one and one.span()) == (other and other.span())


def _sentences(language: str) -> list[str]:
    entries = (entry for path in sorted((LEXICON / language).glob("*.ttl")) for entry in read_entries(path).values())
    return [text for entry in entries for text in [*entry.get("example", ()), *entry.get("counterExample", ())]]


def _found(searched: Expression | re.Pattern[str], sentences: list[str]) -> list[list[tuple[int, int]]]:
    return [_spans(searched.finditer(sentence)) for sentence in sentences]


def _spans(matches: Iterator[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]
