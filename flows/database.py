"""The database: its engine, its sessions, its locks, and its schema version."""

import fcntl
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from models.schema import json_text
from models.schema import one_at_a_time as one_at_a_time

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS = 120
"""The time for which a transaction waits for another one that writes: a large replay takes minutes."""
WRITES = "almanac_writes"
OTHER_DATABASE = "name another one (`database_url`), or restore a backup"
NO_HISTORY = "no history yet: run `almanac up`, or `almanac demo` for an example"
CACHE_KIB = 16_000
"""The most memory for pages of a SQLite file, per connection: 1,000 prices of a long history lie on so many."""


class NoHistory(Exception):
    """There is no database yet."""


class WrongShape(Exception):
    """The schema is of a newer release, or of an older one and not yet migrated."""


class ChangedMeanwhile(WrongShape):
    """A file that was read as one that nobody changes was written to meanwhile: the answer may be wrong."""


class AlreadyRunning(Exception):
    """Another run of the same source is under way."""


class Store:
    """A database and its sessions."""

    def __init__(self, url: str | URL, read_only: bool = False) -> None:
        """Open no connection yet; with `read_only` none of them can write, nor to a file that this account may not."""
        parsed = make_url(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        self.file = Path(parsed.database) if is_sqlite and parsed.database else None
        reads_only = read_only or (self.file is not None and self.file.exists() and not is_writable(self.file))
        self.engine = _sqlite(parsed, reads_only) if is_sqlite else _postgresql(parsed, read_only)
        self._in_shape = False

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Open a session for queries. Raises NoHistory, WrongShape."""
        before = self._state()
        self.expect_shape()
        with Session(self.engine) as session:
            session.connection()
            yield session
        if before != self._state():
            raise ChangedMeanwhile("the record was written to while it was read: type the same again")

    def _state(self) -> tuple[int, int] | None:
        """Return the size of a file that is read without locks, and when it was written last; None for any other."""
        if self.file is None or self.engine.url.query.get("immutable") is None:
            return None
        found = self.file.stat()
        return found.st_size, found.st_mtime_ns

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Open one transaction: committed at the end, rolled back on an exception."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            # An engine with the option would cost a fifth of an empty transaction.
            session.connection(execution_options={WRITES: True})
            yield session

    @contextmanager
    def alone(self, what: str) -> Generator[None]:
        """Hold an exclusive lock across transactions. It is released when the holder dies."""
        if self.file is not None:
            with locked(self.file.with_name(f"{self.file.name}.lock")):
                yield
            return
        key = {"what": f"almanac alone {what}"}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("select pg_advisory_lock(hashtext(:what))"), key)
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(hashtext(:what))"), key)

    @contextmanager
    def one_run(self, source: str) -> Generator[None]:
        """Hold the run of a source from before its page is fetched until all is recorded. Raises AlreadyRunning."""
        running = AlreadyRunning(f"{source} is already running: another run reads it now")
        if self.file is not None:
            with locked(self.file.with_name(f"{self.file.name}.runs") / source, running):
                yield
            return
        key = {"what": f"almanac run of {source}"}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(text("select pg_try_advisory_lock(hashtext(:what))"), key):
                raise running
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(hashtext(:what))"), key)

    def migrate(self) -> None:
        """Migrate the schema to this release. Raises WrongShape if it is of a newer one."""
        self.make_private()
        with self.engine.execution_options(**{WRITES: True}).begin() as connection:
            one_at_a_time(connection, "migrations")
            revision = self._expect_known_revision(connection)
            if revision != revisions()[0]:
                from alembic import command  # takes 0.2 s, and few processes have to migrate

                command.upgrade(alembic_config(connection), "head")
        self._in_shape = True
        if revision not in (None, revisions()[0]):
            self._shrink()

    def _shrink(self) -> None:
        """Give the space that a migration has freed back to the file system, if it is a quarter of SQLite's file."""
        if self.file is None:
            return
        with closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            free, pages = (cursor.execute(f"pragma {each}").fetchone()[0] for each in ("freelist_count", "page_count"))
            if 4 * free > pages:
                # It needs room for a copy and nobody else at work. Without either the file stays as it is.
                with suppress(sqlite3.OperationalError):
                    cursor.execute("vacuum")

    def make_private(self) -> None:
        """Create the file with access for its owner only (SQLite's companion files take its mode)."""
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.file.touch(mode=0o600, exist_ok=True)

    def empty(self) -> None:
        """Undo every migration. Raises WrongShape if a newer release made them."""
        with self.engine.execution_options(**{WRITES: True}).begin() as connection:
            self._expect_known_revision(connection)
            self._in_shape = False
            from alembic import command

            command.downgrade(alembic_config(connection), "base")

    def expect_shape(self) -> None:
        """Raise NoHistory or WrongShape unless queries are possible."""
        if self._in_shape:
            return
        if self.file is not None and not self.file.exists():
            raise NoHistory(NO_HISTORY)
        with self.engine.connect() as connection:
            revision = self._expect_known_revision(connection)
        if revision is None:
            raise NoHistory(NO_HISTORY)
        if revision != revisions()[0]:
            raise WrongShape(
                f"the database is of an older release: its schema revision is {revision}, this release has "
                f"{revisions()[0]}; `almanac up` or `almanac track` brings it up to date"
            )
        self._in_shape = True

    def close(self) -> None:
        self.engine.dispose()

    @staticmethod
    def _expect_known_revision(connection: Connection) -> str | None:
        """Return the revision of the schema, None for an empty database. Raises WrongShape for a newer release's."""
        found, revision = inspect(connection), None
        if found.has_table("alembic_version"):
            revision = connection.scalar(text("select version_num from alembic_version"))
        if revision is None and found.has_table("snapshot"):
            raise WrongShape(f"the database has a table `snapshot` and no schema revision: {OTHER_DATABASE}")
        if revision is not None and len(revision) > len(revisions()[0]):
            raise WrongShape(f"the database is another program's: its schema revision is {revision}; {OTHER_DATABASE}")
        if revision not in (None, *revisions()):
            raise WrongShape(
                f"the database was made by a newer release of Model Almanac: its schema revision is {revision}, this "
                f"release knows those up to {revisions()[0]}; upgrade this one, or restore a backup of before"
            )
        return revision


@contextmanager
def asking(url: str, read_only: bool = False) -> Generator[Session]:
    """Open a session for queries on a database that this process has not opened. Raises NoHistory, WrongShape.

    With `read_only` the file, and the folder that it is in, may be read-only, too.
    """
    store = Store(url, read_only)
    try:
        with store.reading() as session:
            yield session
    finally:
        store.close()


@contextmanager
def one_state(store: Store) -> Generator[Session]:
    """Open a session that sees one state of the record, whatever is recorded meanwhile. Raises as `Store.reading`."""
    store.expect_shape()
    with Session(store.engine) as session:
        is_postgresql = store.engine.dialect.name == "postgresql"
        # A transaction on SQLite sees one state anyway.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"} if is_postgresql else None)
        yield session


@contextmanager
def locked(file: Path, taken: Exception | None = None) -> Generator[None]:
    """Hold the lock on a file: one holder among all processes and threads, released when the holder dies.

    It waits for another holder, or raises `taken` instead.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)
    with file.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if taken else 0))
        except BlockingIOError:
            raise (taken or AssertionError) from None
        yield


def alembic_config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "migrations:")
    config.attributes["connection"] = connection
    return config


@cache
def revisions() -> list[str]:
    """Return all revisions of this release, newest first: the names of their files begin with them."""
    package = find_spec("migrations")
    folders = (package and package.submodule_search_locations) or ()
    files = (file for folder in folders for file in Path(folder, "versions").glob("*.py"))
    return sorted((file.name.partition("_")[0] for file in files), reverse=True)


def _sqlite(url: URL, read_only: bool = False) -> Engine:
    # The driver would not open a transaction before DDL, but migrations must be atomic. So it opens none by itself.
    options = {"timeout": BUSY_SECONDS, "isolation_level": None}
    address = _unchanging(url) if read_only else url
    engine = create_engine(address, connect_args=options, json_serializer=json_text)
    # Also the journal's mode is written to the file.
    modes = ("query_only = on",) if read_only else ("journal_mode = wal", "synchronous = full", "foreign_keys = on")
    pragmas = (*modes, f"cache_size = -{CACHE_KIB}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        for pragma in pragmas:
            connection.cursor().execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer locks at its start: a reader that becomes a writer later could not wait for the lock.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    del _prepare, _begin
    return engine


def is_writable(file: Path) -> bool:
    """Return True if this account may write to a file and to its folder, where SQLite keeps two companion files."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _unchanging(url: URL) -> URL:
    """Return an address for a file that nobody changes, if it is one: in a read-only folder, without companion files.

    SQLite reads a file in WAL mode with two companion files, which it cannot make there.
    """
    file = Path(url.database or "")
    if not file.is_file() or os.access(file.parent, os.W_OK) or file.with_name(f"{file.name}-wal").exists():
        return url
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return url.set(database=f"file:{quote(str(file.absolute()))}", query=query)


def _postgresql(url: URL, read_only: bool = False) -> Engine:
    driver = url.set(drivername="postgresql+psycopg")
    options = "-c timezone=UTC" + (" -c default_transaction_read_only=on" if read_only else "")
    return create_engine(driver, connect_args={"options": options}, pool_pre_ping=True)
