from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.iris import Mint, digest
from kg.model import Agent, Origin, Span, When, Where
from kg.terms import NamedNode, slug
from kg.vocabulary import HOME

MINT = Mint("https://example.org/kg/", "lakes")
KINDS = st.sampled_from(["state", "government", "organisation", "forum", "body", "collective", "group", "category"])
WORDS = st.text(min_size=1)


def agent(kind: str, words: str, known: bool = True) -> Agent:
    return Agent(kind, slug(words), words, words, known=known)  # type: ignore[arg-type]


def well_formed(iri: NamedNode) -> bool:
    parts = urlsplit(iri.value)
    return parts.scheme == "https" and bool(parts.netloc) and not set(iri.value) & set(' <>"{}|\\^`')


@given(KINDS, WORDS, st.booleans())
def test_any_name_gives_an_absolute_iri(kind: str, words: str, known: bool) -> None:
    assert well_formed(MINT.agent(agent(kind, words, known)))


@given(st.text(alphabet="0123456789-./?~%XuT:", min_size=1))
def test_any_period_gives_an_absolute_iri(edtf: str) -> None:
    minted = MINT.time(When(edtf, None, None, Span(0, 1)))
    assert well_formed(minted)
    assert "/" not in minted.value.removeprefix(MINT.base + "id/time/")


@given(KINDS, WORDS, st.booleans())
def test_the_same_name_gives_the_same_iri(kind: str, words: str, known: bool) -> None:
    assert MINT.agent(agent(kind, words, known)) == Mint(MINT.base, MINT.slug).agent(agent(kind, words, known))


@given(WORDS, WORDS)
def test_a_digest_hangs_on_the_words_and_not_on_how_they_are_wrapped(one: str, other: str) -> None:
    assert digest("need", f"{one} {other}") == digest("need", f" {one}\n\t{other} ")


def test_a_digest_is_apart_for_each_kind() -> None:
    assert digest("need", "peace") != digest("claim", "peace")


@pytest.mark.parametrize("kind", ["state", "organisation", "forum"])
def test_what_the_reference_data_know_keeps_its_home_under_any_base(kind: str) -> None:
    assert MINT.agent(agent(kind, "Malta")).value == f"{HOME}id/{kind}/malta"


@pytest.mark.parametrize("kind", ["state", "organisation", "forum"])
def test_what_only_a_text_names_is_minted_under_the_deployments_base(kind: str) -> None:
    assert MINT.agent(agent(kind, "Malta", known=False)).value == f"https://example.org/kg/id/{kind}/malta"


def test_a_unknown_place_is_minted_and_a_known_one_is_not() -> None:
    known, unknown = (Where("city", "tirana-al", "Tirana", Span(0, 1), known=one) for one in (True, False))
    assert MINT.place(known).value == f"{HOME}id/place/tirana-al"
    assert MINT.place(unknown).value == "https://example.org/kg/id/place/tirana-al"


def test_a_passage_is_a_fragment_of_its_document() -> None:
    assert MINT.passage(Span(60, 149)).value == "https://example.org/kg/doc/lakes#char=60,149"


def test_a_periods_slash_becomes_two_hyphens() -> None:
    minted = MINT.time(When("2001-05-04/2001-05-05", None, None, Span(0, 1)))
    assert minted.value == "https://example.org/kg/id/time/2001-05-04--2001-05-05"


def test_a_collective_is_its_documents_own_whether_or_not_its_key_says_so() -> None:
    assert MINT.collective("we") == MINT.collective("lakes-we")


def test_the_same_rule_resolving_something_else_is_another_finding() -> None:
    they, he = (MINT.finding(Origin("act.verb", resolution=said), "1") for said in ("They → the governments", "He"))
    assert they != he


def test_a_key_that_cannot_stand_in_an_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="IRI"):
        MINT.meeting("two words")
