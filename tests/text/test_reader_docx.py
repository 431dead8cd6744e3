import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import Limits, read
from tests.text.papers import W, archive, docx, item, paragraph

WORDS = "The ministers met."


def level(number: int, kind: str, text: str, more: str = "") -> str:
    counted = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{counted}</w:lvl>'


def numbering(*definitions: str, more: str = "") -> str:
    held = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{one}</w:abstractNum>' for n, one in enumerate(definitions, 1)
    )
    named = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(definitions) + 1)
    )
    return f"<w:numbering {W}>{held}{named}{more}</w:numbering>"


OUTLINE = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + level(2, "lowerRoman", "(%3)")


def text(body: str, limits: Limits | None = None, **parts: str) -> str:
    return read(Source("x.docx", docx(body, **parts)), limits).text


def test_paragraphs_stand_apart() -> None:
    assert text(paragraph("Outcome") + paragraph("") + paragraph(WORDS)) == f"Outcome\n\n{WORDS}\n"


def test_the_numbers_that_word_prints_are_in_the_text() -> None:
    body = paragraph("They:") + item("agree:") + item("here;", 1) + item("there:", 1) + item("now;", 2)
    body += item("later;", 2) + item("decide:") + item("anew.", 1)
    assert text(body, numbering=numbering(OUTLINE)) == (
        "They:\n\n1. agree:\n  a) here;\n  b) there:\n    (i) now;\n    (ii) later;\n2. decide:\n  a) anew.\n"
    )


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        (level(0, "bullet", "\uf0b7"), "•", "•"),
        (level(0, "bullet", "o"), "○", "○"),
        (level(0, "bullet", "\uf0a7"), "▪", "▪"),
        (level(0, "bullet", "–"), "–", "–"),
        (level(0, "upperRoman", "%1."), "I.", "II."),
        (level(0, "upperLetter", "(%1)"), "(A)", "(B)"),
        (level(0, "decimalZero", "%1."), "01.", "02."),
        (level(0, "decimal", "Article %1."), "Article 1.", "Article 2."),
    ],
)
def test_a_mark_reads_as_it_is_printed(levels: str, first: str, second: str) -> None:
    body = item("Agreed.") + item("Decided.")
    assert text(body, numbering=numbering(levels)) == f"{first} Agreed.\n{second} Decided.\n"


def test_a_number_can_name_those_above_it() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert text(item("One") + item("Two", 1), numbering=numbering(levels)) == "I. One\n  1.1 Two\n"


def test_a_list_that_begins_anew_counts_from_its_own_start() -> None:
    more = '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    more += "</w:lvlOverride></w:num>"
    body = item("a") + paragraph("Then:") + item("b", number=9) + item("c", number=9)
    assert text(body, numbering=numbering(OUTLINE, more=more)) == "1. a\n\nThen:\n\n5. b\n6. c\n"


def test_a_paragraph_is_numbered_by_its_style_and_by_what_that_is_based_on() -> None:
    styles = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/><w:basedOn w:val="Base"/></w:style>
      <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
      </w:styles>"""
    body = paragraph("Agreed.", '<w:pStyle w:val="Item"/>') + paragraph("Met.", '<w:pStyle w:val="Loop"/>')
    body += paragraph("Plain.", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text(body, numbering=numbering(OUTLINE), styles=styles) == "1. Agreed.\n\nMet.\n\nPlain.\n"


def test_a_table_row_is_a_line() -> None:
    def cell(words: str) -> str:
        return f"<w:tc>{paragraph(words)}</w:tc>"

    body = (
        f"<w:tbl><w:tr>{cell('Date')}{cell('3 June 2020')}</w:tr><w:tr>{cell('a')}{cell('b')}{cell('c')}</w:tr></w:tbl>"
    )
    assert text(body + paragraph(WORDS)) == f"Date: 3 June 2020\n\na | b | c\n\n{WORDS}\n"


@pytest.mark.parametrize(
    ("run", "read_as"),
    [
        ("<w:r><w:t>met</w:t><w:br/><w:t>there</w:t></w:r>", "met\nthere"),
        ("<w:r><w:t>met</w:t><w:tab/><w:t>there</w:t></w:r>", "met there"),
        ("<w:ins><w:r><w:t>met</w:t></w:r></w:ins><w:del><w:r><w:delText>left</w:delText></w:r></w:del>", "met"),
        ("<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>met</w:t></w:r>", "met"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>met</w:t></w:r>", "met"),
        ("<w:r><w:t>met</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r>", "met"),
        (
            "<w:r><w:t>the 3</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>rd</w:t></w:r>",
            "the 3rd",
        ),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>met</w:t></w:r>", "met"),
        ("<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:r><w:t>met</w:t></w:r></w:sdtContent></w:sdt>", "met"),
        ("<w:hyperlink><w:r><w:t>met</w:t></w:r></w:hyperlink>", "met"),
    ],
)
def test_what_word_does_not_show_is_not_read(run: str, read_as: str) -> None:
    assert text(f"<w:p>{run}</w:p>") == f"{read_as}\n"


def test_notes_stand_at_the_end_and_not_in_the_sentence() -> None:
    body = '<w:p><w:r><w:t>They met</w:t><w:footnoteReference w:id="2"/><w:t> in Lima.</w:t></w:r></w:p>' + paragraph(
        "End."
    )
    notes = f'<w:footnotes {W}><w:footnote w:id="0">{paragraph("line")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("Peru.")}</w:footnote></w:footnotes>'
    assert text(body, footnotes=notes) == "They met in Lima.\n\nEnd.\n\n[1] Peru.\n"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent>"
    drawn = f"<mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    drawn += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>They </w:t></w:r><w:r>{drawn}</w:r><w:r><w:t>met.</w:t></w:r></w:p>"
    assert text(body) == "They met.\n\nBoxed.\n"


def test_a_list_of_contents_is_no_text() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="TDC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    assert text(paragraph("Agreed 3", '<w:pStyle w:val="TDC1"/>') + paragraph(WORDS), styles=styles) == f"{WORDS}\n"


@given(st.lists(st.text("abc &<>é\u00a0", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6))
def test_what_is_written_is_read(paragraphs: list[str]) -> None:
    expected = [" ".join(one.split(" ")).strip() for one in paragraphs]
    found = text(paragraph("Words") + "".join(map(paragraph, paragraphs))).split("\n\n")[1:]
    assert [" ".join(one.split()) for one in found] == [" ".join(one.split()) for one in expected]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
DOCUMENT = f"<w:document {W}><w:body>{paragraph(WORDS)}</w:body></w:document>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive({"word/document.xml": LAUGHS + DOCUMENT}), "declares entities"),
        (archive({"word/document.xml": DOCUMENT[:-9]}), "damaged archive"),
        (archive({"word/other.xml": DOCUMENT}), "no Word document"),
        (archive({"word/document.xml": "<x/>"}), "no Word document"),
        (docx(paragraph(WORDS))[:-30], "damaged archive"),
        (docx(paragraph(WORDS)).replace(b"word/document", b"word/docUment"), "no Word document"),
        (docx("<w:sdt>" * 5_000 + paragraph(WORDS) + "</w:sdt>" * 5_000), "nested too deeply"),
    ],
    ids=["laughs", "cut", "no part", "no body", "no end", "other part", "nested"],
)
def test_a_hostile_document_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource, match=says):
        read(Source("x.docx", data))


def test_elements_within_the_limit_are_read() -> None:
    body = "<w:sdt>" * 240 + paragraph(WORDS) + "</w:sdt>" * 240
    assert text(body, Limits(max_depth=250)) == f"{WORDS}\n"


def test_what_unpacks_without_end_is_refused_within_its_limits() -> None:
    body = paragraph("a" * 30_000_000)
    with pytest.raises(UnreadableSource, match="unpacks to too much"):
        text(body, Limits(max_unpacked=10_000_000))


def test_what_fills_the_memory_ends_its_own_process_only() -> None:
    cells = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 400_000
    with pytest.raises(UnreadableSource, match=r"cannot be read safely|too long"):
        text(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", Limits(max_unpacked=50_000_000, max_seconds=2))


def test_many_parts_do_no_harm() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        zipped.writestr("word/document.xml", DOCUMENT)
        for number in range(30_000):
            zipped.writestr(f"x/{number}", b"")
    assert read(Source("x.docx", held.getvalue())).text == f"{WORDS}\n"


@given(st.binary(min_size=1, max_size=40), st.integers(0, 400))
def test_a_damaged_document_is_read_or_refused(damage: bytes, place: int) -> None:
    data = docx(paragraph(WORDS) + item("Agreed."), numbering=numbering(OUTLINE))
    place %= len(data)
    try:
        read(Source("x.docx", data[:place] + damage + data[place + len(damage) :]))
    except UnreadableSource:
        return
