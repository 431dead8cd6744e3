import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, PassageKind, Span
from kg.text import segment
from kg.text.view import view_of


def document(text: str, language: str = "en") -> Document:
    return Document("x", "x.txt", text, "0" * 64, language, "text/plain", "text 1")


def quotes(text: str) -> list[str]:
    return [passage.view.text for passage in segment(document(text)).passages]


def test_sentences_end_at_full_stops_but_not_at_titles_and_initials() -> None:
    text = "H.E. Mr. Juan B. Paz met the U.S. delegation. They agreed on art. 5 of the text. All were glad."
    assert quotes(text) == [
        "H.E. Mr. Juan B. Paz met the U.S. delegation.",
        "They agreed on art. 5 of the text.",
        "All were glad.",
    ]


def test_a_page_break_does_not_cut_a_sentence() -> None:
    text = "They identified the need to hold the most consolidated\n\n\n\n\nforums of the region every year. They left."
    found = segment(document(text)).passages
    assert found[0].span.of(text) == text[: text.index(" They left")]
    assert (
        found[0].view.text == "They identified the need to hold the most consolidated forums of the region every year."
    )


def test_items_know_the_passage_that_leads_into_them() -> None:
    text = "The countries agreed to:\n\n1. Hold a meeting.\n\n2. Share information.\n\nThey left."
    kinds = [(passage.kind, passage.lead) for passage in segment(document(text)).passages]
    assert kinds == [
        (PassageKind.SENTENCE, None),
        (PassageKind.ITEM, 0),
        (PassageKind.ITEM, 0),
        (PassageKind.SENTENCE, None),
    ]


def test_headings_and_date_lines_are_no_sentences() -> None:
    text = "JOINT COMMUNIQUE\n\nThird Meeting of Ministers\nLima - Peru\nMay 3rd, 2011\n\nThe ministers met in Lima.\n"
    kinds = [passage.kind for passage in segment(document(text)).passages]
    assert kinds[0] is PassageKind.HEADING
    assert PassageKind.DATELINE in kinds
    assert kinds[-1] is PassageKind.SENTENCE


def test_front_matter_is_kept_apart() -> None:
    text = "---\ndate: '2020-01-02'\ntitle: A Statement\n---\n\nThe parties agreed.\n"
    passages = segment(document(text)).passages
    assert [passage.kind for passage in passages] == [PassageKind.FRONT, PassageKind.SENTENCE]


WORDS = st.lists(
    st.sampled_from(
        ["The", "agreed.", "1.", "•", "\n", "\n\n", "a)", "Mr.", "**", "  ", "é", "—", ":", "WE", "\t", "’"]
    ),
    max_size=60,
).map(" ".join)


@given(WORDS)
def test_passages_are_ordered_and_disjoint_and_views_lead_back_to_the_text(text: str) -> None:
    passages = segment(document(text)).passages
    for before, after in itertools.pairwise(passages):
        assert before.span.end <= after.span.start
    for passage in passages:
        view = passage.view
        assert len(view.text) == len(view.offsets)
        for position, character in enumerate(view.text):
            raw = text[view.offsets[position]]
            assert raw == character or raw.isspace() or raw in "’‘“”"


@given(st.text(max_size=300))
def test_every_offset_of_a_view_stands_inside_its_span(text: str) -> None:
    if not text:
        return
    view = view_of(text, Span(0, len(text)))
    assert all(0 <= offset < len(text) for offset in view.offsets)
    assert list(view.offsets) == sorted(set(view.offsets))
