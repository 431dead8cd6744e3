"""`kg export` of tables, and of everything there is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Kg


@pytest.fixture
def shipped(release: Path) -> tuple[str, Path]:
    return "--build-dir", release


def test_a_table_is_csv_unless_chosen_otherwise(kg: Kg, shipped: tuple[str, Path]) -> None:
    ran = kg("export", "--table", "commitments", *shipped)
    assert ran.status == 0
    assert ran.out.startswith("commitment,gloss,statements,")
    assert ran.out == kg("export", "--table", "commitments", "--format", "csv", *shipped).out


def test_all_tables_go_into_one_sqlite_file(kg: Kg, shipped: tuple[str, Path], tmp_path: Path) -> None:
    assert kg("export", "--format", "sqlite", "--output", "plenary.sqlite", *shipped).status == 0
    with closing(sqlite3.connect(tmp_path / "plenary.sqlite")) as base:
        assert base.execute("SELECT COUNT(*) FROM commitments").fetchone()[0] > 5


def test_everything_goes_into_a_folder_in_one_step(kg: Kg, shipped: tuple[str, Path], tmp_path: Path) -> None:
    ran = kg("export", "--all", "out", "--json", *shipped)
    assert ran.status == 0
    assert sorted(ran.value["files"]) == sorted(
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    assert "100 % (18 of 18)" in ran.err
    assert kg("export", "--all", "out", *shipped).status == 2


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        (("--table", "commitment"), "did you mean 'commitments'?"),
        (("--table", "meetings", "--format", "ttl"), "choose one of csv, csvw, parquet, sqlite"),
        (("--format", "parket"), "did you mean 'parquet'?"),
        (("--format", "parquet"), "name one with --table: commitments,"),
        (("--all", "out", "--format", "csv"), "leave one of them out"),
        (("--table", "meetings", "--document", "rcm-1997-panama"), "leave one of them out"),
    ],
)
def test_a_choice_that_makes_no_sense_ends_with_a_way_out(
    kg: Kg, shipped: tuple[str, Path], given: tuple[str, ...], fix: str
) -> None:
    ran = kg("export", *given, *shipped)
    assert ran.status == 2
    assert fix in ran.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--table", "commitment"), "No existe esa tabla"),
        (("--format", "csv"), "Un archivo de esta forma contiene una sola tabla"),
        (("--all", "."), "La carpeta ya existe"),
    ],
)
def test_it_says_so_in_spanish_too(
    kg: Kg, shipped: tuple[str, Path], tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    (tmp_path / "here").touch()
    ran = kg("export", *given, "--lang", "es", *shipped)
    assert said in ran.err
