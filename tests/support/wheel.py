"""The wheel, as a stranger gets it. `python -m tests.support.wheel`: installed without the lock it begins its demo."""

import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from bench.harness.dates import day
from samples.visits import demo_visits
from tests.support.demo_alerts import states_of_runs
from tests.support.processes import free_port, typed

ROOT = Path(__file__).parents[2]
UNTIL = "2025-02-01"


def built(folder: Path) -> Path:
    """A wheel of this checkout, in a folder."""
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def run(*words: str, cwd: Path | None = None) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def installed(wheel: Path, venv: Path) -> Path:
    """`almanac` of a wheel that is installed outside of the checkout, beside the locked versions of what it needs."""
    scripts = _venv(venv)
    _pip(scripts, "install", "-q", "--no-deps", str(wheel))
    packages = run(str(scripts / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # A folder in a .pth file is on the path, and its own .pth files (one leads to the checkout) are not read.
    Path(packages, "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(str(scripts / "python"), "-c", "import flows; print(flows.__file__)", cwd=venv)
    assert Path(where).is_relative_to(packages)
    return scripts / "almanac"


def _venv(folder: Path) -> Path:
    """The scripts of a new environment."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    return folder / "bin"


def _pip(scripts: Path, *words: str) -> None:
    run(sys.executable, "-m", "pip", "--python", str(scripts / "python"), *words, cwd=scripts)


def main() -> None:
    """Walk the first dates of the demo on a real server, with the newest versions that the wheel allows."""
    with tempfile.TemporaryDirectory() as folder:
        scripts, home = _venv(Path(folder, "venv")), Path(folder) / "home"
        # Of what is installed the demo imports a third; that compiles as it is imported.
        _pip(scripts, "install", "-q", "--no-compile", str(built(Path(folder))))
        _pip(scripts, "check")
        _begin_the_story(scripts / "almanac", home)


def _begin_the_story(program: Path, home: Path) -> None:
    elsewhere = {
        "ALMANAC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "PREFECT_API_URL": "http://127.0.0.1:1",
    }
    answer = typed(program, home, "demo", "--exit", "--until", UNTIL, ALMANAC_PORT=str(free_port()), **elsewhere)
    assert answer.returncode == 0, answer.stderr
    count = sum(at < day(UNTIL) for at, _ in demo_visits())
    for words in (
        f"{count}/{count}]",
        "http://127.0.0.1:",
        f"{count} visits to ",
        " changes: ",
        "almanac prices deepseek-v4-pro --at 2026-07-15T02:00Z --demo",
        "almanac demo --open",
    ):
        assert words in answer.stdout, answer.stdout
    made = ["auth", "demo.db", "demo.db.lock", "demo.db.runs", "demo.lock", "feeds", "logs", "prefect-demo"]
    assert sorted(path.name for path in home.iterdir()) == made
    assert states_of_runs(home) == {"COMPLETED": count}


if __name__ == "__main__":
    main()
