import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import BrokenAsset, PlenaryError
from kg.model import Source
from kg.pipeline import AssetFiles, BuildResult, Progress
from kg.settings import Settings
from kg.store import Layout, building, current, kept, rollback
from kg.store.parts import OF_A_TEXT
from kg.vocabulary import HOME, IGM, SH

Builder = Callable[..., BuildResult]


def every_file(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*") if not path.is_dir()
    }


def names(result: BuildResult, status: str) -> list[str]:
    return [Path(one.name).name for one in result.of(status)]


def test_texts_that_conform_are_published_and_served(build: Builder, settings: Settings) -> None:
    result = build()
    assert names(result, "published") == ["lisbon.txt", "tunis.txt"]
    assert result.release == current(Layout(settings.build_dir))
    assert result.release is not None
    assert result.release.counts["Meeting"] >= 2
    assert [one["slug"] for one in result.release.documents] == ["lisbon", "tunis"]


def test_what_is_told_of_a_text_has_its_name_title_and_digest(build: Builder) -> None:
    told = build().outcomes[0].told
    assert (told["name"], told["title"], told["language"]) == ("lisbon.txt", "JOINT COMMUNIQUÉ", "en")
    assert len(told["sha256"]) == 64
    assert told["counts"]["acts"] == 2


def test_the_same_again_is_nothing_to_do(build: Builder, settings: Settings) -> None:
    first = build()
    before = every_file(settings.build_dir)
    second = build()
    assert (first.changed, second.changed) == (True, False)
    assert second.release == first.release
    assert [(one.status, one.slug, one.told) for one in second.outcomes] == [
        (one.status, one.slug, one.told) for one in first.outcomes
    ]
    assert every_file(settings.build_dir) == before


def test_only_the_text_that_changed_is_read_again(build: Builder, corpus: Path) -> None:
    build()
    (corpus / "tunis.txt").write_text((corpus / "tunis.txt").read_text().replace("Tunis,", "Sfax,"))
    assert [one.reused for one in build().outcomes] == [True, False]


def test_a_text_that_was_taken_away_is_gone_from_the_graph(build: Builder, corpus: Path) -> None:
    build()
    (corpus / "tunis.txt").unlink()
    release = build().release
    assert release is not None
    assert b"tunis" not in release.dump.read_bytes()


def test_a_text_under_another_name_is_another_document(build: Builder, corpus: Path) -> None:
    build()
    (corpus / "tunis.txt").rename(corpus / "carthage.txt")
    result = build()
    assert [(one.slug, one.reused) for one in result.outcomes] == [("carthage", False), ("lisbon", True)]


def test_other_words_in_the_lexicon_have_every_text_read_again(
    build: Builder, files: AssetFiles, strict: AssetFiles
) -> None:
    build()
    assert [one.reused for one in build(files=strict).outcomes] == [False, False]


def test_another_base_has_every_text_read_again(build: Builder, settings: Settings) -> None:
    build()
    result = build(settings=replace(settings, base_iri="https://example.org/"))
    assert [one.reused for one in result.outcomes] == [False, False]
    assert result.release is not None
    assert b"<https://example.org/doc/lisbon>" in result.release.dump.read_bytes()


def test_another_ground_makes_another_release_of_the_same_texts(build: Builder, files: AssetFiles) -> None:
    first = build()
    files.ground["reference"][0].write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .")
    second = build()
    assert [one.reused for one in second.outcomes] == [True, True]
    assert (first.release and first.release.id) != (second.release and second.release.id)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x00\x01\x02GIF", "not plain text"),
        ("dos.txt", "Se celebró la reunión".encode("cp850"), "UTF-8"),
    ],
)
def test_a_bad_text_stops_no_other(build: Builder, corpus: Path, name: str, data: bytes, why: str) -> None:
    (corpus / name).write_bytes(data)
    result = build()
    assert names(result, "published") == ["lisbon.txt", "tunis.txt"]
    (refused,) = result.of("refused")
    assert why in refused.told["sentence"]
    assert name in refused.told["sentence"]


def test_a_missing_file_stops_no_other(build: Builder, corpus: Path) -> None:
    result = build(sources=[corpus / "lisbon.txt", corpus / "nowhere.txt"])
    assert names(result, "published") == ["lisbon.txt"]
    assert "No such file" in result.outcomes[1].told["sentence"]


def test_a_folder_where_a_file_is_meant_is_said_so(build: Builder, corpus: Path) -> None:
    assert "it is a folder" in build(sources=[corpus]).outcomes[0].told["sentence"]


def test_a_second_text_of_the_same_name_is_refused(build: Builder, corpus: Path) -> None:
    other = Source("elsewhere/lisbon.md", b"# Communique\n\nThe parties met in Tunis and agreed to cooperate.\n")
    result = build(sources=[corpus / "lisbon.txt", other])
    assert names(result, "published") == ["lisbon.txt"]
    assert "Two texts have the same name" in result.outcomes[1].told["sentence"]


def test_the_same_text_twice_is_published_once(build: Builder, corpus: Path) -> None:
    result = build(sources=[corpus / "lisbon.txt", corpus / "lisbon.txt"])
    assert names(result, "published") == ["lisbon.txt"]
    assert "The same text is there twice" in result.outcomes[1].told["sentence"]


def test_a_text_never_takes_the_name_of_a_graph_of_the_projects_own(build: Builder, corpus: Path) -> None:
    (corpus / "tunis.txt").rename(corpus / "ontology.txt")
    result = build()
    assert names(result, "published") == ["lisbon.txt"]
    assert "The name of the text is taken" in result.of("refused")[0].told["sentence"]


@pytest.mark.parametrize("name", OF_A_TEXT)
def test_a_text_may_be_called_as_its_own_graphs_are(build: Builder, corpus: Path, name: str) -> None:
    (corpus / "tunis.txt").rename(corpus / f"{name}.txt")
    assert names(build(), "published") == sorted(["lisbon.txt", f"{name}.txt"])


def test_what_violates_a_shape_is_kept_apart_with_its_report(build: Builder, strict: AssetFiles) -> None:
    result = build(files=strict)
    assert names(result, "published") == ["tunis.txt"]
    assert names(result, "quarantined") == ["lisbon.txt"]
    assert result.quarantine is not None
    folder = result.quarantine / "lisbon"
    assert sorted(path.name for path in folder.iterdir()) == [
        "facts.nt",
        "report.es.txt",
        "report.ttl",
        "report.txt",
        "source.json",
    ]
    assert f"<{IGM.base}fullText>" in (folder / "facts.nt").read_text()
    assert "Only Tunis will do." in (folder / "report.txt").read_text()
    assert "Solo vale Túnez." in (folder / "report.es.txt").read_text()
    assert json.loads((folder / "source.json").read_text())["name"] == "lisbon.txt"


def test_what_is_in_quarantine_is_not_in_the_graph(build: Builder, strict: AssetFiles) -> None:
    release = build(files=strict).release
    assert release is not None
    assert not release.open().query(f"ASK {{ {{ ?s ?p <{HOME}doc/lisbon> }} UNION {{ <{HOME}doc/lisbon> ?p ?o }} }}")
    assert release.open().query(f"ASK {{ <{HOME}doc/tunis> a <{IGM.base}Document> }}")


def test_where_nothing_conforms_the_served_release_stays(build: Builder, strict: AssetFiles, corpus: Path) -> None:
    served = build().release
    result = build(files=strict, sources=[corpus / "lisbon.txt"])
    assert (result.changed, result.release) == (False, served)
    assert result.quarantine is not None
    assert (result.quarantine / "lisbon" / "facts.nt").is_file()


def test_where_nothing_was_ever_published_nothing_is_served(build: Builder) -> None:
    result = build(sources=[Source("empty.txt", b"")])
    assert (result.release, result.changed, result.quarantine) == (None, False, None)


def test_a_text_leaves_quarantine_when_it_conforms(build: Builder, strict: AssetFiles, corpus: Path) -> None:
    build(files=strict, sources=[corpus / "lisbon.txt"])
    (corpus / "lisbon.txt").write_text((corpus / "lisbon.txt").read_text().replace("Lisbon", "Tunis"))
    result = build(files=strict, sources=[corpus / "lisbon.txt"])
    assert names(result, "published") == ["lisbon.txt"]
    assert result.quarantine is None


def test_every_text_has_its_part_of_the_reports(build: Builder) -> None:
    release = build().release
    assert release is not None
    rows = json.loads((release.path / "report.json").read_text())
    assert [(row["document"], row["status"]) for row in rows] == [("lisbon", "published"), ("tunis", "published")]
    reports = parse((release.path / "report.ttl").read_bytes(), RdfFormat.TURTLE)
    assert sum(quad.object == SH["ValidationReport"] for quad in reports) == 2
    assert "The graph conforms" in (release.path / "report.txt").read_text()
    assert "El grafo es conforme" in (release.path / "report.es.txt").read_text()


class Stopped(Exception):
    """A build that ends in the middle."""


@pytest.mark.parametrize("step", ["read", "ground", "load", "move", "switch"])
def test_a_build_that_dies_leaves_what_is_served_and_the_next_one_succeeds(
    build: Builder, corpus: Path, settings: Settings, step: str
) -> None:
    served = build().release
    (corpus / "tunis.txt").write_text((corpus / "tunis.txt").read_text().replace("Tunis,", "Sfax,"))

    def stop(progress: Progress) -> None:
        if progress.step == step:
            raise Stopped(step)

    with pytest.raises(Stopped):
        build(progress=stop)
    assert current(Layout(settings.build_dir)) == served
    result = build()
    assert result.changed
    assert current(Layout(settings.build_dir)) == result.release


def test_after_going_back_the_same_texts_are_published_again(build: Builder, corpus: Path, settings: Settings) -> None:
    build()
    (corpus / "tunis.txt").unlink()
    second = build()
    layout = Layout(settings.build_dir)
    with building(layout):
        rollback(layout)
    again = build()
    assert (again.changed, again.release) == (True, second.release)
    assert len(kept(layout)) == 2


def test_two_builds_in_one_folder_are_refused(build: Builder, settings: Settings) -> None:
    with building(Layout(settings.build_dir)), pytest.raises(PlenaryError, match="Another build is under way"):
        build()


def test_what_no_build_uses_any_more_is_forgotten(build: Builder, corpus: Path, settings: Settings) -> None:
    build()
    (corpus / "tunis.txt").unlink()
    build()
    assert len(list(Layout(settings.build_dir).cache.glob("text-*"))) == 1


def test_a_damaged_cache_costs_time_and_nothing_else(build: Builder, corpus: Path, settings: Settings) -> None:
    build()
    for told in Layout(settings.build_dir).cache.glob("text-*/outcome.json"):
        told.write_text("{")
    (corpus / "tunis.txt").unlink()
    result = build()
    assert [(one.status, one.reused) for one in result.outcomes] == [("published", False)]


def test_a_broken_asset_ends_the_build_with_its_file(build: Builder, files: AssetFiles) -> None:
    files.ground["reference"][0].write_text("this is no Turtle")
    with pytest.raises(BrokenAsset, match=r"ground\.ttl"):
        build()


def test_progress_goes_up_to_its_total_and_names_each_text(build: Builder, heard: list[Progress]) -> None:
    build(progress=heard.append)
    done = [one.done for one in heard]
    assert done == sorted(done)
    assert max(done) < heard[0].total
    assert [one.name for one in heard if one.step == "read" and one.name] == ["lisbon.txt", "tunis.txt"]


BUILD = """
import os, sys
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from pathlib import Path
from kg.pipeline import asset_files, build_release, gather
from kg.settings import Settings
corpus, build = Path(sys.argv[2]), Path(sys.argv[3])
files = replace(asset_files(), ground={"codes": asset_files().ground["codes"]})
die = lambda heard: os._exit(9) if heard.step == sys.argv[4] else None
result = build_release(gather([corpus]), Settings(build_dir=build), die, files)
print(result.changed, sorted({"lingua", "pyshacl", "rdflib", "kg.annotate", "kg.validate"} & set(sys.modules)))
"""


def run(root: Path, corpus: Path, build: Path, cwd: Path, die_at: str = "", **given: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", BUILD, str(root), str(corpus), str(build), die_at],
        cwd=cwd,
        env={**os.environ, **given},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def test_neither_hash_seed_nor_locale_nor_time_zone_nor_folder_changes_a_byte(
    root: Path, corpus: Path, tmp_path: Path
) -> None:
    run(root, corpus, tmp_path / "a", root, PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")
    elsewhere = tmp_path / "elsewhere"
    corpus.rename(elsewhere)
    run(root, elsewhere, tmp_path / "b", tmp_path, PYTHONHASHSEED="4711", LC_ALL="es_ES.UTF-8", TZ="Pacific/Apia")
    one, other = ((tmp_path / name / "current").resolve() for name in ("a", "b"))
    assert one.name == other.name
    told = sorted(path.name for path in one.iterdir() if path.is_file())
    assert told == [
        "documents.jsonl",
        "graphs.jsonl",
        "quads.nq",
        "release.json",
        "report.es.txt",
        "report.json",
        "report.ttl",
        "report.txt",
        "search.sqlite",
    ]
    assert [(one / name).read_bytes() for name in told] == [(other / name).read_bytes() for name in told]


def test_nothing_to_do_loads_nothing_that_takes_time(root: Path, corpus: Path, tmp_path: Path) -> None:
    assert run(root, corpus, tmp_path / "a", root).startswith("True")
    assert run(root, corpus, tmp_path / "a", root) == "False []\n"


def test_a_process_that_is_killed_before_the_switch_leaves_nothing_in_the_way(
    root: Path, corpus: Path, tmp_path: Path
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        run(root, corpus, tmp_path / "a", root, die_at="move")
    assert not (tmp_path / "a" / "current").exists()
    assert any((tmp_path / "a" / "private").iterdir())
    assert run(root, corpus, tmp_path / "a", root).startswith("True")
    assert not any((tmp_path / "a" / "private").iterdir())
