"""A test process that is killed leaves no server and no folder behind: a worker, and then the whole run."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.processes import gone, until

ROOT = Path(__file__).parents[2]
START = 120
TESTS = '''
import os, subprocess, sys, time
from pathlib import Path

import pytest

from bench.harness.databases import serving_postgresql

@pytest.fixture(scope="session")
def postgresql():
    """As in tests/conftest.py, which loads much that is not needed here."""
    with serving_postgresql() as found:
        yield found

@pytest.mark.parametrize("number", ["1", "2"])
def test_that_does_not_end(postgresql, number):
    """With a PostgreSQL server, and a command that starts another one."""
    command = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    child = subprocess.Popen([sys.executable, "-c", command])
    note = Path(__file__).with_name("new" + number)
    note.write_text(f"{os.getpid()} {child.pid} {os.environ['XDG_RUNTIME_DIR']}")
    note.rename(note.with_name(number))
    time.sleep(600)
'''
CONFTEST = """
from bench.harness.watchdog import watchdog

def pytest_configure():
    watchdog()
"""


@dataclass(frozen=True)
class Worker:
    """A worker of a run, in the middle of a test."""

    processes: list[psutil.Process]
    """Itself and the servers that it started."""
    folder: Path
    """Of its PostgreSQL server."""

    def expect_gone(self) -> None:
        until(5, lambda: gone(self.processes))
        until(START, lambda: not self.folder.exists())


def _worker(note: Path) -> Worker:
    until(START, note.is_file)
    worker, child, folder = note.read_text().split()
    postmaster = (Path(folder) / "data" / "postmaster.pid").read_text().split()[0]
    servers = [one for pid in (postmaster, child) for one in _with_children(int(pid))]
    assert len(servers) > 5
    return Worker([psutil.Process(int(worker)), *servers], Path(folder))


def _with_children(pid: int) -> list[psutil.Process]:
    found = psutil.Process(pid)
    return [found, *found.children(recursive=True)]


def test_this_process_has_a_watchdog() -> None:
    assert any("bench.harness.watchdog" in child.cmdline() for child in psutil.Process().children())


def test_nothing_is_left_five_seconds_after_a_worker_or_the_run_is_killed(tmp_path: Path) -> None:
    (tmp_path / "test_long.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text(CONFTEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    with subprocess.Popen(
        [*command, "-n", "2", "--max-worker-restart", "0"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    ) as run:
        first, second = (_worker(tmp_path / number) for number in ("1", "2"))
        first.processes[0].kill()
        first.expect_gone()
        assert not gone(second.processes)
        run.kill()
        second.expect_gone()
