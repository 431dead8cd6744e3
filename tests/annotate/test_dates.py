import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.dates import times
from kg.annotate.words import Words, load_words, ordinal, roman

LEXICON = Path(__file__).parents[2] / "data" / "lexicon"
EN: Words = load_words(LEXICON / "en" / "words.toml")
ES: Words = load_words(LEXICON / "es" / "words.toml")
WRITTEN = date(2023, 7, 25)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("March 13 and 14, 1997", "1997-03-13/1997-03-14"),
        ("January 28-29, 1999", "1999-01-28/1999-01-29"),
        ("March 23rd and 24th, 2000", "2000-03-23/2000-03-24"),
        ("13 and 14 March 1996", "1996-03-13/1996-03-14"),
        ("26 to 27 January 2009", "2009-01-26/2009-01-27"),
        ("24thof May 2013", "2013-05-24"),
        ("October 31-November 1, 2023", "2023-10-31/2023-11-01"),
        ("December 30 to January 2, 2020", "2019-12-30/2020-01-02"),
        ("August 23rd, 2023", "2023-08-23"),
        ("the second half of 1997", "1997-41"),
        ("the second quarter of 1998", "1998-34"),
        ("the first trimester of 2001", "2001-33"),
        ("mid-2022", "2022-05/2022-08"),
        ("May 2023", "2023-05"),
        ("by 2030", "2030"),
        ("from 6-8 July", "2023-07-06/2023-07-08"),
        ("within 60 days", "2023-07-25/2023-09-23"),
        ("by the end of the year", "2023-07-25/2023-12-31"),
        ("today", "2023-07-25"),
    ],
)
def test_english_times_have_one_reading(words: str, edtf: str) -> None:
    assert [time.edtf for time in times(words, EN, WRITTEN)] == [edtf]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("19 al 21 de octubre de 2011", "2011-10-19/2011-10-21"),
        ("los días 30 y 31 de mayo de 2002", "2002-05-30/2002-05-31"),
        ("del 30 de octubre al 1 de noviembre de 2023", "2023-10-30/2023-11-01"),
        ("el segundo semestre de 1997", "1997-41"),
        ("el primer trimestre del año 2001", "2001-33"),
        ("a mediados de 2024", "2024-05/2024-08"),
        ("1º de setiembre de 2010", "2010-09-01"),
        ("dentro de 60 días", "2023-07-25/2023-09-23"),
    ],
)
def test_spanish_times_have_one_reading(words: str, edtf: str) -> None:
    assert [time.edtf for time in times(words, ES, WRITTEN)] == [edtf]


@pytest.mark.parametrize("words", ["February 30, 2020", "on 6 July", "room 1997a", "it may 5"])
def test_what_is_no_date_or_has_no_year_is_left_alone(words: str) -> None:
    assert not [time for time in times(words, EN) if "-" in time.edtf]


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_any_day_is_read_back_in_both_languages(day: date) -> None:
    english = f"{day:%B} {day.day}, {day.year}"
    months = {number: name for name, number in ES.months.items() if len(name) > 4 and name != "setiembre"} | {5: "mayo"}
    spanish = f"{day.day} de {months[day.month]} de {day.year}"
    assert [time.edtf for time in times(english, EN)] == [day.isoformat()]
    assert [time.edtf for time in times(spanish, ES)] == [day.isoformat()]


@given(st.text(alphabet="0123456789 -,/ofMaychJunefirsthalf", max_size=80))
def test_times_are_ordered_and_their_bounds_never_cross(words: str) -> None:
    found = times(words, EN, WRITTEN)
    assert all(time.earliest <= time.latest for time in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("word", "number"), [("Second", 2), ("II", 2), ("2nd", 2), ("XIV", 14), ("10th", 10), ("3.º", None), ("Plan", None)]
)
def test_numbers_of_meetings_are_read_in_every_spelling(word: str, number: int | None) -> None:
    assert ordinal(word, EN) == number
    assert ordinal("Octava", ES) == 8


@given(st.integers(1, 3999))
def test_roman_numerals_are_read_back(number: int) -> None:
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    numeral, rest = "", number
    for value, letters in pairs:
        numeral += letters * (rest // value)
        rest %= value
    assert roman(numeral) == number
