"""Kill the outbox at every point of a run, on both databases, and check that it keeps its promise.

Of the first chapter every second point until each target has one message, but those around a question (which changes
nothing), and every death that a target deals out; a share of all others; deaths at random instants, and second deaths
while starting again. `python -m bench.kill all` leaves none out. Exit code 1 where anything was lost, doubled, or
repeated outside the window, or where too few died.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from bench.harness.arguments import arguments
from bench.harness.databases import Files, Server, administering, memory, serving_postgresql
from bench.harness.kill.harness import Harness, Kill, harness
from bench.harness.kill.points import KillPoint

KINDS = ("PostgreSQL", "SQLite")
SHARE = 30
"""Of the points that are not all tried, each so-many-th is."""
RANDOM = 8
MESSAGES = 1
LEAST = 100
"""Deaths on each kind of database; twice that on both."""
MOST_LINES = 20
"""Of what went wrong."""
COLUMNS = ("tried", "deaths", "windows", "repeats", "wrong")
Table = dict[str, Counter[str]]
"""The figures by where we died: a hop, by a target, at a random instant, or twice."""


def main(*words: str) -> int:
    began = time.monotonic()
    with get_context("spawn").Pool(len(KINDS)) as pool:
        results = pool.starmap(on, [(kind, *words) for kind in KINDS])
    for kind, (table, wrong) in zip(KINDS, results, strict=True):
        sys.stdout.writelines([f"{kind:<28}" + "".join(f"{name:>9}" for name in COLUMNS) + "\n", *_lines(table)])
        sys.stdout.writelines(f"WRONG  {kind}: {line}\n" for line in wrong[:MOST_LINES])
    sys.stdout.write(f"{time.monotonic() - began:.0f} s, {sum(os.times()[:4]):.0f} s of processor time\n")
    return 1 if any(wrong or table["all"]["deaths"] < LEAST for table, wrong in results) else 0


def on(kind: str, *words: str) -> tuple[Table, list[str]]:
    """The deaths on one kind of database: what became of them, and what went wrong."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        if kind == "SQLite":
            databases = Files(folder)
        else:
            server = stack.enter_context(serving_postgresql())
            databases = Server(server, stack.enter_context(administering(server)))
        story = stack.enter_context(harness(databases, folder))
        return _die(story, list(_deaths(story, "all" in words)))


def _deaths(story: Harness, every: bool) -> Iterator[tuple[str, tuple[Kill, ...]]]:
    """Each death or two deaths, and where in the table they belong."""
    found, draw = list(story.kills()), random.Random(5)  # noqa: S311 (a place, no secret)
    ours = set(_first(story))
    for number, kill in enumerate(found):
        first = kill.chapter == 0 and (kill.by or (kill.point in ours and number % 2 == 0))
        if every or first or number % SHARE == 0:
            yield kill.hop, (kill,)
    for number in range(RANDOM):
        chapter = number % len(story.runs)
        yield "at random instants", (Kill(chapter, after=draw.uniform(0, story.runs[chapter].seconds)),)
        one, other = draw.sample([kill for kill in found if kill.chapter == chapter and kill.point], 2)
        yield "twice", (one, other)


def _first(story: Harness) -> Iterator[KillPoint]:
    """The points of the first chapter until each target has a message."""
    noted: Counter[str] = Counter()
    for point in story.points()[0]:
        if noted[point.thread] < MESSAGES and " SELECT " not in point.label:
            yield point
        noted[point.thread] += (point.hop, point.label) == ("mark", "after commit")


def _die(story: Harness, deaths: list[tuple[str, tuple[Kill, ...]]]) -> tuple[Table, list[str]]:
    table: Table = defaultdict(Counter)
    wrong: list[str] = []
    for line, kills in deaths:
        verdict = story.die(*kills)
        for name in (line, "all"):
            figures = {"deaths": verdict.deaths, "windows": verdict.windows, "repeats": verdict.repeats}
            table[name].update(tried=len(kills), wrong=len(verdict.problems), **figures)
        wrong += [f"{' and '.join(map(str, kills))}: {problem}" for problem in verdict.problems]
    return dict(table), wrong


def _lines(table: Table) -> Iterator[str]:
    for name in sorted(table, key=lambda name: name == "all"):
        yield f"  {name:<26}" + "".join(f"{table[name][column]:>9,}" for column in COLUMNS) + "\n"


if __name__ == "__main__":
    sys.exit(main(*arguments()))
