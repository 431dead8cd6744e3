"""Where the parts of a build directory are, and the only way in which one of its files is replaced."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Layout", "json_line", "replace_file"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The build directory: `root/releases/<id>/`, `root/current` pointing to one of them, and what builds need."""

    root: Path

    @property
    def releases(self) -> Path:
        """Where releases are kept; no one writes into one of them."""
        return self.root / "releases"

    @property
    def current(self) -> Path:
        """The symbolic link to the release that is served."""
        return self.root / "current"

    @property
    def downloads(self) -> Path:
        """What is prepared to be downloaded of each release, under its id; deleting it costs time and nothing else."""
        return self.root / "downloads"

    @property
    def cache(self) -> Path:
        """What a build may use again; deleting it costs time and nothing else."""
        return self.root / "cache"

    @property
    def private(self) -> Path:
        """Where a build works unseen; whatever is left of a build that died is removed by the next one."""
        return self.root / "private"

    @property
    def lock(self) -> Path:
        """The file that one build at a time holds."""
        return self.root / "lock"

    @property
    def history(self) -> Path:
        """The releases in the order in which they were published."""
        return self.root / "history.json"

    @property
    def record(self) -> Path:
        """What the last build was made of, and what came of it."""
        return self.root / "build.sqlite"


def replace_file(path: Path, value: object) -> None:
    """Write a value as JSON in one step: readers see the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(path)


def json_line(value: object) -> bytes:
    """A value as one line of JSON: the same value, the same bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()
