"""The two founding texts, taken through the whole journey once for all the tests that ask the graph about them."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from kg.model import Source
from kg.pipeline import build_release
from kg.settings import Settings

CORPUS = Path(__file__).resolve().parents[2] / "data" / "corpus"
FILES = ("rcm-1997-panama.txt", "rcm-sacm-2023-panama.txt")


@cache
def graph() -> Store:
    """The published store: its default graph is the union of all that is asserted."""
    folder = TemporaryDirectory(prefix="founding-")
    atexit.register(folder.cleanup)
    sources = [Source(name, (CORPUS / name).read_bytes()) for name in FILES]
    result = build_release(sources, Settings(build_dir=Path(folder.name)))
    assert result.release is not None, result.outcomes
    assert len(result.of("published")) == len(FILES), result.outcomes
    return result.release.open()
