"""Small texts that nobody issued, read with the package's own words and shapes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pipeline import AssetFiles, BuildResult, Progress, asset_files, build_release
from kg.settings import Settings

LISBON = """JOINT COMMUNIQUÉ

The II Lake Forum Conference was held in Lisbon, Portugal, on May 4 and 5, 2001.

The governments agreed to hold a meeting, at the technical level, in the second half of 2001, in Malta.
They also recognized the need to strengthen the protection of the lakes.
"""
TUNIS = LISBON.replace("II Lake", "III Lake").replace("Lisbon, Portugal", "Tunis, Tunisia").replace("2001", "2003")


@pytest.fixture
def files(tmp_path: Path) -> AssetFiles:
    """The package's own files, on a ground that is loaded in no time."""
    ground = tmp_path / "ground.ttl"
    ground.write_text('<https://w3id.org/igm/id/state/pt> <http://www.w3.org/2000/01/rdf-schema#label> "Portugal"@en .')
    return replace(asset_files(), ground={"reference": (ground,)})


@pytest.fixture
def strict(files: AssetFiles, tmp_path: Path) -> AssetFiles:
    """Files with one shape more, which a text fits only if it was issued in Tunis."""
    shape = tmp_path / "strict.ttl"
    shape.write_text(
        "@prefix igm: <https://w3id.org/igm/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<https://w3id.org/igm/shapes#Strict> a sh:NodeShape ; sh:targetClass igm:Document ;\n"
        "  sh:property <https://w3id.org/igm/shapes#StrictText> .\n"
        '<https://w3id.org/igm/shapes#StrictText> a sh:PropertyShape ; sh:path igm:fullText ; sh:pattern "Tunis" ;\n'
        '  sh:severity sh:Violation ; sh:message "Only Tunis will do."@en , "Solo vale Túnez."@es .\n'
    )
    return replace(files, shapes=(*files.shapes, shape))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two texts."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "lisbon.txt").write_text(LISBON, encoding="utf-8")
    (folder / "tunis.txt").write_text(TUNIS, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A build directory of its own."""
    return Settings(build_dir=tmp_path / "build")


Builder = Callable[..., BuildResult]


@pytest.fixture
def build(corpus: Path, settings: Settings, files: AssetFiles) -> Builder:
    """Builds the folder as it is then; anything may be given otherwise."""

    def run(**given: object) -> BuildResult:
        paths = sorted(corpus.iterdir())
        chosen = {"sources": paths, "settings": settings, "files": files, "progress": lambda heard: None, **given}
        return build_release(**chosen)  # type: ignore[arg-type]

    return run


@pytest.fixture
def heard() -> list[Progress]:
    """What a build says of its progress, where `heard.append` is its callback."""
    return []
