import pytest

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import Limits, read

HEAD = "<!doctype html><html><head><meta charset=utf-8><title>Outcome of Lima - Forum</title></head><body>"


def text(body: str, limits: Limits | None = None) -> str:
    return read(Source("x.html", (HEAD + body).encode()), limits).text


def test_blocks_stand_apart_and_white_space_is_one_space() -> None:
    assert text("<h1>Outcome\n of Lima</h1><p>The ministers\n   met.</p><p>They <b>agree</b>d.</p>") == (
        "Outcome of Lima\n\nThe ministers met.\n\nThey agreed.\n"
    )


def test_a_line_break_is_kept() -> None:
    assert text("<p>Lima, Peru<br>3 June 2020</p>") == "Lima, Peru\n3 June 2020\n"


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("<ol><li>Agree;<li>Decide.</ol>", "1. Agree;\n2. Decide.\n"),
        ("<ol start=4><li>Agree;<li value=7>Decide;<li>Meet.</ol>", "4. Agree;\n7. Decide;\n8. Meet.\n"),
        ("<ol type=a><li>Agree;<li>Decide.</ol>", "a. Agree;\nb. Decide.\n"),
        ("<ol type=I><li>Agree;<li>Decide.</ol>", "I. Agree;\nII. Decide.\n"),
        ('<ol style="list-style-type: lower-roman"><li>Agree;<li>Decide.</ol>', "i. Agree;\nii. Decide.\n"),
        ("<ol reversed><li>Agree;<li>Decide.</ol>", "2. Agree;\n1. Decide.\n"),
        ("<ul><li>Agree;<li>Decide.</ul>", "• Agree;\n• Decide.\n"),
        ("<ul style='list-style: none'><li>a) Agree;</li><li>b) Decide.</li></ul>", "a) Agree;\n\nb) Decide.\n"),
        ("<ul><li>a) Agree;</li><li>b) Decide.</li></ul>", "a) Agree;\nb) Decide.\n"),
        (
            "<ol><li>Agree:<ol type=a><li>here;<li>there:<ul><li>now.</ul></ol><li>Decide.</ol>",
            "1. Agree:\n  a. here;\n  b. there:\n    ▪ now.\n2. Decide.\n",
        ),
        ("<ol><li><p>Agree;</p></li><li><p>Decide.</p></li></ol>", "1. Agree;\n2. Decide.\n"),
    ],
)
def test_the_number_or_bullet_of_an_item_is_in_the_text(listed: str, written: str) -> None:
    assert text(f"<p>The ministers:</p>{listed}") == f"The ministers:\n\n{written}"


def test_what_is_not_content_is_left_out() -> None:
    body = """
    <nav><a href=/>Home</a> <a href=/n>News</a></nav>
    <div class="top-menu"><ul><li><a href=/a>About</a><li><a href=/c>Contact</a></ul></div>
    <div role=banner>Banner</div><div class="breadcrumb"><a href=/>Home</a> &gt; Lima</div>
    <div><ul><li><a href=/1>One</a><li><a href=/2>Two</a><li><a href=/3>Three</a></ul></div>
    <p>The ministers met in Lima.</p><p hidden>Hidden</p><p style="display: none">Unseen</p>
    <script>var a = "Script";</script><style>p {}</style><noscript>Noscript</noscript>
    <aside>Aside</aside><form><input value=Field><button>Press</button></form><svg><text>Drawn</text></svg>
    <footer>Copyright 2020</footer>"""
    assert text(body) == "The ministers met in Lima.\n"


def test_a_list_of_links_that_words_lead_into_is_content() -> None:
    body = "<p>Taking part:</p><ul><li><a href=/p>Peru</a><li><a href=/c>Chile</a><li><a href=/e>Ecuador</a></ul>"
    assert text(body) == "Taking part:\n\n• Peru\n• Chile\n• Ecuador\n"


def test_the_part_that_is_marked_as_the_content_is_read_under_the_title_of_the_page() -> None:
    body = "<header><h1>Outcome of Lima</h1></header><div>Latest news of today</div>"
    body += "<main><p>The ministers met in Lima and agreed to meet again.</p></main><p>Read more</p>"
    assert text(body) == "Outcome of Lima\n\nThe ministers met in Lima and agreed to meet again.\n"


def test_a_table_row_is_a_line_and_a_label_is_told_from_its_value() -> None:
    body = "<table><tr><th>Date</th><td>3 June 2020</td></tr><tr><td>Peru</td><td>Minister A</td><td>Lima</td></tr>"
    assert text(body + "</table>") == "Date: 3 June 2020\n\nPeru | Minister A | Lima\n"


def test_a_table_that_only_places_prose_is_prose() -> None:
    body = "<table><tr><td><p>Menu</p></td><td><p>The ministers met.</p><p>They agreed.</p></td></tr></table>"
    assert text(body) == "Menu\n\nThe ministers met.\n\nThey agreed.\n"


def test_a_term_is_told_from_what_is_said_of_it() -> None:
    assert text("<dl><dt>Venue</dt><dd>Lima</dd><dt>Date:</dt><dd>3 June</dd></dl>") == "Venue: Lima\n\nDate: 3 June\n"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('migration<sup><a href="#n1">1</a></sup> and ports', "migration and ports"),
        ("migration.<sup>12</sup> They", "migration. They"),
        ('migration<a href="#n1">[1]</a> and ports', "migration and ports"),
        ("the 4<sup>th</sup> meeting", "the 4th meeting"),
        ("an area of 30 km<sup>2</sup>", "an area of 30 km2"),
        ("see <a href='#part'>Part 2</a>", "see Part 2"),
    ],
)
def test_the_number_of_a_footnote_is_no_part_of_the_sentence(written: str, read_as: str) -> None:
    assert text(f"<p>{written}</p>") == f"{read_as}\n"


def test_text_that_was_pasted_into_a_page_keeps_its_paragraphs() -> None:
    assert text("<p>OUTCOME\nLima, 3 June 2020\n\nThe ministers met.</p>") == (
        "OUTCOME\nLima, 3 June 2020\n\nThe ministers met.\n"
    )


def test_no_entity_is_fetched_or_expanded() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "boom">]>'
    page += "<html><body><p>&x; &y; The ministers met.</p></body></html>"
    assert read(Source("x.xhtml", page.encode())).text == "&x; &y; The ministers met.\n"


@pytest.mark.parametrize(
    "body",
    ["<div>" * 1_000 + "The ministers met.", "<div>" * 100_000 + "The ministers met."],
    ids=["in this process", "apart"],
)
def test_elements_within_one_another_without_end_are_refused(body: str) -> None:
    with pytest.raises(UnreadableSource, match=r"nested too deeply|too long to read"):
        text(body, Limits(max_seconds=1))


def test_elements_within_the_limit_are_read() -> None:
    limits = Limits(max_depth=250)
    assert text("<div>" * 240 + "The ministers met." + "</div>" * 240, limits) == "The ministers met.\n"


def test_a_page_that_takes_its_parser_for_ever_is_given_up() -> None:
    with pytest.raises(UnreadableSource, match=r"takes too long|cannot be read safely"):
        text("<select>" + "<option>x" * 300_000, Limits(max_seconds=1))


def test_a_large_page_reads_as_a_small_one_does() -> None:
    paragraph = "<p>The ministers met in Lima.</p>"
    assert text(paragraph * 6_000) == "\n\n".join(["The ministers met in Lima."] * 6_000) + "\n"
