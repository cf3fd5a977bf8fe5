"""Kill -9 each process of the tree of `almanac up` and `almanac demo` in turn: no process is left after 5 s.

Every victim gets a tree of its own, which is up and has made its first runs or steps. Exit code 1 where a process was
left, or a tree had too few.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

COMMANDS = (("up", "Ctrl-C stops all"), ("demo", "Starting Prefect's server"))
"""The commands with the words after which all their processes have started, or soon have."""
SETTLED_SECONDS, LEFT_SECONDS, START_SECONDS = 6.0, 5.0, 120.0
LEAST = 4
"""The fewest processes of a tree."""
ALMANAC = Path(sys.executable).with_name("almanac")


def main() -> int:
    bad = list[str]()
    for command, sign in COMMANDS:
        place, count = 0, LEAST
        while place < count:
            name, count, left = kill_one(command, sign, place)
            verdict = f"left {', '.join(left)}" if left else "nothing left"
            sys.stdout.write(f"{command:<5}{place + 1:>3} of {count:<3} {name:<60} {verdict}\n")
            sys.stdout.flush()
            bad += left
            place += 1
        if count < LEAST:
            bad.append(f"{command} has {count} processes")
    return 1 if bad else 0


def kill_one(command: str, sign: str, place: int) -> tuple[str, int, list[str]]:
    """Kill the process at a place of a new tree; its name, the size of the tree, and the processes that are left."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
        unreachable = {"ALMANAC_SOURCES": "deepseek_pricing", "ALMANAC_DEEPSEEK_URL": "http://127.0.0.1:9"}
        environ = {**kept, **unreachable, "ALMANAC_HOME": f"{folder}/home", "HOME": folder}
        process = subprocess.Popen(
            [ALMANAC, command],
            env=environ,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert process.stdout  # noqa: S101 (it was asked for)
        found: list[psutil.Process] = []
        try:
            next(line for line in process.stdout if sign in line)
            found = _settled(process.pid)
            victim = found[min(place, len(found) - 1)]
            name = _name(victim)
            victim.kill()
            _wait(LEFT_SECONDS, lambda: not _alive(found))
            return name, len(found), [_name(each) for each in _alive(found)]
        finally:
            for each in [*found, *tree(process.pid)]:
                with suppress(psutil.Error):
                    each.send_signal(signal.SIGKILL)
            process.wait()


def _settled(pid: int) -> list[psutil.Process]:
    """Return the tree when it has stayed the same for a while: runs and readers, which may end alone, are over."""
    found, since = tree(pid), time.monotonic()
    deadline = since + START_SECONDS
    while time.monotonic() < min(since + SETTLED_SECONDS, deadline) or len(found) < LEAST:
        time.sleep(0.2)
        if (now := tree(pid)) != found:
            found, since = now, time.monotonic()
    return found


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all its descendants, in the order of their start."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return sorted([root, *root.children(recursive=True)], key=lambda each: (each.create_time(), each.pid))
    return []


def _alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    found = list[psutil.Process]()
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            if each.is_running() and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
    return found


def _name(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        words = [word for word in process.cmdline()[1:] if word not in ("-m", "-c")]
        return " ".join(" ".join(words).split())[:60]
    return f"process {process.pid}"


def _wait(seconds: float, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not condition():
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
