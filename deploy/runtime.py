#!/usr/bin/env python3
"""The part of requirements.lock that running Plenary takes: what its dependencies need, with versions and hashes.

    python deploy/runtime.py requirements.lock pyproject.toml > runtime.lock

Needs an environment into which all of the lock has been installed: there it is known what needs what.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def needed(wanted: Iterable[str]) -> set[str]:
    """The names of all packages that some requirements lead to."""
    found: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in wanted]
    while waiting:
        one, extra = waiting.pop()
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(one.name)
        fresh = {(name, chosen) for chosen in ("", *one.extras)} - found
        found |= fresh
        waiting += [(Requirement(line), chosen) for _, chosen in fresh for line in requires(name) or ()]
    return {name for name, _ in found}


def part(lock: str, names: set[str]) -> str:
    """The entries of a lock for these names, as they are."""
    entries = re.findall(r"^[a-z0-9](?:[^\n]*\\\n)*[^\n]*\n", lock, flags=re.MULTILINE)
    return "".join(entry for entry in entries if entry.partition("==")[0] in names)


if __name__ == "__main__":
    lock, project = map(Path, sys.argv[1:])
    dependencies = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    sys.stdout.write(part(lock.read_text(encoding="utf-8"), needed(dependencies)))
