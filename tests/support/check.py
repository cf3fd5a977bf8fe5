"""What has to hold beside the tests: `make check`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support.processes import environment, free_port

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CHANCE = (
    "tests/unit/test_changed_meanings.py",
    "tests/unit/test_tariff_wordings.py",
    *(
        f"tests/db/test_{name}.py"
        for name in ("flat_recording", "history", "quiet", "repeated_pages", "replay", "verify")
    ),
)
BY_CHANCE = "whatever or any_order or leaves_nothing or never_leaves or is_not_the_model"
CHECKS: dict[str, Sequence[Sequence[str]]] = {
    "ruff": (["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"]),
    "pyright": (["pyright"],),
    "the migrations match the models": (["alembic", "upgrade", "head"], ["alembic", "check"]),
    "bill of materials, known vulnerabilities": (
        ["python", "-m", "bench.sbom", os.devnull],
        ["python", "-m", "bench.audit"],
    ),
    "almanac demo --exit": (["almanac", "demo", "--exit"], ["python", "-m", "tests.support.demo_alerts"]),
    "the demo of a wheel that is installed without the lock": (["python", "-m", "tests.support.wheel"],),
    "600 damaged pages a source": (["python", "-m", "bench.damage", "0", "600"],),
    "histories and changed pages by chance, more than usual": (
        [
            "python",
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "worksteal",
            "--hypothesis-profile=many",
            "-k",
            BY_CHANCE,
            *CHANCE,
        ],
    ),
    "pages by chance, 20 s": (["python", "-m", "bench.fuzz", "20"],),
    "databases of earlier releases": (["python", "-m", "bench.shapes"],),
    "killed at every hop of the road": (["python", "-m", "bench.kill"],),
    "several machines, with kills and restarts": (["python", "-m", "bench.scale_out", "--small"],),
    "20 simulations": (["python", "-m", "bench.simulate", "--seeds", "20", "--processes", "2"],),
    "faults at the calls of a run, a sample": (["python", "-m", "bench.faults", "--road", "track", "--every", "25"],),
}
LANES = (
    ("almanac demo --exit",),
    (
        "ruff",
        "pyright",
        "the migrations match the models",
        "bill of materials, known vulnerabilities",
        "the demo of a wheel that is installed without the lock",
    ),
)
"""What goes on at the same time, before the rest: the demo leaves a core to others, the benches take both."""
BESIDE = "several machines, with kills and restarts"
"""It waits most of its time, for what is heard of dead runs no more, and goes on beside all others."""
COUNTED = {
    "bill of materials, known vulnerabilities",
    "600 damaged pages a source",
    "pages by chance, 20 s",
    "killed at every hop of the road",
    BESIDE,
    "20 simulations",
    "faults at the calls of a run, a sample",
}
"""Checks whose figures are shown, too."""


def main() -> int:
    early = {BESIDE, *(name for lane in LANES for name in lane)}
    with ThreadPoolExecutor(1) as own, ThreadPoolExecutor(len(LANES)) as pool:
        beside = own.submit(_failed, [BESIDE])
        failed = [name for names in pool.map(_failed, LANES) for name in names]
        failed += [
            name for names in pool.map(_failed, ([name] for name in CHECKS if name not in early)) for name in names
        ]
        failed += beside.result()
    sys.stdout.write(f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks hold\n")
    return 1 if failed else 0


def _failed(names: Iterable[str]) -> list[str]:
    """Those that do not hold, one after the other."""
    return [name for name in names if not _holds(name, CHECKS[name])]


def _holds(name: str, commands: Sequence[Sequence[str]]) -> bool:
    """Run the commands of a check in a home of its own; say what the first one said that failed."""
    began, figures = time.monotonic(), ""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        # Pyright fetches itself once, into the real home's cache.
        ours = environment(home, ALMANAC_PORT=str(free_port()), HOME=os.environ.get("HOME", folder))
        for command in commands:
            done = subprocess.run(
                [BIN / command[0], *command[1:]], cwd=ROOT, env=ours, capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.stdout.write(f"FAILED  {name}: {' '.join(command)}\n{done.stdout}{done.stderr}\n")
                return False
            figures += done.stdout
    sys.stdout.write(f"ok      {name} ({time.monotonic() - began:.0f} s)\n{figures if name in COUNTED else ''}")
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    sys.exit(main())
