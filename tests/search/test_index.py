import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search import (
    FORMAT,
    LONGEST,
    NAME,
    Asked,
    Found,
    Index,
    NoIndex,
    NoWords,
    Saying,
    SearchStopped,
    TooManyWords,
    read_words,
    write_index,
)

IOM, BANK, MEETING, PROMISE, TEXT = (
    f"https://kg.example/{name}" for name in ("iom", "can", "meeting", "promise", "doc")
)
SAYINGS = [
    Saying(IOM, "kind", "organisation"),
    Saying(IOM, "label", "World Harbour Organization", "en"),
    Saying(IOM, "label", "Organización Mundial de Puertos", "es"),
    Saying(IOM, "acronym", "WHO", "en"),
    Saying(IOM, "acronym", "OMP", "es"),
    Saying(BANK, "kind", "organisation"),
    Saying(BANK, "label", "Lake Bank", "en"),
    Saying(MEETING, "kind", "meeting"),
    Saying(MEETING, "label", "II Lake Conference", "en"),
    Saying(MEETING, "year", "2001"),
    Saying(PROMISE, "kind", "commitment"),
    Saying(PROMISE, "label", "to dredge the harbour", "en"),
    Saying(PROMISE, "quote", "The OMP will dredge the harbour of Ávila & the lake.", ""),
    Saying(PROMISE, "language", "en"),
    Saying(PROMISE, "year", "2001"),
    Saying(PROMISE, "strength", "https://kg.example/strength/firm"),
    Saying(TEXT, "kind", "document"),
    Saying(TEXT, "label", "Communiqué", "en"),
    Saying(TEXT, "body", "First words.\n\nA lake was spoken of by those who came.\n" + "Nothing else. " * 40),
    Saying(TEXT, "year", "2003"),
    Saying("https://kg.example/strength/firm", "kind", "concept"),
    Saying("https://kg.example/strength/firm", "label", "firm", "en"),
    Saying("https://kg.example/strength/firm", "label", "firme", "es"),
    Saying("https://kg.example/statement", "kind", "statement"),
    Saying("https://kg.example/statement", "quote", "The OMP will dredge the harbour of Ávila & the lake."),
    Saying("https://kg.example/statement", "instead", PROMISE),
    Saying("https://kg.example/nothing", "label", "harbour without a kind", "en"),
]  # fmt: skip
Search = Callable[..., Found]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("release")
    write_index(folder / NAME, SAYINGS)
    return Index(folder)


@pytest.fixture(scope="module")
def search(index: Index) -> Search:
    def run(words: str, **asked: object) -> Found:
        return index.search(Asked(read_words(words), **asked))  # type: ignore[arg-type]

    return run


def iris(found: Found) -> list[str]:
    return [hit.iri for hit in found.hits]


def test_the_same_sayings_in_any_order_make_the_same_file(tmp_path: Path) -> None:
    shuffled = [*SAYINGS, *SAYINGS[:5]]
    Random(7).shuffle(shuffled)  # noqa: S311 an order, no secret
    write_index(tmp_path / "one", SAYINGS)
    write_index(tmp_path / "two", shuffled)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


@pytest.mark.parametrize(
    "words", ["WHO", "OMP", "who", "World Harbour Organization", "organizacion mundial de puertos", "Harbour WHO"]
)
def test_what_has_an_acronym_is_found_by_any_of_its_names(search: Search, words: str) -> None:
    found = search(words)
    assert PROMISE in iris(found), "its words are only 'OMP'"
    if "Harbour WHO" not in words:
        assert iris(found)[0] == IOM


def test_the_names_looked_for_besides_are_told(search: Search) -> None:
    assert search("WHO").besides == ("OMP", "Organización Mundial de Puertos", "World Harbour Organization")
    assert search("lake").besides == ()


def test_what_stands_in_quotation_marks_is_looked_for_as_it_is(search: Search) -> None:
    assert iris(search('"WHO"')) == [IOM, TEXT]
    assert search('"WHO"').besides == ()
    assert PROMISE not in iris(search("“harbour dredge”"))
    assert PROMISE in iris(search("«dredge the harbour»"))


def test_an_acronym_in_lower_case_among_others_may_be_a_word(search: Search) -> None:
    assert iris(search("those who came")) == [TEXT]
    assert search("those who came").besides == ()


def test_names_weigh_more_than_quotes_and_quotes_more_than_texts(search: Search) -> None:
    found = iris(search("lake"))
    assert set(found[:2]) == {BANK, MEETING}
    assert found[2:] == [PROMISE, TEXT]


def test_case_and_accents_make_no_difference_and_a_star_stands_for_an_ending(search: Search) -> None:
    assert iris(search("AVILA")) == iris(search("ávila")) == [PROMISE]
    assert iris(search("dred*")) == [PROMISE]
    assert iris(search("dred")) == []


def test_all_words_are_to_be_found(search: Search) -> None:
    assert iris(search("lake dredge")) == [PROMISE]


def test_what_is_found_is_marked_where_it_stands(search: Search) -> None:
    (hit,) = search("avila").hits
    assert [hit.snippet.text[one.start : one.end] for one in hit.snippet.marks] == ["Ávila"]
    assert ("Ávila", True) in list(hit.snippet.pieces())
    assert "".join(text for text, _ in hit.snippet.pieces()) == hit.snippet.text
    (label,) = (text for language, text in search("mundial").hits[0].labels if language == "es")
    assert [label.text[one.start : one.end] for one in label.marks] == ["Mundial"]


def test_what_has_no_kind_or_is_found_as_another_is_not_found(search: Search) -> None:
    assert iris(search("without")) == []
    assert "https://kg.example/statement" not in iris(search("dredge"))


def test_facets_count_what_each_choice_would_leave(search: Search) -> None:
    def counts(found: Found, facet: str) -> dict[str, int]:
        return {one.code: one.number for one in found.facets[facet]}

    found = search("lake")
    assert counts(found, "kind") == {"organisation": 1, "meeting": 1, "commitment": 1, "document": 1}
    assert counts(found, "year") == {"2001": 2, "2003": 1}
    narrowed = search("lake", chosen={"kind": "commitment"})
    assert (iris(narrowed), narrowed.number) == ([PROMISE], 1)
    assert counts(narrowed, "kind") == counts(found, "kind")
    assert counts(narrowed, "year") == {"2001": 1}
    (firm,) = narrowed.facets["strength"]
    assert (firm.code, dict(firm.labels)) == ("firm", {"en": "firm", "es": "firme"})
    assert search("lake", chosen={"year": "1815"}).number == 0


@given(st.integers(1, 5))
def test_pages_put_together_are_the_whole(search: Search, limit: int) -> None:
    whole, after, pages = iris(search("lake")), None, []
    for _ in range(len(whole) + 1):
        found = search("lake", after=after, limit=limit)
        pages += iris(found)
        after = found.after
        if after is None:
            break
    assert (pages, after) == (whole, None)


ODD = st.text(st.sampled_from("\"'*-+^():{}[]~&|\\.,;:@#\x00\x02\x03\n\tañÁ1 ²½中🌍ǅ\u0301NEARANDORNOT")) | st.text()


@given(ODD)
def test_whatever_is_typed_is_looked_for_or_refused(index: Index, text: str) -> None:
    try:
        units = read_words(text)
    except (NoWords, TooManyWords):
        return
    found = index.search(Asked(units))
    assert len(found.hits) == found.number <= 6


@pytest.mark.parametrize("text", ["", " ", '"" * -', "…", "\ud800"])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(NoWords):
        read_words(text)


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "a " * 33])
def test_too_much_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(TooManyWords):
        read_words(text)


def test_a_search_ends_at_its_deadline_or_when_it_is_given_up(tmp_path: Path) -> None:
    things = (f"https://kg.example/{number}" for number in range(3_000))
    sayings = ((Saying(one, "kind", "state"), Saying(one, "label", "lake lake", "en")) for one in things)
    write_index(tmp_path / NAME, (one for pair in sayings for one in pair))
    asked = Asked(read_words("lake"))
    assert Index(tmp_path).search(asked).number == 3_000
    with pytest.raises(SearchStopped):
        Index(tmp_path).search(asked, seconds=0)
    with pytest.raises(SearchStopped):
        Index(tmp_path).search(asked, stopped=lambda: True)


def _another_form(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (Path.unlink, "made without one"),
        (lambda path: path.write_bytes(b"no database at all" * 100), "damaged"),
        (_another_form, "another form"),
    ],
)
def test_a_release_without_a_sound_index_says_what_to_do(
    tmp_path: Path, spoil: Callable[[Path], object], why: str
) -> None:
    write_index(tmp_path / NAME, SAYINGS)
    spoil(tmp_path / NAME)
    with pytest.raises(NoIndex, match=why) as caught:
        Index(tmp_path).search(Asked(read_words("lake")))
    assert "kg build" in caught.value.fix


def test_reading_leaves_nothing_beside_the_index(index: Index, search: Search) -> None:
    before = index.path.read_bytes()
    search("lake")
    assert index.path.read_bytes() == before
    assert [path.name for path in index.path.parent.iterdir()] == [NAME]
