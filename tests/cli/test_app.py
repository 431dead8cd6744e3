"""What holds for every command: help, complaints, settings, exit statuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import __version__
from kg.cli.commands import COMMANDS
from tests.cli.conftest import Kg


def test_without_a_command_it_says_what_there_is(kg: Kg) -> None:
    ran = kg()
    assert ran.status == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in ran.out] == []


def test_it_says_its_version(kg: Kg) -> None:
    assert kg("--version").out == f"kg {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_in_the_language_asked_for(kg: Kg, name: str) -> None:
    assert kg(name, "--help").out.startswith(f"Usage: kg {name}")
    spanish = kg(name, "--help", "--lang", "es").out
    assert spanish.startswith(f"Uso: kg {name}")
    assert "Options" not in spanish


def test_a_misspelt_command_gets_the_nearest_one(kg: Kg) -> None:
    ran = kg("biuld")
    assert ran.status == 2
    assert ran.out == ""
    assert "did you mean 'build'?" in ran.err


def test_a_misspelt_option_gets_the_nearest_one(kg: Kg) -> None:
    ran = kg("build", "--build-dri", "x")
    assert ran.status == 2
    assert "--build-dri" in ran.err
    assert "did you mean '--build-dir'?" in ran.err


def test_a_missing_argument_is_a_misuse(kg: Kg) -> None:
    ran = kg("extract")
    assert ran.status == 2
    assert "FILE" in ran.err
    assert "kg extract --help" in ran.err


def test_an_argument_too_many_is_a_misuse(kg: Kg) -> None:
    assert kg("stats", "surplus").status == 2


def test_a_complaint_is_in_spanish_when_asked_for(kg: Kg) -> None:
    assert "¿quiso decir «build»?" in kg("biuld", "--lang", "es").err


def test_a_complaint_is_json_when_asked_for(kg: Kg) -> None:
    ran = kg("stats", "--json")
    assert ran.status == 5
    told = json.loads(ran.err)
    assert set(told) == {"error", "what", "where", "why", "fix", "exit_status"}
    assert told["fix"]


def test_a_command_that_reads_a_release_says_when_there_is_none(kg: Kg) -> None:
    for name in ("stats", "explain", "export", "serve", "diff"):
        ran = kg(name)
        assert (ran.status, ran.out) == (5, ""), name
        assert "kg build" in ran.err


# --- settings ----------------------------------------------------------------------------------------------------


def test_a_flag_wins_over_the_environment_over_the_file(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kg.toml").write_text('build_dir = "of-the-file"\n', encoding="utf-8")
    assert "of-the-file" in kg("stats").err
    monkeypatch.setenv("KG_BUILD_DIR", "of-the-environment")
    assert "of-the-environment" in kg("stats").err
    assert "of-the-flag" in kg("stats", "--build-dir", "of-the-flag").err


def test_the_default_holds_where_nothing_is_set(kg: Kg) -> None:
    assert "data/build" in kg("stats").err


def test_a_value_that_a_setting_cannot_have_is_a_misuse(kg: Kg) -> None:
    ran = kg("serve", "--port", "eighty")
    assert ran.status == 2
    assert "--port" in ran.err


def test_a_variable_that_is_no_setting_gets_the_nearest_one(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BILD_DIR", "x")
    ran = kg("stats")
    assert ran.status == 2
    assert "KG_BUILD_DIR" in ran.err


def test_the_language_follows_file_and_environment_and_locale(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "es_PA.UTF-8")
    assert "dónde" in kg("stats").err
    (tmp_path / "kg.toml").write_text('language = "en"\n', encoding="utf-8")
    assert "where" in kg("stats").err
    monkeypatch.setenv("KG_LANGUAGE", "es")
    assert "dónde" in kg("stats").err


# --- the process -------------------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from kg.cli.app import run; status = run(['--help']);"
        "heavy = {'pydantic', 'rdflib', 'pyshacl', 'fastapi', 'pyoxigraph', 'lingua', 'rich', 'asyncio'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or status)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_failure(release: Path) -> None:
    script = Path(sys.executable).with_name("kg")
    pipe = f"set -o pipefail; '{script}' export --build-dir '{release}' | head -1"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" .\n")


def test_data_is_utf_8_whatever_the_locale(release: Path) -> None:
    import os

    script = Path(sys.executable).with_name("kg")
    environ = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    asked = "SELECT ?l WHERE { <https://w3id.org/igm/id/state/pa> <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    done = subprocess.run(
        [script, "query", asked, "--build-dir", release], capture_output=True, env=environ, timeout=60
    )
    assert "Panamá" in done.stdout.decode("utf-8")
