"""The journey of a text from bytes to a published graph, and of many texts to one release."""

from kg.pipeline.build import BuildResult, Progress, build_release
from kg.pipeline.files import AssetFiles, asset_files
from kg.pipeline.journey import Assets, Published, Quarantined, Refused, journey, load_assets
from kg.pipeline.shards import Outcome
from kg.pipeline.sources import gather

__all__ = [
    "AssetFiles",
    "Assets",
    "BuildResult",
    "Outcome",
    "Progress",
    "Published",
    "Quarantined",
    "Refused",
    "asset_files",
    "build_release",
    "gather",
    "journey",
    "load_assets",
]
