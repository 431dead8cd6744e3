from pathlib import Path

import pytest

from kg.model import Source
from kg.pipeline import AssetFiles, Assets, Published, Quarantined, Refused, gather, journey, load_assets
from kg.settings import Settings


@pytest.fixture
def assets(files: AssetFiles) -> Assets:
    return load_assets(files, Settings())


def source(corpus: Path, name: str) -> Source:
    return Source(name, (corpus / name).read_bytes())


def test_the_same_bytes_give_the_same_graph(assets: Assets, corpus: Path) -> None:
    first, second = (journey(source(corpus, "lisbon.txt"), assets) for _ in range(2))
    assert isinstance(first, Published)
    assert isinstance(second, Published)
    assert first.quads == second.quads
    assert first.report == second.report


def test_every_quote_is_the_text_between_its_bounds(assets: Assets, corpus: Path) -> None:
    judged = journey(source(corpus, "lisbon.txt"), assets)
    assert isinstance(judged, Published)
    for quad in judged.quads:
        if quad.predicate.value.endswith("#quote"):
            start, end = quad.subject.value.rsplit("=", 1)[1].split(",")  # type: ignore[union-attr]
            assert quad.object.value == judged.document.text[int(start) : int(end)]  # type: ignore[union-attr]


def test_a_text_that_violates_a_shape_is_quarantined_whole(strict: AssetFiles, corpus: Path) -> None:
    judged = journey(source(corpus, "lisbon.txt"), load_assets(strict, Settings()))
    assert isinstance(judged, Quarantined)
    assert judged.quads
    assert not judged.report.conforms


def test_a_text_that_cannot_be_read_is_refused_with_a_sentence(assets: Assets) -> None:
    judged = journey(Source("empty.txt", b" \n"), assets)
    assert isinstance(judged, Refused)
    assert str(judged.error).startswith("The file is empty: empty.txt")


def test_a_text_of_too_many_bytes_is_refused(files: AssetFiles) -> None:
    judged = journey(Source("long.txt", b"word " * 100), load_assets(files, Settings(max_bytes=100)))
    assert isinstance(judged, Refused)


def test_a_folder_stands_for_its_texts_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "README.md", "manifest.tsv", ".hidden.txt", "below/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [str(path.relative_to(tmp_path)) for path in gather([tmp_path])] == ["a.md", "b.txt", "below/c.txt"]


def test_a_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    assert gather([tmp_path / "README.md", tmp_path / "nowhere"]) == (tmp_path / "README.md", tmp_path / "nowhere")
