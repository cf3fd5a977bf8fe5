"""Files of Parquet: instants are timestamps in UTC, decimals and JSON are texts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from cli.exporting.resources import ExportRow, Field, FieldKind
from cli.exporting.values import BadFile, json_text

ROW_GROUP = 20_000
"""Rows of a row group, which are in memory at a time."""


def write_parquet(file: Path, fields: Sequence[Field], rows: Iterable[ExportRow]) -> int:
    """Write rows to a new file; return their number."""
    pa, parquet = _libraries()
    types = {FieldKind.INTEGER: pa.int64(), FieldKind.BOOLEAN: pa.bool_(), FieldKind.INSTANT: pa.timestamp("us", "UTC")}
    schema = pa.schema(
        [pa.field(field.name, types.get(field.kind, pa.string()), not field.is_required) for field in fields]
    )
    jsons = [at for at, field in enumerate(fields) if field.kind is FieldKind.JSON]
    count, rows = 0, iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as out:
        while batch := list(islice(rows, ROW_GROUP)):
            of_columns: list[list[Any]] = [list(values) for values in zip(*batch, strict=True)]
            for at in jsons:
                of_columns[at] = [None if value is None else json_text(value) for value in of_columns[at]]
            arrays = [pa.array(values, each.type) for values, each in zip(of_columns, schema, strict=True)]
            out.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def read_parquet(file: Path, fields: Sequence[Field]) -> Iterator[ExportRow]:
    """Yield the rows of a file. Raises BadFile."""
    _, parquet = _libraries()
    jsons = [at for at, field in enumerate(fields) if field.kind is FieldKind.JSON]
    with parquet.ParquetFile(file) as opened:
        if opened.schema_arrow.names != [field.name for field in fields]:
            raise BadFile(f"the columns are {', '.join(opened.schema_arrow.names)}")
        for batch in opened.iter_batches(ROW_GROUP):
            of_columns: list[list[Any]] = [column.to_pylist() for column in batch.columns]
            for at in jsons:
                of_columns[at] = [None if value is None else json.loads(value) for value in of_columns[at]]
            yield from zip(*of_columns, strict=True)


def _libraries() -> tuple[Any, Any]:
    """Return pyarrow and its module for Parquet."""
    import pyarrow  # takes 0.2 s, and few commands need it
    from pyarrow import parquet

    return pyarrow, parquet
