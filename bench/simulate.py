"""Simulate days of operation from one number: clock, pages, network, targets, disk and deaths, all drawn from it.

`python -m bench.simulate 7` is one simulation, of 14 days unless `--days` says otherwise; the same number takes the
same course every time, to the letter. `--seeds 20` is twenty short ones, `--seeds 1000` a thousand; with `--minutes 5`
no more begin after that. `--postgresql` runs them on PostgreSQL. Exit code 1 where anything does not hold: it says the
seed and the step.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count, islice
from pathlib import Path

from bench.harness.broken_road import BREAKS
from bench.harness.databases import EMPTY, Databases, Files, Server, administering, memory, serving_postgresql
from bench.simulation.simulation import Simulated, simulate

DAYS, SHORT_DAYS = 14.0, 0.35
"""Days of one simulation, and of each of several, before its last, calm hours."""
FIRST = 1
SHOWN = 25
"""Steps that are shown of a simulation in which something does not hold."""


def main(*words: str) -> int:
    """Run what the words ask for; return the exit code."""
    asked = _parser().parse_args(words)
    several = asked.seed is None
    days = asked.days or (SHORT_DAYS if several else DAYS)
    seeds = islice(count(FIRST), asked.seeds) if several else iter([asked.seed])
    if asked.broken:
        BREAKS[asked.broken]()
    ends = time.monotonic() + 60 * asked.minutes if asked.minutes else None
    began, outcomes = time.monotonic(), list[Simulated]()
    with _database(postgresql=asked.postgresql) as (databases, folder):
        for seed in seeds:
            databases.copy(EMPTY)
            outcomes.append(simulate(seed, days, folder, databases.url))
            if outcomes[-1].problem or not several:
                sys.stdout.writelines(_told(outcomes[-1], asked.days or days, asked.postgresql))
                sys.stdout.flush()
            if ends is not None and time.monotonic() > ends:
                break
    if several:
        sys.stdout.write(_sum(outcomes, time.monotonic() - began))
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.simulate", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("seed", nargs="?", type=int, help="the number from which all is drawn")
    which.add_argument("--seeds", type=int, help="so many simulations, from number 1 on")
    parser.add_argument("--days", type=float, help=f"days of each: {DAYS:g} of one, {SHORT_DAYS:g} of several")
    parser.add_argument("--minutes", type=float, help="begin no other simulation after so many minutes")
    parser.add_argument("--broken", choices=sorted(BREAKS), help="break the program in this way: it has to be noticed")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, from its wheel")
    return parser


@contextmanager
def _database(*, postgresql: bool) -> Generator[tuple[Databases, Path]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        if postgresql:
            server = stack.enter_context(serving_postgresql())
            yield Server(server, stack.enter_context(administering(server))), folder
        else:
            yield Files(folder), folder


def _told(outcome: Simulated, days: float, postgresql: bool) -> Iterator[str]:
    yield f"seed {outcome.seed}: {outcome.days:.1f} days, {outcome.steps:,} steps, trace {outcome.trace}\n"
    yield from (f"  {number:>6,} {fault}\n" for fault, number in sorted(outcome.faults.items()))
    if outcome.problem:
        yield from (f"  {line}\n" for line in outcome.lines[-SHOWN:])
        database = " --postgresql" if postgresql else ""
        yield f"WRONG  seed {outcome.seed}, {outcome.problem}\n"
        yield f"  python -m bench.simulate {outcome.seed} --days {days:g}{database}\n"


def _sum(outcomes: list[Simulated], seconds: float) -> str:
    days = sum(outcome.days for outcome in outcomes)
    steps = sum(outcome.steps for outcome in outcomes)
    faults = sum((outcome.faults for outcome in outcomes), Counter[str]())
    wrong = [str(outcome.seed) for outcome in outcomes if outcome.problem]
    each = ", ".join(f"{number:,} {fault}" for fault, number in sorted(faults.items()))
    return (
        f"{len(outcomes):,} seeds, {days:,.1f} days, {steps:,} steps, {days * 3600 / time.process_time():,.0f} days an "
        f"hour of processor time ({seconds:.0f} s); {sum(faults.values()):,} faults: {each}; "
        f"{'wrong: seeds ' + ', '.join(wrong) if wrong else 'all hold'}\n"
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
