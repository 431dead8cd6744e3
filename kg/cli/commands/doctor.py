"""`kg doctor`: whether everything that the commands need is there."""

import platform
from collections.abc import Iterator
from importlib import metadata

from kg.cli.asking import release_of
from kg.cli.console import aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, PlenaryError
from kg.settings import Settings

__all__ = ["doctor"]

_DISTRIBUTION = "plenary-kg"

Check = tuple[str, str, bool]
"""What was looked at, what was found, and whether that will do."""


def doctor(build_dir: BuildDir = None, json: Json = False, lang: Lang = None) -> int:
    """Looks at Python, packages, assets and the release; the status is 5 where something is missing."""
    console = start(json, lang, build_dir=build_dir)
    checks = [("Python", platform.python_version(), True), *_packages(), *_assets(), _release(console.settings)]
    value = [{"what": what, "found": found, "ok": well} for what, found, well in checks]
    rows = [(console.say("doctor.ok" if well else "doctor.missing"), what, found) for what, found, well in checks]
    console.show(value, aligned(rows, indent=""))
    return ExitStatus.DONE if all(well for _, _, well in checks) else ExitStatus.ENVIRONMENT


def _packages() -> Iterator[Check]:
    """The packages that the distribution says it needs."""
    needed = metadata.requires(_DISTRIBUTION) or []
    for name in sorted(one.split(">")[0].strip() for one in needed if "extra ==" not in one):
        try:
            yield name, metadata.version(name), True
        except metadata.PackageNotFoundError:
            yield name, "", False


def _assets() -> Iterator[Check]:
    from kg.assets import ASSETS, directory

    for name in ASSETS:
        try:
            yield name, str(directory(name)), True
        except PlenaryError as error:
            yield name, str(error), False


def _release(settings: Settings) -> Check:
    try:
        release = release_of(settings)
        release.open()
    except PlenaryError as error:
        return "release", str(error), False
    return "release", release.id, True
