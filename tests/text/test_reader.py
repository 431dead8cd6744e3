import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import read

ENGLISH = "The governments agreed to establish a working group on migration."


def test_the_same_bytes_give_the_same_document() -> None:
    source = Source("a b.txt", ENGLISH.encode())
    assert read(source) == read(source)


def test_the_hash_is_that_of_the_file_and_the_text_is_not_edited() -> None:
    data = ("\r\n\r\n  " + ENGLISH + "\r\n").encode()
    document = read(Source("x.txt", data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text.encode() == data


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("image.png", b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        ("nul.txt", b"The govern\x00ments agreed.", "control character U+0000"),
        ("latin.txt", "Comunicado de Panamá".encode("latin-1"), "byte 19"),
        ("digits.txt", b"12 34 56", "no words"),
        ("bidi.txt", "The \u202egovernments agreed".encode(), "writing direction"),
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
        read(Source("big.txt", b"a" * 2_000), max_bytes=1_000)


def test_a_byte_order_mark_tells_the_encoding() -> None:
    assert read(Source("x.txt", ENGLISH.encode("utf-16"))).text == ENGLISH


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
    assert document.text == text.removeprefix("\ufeff")
