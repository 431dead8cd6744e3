"""Everything that the command line says, it can say in both languages."""

import ast
import re
import string
from pathlib import Path
from typing import Any

import pytest

from kg.cli.app import command_tree
from kg.cli.commands import COMMANDS
from kg.cli.messages import LANGUAGES, Say, asked_language, catalogue, spoken_by_locale


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_message_has_the_same_blanks_in_both_languages() -> None:
    assert [
        key for key, texts in catalogue().items() if len({frozenset(names(text)) for text in texts.values()}) > 1
    ] == []


def test_every_message_is_in_both_languages_and_in_nothing_else() -> None:
    assert {tuple(sorted(texts)) for texts in catalogue().values()} == {tuple(sorted(LANGUAGES))}


def said(path: Path) -> set[str]:
    """The keys that a module says, a `*` for each part that is known only when it runs."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    keyed = [
        call.args[0]
        for call in calls
        if call.args and ast.unparse(call.func).split(".")[-1] in ("say", "tell", "label")
    ]
    return {key for one in keyed if (key := pattern(one))}


def pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern(one) for one in node.values)
    return ".+" if isinstance(node, ast.FormattedValue) else ""


def test_every_key_that_is_said_is_there(root: Path) -> None:
    keys = {key for path in (root / "kg/cli").rglob("*.py") for key in said(path)}
    assert len(keys) > 40
    assert [key for key in sorted(keys) if not any(re.fullmatch(key, one) for one in catalogue())] == []


def parameters() -> list[tuple[str, Any]]:
    tree = command_tree(Say("en"))
    return [(name, one) for name, command in tree.commands.items() for one in command.params]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_says_what_it_does(language: str) -> None:
    say = Say(language)
    assert [name for name in COMMANDS if not say.or_none(f"help.{name}.about")] == []


def test_every_argument_and_option_says_what_it_is_for() -> None:
    say = Say("es")
    silent = [
        f"{name} {one.name}"
        for name, one in parameters()
        if not (say.or_none(f"help.{name}.{one.name}") or say.or_none(f"help.every.{one.name}"))
    ]
    assert silent == []


def test_every_command_speaks_json_and_either_language() -> None:
    told = {name: {one.name for one in command.params} for name, command in command_tree(Say("en")).commands.items()}
    assert [name for name, options in told.items() if not {"json", "lang"} <= options] == []


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "es_PA.UTF-8"}, "es"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_PA.UTF-8"}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "en"),
        ({"LC_MESSAGES": "es"}, "es"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_speaks_where_nobody_chose_a_language(environ: dict[str, str], language: str) -> None:
    assert spoken_by_locale(environ) == language


def test_the_language_asked_for_is_found_wherever_it_stands() -> None:
    assert asked_language(["--lang", "es", "build"]) == "es"
    assert asked_language(["build", "--lang=es"]) == "es"
    assert asked_language(["build", "--", "--lang=es"]) is None
