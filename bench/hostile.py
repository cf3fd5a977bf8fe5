"""Long and odd bodies for every reader: each ends in a reading or a refusal, within 5 s of processor time and 300 MB.

`python -m bench.hostile [--size BYTES | --bound] [--seconds S] [SOURCE…]`: of every source, each shape in the middle
and at the end of its sample page, and alone; with `--bound` as large as a body of the source may be. Prints, for each
source, the slowest body, and how its time grows when its size doubles. With `--seconds` as many of them, by chance, as
there is time for; `ALMANAC_HOSTILE_SEED` chooses others. `--growth` counts the steps for a body and its double instead.
"""

import os
import resource
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bench.harness.golden_samples import samples
from bench.harness.growth import MOST_GROWTH, growth, pairs
from bench.harness.hostile_shapes import HostileBody, hostile_bodies
from scrapers.http import HuggingFaceFile
from scrapers.page import Page, PageChanged, Tripped
from scrapers.registry import SOURCES

SIZE = 300_000
SECONDS, MEGABYTES = 5.0, 300
MOST_PARQUET_ROWS = 3_000_000
"""Rows of a parquet file: its bytes say little."""
GIVEN_UP = 15
"""Seconds of processor time after which a body is given up."""


@dataclass(frozen=True)
class Outcome:
    """The end of one reading."""

    seconds: float
    """Processor time."""
    megabytes: float
    """Growth of the memory that the process holds."""
    words: str

    @property
    def is_good(self) -> bool:
        return self.seconds <= SECONDS and self.megabytes <= MEGABYTES and not self.words.startswith("tripped")


def outcome(source: str, body: bytes, at: datetime) -> Outcome:
    """Read a body in a process of its own, which ends when it takes too long."""
    ours, theirs = os.pipe()
    if (child := os.fork()) == 0:
        os.write(theirs, _read(source, body, at).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    seconds, megabytes, words = told.split("|", 2) if told else (str(GIVEN_UP), "0", "tripped: took too long")
    return Outcome(float(seconds), float(megabytes), words)


def _read(source: str, body: bytes, at: datetime) -> str:
    began, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + GIVEN_UP, int(began) + GIVEN_UP + 1))
    try:
        SOURCES[source].reading(Page(source, SOURCES[source].url({}), body, at))
        words = "read"
    except Tripped as error:
        words = f"tripped: {error}"
    except PageChanged as error:
        words = f"refused: {error}"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    return f"{time.process_time() - began:.3f}|{grown:.0f}|{' '.join(words.split())[:90]}"


def bodies(names: Iterable[str], size: int) -> Iterator[tuple[str, datetime, HostileBody]]:
    """Yield the bodies of sources, with the instant of the sample that they are made of."""
    newest = {(sample.source, sample.shape): sample for sample in samples()}
    for (source, _), sample in newest.items():
        if source in names:
            yield from ((source, sample.at, body) for body in hostile_bodies(sample.body, size))


def main() -> int:
    parser = ArgumentParser(prog="python -m bench.hostile")
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--bound", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("sources", nargs="*", default=[*SOURCES])
    asked = parser.parse_args()
    if asked.seconds:
        return _by_chance(asked.sources, asked.size, asked.seconds)
    if asked.growth:
        return sum(map(_growth, asked.sources)) and 1
    sizes = {name: _bound(name) if asked.bound else asked.size for name in asked.sources}
    return sum(_source(name, size) for name, size in sizes.items()) and 1


def _bound(name: str) -> int:
    """The size of a shape that makes a body nearly as large as a source may have one."""
    bound = SOURCES[name].body_bound
    is_parquet = isinstance(SOURCES[name].ask, HuggingFaceFile)
    return MOST_PARQUET_ROWS if is_parquet else bound - bound // 20


def _growth(name: str) -> int:
    """Count the steps for every body of a source; the number of those that grow too fast."""
    found = [growth(name, *pair) for pair in pairs(name)]
    bad = [each for each in found if each.ratio > MOST_GROWTH]
    for each in bad:
        sys.stdout.write(f"{each}\n")
    fastest = max(found, key=lambda each: each.ratio, default="none")
    sys.stdout.write(f"{name}: {len(found)} pairs, {len(bad)} grow too fast; fastest {fastest}\n")
    return len(bad)


def _source(name: str, size: int) -> int:
    """Read every body of a source, and print the slowest one. Return the number of those that are not good."""
    ends = [(outcome(name, body.body, at), at, body) for _, at, body in bodies([name], size)]
    if not ends:
        return 0
    bad = [(end, body) for end, _, body in ends if not end.is_good]
    for end, body in bad:
        sys.stdout.write(f"{name}: {_described(body, end)}\n")
    slowest, at, body = max(ends, key=lambda found: found[0].seconds)
    half = next(
        half for _, _, half in bodies([name], size // 2) if (half.shape, half.place) == (body.shape, body.place)
    )
    growth = slowest.seconds / max(outcome(name, half.body, at).seconds, 0.001)
    sys.stdout.write(
        f"{name}: {len(ends)} bodies, {len(bad)} bad; slowest {_described(body, slowest)}, ×{growth:.1f}\n"
    )
    return len(bad)


def _described(body: HostileBody, end: Outcome) -> str:
    cost = f"{end.seconds:.2f} s, {end.megabytes:.0f} MB"
    return f"{body.shape}, {body.place}, {len(body.body):,} bytes: {cost}, {end.words}"


def _by_chance(names: Iterable[str], size: int, seconds: float) -> int:
    seed = int(os.environ.get("ALMANAC_HOSTILE_SEED", "0"))
    chance, until, read, bad = Random(seed), time.monotonic() + seconds, 0, 0  # noqa: S311 (no secret)
    while time.monotonic() < until:
        name = chance.choice([*names])
        found = [*bodies([name], chance.choice((size // 10, size)))]
        for source, at, body in chance.sample(found, min(8, len(found))):
            end = outcome(source, body.body, at)
            read += 1
            if not end.is_good:
                bad += 1
                sys.stdout.write(f"{source}: {_described(body, end)}\n")
    sys.stdout.write(f"{read} bodies, {bad} bad, seed {seed}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
