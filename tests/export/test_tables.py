"""The tables of a release: rows, files, what is said of them."""

import csv
import gzip
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.errors import BrokenAsset, MisusedCommand
from kg.export import DUMPS, SUMS, download, load_tables, planned_files, write_table
from kg.export.csvfile import RISKY, guarded, read_csv, unguarded
from kg.export.rows import rows
from kg.export.tables import LANGUAGES, Row, Table
from kg.export.tables import load_tables as load_from
from kg.graph.serialize import nquads
from kg.pipeline import build_release, gather
from kg.settings import Settings
from kg.store import Edition, Layout, Release, current, ground, publish, write_part
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import HOME, IGM, RDF, RDFS

HOSTILE = """COMMUNIQUÉ OF THE THIRD MEETING OF THE GROUP OF TESTERS
Lisbon, 14 March 2019

The Heads of State and Government of =HYPERLINK("http://evil.example","France"), @SUM(1+1)*cmd|' /C calc'!A0, +1-1
and Portugal met in Lisbon on 14 March 2019.
The meeting was chaired by Portugal. The European Commission took part as an observer.
They agreed to meet again in Rome in 2020.

=1+1 agreed to set up a fund by 30 June 2021.
- Portugal committed to host the next meeting.
"""
TABLES = load_tables()


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The founding texts, one that counts its participants only, and one that spreadsheets would run."""
    folder = tmp_path_factory.mktemp("tables")
    hostile = folder / "hostile.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    settings = Settings(build_dir=folder / "build", jobs=1)
    build_release(gather([root / "data/corpus", hostile]), settings, lambda progress: None)
    return current(Layout(settings.build_dir))


@pytest.fixture(scope="module")
def made(built: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "download"
    download(built, folder)
    return folder


def told(release: Release, name: str | None, form: str) -> bytes:
    out = BytesIO()
    write_table(release, name, form, out)
    return out.getvalue()


def named(made: Path, table: str) -> list[dict[str, object]]:
    names = [column.name for column in TABLES[table].columns]
    return [dict(zip(names, row, strict=True)) for row in read_csv(TABLES[table], made / f"tables/{table}.csv")]


def parquet_rows(path: Path) -> tuple[list[str], list[Row]]:
    io = pytest.importorskip("arro3.io", reason="needs the extra 'tables'")
    table = io.read_parquet(path).read_all()
    columns = [[one.as_py() for one in table.column(name)] for name in table.column_names]
    return table.column_names, list(zip(*columns, strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_parquet_hold_the_same_rows(made: Path, name: str) -> None:
    from_csv = list(read_csv(TABLES[name], made / f"tables/{name}.csv"))
    names, from_parquet = parquet_rows(made / f"tables/{name}.parquet")
    assert names == [column.name for column in TABLES[name].columns]
    assert from_parquet == from_csv
    assert from_csv


@pytest.mark.parametrize("name", TABLES)
def test_sqlite_holds_the_same_rows(made: Path, name: str) -> None:
    with closing(sqlite3.connect(made / "tables/plenary.sqlite")) as base:
        held = base.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()  # noqa: S608
    assert held == list(read_csv(TABLES[name], made / f"tables/{name}.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_a_file_holds_the_rows_of_the_store_in_the_order_of_their_iris(
    built: Release, made: Path, name: str, tmp_path: Path
) -> None:
    from_store = list(rows(built, TABLES[name], tmp_path / "scratch"))
    assert from_store == list(read_csv(TABLES[name], made / f"tables/{name}.csv"))
    if name != "participations":  # a row that only counts is about its meeting, and has no IRI of its own
        assert [row[0] for row in from_store] == sorted({str(row[0]) for row in from_store})


@pytest.mark.parametrize("name", TABLES)
def test_the_metadata_describes_the_csv(made: Path, name: str) -> None:
    """Names in order, every cell of its datatype, nothing missing that is required: https://www.w3.org/TR/tabular-data-model/"""
    metadata = json.loads((made / "tables/csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    table = next(one for one in metadata["tables"] if one["url"] == f"{name}.csv")
    columns = table["tableSchema"]["columns"]
    with (made / f"tables/{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *cells = csv.reader(file, strict=True)
    assert header == [column["name"] for column in columns]
    assert [column["titles"]["und"] for column in columns] == header
    assert all({"en", "es"} <= set(column["titles"]) for column in columns)
    patterns = {
        "integer": r"-?\d+",
        "boolean": "true|false",
        "anyURI": r"https?://\S+",
        "dateTime": r"\d{4}-\d\d-\d\dT[\d:]+Z",
    }
    wrong = [
        (column["name"], item)
        for row in cells
        for column, cell in zip(columns, row, strict=True)
        for item in (cell.split(column["separator"]) if "separator" in column else [cell])
        if cell and not re.fullmatch(patterns.get(str(column["datatype"]), "(?s:.*)"), item)
    ]
    assert wrong == []
    required = [at for at, column in enumerate(columns) if column["required"]]
    assert all(row[at] for row in cells for at in required)


def test_every_column_is_described_in_both_languages() -> None:
    columns = [column for table in TABLES.values() for column in table.columns]
    assert [one.name for one in columns if not all(one.title[it] and one.description[it] for it in LANGUAGES)] == []


def test_a_planned_meeting_is_never_held(made: Path) -> None:
    planned = [row for row in named(made, "meetings") if row["status_en"] == "planned"]
    assert planned
    assert [row["meeting"] for row in planned if row["held_during"] or row["held_at"]] == []
    assert any(row["planned_during"] for row in planned)


def test_what_is_inferred_is_marked(made: Path) -> None:
    marks = {row["derivation_en"] for row in named(made, "participations") if row["naming"] == "named"}
    assert marks == {"stated", "inferred"}


def test_participants_that_are_only_counted_keep_their_count(made: Path) -> None:
    counted = [row for row in named(made, "participations") if row["naming"] == "counted"]
    assert counted
    for row in counted:
        assert row["participant"] is None
        assert str(row["participant_count"]) in str(row["quote"])


@pytest.mark.parametrize("name", ["statements", "commitments"])
def test_each_row_has_its_quote_and_where_it_stands(built: Release, made: Path, name: str) -> None:
    texts = {
        quad.subject.value: quad.object.value
        for quad in parse(gzip.decompress((made / "rdf/plenary.nq.gz").read_bytes()), RdfFormat.N_QUADS)
        if quad.predicate.value.endswith("ns#fullText")
    }
    for row in named(made, name):
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert texts[str(row["document"])][start:end] == row["quote"]
        assert row["passage"] == f"{row['document']}#char={start},{end}"


def test_labels_of_codes_are_in_both_languages(made: Path) -> None:
    strengths = {(row["strength_en"], row["strength_es"]) for row in named(made, "commitments")}
    assert strengths
    assert all(en and es and en != es for en, es in strengths)


def test_labels_stand_beside_the_iris_that_they_are_of(made: Path) -> None:
    for row in named(made, "commitments"):
        iris = str(row["actors"] or "").split("|")
        for language in LANGUAGES:
            labels = row[f"actors_{language}"]
            assert labels is None or len(str(labels).split("|")) == len(iris)


def test_no_cell_of_a_csv_file_is_run_by_a_spreadsheet(made: Path) -> None:
    begun = set()
    for name in TABLES:
        with (made / f"tables/{name}.csv").open(encoding="utf-8", newline="") as file:
            begun |= {cell[:1] for row in csv.reader(file, strict=True) for cell in row}
    assert begun.isdisjoint(set("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://evil.example","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "-2+3", "'=1", "a|b"]
)
def test_a_name_that_a_spreadsheet_would_run_is_guarded_in_csv_and_whole_elsewhere(tmp_path: Path, name: str) -> None:
    graph, meeting = NamedNode(f"{HOME}graph/one"), NamedNode(f"{HOME}id/meeting/one")
    quads = [
        Quad(meeting, RDF["type"], IGM["Meeting"], graph),
        Quad(meeting, RDFS["label"], Literal(name, language="en"), graph),
    ]
    layout = Layout(tmp_path / "build")
    part = write_part(tmp_path / "one.nq", graph.value, "facts", nquads(quads), "one")
    states = tmp_path / "states.ttl"
    states.write_text("<https://w3id.org/igm/id/state/mt> a <https://w3id.org/igm/ns#State> .")
    read_against = ground(layout, "1", {"reference": (states,)})
    release = publish(layout, Edition(HOME, "1", read_against, (part,), ({"slug": "one"},), {}))
    download(release, tmp_path / "out")
    with (tmp_path / "out/tables/meetings.csv").open(encoding="utf-8", newline="") as file:
        cell = next(csv.DictReader(file))["name_en"]
    assert cell == (name if name == "a|b" else f"'{name}")
    assert named(tmp_path / "out", "meetings")[0]["name_en"] == name
    with closing(sqlite3.connect(tmp_path / "out/tables/plenary.sqlite")) as base:
        assert base.execute("SELECT name_en FROM meetings").fetchall() == [(name,)]
    assert parquet_rows(tmp_path / "out/tables/meetings.parquet")[1][0][1] == name


@given(st.text())
def test_what_is_guarded_comes_back_whole(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(one for one in RISKY if one != "'"))


def test_full_text_search_finds_a_quote_whatever_its_accents(made: Path) -> None:
    with closing(sqlite3.connect(made / "tables/plenary.sqlite")) as base:
        ask = "SELECT thing, words FROM found WHERE search MATCH ? ORDER BY rank, id"
        quotes = base.execute(ask, ('"logistical support"',)).fetchall()
        plain = base.execute(ask, ("panama",)).fetchall()
    assert any("logistical support" in words for _, words in quotes)
    assert any("Panamá" in words for _, words in plain)


def test_sqlite_says_what_its_columns_mean_and_where_it_comes_from(built: Release, made: Path) -> None:
    with closing(sqlite3.connect(made / "tables/plenary.sqlite")) as base:
        described = base.execute('SELECT "table", name, title_es FROM columns').fetchall()
        about = dict(base.execute("SELECT name, value FROM about"))
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(described) == sum(len(table.columns) for table in TABLES.values())
    assert about["release"] == built.id


def test_the_checksums_are_those_of_the_files(made: Path) -> None:
    lines = dict(line.split("  ")[::-1] for line in (made / SUMS).read_text().splitlines())
    files = {str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()}
    assert set(lines) == files - {SUMS}
    assert {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in lines} == lines
    assert files == set(planned_files())


def test_the_contents_and_both_readmes_name_every_file(made: Path) -> None:
    listed = {one["file"] for one in json.loads((made / "contents.json").read_text(encoding="utf-8"))["files"]}
    assert listed == {*planned_files()} - {"contents.json", SUMS}
    for readme in ("README.md", "LEAME.md"):
        text = (made / readme).read_text(encoding="utf-8")
        assert [name for name in listed if name not in text and not name.endswith("ME.md")] == []


@pytest.mark.parametrize("ending", sorted({*DUMPS} - {"nq", "nt"}))
def test_every_form_of_the_dump_holds_the_same_graph(built: Release, made: Path, ending: str) -> None:
    forms = {"trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
    held = set(parse(gzip.decompress((made / f"rdf/plenary.{ending}.gz").read_bytes()), forms[ending]))
    quads = list(parse(gzip.decompress((made / "rdf/plenary.nq.gz").read_bytes()), RdfFormat.N_QUADS))
    if ending == "trig":
        assert held == set(quads)
    else:
        left_out = ("/provenance", "/text")
        plain = {str(quad.triple) for quad in quads if not quad.graph_name.value.endswith(left_out)}  # type: ignore[union-attr]
        assert {str(quad.triple) for quad in held if "_:" not in str(quad)} == {one for one in plain if "_:" not in one}
        assert len(held) == len(plain)


def test_the_default_graph_of_the_dump_is_that_of_the_store(built: Release, made: Path) -> None:
    lines = gzip.decompress((made / "rdf/plenary.nt.gz").read_bytes()).splitlines()
    store = built.open().query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert len(lines) == int(next(iter(store))[0].value)  # type: ignore[arg-type,union-attr]
    assert lines == sorted(set(lines))


MAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from kg.export import download
from kg.store import read_release
download(read_release(Path(sys.argv[2])), Path(sys.argv[3]))
print((Path(sys.argv[3]) / "SHA256SUMS").read_text())
"""


def test_the_same_release_is_the_same_bytes_whatever_the_hash_seed_and_locale(
    built: Release, made: Path, root: Path, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", MAKE, str(root), str(built.path), str(tmp_path / "again")],
        env={**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "es_ES.UTF-8", "TZ": "Pacific/Kiritimati"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert told.strip() == (made / SUMS).read_text().strip()


def test_the_folder_is_seen_whole_or_not_at_all(built: Release, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def heard(done: int, total: int, name: str) -> None:
        assert not (tmp_path / "out").exists()
        if done == 8:
            raise Enough

    with pytest.raises(Enough):
        download(built, tmp_path / "out", heard)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_already_is_left_alone(built: Release, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(MisusedCommand, match="The folder is there already"):
        download(built, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_text_that_xml_cannot_hold_is_told_of_and_the_rest_is_there(torn: Release, tmp_path: Path) -> None:
    download(torn, tmp_path / "out")
    assert not (tmp_path / "out/rdf/plenary.rdf.gz").exists()
    assert (tmp_path / "out/rdf/plenary.ttl.gz").exists()
    assert "XML no admite" in (tmp_path / "out/LEAME.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out/contents.json").read_text())["left_out"][0]["file"] == "rdf/plenary.rdf.gz"


@pytest.mark.parametrize(
    ("name", "form", "hint"),
    [
        ("commitment", "csv", "did you mean 'commitments'"),
        ("meetings", "parket", "did you mean 'parquet'"),
        (None, "csv", "name one with --table: commitments"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest(built: Release, name: str | None, form: str, hint: str) -> None:
    with pytest.raises(MisusedCommand, match=hint):
        told(built, name, form)


def test_one_table_is_had_alone_in_every_form(built: Release, made: Path, tmp_path: Path) -> None:
    assert told(built, "meetings", "csv") == (made / "tables/meetings.csv").read_bytes()
    assert told(built, None, "sqlite") == (made / "tables/plenary.sqlite").read_bytes()
    assert told(built, None, "csvw") == (made / "tables/csv-metadata.json").read_bytes()
    pytest.importorskip("arro3.io", reason="needs the extra 'tables'")
    assert told(built, "meetings", "parquet") == (made / "tables/meetings.parquet").read_bytes()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('name = "Wrong Name"', "can be called 'Wrong Name'"),
        ('type = "number"', "there is no type 'number'"),
        ('of = "nothing"', "which no column before it is called"),
        ("colour = 1", "says 'colour'"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, line: str, why: str) -> None:
    key = line.split(" ")[0]
    given = {"name": 'name = "one"', "value": 'value = ["BIND(?row AS ?value)"]', key: line}
    words = 'title = { en = "a", es = "a" }\ndescription = { en = "a", es = "a" }\n'
    column = "\n".join(given.values())
    (tmp_path / "bad.toml").write_text(f'rows = ["?row a igm:Meeting"]\n{words}[[column]]\n{column}\n{words}')
    with pytest.raises(BrokenAsset, match=re.escape(why)):
        load_from(tmp_path)


def test_a_pattern_that_is_no_sparql_is_named(built: Release, tmp_path: Path) -> None:
    table = Table("odd", {}, {}, ("?row a igm:Meeting }",), TABLES["meetings"].columns)
    with pytest.raises(BrokenAsset, match=r"odd\.toml"):
        list(rows(built, table, tmp_path / "scratch"))
