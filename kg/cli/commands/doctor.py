"""`kg doctor`: whether everything that the commands need is there."""

import platform
import sys
from importlib import metadata
from pathlib import Path

from kg import assets
from kg.cli.console import Console, aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, PlenaryError

_PACKAGES = ("pyoxigraph", "rdflib", "pyshacl", "fastapi", "uvicorn", "typer", "lingua-language-detector")
_ASSETS = ("ontology", "data/lexicon", "data/reference", "sparql")


def doctor(build_dir: BuildDir = None, json: Json = False, lang: Lang = None) -> int:
    """Looks at Python, packages, assets and the release, and says what is missing."""
    console = start(json, lang, build_dir=build_dir)
    checks = [("Python", f"{platform.python_version()} ({sys.platform})", True)]
    checks += [_package(name) for name in _PACKAGES]
    checks += [_asset(name) for name in _ASSETS]
    checks.append(_release(console))
    well = all(good for name, _, good in checks if name != "release")
    value = [{"what": name, "found": found, "ok": good} for name, found, good in checks]
    console.show(value, aligned([("✓" if good else "✗", name, found) for name, found, good in checks], indent=""))
    return int(ExitStatus.DONE if well else ExitStatus.ENVIRONMENT)


def _package(name: str) -> tuple[str, str, bool]:
    try:
        return name, metadata.version(name), True
    except metadata.PackageNotFoundError:
        return name, "—", False


def _asset(name: str) -> tuple[str, str, bool]:
    try:
        folder: Path = assets.directory(name)
    except PlenaryError as error:
        return name, str(error), False
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    return name, f"{files}", True


def _release(console: Console) -> tuple[str, str, bool]:
    from kg.cli.commands.released import release_of

    try:
        release = release_of(console.settings)
    except PlenaryError as error:
        return "release", str(error), False
    return "release", release.id, True
