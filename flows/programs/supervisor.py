"""Runs a command, and ends with it or with the parent: `python -m flows.programs.supervisor [--leash=FD] COMMAND…`.

The pipe (standard input, or another descriptor) closes when the parent has ended in any way (kill -9 included, on
Linux and macOS). Then the command and all its descendants are killed.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Thread

import psutil

LEASH = "--leash="


def main() -> int:
    words, leash, given = sys.argv[1:], sys.stdin.fileno(), subprocess.DEVNULL
    if words[0].startswith(LEASH):
        # The command has the standard input for itself.
        leash, given, words = int(words[0].removeprefix(LEASH)), None, words[1:]
    with subprocess.Popen(words, stdin=given) as command:  # noqa: S603 (our own command line)
        signal.signal(signal.SIGTERM, lambda _signal, _frame: command.terminate())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        Thread(target=_watch, args=(leash, command.pid), daemon=True).start()
        code = command.wait()
    _kill_group()
    return code


def _watch(leash: int, pid: int) -> None:
    while os.read(leash, 1):
        pass
    kill_tree(pid)


def _kill_group() -> None:
    """Kill the processes that the command left in its process group, which this process leads."""
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, ProcessLookupError, PermissionError):
            if process.pid != os.getpid() and os.getpgid(process.pid) == os.getpid():
                process.kill()


def kill_tree(pid: int) -> None:
    """Kill a process and all its descendants; the process first, so that it cannot react to their end."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


if __name__ == "__main__":
    sys.exit(main())
