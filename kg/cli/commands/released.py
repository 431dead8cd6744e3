"""The release that commands read."""

from kg.settings import Settings
from kg.store import Layout, Release, current


def release_of(settings: Settings) -> Release:
    """The current release; raises BrokenRelease where nothing was built."""
    return current(Layout(settings.build_dir))
