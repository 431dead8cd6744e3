"""Tables as Parquet: https://parquet.apache.org/docs/file-format/ , a few thousand rows at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

from kg.errors import ExitStatus, PlenaryError
from kg.export.tables import Row, Table

__all__ = ["ParquetMissing", "write_parquet"]

_ROWS = 10_000
# In place of the writer's name and version, so that neither changes the bytes.
_MADE_BY = "plenary-kg"


class ParquetMissing(PlenaryError):
    """The packages that write Parquet are not installed."""

    exit_status = ExitStatus.ENVIRONMENT


def write_parquet(table: Table, rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write the rows with the titles of the columns; raises ParquetMissing without the extra `tables`."""
    try:
        # Nine megabytes that no other command needs.
        from arro3 import core, io
    except ImportError as error:
        raise ParquetMissing(
            "Parquet cannot be written", "", "the packages for it are not installed", "pip install 'plenary-kg[tables]'"
        ) from error
    schema = _schema(core, table)
    reader = core.RecordBatchReader.from_batches(schema, _batches(core, schema, iter(rows)))
    io.write_parquet(
        reader,
        out,
        compression="zstd(3)",
        created_by=_MADE_BY,
        max_row_group_size=_ROWS,
        skip_arrow_metadata=True,
        writer_version="parquet_1_0",
    )


def _schema(core: Any, table: Table) -> Any:
    types = {"boolean": core.DataType.bool(), "integer": core.DataType.int64()}
    return core.Schema(
        [
            core.Field(one.name, types.get(one.stored, core.DataType.utf8()), nullable=not one.required)
            for one in table.columns
        ]
    )


def _batches(core: Any, schema: Any, rows: Iterator[Row]) -> Iterator[Any]:
    fields = [schema.field(at) for at in range(len(schema))]
    while chunk := list(islice(rows, _ROWS)):
        columns = zip(*chunk, strict=True)
        yield core.RecordBatch(
            [core.Array(list(cells), field) for cells, field in zip(columns, fields, strict=True)], schema=schema
        )
