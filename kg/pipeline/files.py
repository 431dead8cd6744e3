"""The files that a build hangs on besides the texts, and digests that tell whether any of them changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path

from kg import assets
from kg.settings import Settings
from kg.store.parts import GraphKind

__all__ = ["AssetFiles", "asset_files", "queries_key", "rules_key"]

_PACKAGE = Path(__file__).resolve().parents[1]
# Where things are, who works on them and how they are shown never changes what is in a graph.
_OUTSIDE = frozenset(
    "build_dir host port store store_user store_password workers deadline_s in_memory_mb public_url forwarded metrics"
    " log log_level drain_s jobs text_s language".split()
)
# Another version of these may read a text or its language otherwise.
_READING = ("lingua-language-detector", "pypdfium2", "selectolax")
_ABOVE = frozenset({"cli", "web", "query", "evaluate", "export"})


@dataclass(frozen=True, slots=True)
class AssetFiles:
    """Where the assets are; `ground` are the Turtle files of each graph that every release stands on."""

    lexicon: Path
    reference: Path
    codes: Path
    shapes: tuple[Path, ...]
    ground: Mapping[GraphKind, tuple[Path, ...]]

    @property
    def ground_key(self) -> str:
        """A digest of the ground's files."""
        return _digest(
            [kind, path.name, _sha256(path)] for kind, paths in sorted(self.ground.items()) for path in paths
        )

    @property
    def words_key(self) -> str:
        """A digest of all that annotating and judging read."""
        folders = (self.lexicon, self.reference, self.codes)
        files = [path for folder in folders for path in _files(folder)]
        return _digest([path.name, _sha256(path)] for path in (*files, *self.shapes))


def asset_files() -> AssetFiles:
    """The files of the package, or of the checkout."""
    ontology, reference = assets.directory("ontology"), assets.directory("data/reference")
    codes = ontology / "codes"
    return AssetFiles(
        lexicon=assets.directory("data/lexicon"),
        reference=reference,
        codes=codes,
        shapes=_turtle(ontology / "shapes"),
        ground={
            "ontology": _turtle(ontology),
            "codes": _turtle(codes),
            "alignments": _turtle(ontology / "alignments"),
            "reference": _turtle(reference),
        },
    )


def rules_key(files: AssetFiles, settings: Settings) -> str:
    """A digest of all that decides what comes of a text: the code, the words, the shapes, the settings.

    The ground is not among it: no text reads the ontology.
    """
    code = [(str(path.relative_to(_PACKAGE)), _sha256(path)) for path in _files(_PACKAGE) if _counts(path)]
    chosen = [f"{one.name}={getattr(settings, one.name)}" for one in fields(settings) if one.name not in _OUTSIDE]
    return _digest([[files.words_key], chosen, map(version, _READING), *code])


def queries_key() -> str:
    """A digest of the saved queries and of the code that reads them: what a release says can be asked of it."""
    files = (*sorted(assets.directory("sparql").glob("*.rq")), *_files(_PACKAGE / "query"))
    return _digest([path.name, _sha256(path)] for path in files)


def _counts(path: Path) -> bool:
    return path.suffix in (".py", ".toml") and path.relative_to(_PACKAGE).parts[0] not in _ABOVE


def _turtle(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.ttl")))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(parts: Iterable[Iterable[str]]) -> str:
    lines = "\n".join("\t".join(part) for part in parts)
    return hashlib.sha256(lines.encode()).hexdigest()[:24]
