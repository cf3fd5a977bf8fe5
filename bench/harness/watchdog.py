"""Kills what a test process started once it is gone: `python -m bench.harness.watchdog MARK`, on a pipe as stdin.

Every process that runs tests has a watchdog. What it starts carries a mark in its environment, PostgreSQL's server and
the commands of `tests.support.processes` included. When the pipe closes, the test process is gone, also by `kill -9`:
then the watchdog kills every process with the mark, and removes the folders that the pipe named, one path a line.
"""

import atexit
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

MARKS = "MODEL_ALMANAC_TEST_PROCESS"
"""The environment variable with the marks of a process: its own, and those of the test processes that started it."""


@cache
def watchdog() -> subprocess.Popen[str]:
    """Start the watchdog of this process, once."""
    mark = uuid4().hex
    environment = {name: value for name, value in os.environ.items() if name != MARKS}
    # In a session of its own: a signal to the process group of the tests does not reach it.
    started = subprocess.Popen(
        [sys.executable, "-m", "bench.harness.watchdog", mark],
        stdin=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    os.environ[MARKS] = f"{os.environ.get(MARKS, '')} {mark}".strip()
    atexit.register(_end, started)
    return started


def _end(started: subprocess.Popen[str]) -> None:
    """Close the pipe of a watchdog and wait for its end."""
    with suppress(OSError):
        started.communicate()


def remove_afterwards(folder: Path) -> None:
    """Let the watchdog remove a folder, should this process not live to do it."""
    pipe = watchdog().stdin
    assert pipe
    pipe.write(f"{folder}\n")
    pipe.flush()


def main() -> None:
    folders = [Path(line.rstrip("\n")) for line in sys.stdin]
    # A process that is just being started is found the next time.
    while _kill(sys.argv[1]):
        pass
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _kill(mark: str) -> bool:
    """Kill every process with a mark; return whether there were any. The workers of a PostgreSQL server follow it."""
    import psutil  # here, so that a watchdog that waits costs little

    found = False
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if mark in process.environ().get(MARKS, "").split() and process.status() != psutil.STATUS_ZOMBIE:
                process.kill()
                found = True
    return found


if __name__ == "__main__":
    main()
