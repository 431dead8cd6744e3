"""Annotation files and the texts beside them."""

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import UnreadableSource
from kg.evaluate import dumps
from kg.evaluate.measure import Measured, Unmeasured, annotations, measure, named
from kg.model import Claims, Document, Source
from tests.evaluate.annotations import TEXT, act, annotation


def extract(source: Source) -> tuple[Document, Claims]:
    """Finds nothing."""
    if not source.data:
        raise UnreadableSource("The file is empty", source.name, "", "give a text")
    return Document("a", source.name, source.data.decode(), "0" * 64, "en", "text/plain", "text 1"), Claims()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An annotation beside its text."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    gold = annotation(act("Thanks", "thanked"), sha256=hashlib.sha256(TEXT.encode()).hexdigest())
    (tmp_path / "a.json").write_text(dumps(gold), encoding="utf-8")
    return tmp_path / "a.json"


def test_an_annotated_text_is_measured(path: Path) -> None:
    result = measure("a", path, extract)
    assert isinstance(result, Measured)
    assert (result.language, result.figures.acts.there) == ("en", 1)
    assert [miss.words for miss in result.misses] == ["thanked"]


def test_of_a_held_out_text_no_words_are_kept(path: Path) -> None:
    result = measure("a", path, extract, held_out=True)
    assert isinstance(result, Measured)
    assert (result.figures.acts.there, result.misses) == (1, ())


def test_how_an_annotation_is_laid_out_makes_no_difference(path: Path) -> None:
    before = measure("a", path, extract)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4), encoding="utf-8")
    assert measure("a", path, extract) == before


@pytest.mark.parametrize(
    ("content", "what"),
    [("Another text.", "the text is not the one that was annotated"), (None, "the annotated text cannot be read")],
)
def test_a_text_that_is_missing_or_another_one_is_told_as_a_finding(path: Path, content: str | None, what: str) -> None:
    path.with_suffix(".txt").unlink()
    if content is not None:
        path.with_suffix(".txt").write_text(content, encoding="utf-8")
    result = measure("a", path, extract)
    assert isinstance(result, Unmeasured)
    assert (result.name, result.what, result.where) == ("a", what, str(path.with_suffix(".txt")))


def test_a_text_that_cannot_be_read_is_told_as_a_finding(path: Path) -> None:
    path.with_suffix(".txt").write_bytes(b"")
    gold = {**json.loads(path.read_text(encoding="utf-8")), "sha256": hashlib.sha256(b"").hexdigest()}
    path.write_text(dumps(gold), encoding="utf-8")
    result = measure("a", path, extract)
    assert isinstance(result, Unmeasured)
    assert result.what == "The file is empty"


def test_files_and_folders_are_taken_once_each(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert annotations([path.parent, path, Path("a.json"), Path("./a.json")]) == [path]


def test_texts_are_named_by_their_file_and_by_folder_where_two_have_the_same(tmp_path: Path) -> None:
    files = [tmp_path / "one/a.json", tmp_path / "two/a.json", tmp_path / "two/b.json"]
    assert list(named(files)) == ["one/a", "two/a", "b"]
