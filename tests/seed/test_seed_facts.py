"""Every fact of the founding texts, asked of the graph by number and answered with its passage."""

from itertools import pairwise

import pytest
from pyoxigraph import Store

from tests.seed.asks import Fact, Text, facts, open_facts

FACTS = tuple(facts())
OPEN = open_facts()
BY_TEXT = {fact.text.file: fact.text for fact in FACTS}


def answers(graph: Store, fact: Fact) -> list[tuple[int, int, str]]:
    rows = graph.query(fact.query)
    return [(int(row["start"].value), int(row["end"].value), row["quote"].value) for row in rows]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.number)
def test_the_graph_knows_the_fact_and_its_passage(graph: Store, fact: Fact) -> None:
    found = answers(graph, fact)
    if fact.number in OPEN:
        assert not found, f"{fact.number} is no longer open: {fact.says} Take it off open.toml."
        pytest.skip(f"open: {OPEN[fact.number]}")
    assert found, f"{fact.number} [{fact.sentence}] {fact.says}\n{fact.query}"
    text = fact.text.words
    assert all(text[start:end] == quote for start, end, quote in found)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.number)
def test_a_fact_is_not_true_of_an_empty_graph(fact: Fact) -> None:
    assert not answers(Store(), fact)


def test_the_facts_are_numbered_without_a_gap() -> None:
    assert [fact.number for fact in FACTS] == [f"B{n}" for n in range(1, 71)] + [f"A{n}" for n in range(1, 77)]


def test_each_sentence_has_a_fact() -> None:
    told = {(fact.text.file, fact.sentence) for fact in FACTS}
    assert told == {(text.file, sentence) for text in BY_TEXT.values() for sentence in text.sentences}


def test_what_is_open_has_a_reason_and_is_little() -> None:
    assert set(OPEN) <= {fact.number for fact in FACTS}
    assert all(reason.strip() for reason in OPEN.values())
    assert len(FACTS) - len(OPEN) >= 130


@pytest.mark.parametrize("text", BY_TEXT.values(), ids=lambda text: text.file)
def test_the_sentences_cover_the_text_and_do_not_overlap(text: Text) -> None:
    words, spans = text.words, sorted(text.sentences.values())
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert all(position in covered for position, letter in enumerate(words) if not letter.isspace())
