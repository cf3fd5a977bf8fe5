"""The wheel, as a stranger gets it: installed without the lock, outside the checkout, it runs the demo."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bench.harness.dates import day
from samples.visits import visits
from tests.support.demo_alerts import states_of_runs
from tests.support.processes import free_port, typed

ROOT = Path(__file__).parents[2]
UNTIL = "2025-02-01"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(out), str(ROOT))
    return next(out.glob("*.whl"))


def run(*words: str, cwd: Path | None = None) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_rooms_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"alerts", "cli", "flows", "migrations", "models", "samples", "scrapers"}
    assert {"migrations/env.py", "migrations/versions/0001_the_first_shape.py", "scrapers/arena/aliases.csv"} <= names
    assert {"scrapers/deepseek/dated_facts/prices.csv", "scrapers/deepseek/dated_facts/terms.csv"} <= names


@pytest.fixture
def program(wheel: Path, tmp_path: Path) -> Path:
    """`almanac` as a wheel installs it, without the lock."""
    scripts = tmp_path / "venv" / "bin"
    run(sys.executable, "-m", "venv", "--without-pip", str(scripts.parent))
    pip = (sys.executable, "-m", "pip", "--python", str(scripts / "python"))
    # Of what is installed the demo imports a third; that compiles as it is imported.
    run(*pip, "install", "-q", "--no-compile", str(wheel), cwd=tmp_path)
    run(*pip, "check")
    return scripts / "almanac"


def test_the_demo_of_a_wheel_without_the_lock_begins_its_story(program: Path, tmp_path: Path) -> None:
    """On a real server; `make check` runs all of it, with the locked versions."""
    home = tmp_path / "home"
    elsewhere = {
        "ALMANAC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "PREFECT_API_URL": "http://127.0.0.1:1",
    }
    answer = typed(program, home, "demo", "--exit", "--until", UNTIL, ALMANAC_PORT=str(free_port()), **elsewhere)
    assert answer.returncode == 0, answer.stderr
    count = sum(at < day(UNTIL) for at, _ in visits())
    for words in (
        f"{count}/{count}]",
        "deepseek-chat: end of its promotion",
        "deepseek-reasoner: added",
        str(home / "demo.db"),
        str(home / "logs" / "demo"),
        "http://127.0.0.1:",
        "select seen_at",
    ):
        assert words in answer.stdout
    assert sorted(path.name for path in home.iterdir()) == [
        "auth",
        "demo.db",
        "demo.db.lock",
        "demo.lock",
        "feeds",
        "logs",
        "prefect-demo",
    ]
    assert states_of_runs(home) == {"COMPLETED": count}
