"""What tests stand on: a fresh database of either kind, the captures of real pages, and a home of one's own."""

import os
import re
import resource
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bench.harness.databases import administering, memory, named, serving_postgresql
from bench.harness.watchdog import watchdog
from cli import main as command_line
from flows.database import Store
from flows.settings.load import FOREIGN_VARIABLES, Settings, load
from tests.support.quick import keep_what_is_there, share_readings, share_statements
from tests.support.recordings import Recordings
from tests.support.typed import Almanac, typing

SLOW = ("test_wheel", "test_up", "test_door", "test_restart")
"""Modules of few tests that take long: those that use one server, one after the other."""
DATABASES = ("url", "empty_url", "a_database")
"""Fixtures of a database: of SQLite; with the mark `both_databases`, or `--both-databases`, of PostgreSQL too."""
CAPTURES = Path(os.environ.get("ALMANAC_CAPTURES", Path(__file__).parents[2] / "shared" / "captures"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both-databases", action="store_true", help="run every test of a database on PostgreSQL, too")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.basetemp is None and (found := memory()):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", found)
    share_statements()
    share_readings()
    command_line.parser = cache(command_line.parser)
    watchdog()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each database of a test its kinds, unless the test names them itself."""
    marks = metafunc.definition.iter_markers("parametrize")
    named_by_test = {name for mark in marks for name in re.findall(r"\w+", str(mark.args[0]))}
    is_on_both = metafunc.config.option.both_databases or metafunc.definition.get_closest_marker("both_databases")
    kinds = ["sqlite", "postgresql"] if is_on_both else ["sqlite"]
    for name in DATABASES:
        if name in metafunc.fixturenames and name not in named_by_test:
            metafunc.parametrize(name, kinds, indirect=True)


def pytest_collection_finish() -> None:
    keep_what_is_there()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first process begins with the slow modules, so that nobody waits for one at the end.

    There is one process more than cores: the slow ones mostly wait for a server.
    """
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else len(SLOW))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this session."""
    with serving_postgresql() as found:
        yield found


@pytest.fixture(autouse=True)
def _limits_as_they_were() -> Generator[None]:
    """A test that lowers a limit of its own process would break a later one: a browser needs more than 4 GiB."""
    before = _limits()
    yield
    assert _limits() == before


def _limits() -> list[tuple[int, int]]:
    return [resource.getrlimit(each) for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    file = tmp_path_factory.mktemp("template") / "almanac.db"
    store = Store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


@pytest.fixture(scope="session")
def recordings(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    """Databases that walks have filled, the same for all processes of this session."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "recordings"
    folder.mkdir(exist_ok=True)
    return Recordings(folder, templates)


@pytest.fixture(scope="session")
def administrator(postgresql: str) -> Iterator[Connection]:
    """Who makes and drops databases on that server."""
    with administering(postgresql) as connection:
        yield connection


@pytest.fixture(scope="session")
def migrated(postgresql: str, administrator: Connection) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    administrator.execute(text("create database migrated"))
    store = Store(named(postgresql, "migrated"))
    store.migrate()
    store.close()
    return "migrated"


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of the kinds of `DATABASES`."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'almanac.db'}"
    else:
        with _database(request, "template0") as found:
            yield found


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database, of the kinds of `DATABASES`."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('templates'), tmp_path / 'almanac.db')}"
    else:
        with _database(request, request.getfixturevalue("migrated")) as found:
            yield found


@pytest.fixture(scope="module")
def a_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database for all tests of a module, of the kinds of `DATABASES`."""
    if request.param == "sqlite":
        templates = request.getfixturevalue("templates")
        yield f"sqlite:///{shutil.copy(templates, tmp_path_factory.mktemp('module') / 'almanac.db')}"
    else:
        with _database(request, request.getfixturevalue("migrated"), "of_a_module") as found:
            yield found


@contextmanager
def _database(request: pytest.FixtureRequest, template: str, name: str = "one") -> Generator[str]:
    """A copy of a database on the PostgreSQL server, for one test or for a module."""
    administrator: Connection = request.getfixturevalue("administrator")
    administrator.execute(text(f"create database {name} template {template} strategy file_copy"))
    yield named(request.getfixturevalue("postgresql"), name)
    administrator.execute(text(f"drop database {name} with (force)"))


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
        if name in FOREIGN_VARIABLES or (name.startswith(("ALMANAC_", "PREFECT_")) and name != "ALMANAC_CAPTURES"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", url)
    return load()


@pytest.fixture
def almanac(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Almanac:
    """Types a command, on either database."""
    assert settings
    return typing(capsys)
