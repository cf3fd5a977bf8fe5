"""What tests stand on: a fresh database of either kind, the captures of real pages, and a home of one's own."""

import os
import re
import resource
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from xdist.scheduler import LoadScopeScheduling  # pyright: ignore[reportMissingTypeStubs] (it has none)

from bench.harness.databases import MIGRATED, administering, memory, named, serving_postgresql
from bench.harness.watchdog import watchdog
from cli import main as command_line
from flows.database import Store, locked
from flows.settings.load import FOREIGN_VARIABLES, Settings, load
from tests.support.quick import collect_no_garbage, keep_what_is_there, share_readings, share_statements
from tests.support.recordings import Recordings
from tests.support.typed import Almanac, typing

WORKER = "PYTEST_XDIST_WORKER"
"""The variable with the name of a parallel process, such as `gw0`."""
SLOW = (
    ("test_wheel", "test_up", "test_planted_secrets", "test_host_turns", "test_ui"),
    ("test_restart", "test_door", "test_walked_demo"),
)
"""Modules of few tests that take long, as they wait for a server: those of the first process, and of the second one."""
SERVER = "up"
"""The fixture of a real server: each process that has a test of it starts one, so only these two have any."""
GROUPS = (
    *SLOW,
    ("test_change_parts", "test_glossary", "test_house", "test_kinds", "test_rooms", "test_states"),
    ("test_changed_meanings", "test_sentence_corpus"),
)
"""Modules for one process: of a server, or those that make the same from much. Any other module is a group alone."""
DATABASES = ("url", "empty_url", "a_database")
"""Fixtures of a database: of SQLite; with the mark `both_databases`, or `--both-databases`, of PostgreSQL too."""
CAPTURES = Path(os.environ.get("ALMANAC_CAPTURES", Path(__file__).parents[2] / "shared" / "captures"))


class ByGroup(LoadScopeScheduling):
    """Gives the tests of a group to one process. The marks of xdist do not reach it beside pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((names[0] for names in GROUPS if Path(file).stem in names), file)


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
    """Give each database of a test its kinds, unless the test names them itself.

    A case of a test with the mark is on PostgreSQL where the case or the whole test has it.
    """
    marked = metafunc.definition.get_closest_marker("both_databases") or any(
        mark.name == "both_databases" for mark in _marks_of_cases(metafunc.definition)
    )
    kinds = ["sqlite", "postgresql"] if metafunc.config.option.both_databases or marked else ["sqlite"]
    for name in DATABASES:
        if name in metafunc.fixturenames and name not in _named_by_test(metafunc.definition):
            metafunc.parametrize(name, kinds, indirect=True)


def _named_by_test(test: pytest.Item) -> set[str]:
    return {name for mark in test.iter_markers("parametrize") for name in re.findall(r"\w+", str(mark.args[0]))}


def _marks_of_cases(test: pytest.Item) -> Iterator[pytest.Mark | pytest.MarkDecorator]:
    for mark in test.iter_markers("parametrize"):
        for case in mark.args[1]:
            if isinstance(case, pytest.ParameterSet):
                yield from case.marks


def _is_unmarked_twin(item: pytest.Item) -> bool:
    """Return True for a case on PostgreSQL that is there for another case's mark alone."""
    case = getattr(item, "callspec", None)
    if case is None or item.config.option.both_databases or item.get_closest_marker("both_databases"):
        return False
    return any(case.params.get(name) == "postgresql" for name in {*DATABASES} - _named_by_test(item))


def pytest_collectstart() -> None:
    collect_no_garbage()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup | None:  # noqa: ANN401 (xdist's own)
    return ByGroup(config, log) if config.option.dist == "loadscope" else None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let each process load the files of a folder from another one on: what one has compiled, the others find."""
    report = yield
    if isinstance(collector, pytest.Directory) and WORKER in os.environ and report.result:
        processes = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        number = int(os.environ[WORKER].removeprefix("gw")) * len(report.result) // processes
        report.result = [*report.result[number:], *report.result[:number]]
    return report


def pytest_collection_finish() -> None:
    keep_what_is_there()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow groups, so that nobody waits for one at the end.

    There are two processes more than cores: the slow ones mostly wait for a server, others for PostgreSQL.
    """
    items[:] = [item for item in items if not _is_unmarked_twin(item)]
    slow = [name for names in SLOW for name in names]
    if elsewhere := {item.path.stem for item in items if SERVER in getattr(item, "fixturenames", ())} - {*slow}:
        raise pytest.UsageError(f"these modules start a server of their own; name them in SLOW: {sorted(elsewhere)}")
    places = {name: place for place, name in enumerate(slow)}
    items.sort(key=lambda item: (places.get(item.path.stem, len(places)), item.path))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all processes of this session."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if WORKER in os.environ else own


@pytest.fixture(scope="session")
def postgresql(shared: Path) -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this session, with a migrated database to copy."""
    with serving_postgresql(shared / "postgresql") as found:
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
def templates(shared: Path) -> Path:
    """A migrated SQLite database to copy."""
    file = shared / "migrated.db"
    with locked(file.with_suffix(".lock")):
        if not file.exists():
            partly = file.with_suffix(".partly")
            store = Store(f"sqlite:///{partly}")
            store.migrate()
            store.close()
            partly.rename(file)
    return file


@pytest.fixture(scope="session")
def recordings(templates: Path, shared: Path) -> Recordings:
    """Databases that walks have filled, the same for all processes of this session."""
    folder = shared / "recordings"
    folder.mkdir(exist_ok=True)
    return Recordings(folder, templates)


@pytest.fixture(scope="session")
def administrator(postgresql: str) -> Iterator[Connection]:
    """Who makes and drops databases on that server."""
    with administering(postgresql) as connection:
        yield connection


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
        with _database(request, MIGRATED) as found:
            yield found


@pytest.fixture(scope="module")
def a_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database for all tests of a module, of the kinds of `DATABASES`."""
    if request.param == "sqlite":
        templates = request.getfixturevalue("templates")
        yield f"sqlite:///{shutil.copy(templates, tmp_path_factory.mktemp('module') / 'almanac.db')}"
    else:
        with _database(request, MIGRATED, "of_a_module") as found:
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
