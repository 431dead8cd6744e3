"""The arguments that several commands take, and what every command starts with."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Console
from kg.cli.messages import Say, spoken_by_locale
from kg.settings import Settings, load

__all__ = ["BaseIri", "BuildDir", "Json", "Lang", "settings_for", "start"]

# Values arrive as words and are checked by kg.settings, which says what is wrong with one and what would be right.
Json = Annotated[bool, typer.Option("--json")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="en|es")]
BuildDir = Annotated[str | None, typer.Option("--build-dir", metavar="DIR")]
BaseIri = Annotated[str | None, typer.Option("--base-iri", metavar="IRI")]

_FILE = Path("kg.toml")


def start(json: bool = False, lang: str | None = None, **flags: object) -> Console:
    """The console of a command, with the settings in force; raises BadSetting or UnknownSetting."""
    settings = settings_for(lang, **flags)
    return Console(settings, Say(settings.language), json)


def settings_for(lang: str | None, **flags: object) -> Settings:
    """Flags over `KG_*` over `kg.toml`; the language falls back on the locale before the default."""
    environ = _with_locale(os.environ)
    return load(environ, _FILE, {"language": lang, **flags})


def _with_locale(environ: Mapping[str, str]) -> Mapping[str, str]:
    if "KG_LANGUAGE" in environ or _file_says_language():
        return environ
    return {**environ, "KG_LANGUAGE": spoken_by_locale(environ)}


def _file_says_language() -> bool:
    try:
        lines = _FILE.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return any(line.partition("=")[0].strip() == "language" for line in lines)
