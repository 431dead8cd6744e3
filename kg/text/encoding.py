"""From bytes to characters: by a mark, by what the bytes cannot otherwise be, or not at all.

A file is never half read: what is in no one encoding from its first byte to its last is refused.
"""

import re

from kg.errors import UnreadableSource

__all__ = ["decoded"]

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Which bytes of four are zero in the Latin script, where there is no mark.
_ZEROS = {"utf-32-le": "xooo", "utf-32-be": "ooox", "utf-16-le": "xoxo", "utf-16-be": "oxox"}
# https://encoding.spec.whatwg.org/#names-and-labels , as far as Python and Windows mean the same by them.
_DECLARED = {
    **dict.fromkeys("ascii us-ascii iso-8859-1 iso8859-1 latin1 l1 windows-1252 cp1252 x-cp1252".split(), "cp1252"),
    **{f"windows-125{digit}": f"cp125{digit}" for digit in "0134567"},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in "2 3 4 5 6 7 8 10 13 14 15 16".split()},
    **dict.fromkeys("iso-8859-9 latin5 windows-1254".split(), "cp1254"),
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
}
# Letters with accents, marks and quotes as UTF-8 has them: beside bytes that are not UTF-8 they tell of a mixture.
_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_SMALL, _CAPITAL = "áéíóúüñçàèìòùâêîôûäëïöœæåøãõß", "ÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖŒÆÅØÃÕ"
_SIGNS = "“”‘’„‚–—…•«»¿¡ºª°§€£·©®™†´\u00a0\u00ad"
_WESTERN = frozenset(_SMALL + _CAPITAL + _SIGNS)
# What other encodings look like when they are taken for windows-1252.
_FOREIGN = re.compile(
    rf"[{_SMALL}{_CAPITAL}]{{3}}"  # a script of its own
    rf"|[a-zß-ÿ][{_CAPITAL}]"  # a capital within a word
    r"|[^\W\d_][“”„‚…•«»¿¡°§€£·©®™†´][^\W\d_]"  # a sign within a word
    r"|õ(?!e)|Õ(?!E)"  # outside Portuguese this letter is the ő of another table
)


def decoded(data: bytes, name: str, declared: str | None = None) -> str:
    """The characters of a file, without a leading mark; `declared` is what it says of its encoding.

    Raises UnreadableSource for what is in no encoding, in more than one, or in one that cannot be told.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _zeroed(data)
    if marked is not None:
        return _strictly(data, marked, name).removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _single_bytes(data, name, declared, error)


def _zeroed(data: bytes) -> str | None:
    """The wide encoding of a Latin text without a mark: most of some of its bytes are zero, none of the others."""
    sample = data[:4_096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    quarters = [sample[place::4] for place in range(4)]
    shares = [quarter.count(0) / len(quarter) for quarter in quarters]
    told = "".join("o" if share > 0.6 else "x" if share < 0.05 else "?" for share in shares)
    return next((encoding for encoding, zeros in _ZEROS.items() if zeros == told), None)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            what="The file is damaged, or in more than one encoding",
            where=f"{name}, byte {error.start:,}",
            why=f"it opens as {encoding.upper()} and does not go on as such",
            fix="save it as UTF-8, or give the right file",
        ) from error


def _single_bytes(data: bytes, name: str, declared: str | None, error: UnicodeDecodeError) -> str:
    if found := _UTF8.search(data):
        raise UnreadableSource(
            what="The file mixes encodings",
            where=f"{name}, byte {error.start:,}",
            why=f"it is not UTF-8 there, and it is at byte {found.start():,}",
            fix="save it as UTF-8 from the program that it was written with",
        ) from error
    known = _DECLARED.get((declared or "").strip().lower())
    text = _tried(data, known or "cp1252")
    if text is not None and (known or _is_western(text)):
        return text
    raise UnreadableSource(
        what="The file is not text in UTF-8",
        where=f"{name}, byte {error.start:,}",
        why=f"byte 0x{data[error.start]:02X} cannot stand there, and its encoding cannot be told for certain",
        fix="save it as UTF-8 (from Windows: iconv -f WINDOWS-1252 -t UTF-8), or give the right file",
    ) from error


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_western(text: str) -> bool:
    """Whether the text can only be windows-1252: its letters and signs stand where a Western language has them."""
    others = [character for character in text if character > "\x7f"]
    plain = sum(character.isascii() and character.isalpha() for character in text)
    return _WESTERN.issuperset(others) and len(others) < 0.35 * plain and _FOREIGN.search(text) is None
