"""What the library says of a failure is said in Spanish too."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.messages import Say
from kg.cli.phrases import phrases, translated

SPANISH = Say("es")
# They speak both languages by themselves, or to those who maintain the project's own files.
ELSEWHERE = {"cli", "query", "annotate", "graph", "assets.py", "validate"}
ERRORS = {
    "UnreadableSource",
    "BadSetting",
    "UnknownSetting",
    "MisusedCommand",
    "BrokenRelease",
    "StoreRefused",
    "PlenaryError",
    "WorkersMissing",
}


def templates(node: ast.expr) -> Iterator[str]:
    """The words of an argument as the code has them, `{}` for what is filled in."""
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.JoinedStr(values=values):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
        case ast.IfExp(body=one, orelse=other):
            yield from templates(one)
            yield from templates(other)


def said(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from templates(argument)


def test_every_failure_that_the_library_tells_of_has_spanish_words(root: Path) -> None:
    files = [path for path in (root / "kg").rglob("*.py") if path.relative_to(root / "kg").parts[0] not in ELSEWHERE]
    words = {one for path in files for one in said(path) if one.strip("{} ")}
    assert len(words) > 30
    # `give {}` is filled in with a setting's rule, each of which is a phrase of its own.
    assert sorted(words - set(phrases()) - {"give {}"}) == []


def test_every_rule_of_a_setting_has_spanish_words() -> None:
    from kg.settings import described

    assert [one.rule for one in described() if f"give {one.rule}" not in phrases()] == []


def test_a_phrase_has_as_many_blanks_in_one_language_as_in_the_other() -> None:
    def blanks(words: str) -> int:
        return sum(name is not None for _, name, _, _ in string.Formatter().parse(words))

    assert [english for english, spanish in phrases().items() if blanks(english) != blanks(spanish)] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("it has 7 bytes and the limit is 5", "tiene 7 bytes y el límite es de 5"),
        ("a, b.txt, byte 3", "a, b.txt, byte 3"),
        ("a.txt, character 9", "a.txt, carácter 9"),
        ("did you mean 'port'?", "¿quiso decir «port»?"),
        ("something that nobody foresaw", "something that nobody foresaw"),
        ("", ""),
    ],
)
def test_blanks_are_filled_in_and_what_is_unknown_stays(english: str, spanish: str) -> None:
    assert translated(english, SPANISH) == spanish
    assert translated(english, Say("en")) == english
