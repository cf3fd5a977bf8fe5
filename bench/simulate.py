"""Simulate days of operation from one number: clock, pages, network, targets, disk and deaths, all drawn from it.

`python -m bench.simulate 7` is one simulation, of 14 days unless `--days` says otherwise; the same number takes the
same course every time, to the letter. `--seeds 20` is twenty short ones, `--seeds 1000` a thousand. With
`--kept FILE` they go on where the last call ended, unless the program has changed; with `--minutes 5` no more begin
after that. `--postgresql` runs them on PostgreSQL. Exit code 1 where anything does not hold: it says the seed and the
step.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bench.harness.broken_road import BREAKS
from bench.harness.databases import Files, Server, administering, memory, serving_postgresql
from bench.simulation.many import Kept, SimulationPlace, side_by_side
from bench.simulation.simulation import Simulated

DAYS, SHORT_DAYS = 14.0, 0.35
"""Days of one simulation, and of each of several, before its last, calm hours."""
FIRST = 1
SHOWN_EVERY = 50
"""After so many simulations it is said how many are done."""
SHOWN = 25
"""Steps that are shown of a simulation in which something does not hold."""


def main(*words: str) -> int:
    """Run what the words ask for; return the exit code."""
    asked = _parser().parse_args(words)
    several = asked.seed is None
    days = asked.days or (SHORT_DAYS if several else DAYS)
    if asked.broken:
        BREAKS[asked.broken]()
    kept, began = Kept(asked.kept, days, asked.broken), time.monotonic()
    seeds = range(FIRST, FIRST + asked.seeds) if several else [asked.seed]
    known, left = len(kept.outcomes), [seed for seed in seeds if seed not in kept.outcomes]
    ends = began + 60 * asked.minutes if asked.minutes else None
    with closing(_outcomes(asked, left, days)) as outcomes:
        for outcome in outcomes:
            kept.add(outcome)
            if outcome.problem or not several:
                sys.stdout.writelines(_told(outcome, days, asked.postgresql))
            if several and not len(kept.outcomes) % SHOWN_EVERY:
                sys.stdout.write(f"{len(kept.outcomes):,} of {len(seeds):,} ({time.monotonic() - began:.0f} s)\n")
            sys.stdout.flush()
            if ends is not None and time.monotonic() > ends:
                break
    found = [kept.outcomes[seed] for seed in seeds if seed in kept.outcomes]
    if several:
        sys.stdout.write(_sum(found, known, time.monotonic() - began))
    return 1 if any(outcome.problem for outcome in found) else 0


def _outcomes(asked: argparse.Namespace, seeds: Sequence[int], days: float) -> Generator[Simulated]:
    """Run the simulations, in several processes where more than one is asked for."""
    if asked.processes > 1 and not asked.postgresql:
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            yield from side_by_side(seeds, days, asked.processes, Path(folder))
        return
    with _place(postgresql=asked.postgresql) as place:
        for seed in seeds:
            yield place.run(seed, days)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.simulate", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("seed", nargs="?", type=int, help="the number from which all is drawn")
    which.add_argument("--seeds", type=int, help="so many simulations, from number 1 on")
    parser.add_argument("--days", type=float, help=f"days of each: {DAYS:g} of one, {SHORT_DAYS:g} of several")
    parser.add_argument("--minutes", type=float, help="begin no other simulation after so many minutes")
    parser.add_argument("--processes", type=int, default=1, help="so many at the same time, on SQLite")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="keep what is found; what is kept is not run again")
    parser.add_argument("--broken", choices=sorted(BREAKS), help="break the program in this way: it has to be noticed")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, from its wheel")
    return parser


@contextmanager
def _place(*, postgresql: bool) -> Generator[SimulationPlace]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        if postgresql:
            server = stack.enter_context(serving_postgresql())
            yield SimulationPlace(folder, Server(server, stack.enter_context(administering(server))))
        else:
            yield SimulationPlace(folder, Files(folder))


def _told(outcome: Simulated, days: float, postgresql: bool) -> Iterator[str]:
    yield f"seed {outcome.seed}: {outcome.days:.1f} days, {outcome.steps:,} steps, trace {outcome.trace}\n"
    yield from (f"  {number:>6,} {fault}\n" for fault, number in sorted(outcome.faults.items()))
    if outcome.problem:
        yield from (f"  {line}\n" for line in outcome.lines[-SHOWN:])
        database = " --postgresql" if postgresql else ""
        yield f"WRONG  seed {outcome.seed}, {outcome.problem}\n"
        yield f"  python -m bench.simulate {outcome.seed} --days {days:g}{database}\n"


def _sum(outcomes: Sequence[Simulated], known: int, seconds: float) -> str:
    days = sum(outcome.days for outcome in outcomes)
    steps = sum(outcome.steps for outcome in outcomes)
    faults = sum((outcome.faults for outcome in outcomes), Counter[str]())
    before = f", {known:,} of them before" if known else ""
    wrong = [str(outcome.seed) for outcome in outcomes if outcome.problem]
    each = ", ".join(f"{number:,} {fault}" for fault, number in sorted(faults.items()))
    return (
        f"{len(outcomes):,} seeds, {days:,.1f} days, {steps:,} steps ({seconds:.0f} s{before}); "
        f"{sum(faults.values()):,} faults: {each}; "
        f"{'wrong: seeds ' + ', '.join(wrong) if wrong else 'all hold'}\n"
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
