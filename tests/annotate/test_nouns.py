"""Every noun of the lexicon does its part in a sentence, and none where it is not meant."""

import pytest

from kg.annotate import Lexicon, load_lexicon
from tests.annotate.conftest import ROOT, Annotated

LEXICON: Lexicon = load_lexicon(ROOT / "data" / "lexicon", ROOT / "data" / "reference", ROOT / "ontology" / "codes")


def forms(language: str, *roles: str) -> list[str]:
    nouns = LEXICON.tongues[language].nouns
    return sorted({form for role in roles for noun in nouns.get(role, {}).values() for form in noun.forms})


@pytest.mark.parametrize("form", forms("en", "actor"))
def test_an_english_actor_acts_as_subject_and_not_inside_a_relative_clause(annotated: Annotated, form: str) -> None:
    _, claims = annotated(f"The {form} agreed to publish a map of the lakes.")
    assert [act.type for act in claims.acts] == ["Commitment"]
    assert claims.acts[0].actors[0].kind == "collective"
    _, none = annotated(f"The map of the lakes that the {form} agreed to publish is old.")
    assert none.acts == ()


@pytest.mark.parametrize("form", forms("en", "institution"))
def test_an_english_institution_speaks_for_the_parties(annotated: Annotated, form: str) -> None:
    _, claims = annotated(f"The {form[0].upper() + form[1:]} agreed to publish a map of the lakes.")
    assert [act.type for act in claims.acts] == ["Commitment"]


@pytest.mark.parametrize("form", forms("es", "actor"))
def test_a_spanish_actor_acts_as_subject_and_not_inside_a_relative_clause(annotated: Annotated, form: str) -> None:
    _, claims = annotated(f"Los {form} acordaron publicar un mapa de los lagos.", "es")
    assert [act.type for act in claims.acts] == ["Commitment"]
    _, none = annotated(f"El mapa de los lagos que los {form} acordaron publicar es antiguo.", "es")
    assert none.acts == ()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "They agreed to establish a Lakes {form} for the region."),
        ("es", "Acordaron establecer un {form} de los Lagos para la región."),
    ],
)
@pytest.mark.parametrize("form", sorted({*forms("en", "body")} & {*forms("es", "body")} | {"committee", "comité"}))
def test_a_body_is_named_by_its_head(annotated: Annotated, language: str, sentence: str, form: str) -> None:
    if form not in forms(language, "body"):
        pytest.skip("a noun of the other language")
    _, claims = annotated(sentence.format(form=form.capitalize()), language)
    assert [body.founded for body in claims.bodies] == [True]
