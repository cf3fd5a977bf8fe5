"""The modules that a command loads: each takes its time at every start. A run loads nothing itself: it is a copy."""

import ast
import subprocess
import sys
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from samples.deepseek.pages import change_instants
from samples.site import Site
from scrapers.registry import SOURCES
from scrapers.source import Reader
from tests.support.typed import Almanac

ROOT = Path(__file__).parents[2]
OURS = ("alerts", "cli", "flows", "migrations", "models", "samples", "scrapers")
SOURCE = "deepseek_pricing"
READERS = {source.read.module for source in SOURCES.values() if isinstance(source.read, Reader)}
DRAWING = {"pyarrow", "pygal", "rich"}
NOT_NEEDED = {"alembic", "apprise", "bs4", "prefect", "samples", "yaml", "scrapers.parse", *DRAWING, *READERS}
"""What a command needs only to migrate, to alert a service, to draw, or to read a page."""
OFFLINE = {"icalendar", "requests", "zstandard", "models.bitemporal.belief", "models.readings.reading"}
"""What a command needs only to fetch and to record."""
SELDOM_USED = {"models.schema.tables"}
"""What the commands that only ask do without: they are `LIGHT`."""
LIGHT = ("prices", "badge", "sql")
OTHER_DATABASE = "sqlalchemy.dialects.postgresql"
MOST = {"prices": 88, "doctor": 142, "track": 230, "check": 96, "badge": 88, "sql": 83}
"""Modules of this project."""
RUN = """
import sys
from contextlib import suppress
from cli.start import main
with suppress(SystemExit):
    main()
sys.stderr.write("\\n" + " ".join(sys.modules))
"""
COPIED = "import sys, flows.programs.runs; sys.stderr.write(' '.join(sys.modules))"
"""Loads what the process has loaded whose copies are runs."""


def loaded(code: str, *words: str) -> set[str]:
    """Return the modules that a new process has loaded at its end."""
    ended = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return {*ended.stderr.splitlines()[-1].split()}


@pytest.fixture
def _tracked(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """A database with one source, whose page is there and has not changed since."""
    with Site(list(change_instants())[-1]).serving() as site:
        monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", site.url)
        almanac("track", SOURCE)
        yield


def test_the_version_needs_neither_database_nor_registry() -> None:
    assert loaded(RUN, "--version") & {"models", "pydantic", "scrapers", "sqlalchemy", *NOT_NEEDED} == set()


@pytest.mark.usefixtures("_tracked")
@pytest.mark.parametrize(
    "words",
    [("prices",), ("doctor",), ("track", SOURCE), ("check", "docs"), ("badge", "deepseek-v4-pro"), ("sql", "select 1")],
    ids=" ".join,
)
def test_a_command_loads_what_it_needs(words: tuple[str, ...]) -> None:
    modules = loaded(RUN, *words)
    assert "sqlalchemy" in modules
    assert OTHER_DATABASE not in modules
    assert modules & (NOT_NEEDED | (OFFLINE if words[0] != "track" else set())) == set()
    assert words[0] not in LIGHT or not modules & SELDOM_USED
    assert len([name for name in modules if name.split(".")[0] in OURS]) <= MOST[words[0]]


def late_imports(file: Path) -> Iterator[str]:
    """The modules that functions of a file import; of a lazy package those with the names."""
    functions = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))
    for node in (each for function in functions for each in ast.walk(function)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            homes = vars(import_module(node.module)).get("_homes", {})
            yield from (homes.get(alias.name, (node.module,))[0] for alias in node.names)


def test_the_process_whose_copies_are_runs_has_loaded_all_that_a_run_loads_late() -> None:
    files = [file for room in ("alerts", "flows", "models", "scrapers") for file in (ROOT / room).rglob("*.py")]
    needed = {name for file in files if file.parent.name not in ("server", "programs") for name in late_imports(file)}
    assert {"scrapers.http.client", "alerts.channels.apprise_service"} <= needed
    assert {*needed, *READERS} - {name for name in needed if name.startswith("alembic")} - loaded(COPIED) == set()
