"""A store to be filled with more than memory holds."""

import resource
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

__all__ = ["frugal_store"]

_FILES = 144
_ENOUGH = 65_536


def frugal_store(path: Path) -> Store:
    """A store for writing that keeps few of its tables open at a time.

    The engine keeps as many open as the system lets it have files when the store is opened, each with its index in
    memory: with thousands of texts, that is most of the memory a build takes. To order its tables it opens more of
    them for a while, so that the limit is high again afterwards.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    bounded = hard if hard != resource.RLIM_INFINITY else _ENOUGH
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, bounded), hard))
    try:
        return Store(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        if soft != resource.RLIM_INFINITY:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(bounded, _ENOUGH)), hard))
