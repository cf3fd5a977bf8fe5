"""The wheel, as a stranger gets it: installed without the lock, outside the checkout, it runs the demo."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from samples.visits import visits
from tests.processes import environment, free_port

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(out), str(ROOT))
    return next(out.glob("*.whl"))


def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_rooms_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"alerts", "cli", "flows", "migrations", "models", "samples", "scrapers"}
    assert {"migrations/env.py", "migrations/versions/0001_the_first_shape.py", "samples/deepseek.csv"} <= names
    assert "models/aliases.csv" in names


def test_a_wheel_without_the_lock_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    venv, home = tmp_path / "venv", tmp_path / "home"
    run(sys.executable, "-m", "venv", str(venv))
    run(str(venv / "bin" / "pip"), "install", "-q", str(wheel), cwd=tmp_path)
    run(str(venv / "bin" / "pip"), "check")
    told = run(
        str(venv / "bin" / "almanac"),
        "demo",
        "--exit",
        env=environment(home, ALMANAC_PORT=str(free_port())),
        cwd=tmp_path,
    )
    assert f"[{len(visits())}/{len(visits())}]" in told
    assert "deepseek-v4-pro: 3 prices changed" in told
