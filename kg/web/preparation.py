"""Downloads made ready while the server runs, for the release that is served, by one process of low priority."""

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kg.export import CONTENTS

__all__ = ["Preparation", "Prepared"]

_log = logging.getLogger(__name__)

_BOOT = """import sys
sys.path[:0] = [sys.argv[1]]
from kg.export.prepare import main
sys.exit(main(sys.argv[2:]))"""
_LAST_WORDS = 2_000
_PATIENCE_S = 2


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder that is ready, and what its own list says of it."""

    folder: Path
    told: dict[str, Any]


class Preparation:
    """Prepares the downloads of whatever release is served; `downloads` is the folder for them, None for nowhere.

    Use it as `async with`. A preparation that fails is told of once and not tried again for that release.
    """

    def __init__(self, downloads: Path | None) -> None:
        self._downloads = downloads
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._failed: set[Path] = set()
        self._ready: Prepared | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        for end in ("terminate", "kill"):
            if self._task is None or self._task.done():
                return
            if self._process is not None:
                with suppress(ProcessLookupError):
                    getattr(self._process, end)()
            await asyncio.wait([self._task], timeout=_PATIENCE_S)

    def of(self, release: Path) -> Prepared | None:
        """What is ready for the release in a folder; None where nothing is yet, or ever will be."""
        if self._downloads is None:
            return None
        folder = self._downloads / release.name
        if self._ready is None or self._ready.folder != folder or not (folder / CONTENTS).is_file():
            # Whoever needs the room may remove the folder at any time.
            try:
                told = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                return None
            self._ready = Prepared(folder, told)
        return self._ready

    def is_awaited(self, release: Path) -> bool:
        """Whether the downloads of a release will be ready in time."""
        return self._downloads is not None and release not in self._failed and self.of(release) is None

    def want(self, release: Path) -> None:
        """Prepare the downloads of a release, unless they are ready, have failed, or others are being prepared."""
        idle = self._task is None or self._task.done()
        if self._downloads is not None and idle and self.is_awaited(release):
            self._task = asyncio.create_task(self._prepare(release, self._downloads))

    async def _prepare(self, release: Path, downloads: Path) -> None:
        home = Path(__file__).resolve().parents[2]
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _BOOT, str(home), str(release), str(downloads), str(os.getpid())),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            _, said = await self._process.communicate()
        except OSError as error:
            said = str(error).encode()
        if self.of(release) is None:
            self._failed.add(release)
            if said:
                _log.error(
                    "no downloads of release %s: %r", release.name, said[-_LAST_WORDS:].decode("utf-8", "replace")
                )
