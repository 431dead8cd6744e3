import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Source
from kg.text import read

ENGLISH = "The governments agreed on “shared” rules – and on co-operation."
SPANISH = "Los países de América acordaron la cooperación en Bogotá, según lo “dispuesto” en el año anterior."
LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúüñÁÉÍÓÚÑ"
WORDS = st.lists(st.text(LETTERS[:-6], min_size=1, max_size=9), min_size=12, max_size=40)


def text(data: bytes) -> str:
    return read(Source("x.txt", data)).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("words", [ENGLISH, SPANISH])
def test_what_is_told_by_a_mark_or_beyond_doubt_is_read(words: str, encoding: str) -> None:
    assert text(words.encode(encoding)) == words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_need_no_mark(encoding: str) -> None:
    assert text(SPANISH.encode(encoding)) == SPANISH


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (SPANISH, "mac_roman"),
        (SPANISH.replace("“", "").replace("”", ""), "cp850"),
        ("Państwa zgodziły się na współpracę w dziedzinie źródeł energii", "cp1250"),
        ("Státy se dohodly, že příště účast rozšíří", "cp1250"),
        ("Ülkeler işbirliğini güçlendirmeye karar verdi", "cp1254"),
        ("Страны решили провести встречу", "cp1251"),
        ("Страны решили провести встречу", "koi8-r"),
        ("Οι χώρες αποφάσισαν να συνεργαστούν", "cp1253"),
        ("各国政府は協力を強化することで合意した", "shift_jis"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused_and_never_guessed(words: str, encoding: str) -> None:
    with pytest.raises(UnreadableSource, match=r"cannot be told for certain|mixes encodings"):
        text(words.encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        SPANISH.encode() + b"\n" + SPANISH.encode("cp1252"),
        SPANISH.encode("cp1252") + b"\n" + SPANISH.encode(),
        SPANISH.encode("utf-16") + b"\x00",
        ENGLISH.encode() + b"\n" + SPANISH.encode("utf-16-le") + b"\n" + SPANISH.encode("latin-1", "ignore"),
    ],
)
def test_more_than_one_encoding_in_a_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"encoding|control character"):
        text(data)


@given(WORDS)
def test_western_letters_come_back_whole_or_not_at_all(words: list[str]) -> None:
    written = "The text says: " + " ".join(words)
    try:
        found = text(written.encode("cp1252"))
    except UnreadableSource:
        return
    assert found == written


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("windows-1250", "cp1250"), ("ISO-8859-15", "iso8859-15")],
)
def test_a_page_says_what_its_encoding_is(declared: str, encoding: str) -> None:
    words = "Los países acordaron más cooperación en la región."
    if encoding == "cp1250":
        words = "Państwa zgodziły się na współpracę."
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><p>{words}'
    assert words in text(page.encode(encoding))


def test_a_page_in_utf8_is_read_as_such_whatever_it_says() -> None:
    page = f"<html><head><meta charset='iso-8859-1'></head><body><p>{SPANISH}</p>".encode()
    assert SPANISH in text(page)


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "rot13", "zip", "no-such"])
def test_a_page_cannot_name_an_encoding_that_is_none(declared: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body>".encode() + "<p>Ñandú ŽŽ".encode("cp1250", "ignore")
    with pytest.raises(UnreadableSource):
        text(page + b"\x81\xff")
