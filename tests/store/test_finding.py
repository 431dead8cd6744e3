from collections.abc import Callable
from pathlib import Path

from kg.search import NAME, Asked, Index, read_words
from kg.store import Edition, Layout, publish
from kg.store.finding import sayings
from kg.vocabulary import HOME

Editor = Callable[..., Edition]


def test_what_a_release_holds_is_found_by_its_words(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one", "two"))
    found = Index(release.path).search(Asked(read_words("two")))
    assert [(hit.kind, hit.iri) for hit in found.hits] == [("meeting", f"{HOME}id/meeting/two")]
    assert [hit.kind for hit in Index(release.path).search(Asked(read_words("malta"))).hits] == ["state"]


def test_how_facts_were_found_is_not_what_is_looked_for(layout: Layout, edition: Editor) -> None:
    release = publish(layout, edition("one"))
    assert Index(release.path).search(Asked(read_words('"by hand"'))).number == 0
    assert not [one for one in sayings(release.open()) if "by hand" in one.value]


def test_the_same_edition_comes_to_the_same_index(layout: Layout, edition: Editor, tmp_path: Path) -> None:
    first = publish(layout, edition("one", "two")).path / NAME
    kept = first.read_bytes()
    publish(layout, edition("three"))
    layout.releases.rename(tmp_path / "elsewhere")
    assert (publish(layout, edition("one", "two")).path / NAME).read_bytes() == kept
