"""The house: which room may import which, who may look at the clock, and what must not be in the tree."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from flows.deployments import DECIDE, DELIVER, KEEP_HOUSE, REMIND, TRACK, manifest
from scrapers.registry import SOURCES
from tests.support.source_code import nodes
from tests.support.source_code import parsed as syntax

ROOT = Path(__file__).parents[2]
ROOMS = ("alerts", "cli", "flows", "migrations", "models", "samples", "scrapers")
MAY_IMPORT = {
    "models": {"migrations"},
    "scrapers": {"models"},
    "alerts": {"models"},
    "samples": set[str](),
    "flows": {"models", "scrapers", "alerts", "samples"},
    "cli": {"flows", "models", "scrapers", "alerts"},
    "migrations": {"models", "flows"},
}
KNOWS_PREFECT = ("flows", "flows/prefect_ui", "flows/server", "flows/programs")
"""The folders whose modules may import Prefect; no other folder may."""
WORLD = {"time", "os", "socket", "requests", "urllib", "http", "smtplib"}
CLOCK = re.compile(r"\bdate(time)?\.(now|utcnow|today)\b")


def modules(room: str) -> list[Path]:
    return sorted(file for file in (ROOT / room).rglob("*.py") if "versions" not in file.parts)


@dataclass(frozen=True)
class Parsed:
    """What tests ask of a file, which is parsed once."""

    docstring: str | None
    imports: tuple[str, ...]
    """The modules that it imports anywhere."""


@cache
def parsed(file: Path) -> Parsed:
    tree = syntax(file)
    found: list[str] = []
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return Parsed(ast.get_docstring(tree), tuple(found))


def imports(file: Path) -> tuple[str, ...]:
    """The modules that a file imports."""
    return parsed(file).imports


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    tops = {name.split(".")[0] for file in modules(room) for name in imports(file)}
    assert tops & {*ROOMS, "tests", "bench"} - {room} <= MAY_IMPORT[room]


def test_of_the_program_only_the_demo_imports_samples() -> None:
    importing = {
        file
        for room in ROOMS
        if room != "samples"
        for file in modules(room)
        if "samples" in {name.split(".")[0] for name in imports(file)}
    }
    assert importing
    assert all("demo" in file.relative_to(ROOT).with_suffix("").parts for file in importing)


@pytest.mark.parametrize("room", ["bench", "samples"])
def test_nothing_but_tests_imports_tests(room: str) -> None:
    assert [file for file in modules(room) if "tests" in {name.split(".")[0] for name in imports(file)}] == []


@pytest.mark.parametrize("room", ["models", "scrapers", "alerts"])
def test_nothing_below_flows_reads_clock_environment_or_network(room: str) -> None:
    for file in modules(room):
        if file.parent.name in ("channels", "http"):
            continue
        # Taking an address apart asks nobody.
        names = {name.split(".")[0] for name in imports(file) if name != "urllib.parse"}
        assert not names & WORLD, file
        assert not CLOCK.search(file.read_text(encoding="utf-8")), file


def test_prefect_is_imported_by_the_flows_and_by_what_shows_or_serves_them() -> None:
    importing = {
        file.relative_to(ROOT)
        for room in (*ROOMS, "bench")
        for file in modules(room)
        if "prefect" in {name.split(".")[0] for name in imports(file)}
    }
    assert Path("flows/track.py") in importing
    assert [file for file in sorted(importing) if file.parent.as_posix() not in KNOWS_PREFECT] == []


def test_no_room_has_the_name_of_a_package_that_we_depend_on() -> None:
    ours = {
        name: set(owners) for name, owners in packages_distributions().items() if name in (*ROOMS, "tests", "bench")
    }
    assert all(owners <= {"model-almanac"} for owners in ours.values()), ours


def test_prefect_yaml_is_made_from_the_registry() -> None:
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    assert text == manifest()
    assert {deployment["name"] for deployment in yaml.safe_load(text)["deployments"]} == {
        *(*SOURCES, "deliver", "remind", "housekeeping", "decide-held")
    }


def test_prefect_yaml_has_a_worker_run_our_flows_and_no_steps_before_them() -> None:
    made = yaml.safe_load(manifest())
    assert (made["pull"], {"build", "push"} & set(made)) == ([], set())
    for deployment in made["deployments"]:
        assert deployment["entrypoint"] in {TRACK, DELIVER, REMIND, DECIDE, KEEP_HOUSE}
        assert {"pull", "build", "push"} & set(deployment) == set()
        assert deployment["work_pool"] == {"name": "almanac"}


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if not line.startswith(" ")]
    assert lock.count("--hash=sha256:") >= len(pinned) > 50


def test_every_module_says_what_it_is_for() -> None:
    silent = [file for room in (*ROOMS, "tests") for file in modules(room) if not parsed(file).docstring]
    assert silent == []


def test_pricing_is_read_every_hour() -> None:
    source = SOURCES["deepseek_pricing"]
    assert (source.cron, source.cadence_minutes) == ("7 * * * *", 60)
