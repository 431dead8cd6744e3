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
        ("December 30, 2019 to January 2, 2020", "2019-12-30/2020-01-02"),
        ("28 February - 2 March 2024", "2024-02-28/2024-03-02"),
        ("30 December 2019 to 2 January 2020", "2019-12-30/2020-01-02"),
        ("8, 9 and 10 May 2019", "2019-05-08/2019-05-10"),
        ("May 8, 9 and 10, 2019", "2019-05-08/2019-05-10"),
        ("June 3rd–5th, 2019", "2019-06-03/2019-06-05"),
        ("from Monday 4 to Wednesday 6 March 2019", "2019-03-04/2019-03-06"),
        ("Tuesday, 4 June 2019", "2019-06-04"),
        ("the 14th day of March 2020", "2020-03-14"),
        ("this third day of June, two thousand and twenty-four", "2024-06-03"),
        ("26 Ramadan 1440 H (31 May 2019)", "2019-05-31"),
        ("August 23rd, 2023", "2023-08-23"),
        ("3 Sept. 2015", "2015-09-03"),
        ("12.06.2019", "2019-06-12"),
        ("25/06/2019", "2019-06-25"),
        ("06/25/2019", "2019-06-25"),
        ("2019-06-25", "2019-06-25"),
        ("12 June of this year", "2023-06-12"),
        ("the second half of 1997", "1997-41"),
        ("H1 2025", "2025-40"),
        ("the first half of June 2024", "2024-06-01/2024-06-15"),
        ("the last week of June 2024", "2024-06-24/2024-06-30"),
        ("early March 2024", "2024-03-01/2024-03-10"),
        ("by the end of June 2026", "2026-06-21/2026-06-30"),
        ("the second quarter of 1998", "1998-34"),
        ("the third quarter (Q3) of 2024", "2024-35"),
        ("Q4 2024", "2024-36"),
        ("the last quarter of the current year", "2023-36"),
        ("the first trimester of 2001", "2001-33"),
        ("mid-2022", "2022-05/2022-08"),
        ("by the end of 2026", "2026-12"),
        ("by year-end 2025", "2025-12"),
        ("May 2023", "2023-05"),
        ("between March and May 2020", "2020-03/2020-05"),
        ("December 2019 to January 2020", "2019-12/2020-01"),
        ("by 2030", "2030"),
        ("the period 2025-2030", "2025/2030"),
        ("from 2025 to 2030", "2025/2030"),
        ("in the 2020s", "202X"),
        ("by the end of this decade", "202X"),
        ("from 6-8 July", "2023-07-06/2023-07-08"),
        ("within 60 days", "2023-07-25/2023-09-23"),
        ("within sixty (60) days", "2023-07-25/2023-09-23"),
        ("within a period of two weeks", "2023-07-25/2023-08-08"),
        ("within the next twelve months", "2023-07-25/2024-07-25"),
        ("over the next two years", "2023-07-25/2025-07-25"),
        ("within a 90-day period", "2023-07-25/2023-10-23"),
        ("within 30 days of the signing of this memorandum", "2023-07-25/2023-08-24"),
        ("for an initial period of two years", "2023-07-25/2025-07-25"),
        ("by the end of the year", "2023-07-25/2023-12-31"),
        ("before the end of next year", "2024-12"),
        ("next year", "2024"),
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
        ("los días 8, 9 y 10 de mayo del 2019", "2019-05-08/2019-05-10"),
        ("del 30 de octubre al 1 de noviembre de 2023", "2023-10-30/2023-11-01"),
        ("del 30 de diciembre de 2019 al 2 de enero de 2020", "2019-12-30/2020-01-02"),
        ("entre el 3 y el 5 de junio de 2014", "2014-06-03/2014-06-05"),
        ("desde el 3 hasta el 5 de junio de 2014", "2014-06-03/2014-06-05"),
        ("del lunes 4 al miércoles 6 de marzo de 2019", "2019-03-04/2019-03-06"),
        ("el martes 4 de junio del año 2019", "2019-06-04"),
        ("a los catorce días del mes de marzo de dos mil veinte", "2020-03-14"),
        ("a los 14 días del mes de marzo de 2020", "2020-03-14"),
        ("el primero de mayo de 2019", "2019-05-01"),
        ("el 4 de marzo del presente año", "2023-03-04"),
        ("12/06/2019", "2019-06-12"),
        ("mayo del 2019", "2019-05"),
        ("entre marzo y mayo de 2020", "2020-03/2020-05"),
        ("el segundo semestre de 1997", "1997-41"),
        ("en el primer semestre del presente año", "2023-40"),
        ("el primer trimestre del año 2001", "2001-33"),
        ("el último trimestre de 2024", "2024-36"),
        ("el segundo cuatrimestre de 2024", "2024-38"),
        ("el primer bimestre de 2024", "2024-01/2024-02"),
        ("la segunda quincena de junio de 2024", "2024-06-16/2024-06-30"),
        ("la primera semana de mayo de 2024", "2024-05-01/2024-05-07"),
        ("a mediados de 2024", "2024-05/2024-08"),
        ("a finales de octubre de 2025", "2025-10-21/2025-10-31"),
        ("antes de que finalice 2026", "2026"),
        ("antes de que finalice el año", "2023-07-25/2023-12-31"),
        ("a fines del próximo año", "2024-12"),
        ("a más tardar el 30 de junio de 2025", "2025-06-30"),
        ("1º de setiembre de 2010", "2010-09-01"),
        ("dentro de 60 días", "2023-07-25/2023-09-23"),
        ("en un plazo no mayor a sesenta (60) días", "2023-07-25/2023-09-23"),
        ("en un plazo máximo de noventa días", "2023-07-25/2023-10-23"),
        ("dentro de los próximos treinta días", "2023-07-25/2023-08-24"),
        ("en los próximos seis meses", "2023-07-25/2024-01-25"),
        ("por un período de dos años", "2023-07-25/2025-07-25"),
        ("la década de 2020", "202X"),
        ("el período 2021-2030", "2021/2030"),
        ("el próximo año", "2024"),
    ],
)
def test_spanish_times_have_one_reading(words: str, edtf: str) -> None:
    assert [time.edtf for time in times(words, ES, WRITTEN)] == [edtf]


@pytest.mark.parametrize(
    "words",
    [
        "February 30, 2020",
        "on 6 July",
        "room 1997a",
        "it may 5",
        "they march 5 of 2019",
        "06/07/2019",
        "within 60 days of the entry into force",
        "within a few days",
        "before the next meeting",
        "fiscal year 2025",
    ],
)
def test_what_is_no_date_or_has_no_year_is_left_alone(words: str) -> None:
    reference = WRITTEN if "days" in words else None
    assert not [time for time in times(words, EN, reference) if "-" in time.edtf]


@pytest.mark.parametrize(
    "words", ["30 de febrero de 2020", "en un plazo de 30 días contados a partir de la entrada en vigor", "31/31/2020"]
)
def test_what_is_no_date_in_spanish_is_left_alone(words: str) -> None:
    assert not [time for time in times(words, ES, WRITTEN) if "-" in time.edtf and time.earliest.day != 1]


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
    ("word", "number"),
    [
        ("Second", 2),
        ("II", 2),
        ("2nd", 2),
        ("XIV", 14),
        ("10th", 10),
        ("Forty-Fifth", 45),
        ("Twenty-first", 21),
        ("thirtieth", 30),
        ("3.º", None),
        ("Plan", None),
    ],
)
def test_numbers_of_meetings_are_read_in_every_spelling(word: str, number: int | None) -> None:
    assert ordinal(word, EN) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Octava", 8),
        ("séptimo", 7),
        ("SEPTIMA", 7),
        ("Vigésima Primera", 21),
        ("vigesimoprimera", 21),
        ("vigésimo quinto", 25),
        ("Trigésima", 30),
        ("cuadragésima novena", 49),
        ("Décimo Tercer", 13),
        ("Primer", 1),
        ("45ª", 45),
    ],
)
def test_numbers_of_meetings_are_read_in_every_spanish_spelling(word: str, number: int) -> None:
    assert ordinal(word, ES) == number


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
