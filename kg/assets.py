"""Where the package's own files are: beside the code in a checkout, inside the package once installed."""

from pathlib import Path

from kg.errors import MissingAsset

__all__ = ["ASSETS", "directory"]

ASSETS = ("data/lexicon", "data/reference", "ontology", "sparql")
"""The folders that the wheel carries, by their path in a checkout."""

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_assets"


def directory(name: str) -> Path:
    """The folder `name` of the assets, such as `ontology` or `data/lexicon/en`: the same name in both places."""
    found = _root() / name
    if not found.is_dir():
        raise MissingAsset(
            f"The folder '{name}' of Plenary's own files is missing",
            str(found),
            "the installation or the checkout is incomplete",
            "install plenary-kg again, or restore the folder in the checkout",
        )
    return found


def _root() -> Path:
    # A wheel always carries its assets, a checkout never has this folder: no guessing which of the two this is.
    return _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
