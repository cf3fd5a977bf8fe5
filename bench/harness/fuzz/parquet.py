"""Parquet files made of other ones by chance: values, columns and types; or their bytes."""

import io
from collections.abc import Sequence
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ARROW: Any = pa
PARQUET: Any = pq
"""The stubs leave their types open."""
NUMBERS = (0.0, -0.0, 1e308, -1e308, float("nan"), float("inf"), float("-inf"), 1e-320, 9_999.0, 10_000.0, 0.5, 2.0**63)
TEXTS = (
    "",
    " ",
    "\0",
    "x\0y",
    "N/A",
    "#1",
    "a #2",
    "2023-04-01",
    "2026-02-30",
    "9999-12-31",
    "overall",
    "\u202e",
    "x" * 999,
)
TYPES = ("int8", "int64", "float32", "float64", "string", "large_string", "binary", "bool")


def mutated_parquet(body: bytes, rng: Random, others: Sequence[bytes]) -> bytes:
    """A file after a change by chance."""
    if rng.random() < 0.2:
        at = rng.randrange(len(body))
        return body[:at] + rng.randbytes(rng.choice((1, 4))) + body[at + rng.choice((1, 4, 500)) :]
    table = _read(body)
    if table is None:
        return rng.choice(others)
    columns: dict[str, list[Any]] = table.to_pydict()
    types = {name: table.schema.field(name).type for name in columns}
    for _ in range(rng.choice((1, 1, 2, 5))):
        _change(columns, types, rng)
    return _written(columns, types) or body


def _read(body: bytes) -> Any:  # noqa: ANN401 (a table)
    try:
        return PARQUET.read_table(io.BytesIO(body))
    except (pa.ArrowException, OSError, ValueError):
        return None


def _change(columns: dict[str, list[Any]], types: dict[str, Any], rng: Random) -> None:
    """Change columns, or a value in one of them."""
    name = rng.choice(list(columns) or [""])
    rows = len(columns.get(name, ()))
    if not rows or rng.random() < 0.4:
        _change_columns(columns, types, name, rng)
    elif rng.random() < 0.2:
        one, other = rng.randrange(rows), rng.randrange(rows)
        for values in columns.values():
            values[one] = values[other]
    else:
        columns[name][rng.randrange(rows)] = rng.choice((None, rng.choice(NUMBERS), rng.choice(TEXTS)))


def _change_columns(columns: dict[str, list[Any]], types: dict[str, Any], name: str, rng: Random) -> None:
    values = columns.pop(name, [])
    match rng.randrange(5):
        case 0:
            pass
        case 1:
            columns |= {name: values, rng.choice(("rank", "variance", "odd\0", name.upper())): list(values)}
        case 2:
            columns[name], types[name] = values, ARROW.type_for_alias(rng.choice(TYPES))
        case 3:
            columns[name], rows = values, rng.choice((0, 1, 2, 2 * len(values)))
            columns |= {column: (values * 2)[:rows] for column, values in columns.items()}
        case _:
            columns[name] = [rng.choice(values or [None])] * len(values)


def _written(columns: dict[str, list[Any]], types: dict[str, Any]) -> bytes | None:
    """None where the values do not fit their types."""
    try:
        arrays = {name: ARROW.array(its, types.get(name)) for name, its in columns.items()}
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return None
    file = io.BytesIO()
    PARQUET.write_table(ARROW.table(arrays), file)
    return file.getvalue()
