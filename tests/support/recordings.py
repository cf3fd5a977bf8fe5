"""What long walks record, in files: each walk is made once, on SQLite, and a test that begins with it gets a copy."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from inspect import signature
from pathlib import Path

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from flows.database import Store, locked
from models.schema import Base

TABLES = Base.metadata.sorted_tables
Walk = Callable[..., object]


class Recordings:
    """A folder of recordings, shared by the processes of a test session; `empty` is a migrated database."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self._folder, self._empty = folder, empty

    def fill(self, store: Store, walk: Walk, *words: object, after: Path | None = None, **options: object) -> None:
        """Let a migrated database have what `walk(store, *words, **options)` records.

        The walk begins in an empty database, or in a copy of another recording.
        """
        copy(self._made(walk, words, options, after), store)

    def made(self, walk: Walk, *words: object, after: Path | None = None) -> Path:
        """The database that a walk has filled, which was empty before, or as in another recording."""
        return self._made(walk, words, {}, after)

    def _made(
        self, walk: Walk, words: Sequence[object], options: Mapping[str, object], after: Path | None = None
    ) -> Path:
        name = f"{walk.__module__}.{walk.__qualname__} {_arguments(walk, words, options)} {after}"
        file = self._folder / f"{sha256(name.encode()).hexdigest()}.db"
        with locked(file.with_suffix(".lock")):
            if not file.exists():
                partly = file.with_suffix(".partly")
                partly.write_bytes((after or self._empty).read_bytes())
                store = Store(f"sqlite:///{partly}")
                walk(store, *words, **options)
                store.close()
                partly.rename(file)
        return file


def _arguments(walk: Walk, words: Sequence[object], options: Mapping[str, object]) -> list[tuple[str, object]]:
    """The arguments of a walk by their names, with those that it has by itself: each walk has one recording."""
    call = signature(walk).bind(None, *words, **options)
    call.apply_defaults()
    return list(call.arguments.items())[1:]


def copy(file: Path, store: Store) -> None:
    """Let a database have the rows of a file, and no others."""
    if store.file is not None:
        with closing(sqlite3.connect(file)) as recorded, closing(sqlite3.connect(store.file)) as other:
            recorded.backup(other)
        return
    recording = Store(f"sqlite:///{file}")
    with recording.reading() as recorded, store.writing() as other:
        for table in reversed(TABLES):
            other.execute(delete(table))
        for table in TABLES:
            _copy_rows(recorded, other, table)
    recording.close()


def _copy_rows(recorded: Session, other: Session, table: Table) -> None:
    """Copy a table; the next row that the database numbers itself gets the number after the last one."""
    rows = [dict(row) for row in recorded.execute(select(table)).mappings()]
    if not rows:
        return
    other.execute(insert(table), rows)
    if "id" in table.c:
        last = select(func.max(table.c.id)).scalar_subquery()
        other.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
