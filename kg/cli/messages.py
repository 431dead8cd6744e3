"""What the command line says, in English and Spanish: the words are in `messages.toml`."""

import locale
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "Say", "asked_language", "catalogue", "spoken_by_locale"]

LANGUAGES = ("en", "es")
"""The languages of the messages; the first is spoken where no other is asked for."""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message by its dotted key, with its text in each language."""
    table = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return dict(_flat(table, ""))


@dataclass(frozen=True, slots=True)
class Say:
    """Says messages in one language: `say("build.done", count=2)`."""

    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """The message of this key; raises KeyError where there is none."""
        return catalogue()[key][self.language].format(**values)

    def or_none(self, key: str) -> str | None:
        """The message, or None where there is none of this key."""
        return catalogue()[key][self.language] if key in catalogue() else None


def asked_language(arguments: Sequence[str]) -> str | None:
    """The value of `--lang`, wherever it stands: help and complaints are in the language asked for."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def spoken_by_locale(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the user's locale where there are messages in it."""
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    language = locale.normalize(said).split("_")[0].split(".")[0]
    return language if language in LANGUAGES else LANGUAGES[0]


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, dict[str, str]]]:
    if set(table) == set(LANGUAGES) and all(isinstance(text, str) for text in table.values()):
        return [(prefix, dict(table))]
    return [
        message for name, inner in table.items() for message in _flat(inner, f"{prefix}.{name}" if prefix else name)
    ]
