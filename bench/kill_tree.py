"""Kill -9 each process of the tree of `almanac up` and `almanac demo` in turn: no process is left after 5 s.

The demo is killed on its way, where processes come and go with every visit, and when it leaves its UI open. Every
victim gets a tree of its own. Exit code 1 where a process outlived the command, or a tree had too few: a command may
go on without a helper, or take ten seconds to stop the rest, and is said to live then. With an argument only the
commands whose name begins so are killed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil

from bench.harness.arguments import arguments

COMMANDS = {
    "up": (("up",), "Ctrl-C stops all"),
    "demo, walking": (("demo",), "[  9/"),
    "demo, open": (("demo", "--until", "2024-08-03"), "Stays open"),
}
"""The commands by a name, with the words after which all their processes have started, or soon have."""
SETTLED_SECONDS, LEFT_SECONDS, START_SECONDS = 6.0, 5.0, 30.0
LEAST = 4
"""The fewest processes of a tree."""
ALMANAC = Path(sys.executable).with_name("almanac")


def main() -> int:
    bad = list[str]()
    wanted = next(iter(arguments()), "")
    for command in (name for name in COMMANDS if name.startswith(wanted)):
        place, count = 0, LEAST
        while place < count:
            name, count, left = kill_one(*COMMANDS[command], place)
            verdict = "nothing left" if left == [] else "the command lives" if left is None else f"left {left}"
            sys.stdout.write(f"{command:<14}{place + 1:>3} of {count:<3} {name:<60} {verdict}\n")
            sys.stdout.flush()
            bad += left or []
            place += 1
        if count < LEAST:
            bad.append(f"{command} has {count} processes")
    return 1 if bad else 0


def kill_one(command: Sequence[str], sign: str, place: int) -> tuple[str, int, list[str] | None]:
    """Kill the process at a place of a new tree; its name, the size of the tree, and the processes that are left.

    None instead of them where the command itself lives.
    """
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
        unreachable = {"ALMANAC_SOURCES": "deepseek_pricing", "ALMANAC_DEEPSEEK_URL": "http://127.0.0.1:9"}
        environ = {**kept, **unreachable, "ALMANAC_HOME": f"{folder}/home", "HOME": folder}
        process = subprocess.Popen(
            [ALMANAC, *command],
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
            # What it says from now on must not fill the pipe and stop it.
            Thread(target=process.stdout.read, daemon=True).start()
            found = _settled(process.pid)
            victim = found[min(place, len(found) - 1)]
            name = _name(victim)
            victim.kill()
            _wait(LEFT_SECONDS, lambda: not of_home(environ["ALMANAC_HOME"]))
            left = [_name(each) for each in of_home(environ["ALMANAC_HOME"])]
            return name, len(found), None if left and process.poll() is None else left
        finally:
            for each in of_home(environ["ALMANAC_HOME"]):
                with suppress(psutil.Error):
                    each.send_signal(signal.SIGKILL)
            process.wait()


def _settled(pid: int) -> list[psutil.Process]:
    """Return the processes of a tree that stay: runs and readers, which end alone, have come and gone meanwhile.

    A process that has just started is given the same time.
    """
    since = {each: time.monotonic() for each in tree(pid)}
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.2)
        since = {each: since.get(each, time.monotonic()) for each in tree(pid)}
        staying = [each for each, start in since.items() if time.monotonic() - start >= SETTLED_SECONDS]
        if len(staying) >= LEAST:
            return staying
    return list(since)


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all its descendants, in the order of their start."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        return sorted([root, *root.children(recursive=True)], key=lambda each: (each.create_time(), each.pid))
    return []


def of_home(home: str) -> list[psutil.Process]:
    """Return all processes that live and have this home in their environment, whoever their parent is."""
    found = list[psutil.Process]()
    for each in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if each.environ().get("ALMANAC_HOME") == home and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
    return found


def _name(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        words = [word.rpartition("/")[2] for word in process.cmdline()[1:] if word not in ("-m", "-c")]
        return " ".join(" ".join(words).split())[:60]
    return f"process {process.pid}"


def _wait(seconds: float, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not condition():
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
