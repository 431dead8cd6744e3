import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import Limits, read
from tests.text.papers import docx, lines, paragraph, pdf

ENGLISH = "The governments agreed to establish a working group on migration."
HTML = f"<!doctype html><title>x</title><p>{ENGLISH}</p>".encode()
WORD = docx(paragraph(ENGLISH))
PDF = pdf(lines([ENGLISH]))


def test_the_same_bytes_give_the_same_document() -> None:
    source = Source("a b.txt", ENGLISH.encode())
    assert read(source) == read(source)


def test_the_hash_is_that_of_the_file_and_the_text_is_not_edited() -> None:
    data = ("\r\n\r\n  " + ENGLISH + "\r\n").encode()
    document = read(Source("x.txt", data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text.encode() == data


@pytest.mark.parametrize("name", ["x.txt", "x.html", "x.docx", "x.pdf", "x"])
@pytest.mark.parametrize(
    ("data", "media_type", "reader"),
    [
        (ENGLISH.encode(), "text/plain", "text "),
        (f"# Outcome\n\n{ENGLISH}".encode(), "text/markdown", "text "),
        (f"---\ntitle: x\n---\n{ENGLISH}".encode(), "text/markdown", "text "),
        (HTML, "text/html", "html "),
        (WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx "),
        (PDF, "application/pdf", "pdf "),
    ],
    ids=["plain", "markdown", "front matter", "html", "docx", "pdf"],
)
def test_what_a_file_is_is_told_by_its_content_and_not_by_its_name(
    name: str, data: bytes, media_type: str, reader: str
) -> None:
    document = read(Source(name, data))
    assert ENGLISH in document.text
    assert document.media_type == media_type
    assert document.reader.startswith(reader)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("start", ["<script>x</script> ", "<https://example.org/a> ", "a < b > c ", "<b>Note</b>: "])
def test_a_text_that_only_mentions_tags_stays_a_text(start: str) -> None:
    document = read(Source("x.html", (start + ENGLISH).encode()))
    assert document.text == start + ENGLISH


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("nul.txt", b"The govern\x00ments agreed.", "control character U+0000"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or encrypted Office"),
        ("rich.doc", rb"{\rtf1 The governments agreed.}", "rich text"),
        ("program", b"\x7fELF" + bytes(60), "no document"),
        ("feed.xml", b"<?xml version='1.0'?><rss><title>The governments agreed.</title></rss>", "XML and no web page"),
        ("digits.txt", b"12 34 56", "no words"),
        ("bidi.txt", "The \u202egovernments agreed".encode(), "writing direction"),
        ("bidi.html", b"<p>The &#x202e;governments agreed", "writing direction"),
        ("lost.txt", "Comunicado de Panam\ufffd".encode(), "lost letters"),
        ("twice.txt", "MigraciÃ³n en PanamÃ¡ y EspaÃ±a".encode(), "wrong encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_a_remedy(name: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(Source(name, data))
    assert says in str(caught.value)
    assert name in caught.value.where
    assert caught.value.fix


def test_a_file_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadableSource, match="too large"):
        read(Source("big.txt", b"a" * 2_000), Limits(max_bytes=1_000))


@pytest.mark.parametrize("data", [ENGLISH.encode(), HTML, WORD, PDF], ids=["plain", "html", "docx", "pdf"])
def test_a_line_over_the_limit_is_refused_in_every_format(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="line of the file is too long"):
        read(Source("x", data), replace(Limits(), max_line=20))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (ENGLISH, "en"),
        ("Los gobiernos acordaron establecer un grupo de trabajo sobre migración y seguridad.", "es"),
        ("Les gouvernements ont décidé de créer un groupe de travail sur la migration.", "fr"),
        ("Ja.", "und"),
    ],
)
def test_the_language_is_told_from_the_words(words: str, language: str) -> None:
    assert read(Source("x.txt", words.encode())).language == language


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_read_exactly_or_refused(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    try:
        document = read(Source("x.txt", data))
    except UnreadableSource:
        return
    if document.media_type != "text/html":
        assert document.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"---\n"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        document = read(Source("x", start + data))
    except UnreadableSource:
        return
    assert not any(character < "\t" or "\ud800" <= character <= "\udfff" for character in document.text)
