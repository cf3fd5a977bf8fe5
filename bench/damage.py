"""Count the outcomes of damaged pages: refused, held, the same facts, reported as the page states, wrong (must be 0).

A seed other than 0 (`python -m bench.damage 7`) makes other pages, a second number so many for each source; names of
sources behind them judge these alone.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing import get_context

from bench.harness.arguments import arguments
from bench.harness.damage.base import DAMAGED, bases
from bench.harness.damage.judged import OUTCOMES, judged
from bench.harness.damage.pages import cuts, damaged

LEAST = 10_000
"""Damaged pages of a source, beside those that are only cut off at each per cent."""
FEWER = {"arena_page_code": 1_000}
"""A page without data is read from its table, which needs fewer pages: all of it is one shape."""
Task = tuple[str, int, int, int]
"""A source, the number of one of its pages, the seed, and how many damaged pages of the source are made."""
DamageCounts = tuple[str, Counter[str], list[str]]
"""The source, how often each outcome came, and what was told wrongly."""


def main(seed: int = 0, least: int = LEAST, *sources: str) -> int:
    began = time.monotonic()
    total: Counter[str] = Counter()
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for source, results in groupby(
            pool.imap(judge, _tasks(seed, least, sources or DAMAGED)), key=lambda result: result[0]
        ):
            counts: Counter[str] = Counter()
            for _, found, wrong in results:
                counts += found
                sys.stdout.writelines(f"WRONG  {line}\n" for line in wrong)
            _tell(source, counts)
            total += counts
    _tell("all", total, seconds=round(time.monotonic() - began))
    return 1 if total["wrong"] else 0


def judge(task: Task) -> DamageCounts:
    """All damaged pages that are made of one."""
    source, number, seed, least = task
    whole = bases(source)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for one in (
        *cuts(whole[number]),
        *damaged(whole[number], -(-min(FEWER.get(source, least), least) // len(whole)), seed),
    ):
        found = judged(one)
        counts[found.outcome] += 1
        if found.outcome == "wrong":
            wrong.append(f"{source} {one.base.at:%Y-%m-%d %H:%M} {one.damage}: {found.why}")
    return source, counts, wrong


def _tasks(seed: int, least: int, sources: Sequence[str]) -> Iterator[Task]:
    for source in sources:
        yield from ((source, number, seed, least) for number in range(len(bases(source))))


def _tell(source: str, counts: Counter[str], **more: int) -> None:
    figures = {outcome: counts[outcome] for outcome in OUTCOMES}
    sys.stdout.write(json.dumps({"source": source, "pages": counts.total(), **figures, **more}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = arguments()
    seed, least, *sources = [*given, *map(str, (0, LEAST)[len(given) :])]
    sys.exit(main(int(seed), int(least), *sources))
