import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.negotiate import best_language, best_type

OFFERS = ["application/sparql-results+json", "application/json", "text/csv", "text/html"]


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", OFFERS[0]),
        ("*/*", OFFERS[0]),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/csv;q=0.5, application/json;q=0.9", "application/json"),
        ("*/*;q=0.1, text/csv;q=0", OFFERS[0]),
        ("text/csv;charset=utf-8;q=0.8, text/html;q=0.9", "text/html"),
        ("TEXT/CSV", "text/csv"),
        ("image/png", None),
        ("application/sparql-results+json;q=0", None),
        (";;;q=,/,*/*/*;q=nan, text/csv;q=-1", OFFERS[0]),
        ("text/csv;q=2", OFFERS[0]),
    ],
)
def test_the_form_wanted_most_is_given(accept: str, best: str | None) -> None:
    assert best_type(accept, OFFERS) == best


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-PA,en;q=0.5", "es"),
        ("fr, es;q=0.3", "es"),
        ("fr", "en"),
        ("en;q=0.1,*;q=0.9", "es"),
    ],
)
def test_the_language_wanted_most_is_spoken(accept: str, language: str) -> None:
    assert best_language(accept, ["en", "es"]) == language


@given(st.text(max_size=200))
def test_no_header_is_too_odd(accept: str) -> None:
    assert best_type(accept, OFFERS) in [*OFFERS, None]
    assert best_language(accept, ["en", "es"]) in ("en", "es")
