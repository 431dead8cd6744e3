"""One table of a release, or all of them in one file, straight from the store."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kg.errors import MisusedCommand, did_you_mean
from kg.export.csvfile import write_csv
from kg.export.csvw import csvw
from kg.export.described import about_release, notes
from kg.export.parquet import write_parquet
from kg.export.rows import rows
from kg.export.sqlite import write_sqlite
from kg.export.tables import load_tables, table_named
from kg.store.release import Release

__all__ = ["TABLE_FORMATS", "write_table"]

TABLE_FORMATS = ("csv", "csvw", "parquet", "sqlite")
"""The rows as CSV, what its columns mean, the rows as Parquet; and SQLite, which alone may hold all tables."""


def write_table(release: Release, name: str | None, form: str, out: IO[bytes]) -> None:
    """Write a table in one of `TABLE_FORMATS`, all tables where no name is given.

    Raises MisusedCommand for a table or form that does not exist, and where a form needs one table.
    """
    if form not in TABLE_FORMATS:
        raise MisusedCommand("There is no such form of a table", form, "", did_you_mean(form, TABLE_FORMATS))
    if name is None and form in ("csv", "parquet"):
        fix = f"name one with --table: {', '.join(load_tables())}"
        raise MisusedCommand("A file of this form holds one table", form, "", fix)
    tables = list(load_tables().values()) if name is None else [table_named(name)]
    with TemporaryDirectory(prefix="plenary-") as folder:
        scratch = Path(folder, "scratch")
        match form:
            case "csv":
                write_csv(tables[0], rows(release, tables[0], scratch), out)
            case "parquet":
                write_parquet(tables[0], rows(release, tables[0], scratch), out)
            case "csvw":
                out.write(csvw(tables, notes()))
            case _:
                whole = Path(folder, "plenary.sqlite")
                write_sqlite(whole, ((one, rows(release, one, scratch)) for one in tables), about_release(release))
                with whole.open("rb") as file:
                    shutil.copyfileobj(file, out, 1 << 20)
