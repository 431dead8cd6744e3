"""The two founding texts, taken through the whole journey once for all the tests that ask the graph about them."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pyoxigraph import Store

CORPUS = Path(__file__).resolve().parents[2] / "data" / "corpus"
FILES = ("rcm-1997-panama.txt", "rcm-sacm-2023-panama.txt")


@cache
def graph() -> Store:
    """The published store: its default graph is the union of all that is asserted."""
    from kg.model import Source
    from kg.pipeline import build_release
    from kg.settings import Settings

    sources = [Source(name, (CORPUS / name).read_bytes()) for name in FILES]
    result = build_release(sources, Settings(build_dir=Path(mkdtemp(prefix="founding-"))))
    return Store.read_only(str(result.release.path / "store"))
