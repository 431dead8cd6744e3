"""What a download says of itself, in English and Spanish: the words are in `words.toml`."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from kg.export.folder import File
from kg.export.tables import LANGUAGES, load_tables
from kg.store.dataset import about
from kg.store.release import Release

__all__ = ["about_file", "about_release", "contents", "notes", "readme"]


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def about_release(release: Release) -> dict[str, str]:
    """Where a file comes from: the release, its digest, the base of its IRIs, the licence."""
    told = {"release": release.id, "sha256": release.sha256, "base": release.base, "version": release.version}
    return told | {"license": str(about()["license"])}


def about_file(name: str) -> dict[str, str]:
    """What a file of a download is, by language."""
    path = PurePosixPath(name)
    form = _words()["forms"].get(path.suffix[1:])
    if form and path.stem in load_tables():
        return {one: form[one].format(title=load_tables()[path.stem].title[one]) for one in LANGUAGES}
    return {one: str(_words()["files"][name][one]) for one in LANGUAGES}


def notes() -> dict[str, str]:
    """What is true of every CSV file, by language."""
    return {one: str(_words()["formulas"][one]) for one in LANGUAGES}


def readme(release: Release, language: str, files: Iterable[File], left_out: Mapping[str, str]) -> bytes:
    """The README of a download; `left_out` gives the key of the reason by file."""
    words, dataset = _words(), about()
    rows = (f"| `{one.file}` | {one.size} | {about_file(one.file)[language]} |" for one in files)
    absent = (
        words["left-out"][language].format(file=file, why=words["why"][why][language])
        for file, why in sorted(left_out.items())
    )
    text = words["readme"][language].format(
        title=dataset["title"][language],
        description=dataset["description"][language],
        rights=dataset["rights"][language],
        license=dataset["license"],
        release=release.id,
        files="\n".join(rows),
        left_out="".join(absent),
        reading=words["reading"][language].format(formulas=words["formulas"][language]),
    )
    return str(text).lstrip("\n").encode()


def contents(release: Release, files: Iterable[File], left_out: Mapping[str, str]) -> bytes:
    """The same list as JSON."""
    value = {
        **about_release(release),
        "files": [{**asdict(one), "about": about_file(one.file)} for one in files],
        "left_out": [{"file": file, "why": _words()["why"][why]} for file, why in sorted(left_out.items())],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
