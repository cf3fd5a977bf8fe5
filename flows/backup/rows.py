"""Rows of tables as JSON Lines, in a form that does not depend on the database, cut into files that stay equal.

A file ends where the hash of a row's key says so, not after a number of rows: a row that comes or changes alters the
one file that it is in, and the next backup writes that one alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any
from zlib import crc32

import zstandard
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Insert,
    Integer,
    Select,
    Table,
    Text,
    column,
    insert,
    select,
    table,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from flows.backup.problems import BadBackup
from models.schema import Exact, Instant, InstantNumber, JsonValue, json_text

BATCH = 5_000
"""Rows that are in memory at a time."""
ROWS = 8_192
"""A file has so many rows on average, and at most four times as many."""
REMEMBERED = 50_000
"""Values of a column that are remembered as the database stores them."""
LEVEL = 6
BYTES = "zstd"
"""The column of the bytes of pages, which are kept apart."""
KINDS: Mapping[str, type[TypeEngine[Any]]] = {
    "instant": Instant,
    "instant_number": InstantNumber,
    "decimal": Exact,
    "json": JsonValue,
    "boolean": Boolean,
    "integer": Integer,
    "text": Text,
}
"""The type of a column by its kind, the first that fits: every other type is one of text."""
WRITTEN: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.isoformat,
    "instant_number": datetime.isoformat,
    "decimal": lambda value: f"{value:f}",
    "text": str,
}
READ: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "instant_number": datetime.fromisoformat,
    "decimal": Decimal,
}


def kind_of(of: Column[Any]) -> str:
    """Return the kind of a column."""
    return next((kind for kind, of_type in KINDS.items() if isinstance(of.type, of_type)), "text")


def columns_of(of: Table) -> list[tuple[str, str]]:
    """Return the columns of a table with their kinds, without the bytes of pages."""
    return [(each.name, kind_of(each)) for each in of.columns if each.name != BYTES]


def chunks(session: Session, of: Table) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table in files, each with the number of its rows."""
    key = [each.name for each in of.primary_key.columns]
    columns = columns_of(of)
    at = [index for index, (name, _) in enumerate(columns) if name in key]
    written = [(index, WRITTEN[kind]) for index, (_, kind) in enumerate(columns) if kind in WRITTEN]
    lines = list[str]()
    for row in session.execute(_ordered(of, columns, key), execution_options={"yield_per": BATCH}):
        values = [*row]
        for index, write in written:
            if values[index] is not None:
                values[index] = write(values[index])
        lines.append(json_text(values))
        ends = crc32(json_text([values[index] for index in at]).encode()) % ROWS == 0
        if ends or len(lines) == 4 * ROWS:
            yield _packed(lines), len(lines)
            lines = []
    if lines:
        yield _packed(lines), len(lines)


def _ordered(of: Table, columns: Sequence[tuple[str, str]], key: Sequence[str]) -> Select[Any]:
    return select(*(of.c[name] for name, _ in columns)).order_by(*(of.c[name] for name in key))


def _packed(lines: Sequence[str]) -> bytes:
    return zstandard.compress("\n".join(lines).encode(), LEVEL)


def unpacked_rows(content: bytes, name: str) -> list[list[Any]]:
    """Return the rows of a file as they were written. Raises BadBackup."""
    try:
        # As one text: to decode each line by itself takes three times as long.
        return list(json.loads(b"[" + zstandard.decompress(content).replace(b"\n", b",") + b"]"))
    except (ValueError, zstandard.ZstdError) as problem:
        raise BadBackup(f"a file of {name} cannot be read: {problem}") from None


def insert_rows(session: Session, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[list[Any]]) -> None:
    """Insert rows into a table whose columns have these kinds, whatever this release thinks that it has."""
    target = table(
        name, *(column(each, (BigInteger if kind == "integer" else KINDS[kind])()) for each, kind in columns)
    )
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _insert_tuples(connection, insert(target), [kind for _, kind in columns], rows)
        return
    names = [each for each, _ in columns]
    for batch in _batches(rows):
        for row in batch:
            for index, (_, kind) in enumerate(columns):
                if kind in READ and row[index] is not None:
                    row[index] = READ[kind](row[index])
        session.execute(insert(target), [dict(zip(names, row, strict=True)) for row in batch])


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    left = iter(rows)
    while batch := [*islice(left, BATCH)]:
        yield batch


def _insert_tuples(connection: Connection, into: Insert, kinds: Sequence[str], rows: Iterable[list[Any]]) -> None:
    """Insert rows by the driver itself: SQLAlchemy would take most of the time for each value of each row."""
    statement = str(into.compile(dialect=connection.dialect))
    stored = [(index, _storing(kind, connection.dialect)) for index, kind in enumerate(kinds)]
    changed = [(index, store) for index, store in stored if store is not None]
    for batch in _batches(rows):
        for row in batch:
            for index, store in changed:
                if row[index] is not None:
                    row[index] = store(row[index])
        connection.exec_driver_sql(statement, [tuple(row) for row in batch])


def _storing(kind: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what makes of a value of a file the one that the database stores; None where they are the same.

    Most values come again in many rows, and are remembered.
    """
    read, bound = READ.get(kind), KINDS[kind]().dialect_impl(dialect).bind_processor(dialect)
    if read is None or bound is None:
        return read or bound

    def store(value: Any) -> Any:  # noqa: ANN401 (of any kind)
        return bound(read(value))

    return lru_cache(REMEMBERED)(store)
