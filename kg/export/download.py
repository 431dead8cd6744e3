"""A whole release as a folder to download: dumps, tables, checksums, and what it all is."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kg.export.csvfile import read_csv, write_csv
from kg.export.csvw import csvw
from kg.export.described import about_release, contents, notes, readme
from kg.export.export import export
from kg.export.folder import File, Filling, appearing, packed
from kg.export.parquet import ParquetMissing, write_parquet
from kg.export.rdfxml import NotInXml
from kg.export.rows import rows
from kg.export.sqlite import write_sqlite
from kg.export.tables import Table, load_tables
from kg.store.release import Release

__all__ = ["CONTENTS", "DUMPS", "SUMS", "download", "planned_files"]

CONTENTS, SUMS = "contents.json", "SHA256SUMS"
DUMPS = {
    "nq": ("nq", ("all",)),
    "trig": ("trig", ("all",)),
    "nt": ("nt", ("facts", "reference", "text")),
    "ttl": ("ttl", ("facts", "reference")),
    "jsonld": ("jsonld", ("facts", "reference")),
    "rdf": ("rdfxml", ("facts", "reference")),
}
"""By the ending of its name, the form of a dump of the whole release and the graphs that it holds."""

_READMES = {"en": "README.md", "es": "LEAME.md"}
_LOADING = Path(__file__).with_name("loading")


def download(release: Release, folder: Path, progress: Callable[[int, int, str], None] | None = None) -> list[File]:
    """Write everything that a release is published as into a folder, which appears when it is complete.

    What cannot be written is left out, and the folder says so: Parquet without the extra `tables`, RDF/XML where a text
    has a character that XML cannot hold. `progress` hears how many steps are done, of how many, and what is next.
    Raises MisusedCommand where the folder is there already.
    """
    with appearing(folder) as filling:
        steps = list(_steps(filling, release))
        for done, (name, step) in enumerate(steps):
            if progress:
                progress(done, len(steps), name)
            step()
        if progress:
            progress(len(steps), len(steps), "")
    return filling.files


def planned_files() -> tuple[str, ...]:
    """The files of a download by name, in order, where nothing has to be left out of it."""
    dumps = (f"rdf/plenary.{ending}.gz" for ending in DUMPS)
    tables = (f"tables/{name}.{form}" for name in load_tables() for form in ("csv", "parquet"))
    further = (CONTENTS, SUMS, "tables/csv-metadata.json", "tables/plenary.sqlite", *_READMES.values())
    return tuple(sorted((*dumps, *tables, *further, *(f"load/{path.name}" for path in _loading()))))


def _loading() -> list[Path]:
    return sorted(path for path in _LOADING.iterdir() if path.is_file())


def _steps(filling: Filling, release: Release) -> Iterator[tuple[str, Callable[[], None]]]:
    for ending in DUMPS:
        yield f"plenary.{ending}", partial(_dump, filling, release, ending)
    for table in load_tables().values():
        yield table.name, partial(_csv, filling, release, table)
        yield table.name, partial(_parquet, filling, table)
    yield "plenary.sqlite", partial(_sqlite, filling, release)
    yield SUMS, partial(_finish, filling, release)


def _dump(filling: Filling, release: Release, ending: str) -> None:
    name = f"rdf/plenary.{ending}.gz"
    form, graphs = DUMPS[ending]
    try:
        with filling.writing(name) as out, packed(out) as inner:
            export(release, form, inner, graphs=graphs)
    except NotInXml:
        filling.left_out[name] = "xml"


def _csv(filling: Filling, release: Release, table: Table) -> None:
    with filling.writing(f"tables/{table.name}.csv") as out:
        write_csv(table, rows(release, table, filling.path("scratch")), out)


def _parquet(filling: Filling, table: Table) -> None:
    name = f"tables/{table.name}.parquet"
    try:
        with filling.writing(name) as out:
            # To read the rows again is faster than to ask the store for them again.
            write_parquet(table, read_csv(table, filling.path(f"tables/{table.name}.csv")), out)
    except ParquetMissing:
        filling.left_out[name] = "parquet"


def _sqlite(filling: Filling, release: Release) -> None:
    tables = load_tables().values()
    given = ((table, read_csv(table, filling.path(f"tables/{table.name}.csv"))) for table in tables)
    write_sqlite(filling.path("tables/plenary.sqlite"), given, about_release(release))
    filling.enter("tables/plenary.sqlite")


def _finish(filling: Filling, release: Release) -> None:
    """What the files mean, how to load them, and at last the digest of each."""
    filling.put("tables/csv-metadata.json", csvw(load_tables().values(), notes()))
    for path in _loading():
        filling.put(f"load/{path.name}", path.read_bytes())
    filling.path("load/load.sh").chmod(0o755)
    listed = sorted(filling.files, key=lambda one: one.file)
    for language, name in _READMES.items():
        filling.put(name, readme(release, language, listed, filling.left_out))
    filling.put(CONTENTS, contents(release, sorted(filling.files, key=lambda one: one.file), filling.left_out))
    filling.files.sort(key=lambda one: one.file)
    filling.put(SUMS, "".join(f"{one.sha256}  {one.file}\n" for one in filling.files).encode())
