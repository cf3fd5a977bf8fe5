"""Restores a backup into an empty database of either kind, in one transaction."""

import sqlite3
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, insert, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from flows.backup.manifest import Manifest, TablePart, newest, objects_of
from flows.backup.objects import Objects, sync_file, sync_folder, write_whole
from flows.backup.pages import PackedPage, PageAddress, pages_of
from flows.backup.problems import BadBackup, NotEmpty
from flows.backup.rows import BYTES, insert_rows, unpacked_rows
from flows.database import WRITES, Store, alembic_config, one_at_a_time, revisions
from flows.progress import Print, rate_limited
from models.schema import Base

Record = dict[str, Any]
COMPANIONS = ("-wal", "-shm")


def restore(
    place: Path, url: str, at: datetime, say: Print, *, named: str | None = None, replace: bool = False
) -> tuple[Manifest, Path | None]:
    """Restore a backup, the newest unless one is named; return it, and the file that the former record is in now.

    If it is interrupted, the database is as it was. Raises BadBackup, and NotEmpty if there is a record and it is not
    to be replaced. A record on PostgreSQL is never replaced.
    """
    file, manifest = newest(place, named)
    if manifest.revision not in revisions():
        raise BadBackup(
            f"{file} has the schema revision {manifest.revision}, and this release knows those up to {revisions()[0]}: "
            "install the newest release and restore again"
        )
    store = Store(url)
    try:
        if store.file is None:
            _load(store, place, manifest, say)
            return manifest, None
        return manifest, _restore_file(store.file, place, manifest, at, say, replace)
    finally:
        store.close()


def restore_settings(place: Path, manifest: Manifest, file: Path) -> bool:
    """Restore the settings file, if the backup has it and there is none; return True if it was written."""
    if manifest.settings is None or file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(file, objects_of(place).get(manifest.settings))
    return True


def _restore_file(file: Path, place: Path, manifest: Manifest, at: datetime, say: Print, replace: bool) -> Path | None:
    """Restore into a new file of SQLite, which then takes the place of the former one."""
    is_there = file.exists() and file.stat().st_size > 0
    if is_there and not replace:
        raise NotEmpty(
            f"{file} has a record already: with --replace it is kept beside the restored one, under another name"
        )
    loading = file.with_name(f"{file.name}.restoring")
    for each in (loading, *(loading.with_name(loading.name + end) for end in COMPANIONS)):
        each.unlink(missing_ok=True)
    fresh = Store(URL.create("sqlite", database=str(loading)))
    event.listen(fresh.engine, "connect", _without_journal)
    try:
        _load(fresh, place, manifest, say)
    finally:
        fresh.close()
    _into_one_file(loading)
    sync_file(loading)
    former = _set_aside(file, at) if is_there else None
    loading.replace(file)
    sync_folder(file.parent)
    return former


def _without_journal(connection: DBAPIConnection, _record: object) -> None:
    """Let SQLite write a new file without a journal: nobody uses it before it is whole, and a crash discards it."""
    for pragma in ("journal_mode = off", "synchronous = off", "locking_mode = exclusive", "temp_store = memory"):
        connection.cursor().execute(f"pragma {pragma}")


def _set_aside(file: Path, at: datetime) -> Path:
    """Give the former file another name; what its companions have is in it then."""
    _into_one_file(file)
    former = file.with_name(f"{file.name}.before-{at:%Y-%m-%dT%H%M%SZ}")
    file.replace(former)
    return former


def _into_one_file(file: Path) -> None:
    """Let a file of SQLite have no companions. Raises NotEmpty if another program has it open."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        try:
            connection.execute("pragma journal_mode = delete")
        except sqlite3.OperationalError:
            raise NotEmpty(f"{file} is in use: end `almanac up` and what else reads it, then restore again") from None


def _load(store: Store, place: Path, manifest: Manifest, say: Print) -> None:
    """Make the schema as it was, load the rows, and bring both up to date: one transaction."""
    from alembic import command  # takes 0.2 s

    store.make_private()
    said = rate_limited(say)
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        one_at_a_time(connection, "migrations")
        _expect_empty(connection)
        command.upgrade(alembic_config(connection), manifest.revision)
        with Session(connection) as session, _indexed_afterwards(connection):
            for table in manifest.tables:
                _load_table(session, objects_of(place), manifest, table, said)
            session.flush()
        if connection.dialect.name == "postgresql":
            _count_on(connection, manifest.tables)
        command.upgrade(alembic_config(connection), "head")


@contextmanager
def _indexed_afterwards(connection: Connection) -> Generator[None]:
    """Let SQLite make its indexes at the end, by sorting; row by row it would write all over the file."""
    made = list[str]()
    if connection.dialect.name == "sqlite":
        listed = text("select name, sql from sqlite_master where type = 'index' and sql is not null")
        for name, statement in connection.execute(listed).tuples().all():
            connection.exec_driver_sql(f'drop index "{name}"')
            made.append(statement)
    yield
    for statement in made:
        connection.exec_driver_sql(statement)


def _expect_empty(connection: Connection) -> None:
    """Raise NotEmpty if the database has a table: only one of ours without any snapshot is made anew."""
    names = inspect(connection).get_table_names()
    if not names:
        return
    if "snapshot" not in names or "alembic_version" not in names or connection.scalar(text("select 1 from snapshot")):
        raise NotEmpty(
            "the database has a record already, or tables of others: make an empty one and name it as `database_url`"
        )
    from alembic import command

    command.downgrade(alembic_config(connection), "base")


def _load_table(session: Session, objects: Objects, manifest: Manifest, table: TablePart, say: Print) -> None:
    rows = _rows(objects, table, say)
    if table.name == "body":
        _load_bodies(session, objects, manifest, table, rows)
    else:
        insert_rows(session, table.name, table.columns, rows)


def _rows(objects: Objects, table: TablePart, say: Print) -> Iterator[list[Any]]:
    count = 0
    for chunk in table.chunks:
        yield from (rows := unpacked_rows(objects.get(chunk), table.name))
        count += len(rows)
        say(f"{count:,} of {table.rows:,} rows of {table.name}")


def _load_bodies(
    session: Session, objects: Objects, manifest: Manifest, table: TablePart, rows: Iterable[list[Any]]
) -> None:
    """Load the pages, each after the one that it is stored as a difference from. Raises BadBackup if one is missing."""
    names = [name for name, _ in table.columns]
    records = (dict(zip(names, row, strict=True)) for row in rows)
    wanted = {(record["sha256"], record["base_sha256"]): record for record in records}
    waiting, there = defaultdict[str, list[PackedPage]](list), set[str]()
    for name in manifest.packs:
        for page in pages_of(objects.get(name)):
            if page.address not in wanted or page.sha256 in there:
                continue
            if page.base is not None and page.base not in there:
                waiting[page.base].append(page)
                continue
            _load_page(session, page, wanted, waiting, there)
    if missing := {sha256 for sha256, _ in wanted} - there:
        raise BadBackup(f"{len(missing)} pages are missing, {min(missing)} is one of them")


def _load_page(
    session: Session,
    page: PackedPage,
    records: Mapping[PageAddress, Record],
    waiting: dict[str, list[PackedPage]],
    there: set[str],
) -> None:
    """Load a page, and those that waited for it."""
    ready = [page]
    while ready:
        each = ready.pop()
        session.execute(insert(Base.metadata.tables["body"]), {**records[each.address], BYTES: each.zstd})
        there.add(each.sha256)
        ready += waiting.pop(each.sha256, ())


def _count_on(connection: Connection, tables: Iterable[TablePart]) -> None:
    """Let the next row that PostgreSQL numbers itself get the number after the last one."""
    for table in tables:
        if "id" in dict(table.columns) and table.rows:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
            if sequence is not None:
                last = text(f"select max(id) from {table.name}")  # noqa: S608 (a table of ours)
                connection.execute(select(func.setval(sequence, connection.scalar(last))))
