"""`kg explain`: from a fact back to its words and to what found it."""

from pathlib import Path

import pytest

from tests.cli.conftest import CORPUS, Kg


def test_without_a_fact_it_numbers_the_statements(kg: Kg, release: Path) -> None:
    listed = kg("explain", "--json", "--build-dir", release).value
    assert [one["number"] for one in listed] == list(range(1, len(listed) + 1))
    assert kg("explain", "--build-dir", release).out.startswith("1 ")


def test_a_statement_is_had_by_number_iri_and_last_part(kg: Kg, release: Path) -> None:
    iri = kg("explain", "--json", "--build-dir", release).value[2]["statement"]
    tail = iri.rsplit("/", 1)[-1]
    told = [kg("explain", fact, "--build-dir", release).out for fact in ("3", iri, f"statement/{tail}", tail)]
    assert len(set(told)) == 1
    assert iri in told[0]


def test_it_says_sentence_rule_entry_frame_and_line_of_the_lexicon(kg: Kg, release: Path, root: Path) -> None:
    (one,) = kg("explain", "3", "--json", "--build-dir", release).value
    (found,) = one["found"]
    assert one["evidence"][0]["quote"].startswith("The governments agreed to establish")
    assert found["entry"].endswith(found["frame"])
    path, line = found["where"].split(":")
    assert found["frame"] in (root / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_it_says_who_a_pronoun_stands_for(kg: Kg, release: Path, corpus: Path) -> None:
    offset = (corpus / CORPUS[0]).read_bytes().decode().index("They also decided")
    out = kg("explain", f"{CORPUS[0]}:{offset}", "--build-dir", release).out
    assert "They → " in out
    assert "1998-34" in out


def test_what_is_no_statement_is_explained_too(kg: Kg, release: Path) -> None:
    assert "March 13 and 14, 1997" in kg("explain", "meeting/rcm-conference-2", "--build-dir", release).out


def test_words_are_in_the_language_asked_for(kg: Kg, release: Path) -> None:
    assert "  frase " in kg("explain", "1", "--lang", "es", "--build-dir", release).out


@pytest.mark.parametrize("fact", ["999", "0", "nothing-of-the-kind", "https://example.org/x", "nowhere.txt:5", "a b"])
def test_a_fact_that_is_not_there_is_said_not_to_be(kg: Kg, release: Path, fact: str) -> None:
    ran = kg("explain", fact, "--build-dir", release)
    assert (ran.status, ran.out) == (2, "")
    assert fact in ran.err
