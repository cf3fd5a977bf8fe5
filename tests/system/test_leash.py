"""The leash: nothing that a command started outlives it, however it ends."""

import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.processes import until

LEASH = (sys.executable, "-m", "flows.programs.supervisor")


def leashed(tmp_path: Path, script: str) -> tuple[subprocess.Popen[bytes], int]:
    """A leashed shell that starts a sleeper and writes down its id."""
    note = tmp_path / "pid"
    process = subprocess.Popen(
        [*LEASH, "sh", "-c", f"sleep 300 & echo $! > {note}.new; mv {note}.new {note}; {script}"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    until(20, lambda: note.is_file() or None)
    return process, int(note.read_text())


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_command_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    process, sleeper = leashed(tmp_path, "exit 7")
    assert process.stdin
    with process:
        assert process.wait(20) == 7
    until(5, lambda: gone(sleeper))


def test_a_parent_that_is_gone_takes_all_with_it(tmp_path: Path) -> None:
    process, sleeper = leashed(tmp_path, "wait")
    assert process.stdin
    with process:
        process.stdin.close()
        process.wait(20)
    until(5, lambda: gone(sleeper))
