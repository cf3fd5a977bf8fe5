"""Let each call fail by which a run changes a file, and look at what becomes of the record.

A run of a changed page on SQLite, a backup, a restore, and `doctor --fix-clock`: for every write, sync, rename, opening
and removal of a file below the home, and each error that it can end with, one run. It has to end in a stated way: an
outcome or one line of words, and no traceback. Nothing is lost, `verify` finds nothing, and the next run records all.
`--every 6` tries each sixth. Exit code 1 where anything does not hold; without a C compiler nothing is done, and it
says so.
"""

import argparse
import errno
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.harness.databases import memory
from bench.harness.faults.library import LOADED, Call, compiler, start_with_library

ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EINTR": errno.EINTR}
NO_SPACE_FOR = ("fsync", "unlink", "chmod", "rename")
"""Calls that need no space."""
NOT_INTERRUPTED = ("rename", "unlink", "mkdir", "chmod")
"""Calls that no signal interrupts."""
LASTS = 10_000
"""Calls after the first one that fail, too, where the disk stays full."""
MOST_LINES = 25


def main(*words: str) -> int:
    """Run what the words ask for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try each N-th fault, each in its turn")
    parser.add_argument("--road", action="append", help="only this road: track, backup, restore, fix-clock")
    asked = parser.parse_args(words)
    if compiler() is None:
        sys.stdout.write("skipped: there is no C compiler (cc) for the library that lets calls fail\n")
        return 0
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        if LOADED not in os.environ:
            return start_with_library("bench.faults", list(words), Path(name))
        return _all(Path(name), asked.every, asked.road)


def faults_of(calls: Sequence[Call]) -> Iterator[tuple[Call, str, int]]:
    """Each fault of each call: the error, and the number of calls after it that fail, too."""
    for call in calls:
        for name in ERRORS:
            if (name == "ENOSPC" and call.name in NO_SPACE_FOR) or (name == "EINTR" and call.name in NOT_INTERRUPTED):
                continue
            yield call, name, 0
        if call.name not in NO_SPACE_FOR:
            yield call, "ENOSPC", LASTS


def _all(folder: Path, every: int, roads: list[str] | None) -> int:
    from bench.harness.faults.trials import ROADS, Trials  # only where the library is loaded

    began, wrong, tried = time.monotonic(), list[str](), Counter[str]()
    with ExitStack() as stack:
        trials = Trials(folder, stack)
        for road in roads or ROADS:
            ended, calls = trials.begin(road)
            sys.stdout.write(f"{road}: {len(calls)} calls ({_kinds(calls)}); undisturbed: {ended.said}\n")
            for number, (call, error, lasts) in enumerate(faults_of(calls)):
                if number % every:
                    continue
                tried[f"{error}{' that lasts' if lasts else ''} at {call.name}"] += 1
                which = f"{error} at call {call.number}{' and all after it' if lasts else ''} ({call.name} {call.file})"
                wrong += [
                    f"{road}, {which}: {problem}"
                    for problem in trials.problems(road, call.number, ERRORS[error], lasts)
                ]
    sys.stdout.writelines(f"{number:>6} {fault}\n" for fault, number in sorted(tried.items()))
    sys.stdout.writelines(f"WRONG  {line}\n" for line in wrong[:MOST_LINES])
    sys.stdout.write(
        f"{tried.total()} faults, {len(wrong)} wrong; {time.monotonic() - began:.0f} s, "
        f"{sum(os.times()[:4]):.0f} s of processor time\n"
    )
    return 1 if wrong else 0


def _kinds(calls: Sequence[Call]) -> str:
    counted = Counter(call.name for call in calls)
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
