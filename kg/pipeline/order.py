"""What whoever judges texts has to know, in this process, in another, or on another machine."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableSource, WorkersMissing
from kg.model import Source
from kg.pipeline.files import AssetFiles, asset_files, rules_key
from kg.pipeline.journey import Assets, Refused, journey, load_assets
from kg.pipeline.shards import Shard, refused, shard_of
from kg.settings import Settings

__all__ = ["Order", "ended", "shard_for", "too_long"]


@dataclass(frozen=True, slots=True)
class Order:
    """The settings and files to judge by, None for the package's own, and the digest of all that decides."""

    settings: Settings
    rules: str
    files: AssetFiles | None = None

    def assets(self) -> Assets:
        """The assets, read from their files; raises WorkersMissing where they are not those of the build."""
        files = self.files or asset_files()
        if rules_key(files, self.settings) != self.rules:
            raise WorkersMissing(
                "A worker has other code or other words than the build",
                "",
                "what it makes of a text would not be what is made here",
                "install the same version of Plenary everywhere, then build again",
            )
        return load_assets(files, self.settings)


def shard_for(source: Source, assets: Assets) -> Shard:
    """What comes of one text; a fault of Plenary's own refuses the text, so that it stops no other."""
    try:
        judged = journey(source, assets)
        if isinstance(judged, Refused):
            return refused(judged.name, judged.error)
        return shard_of(judged, assets.base)
    except Exception as error:
        return refused(source.name, _fault(source.name, error), passing=isinstance(error, MemoryError))


def _fault(name: str, error: Exception) -> UnreadableSource:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    why = f"{type(error).__name__}: {error} ({at})"
    return UnreadableSource(
        "The text shows a fault of Plenary itself", name, why, "report it with the text and this line"
    )


def too_long(name: str, seconds: float) -> Shard:
    """The refusal of a text that was given up after so many seconds."""
    why, fix = f"it was given up after {seconds:g} seconds", "split it, or raise text_s in the settings"
    return refused(name, UnreadableSource("The text takes too long", name, why, fix), passing=True)


def ended(name: str, why: str) -> Shard:
    """The refusal of a text over which processes ended."""
    fix = "split it, or give the processes more memory, then build again"
    return refused(name, UnreadableSource("The text ends the process that reads it", name, why, fix), passing=True)
