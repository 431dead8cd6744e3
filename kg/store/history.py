"""Which releases there are, in which order they were published, and which one is served."""

import json
import os
import shutil
from pathlib import Path

from kg.errors import BrokenRelease
from kg.store.layout import Layout, replace_file

__all__ = ["kept", "remember", "rollback"]

_KEPT = 5


def remember(layout: Layout, release: str) -> None:
    """Serve a release from now on, and keep the last few before it for rollback. The caller holds the lock."""
    served = _served(layout)
    before = [one for one in _history(layout) if one not in (release, served)]
    order = [*before, *([served] if served not in (None, release) else []), release][-_KEPT:]
    replace_file(layout.history, order)
    _switch(layout, release)
    _prune(layout, order)


def rollback(layout: Layout) -> str:
    """Serve the release before the current one, and say which; raises BrokenRelease where there is none.

    The caller holds the lock.
    """
    served, kept_before = _served(layout), [one for one in _history(layout) if _is_whole(layout, one)]
    position = kept_before.index(served) if served in kept_before else len(kept_before)
    if position == 0:
        raise BrokenRelease("There is no earlier release to go back to", str(layout.releases), "", "run `kg build`")
    _switch(layout, kept_before[position - 1])
    return kept_before[position - 1]


def kept(layout: Layout) -> tuple[str, ...]:
    """The releases that can be served, the oldest first."""
    return tuple(one for one in _history(layout) if _is_whole(layout, one))


def _served(layout: Layout) -> str | None:
    return layout.current.readlink().name if layout.current.is_symlink() else None


def _history(layout: Layout) -> list[str]:
    """The releases in their order; those of which the list knows nothing come first."""
    folders = sorted(path.name for path in layout.releases.iterdir()) if layout.releases.is_dir() else []
    listed = [one for one in _listed(layout) if one in folders]
    return [*(one for one in folders if one not in listed), *listed]


def _listed(layout: Layout) -> list[str]:
    try:
        told = json.loads(layout.history.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(one) for one in told] if isinstance(told, list) else []


def _is_whole(layout: Layout, release: str) -> bool:
    return (layout.releases / release / "release.json").is_file()


def _switch(layout: Layout, release: str) -> None:
    """Replace the symbolic link in one step, so that there is never a moment without one."""
    beside = layout.root / f".current.{os.getpid()}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(Path(layout.releases.name) / release, target_is_directory=True)
    beside.replace(layout.current)


def _prune(layout: Layout, order: list[str]) -> None:
    for folder in layout.releases.iterdir():
        if folder.name not in order:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(layout.downloads / folder.name, ignore_errors=True)
