"""Which names are the same, with the reference data at hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.gazetteer import load
from kg.evaluate import Names
from tests.evaluate.annotations import NAMES, parties


@pytest.fixture(scope="module")
def names(root: Path) -> Names:
    return Names(load(root / "data/reference"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("African Development Bank", "AfDB"),
        ("OIM", "IOM"),
        ("Banco Interamericano de Desarrollo", "BID"),
        ("la Organización Internacional para las Migraciones", "International Organization for Migration"),
        ("Mexico", "MX"),
        ("Estados Unidos Mexicanos", "México"),
        ("CRM", "RCM"),
        ("International Organization for Migration (IOM)", "OIM"),
        ("Interim Board of Cartographers (IBC)", "Interim Board of Cartographers"),
        ("Interim Board of Cartographers (IBC)", "IBC"),
        ("IBC (Interim Board of Cartographers)", "the Interim Board of Cartographers"),
        ("Plan 2014–2018", "plan 2014-2018"),
        ("the  Côte d’Ivoire Committee", "Cote d'Ivoire committee"),
    ],
)
def test_two_names_of_one_thing_are_the_same(names: Names, left: str, right: str) -> None:
    assert names.same(left, right)
    assert names.same(right, left)
    assert names.agree([left, "PA"], ["PA", right])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("OIM", "OIT"),
        ("Mexico", "New Mexico"),
        ("MX", None),
        (None, "MX"),
        ("Ministry of Health (Panama)", "Panama"),
        ("Board of Cartographers (IBC)", "Board of Geographers (IBG)"),
        ("Technical Group", "Group"),
    ],
)
def test_names_of_different_things_are_not(names: Names, left: str | None, right: str | None) -> None:
    assert not names.same(left, right)
    assert not names.same(right, left)


def test_an_acronym_in_brackets_counts_without_reference_data_too() -> None:
    assert Names().same("Interim Board of Cartographers (IBC)", "IBC")
    assert not Names().same("African Development Bank", "AfDB")


def test_lists_agree_whatever_their_order_and_never_where_one_has_an_agent_more(names: Names) -> None:
    assert names.agree(["OIM", "MX"], ["Mexico", "IOM"])
    assert not names.agree(["OIM", "MX"], ["IOM"])
    assert not names.agree([], ["IOM"])


@pytest.mark.parametrize("named", [["Mexico", "PA", "OIM"], ["Panamá", "México"], ["participants"]])
def test_naming_every_party_by_any_of_its_names_is_naming_the_participants(names: Names, named: list[str]) -> None:
    assert names.actors_agree(["participants"], named, parties("MX", "PA", "IOM"))
    assert not names.actors_agree(["participants"], ["Mexico"], parties("MX", "PA", "IOM"))


def test_a_city_has_one_name_in_each_language(names: Names) -> None:
    assert names.same_place("Ciudad de México", "Mexico City")
    assert not names.same_place("Bogotá", "Lima")
    assert not names.same_place(None, "Lima")


@pytest.mark.parametrize(
    ("name", "meant", "is_code"),
    [("OIM", "IOM", True), ("MX", "Mexico", True), ("African Development Bank", "AfDB", False), ("PA", "MX", False)],
)
def test_only_a_code_links_an_agent(names: Names, name: str, meant: str, is_code: bool) -> None:
    assert names.is_coded(meant)
    assert names.is_code(name, meant) is is_code


def test_what_has_no_code_is_not_there_to_be_linked(names: Names) -> None:
    assert not names.is_coded("Universal Fellowship of Cartographers")


@given(NAMES, NAMES)
def test_being_the_same_goes_both_ways(left: str, right: str) -> None:
    assert Names().same(left, right) == Names().same(right, left)


@given(st.text())
def test_every_name_is_the_same_as_itself(name: str) -> None:
    assert Names().same(name, name)
    assert Names().loosely(name, name)
    assert Names().same_place(name, name)
