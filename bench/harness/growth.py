"""The work that a reader does for a body, counted in steps, and how it grows with the body.

A step is a line of Python that is run: the count is the same at each run, on any machine. Work inside of libraries in C
counts as one step; `python -m bench.hostile` measures its time.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import FrameType
from typing import Any

from bench.harness.golden_samples import samples
from bench.harness.hostile_shapes import HostileBody, hostile_bodies
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

MOST_GROWTH = 2.3
"""The work for a body may grow so many times when the body doubles."""
SIZE = 6_000
"""Bytes of the smaller one of two bodies: a few times those of the sample around it."""


@dataclass(frozen=True)
class Growth:
    """The steps for a body, and for one with twice as much of its shape."""

    source: str
    shape: str
    place: str
    steps: int
    doubled: int

    @property
    def ratio(self) -> float:
        return self.doubled / self.steps

    def __str__(self) -> str:
        return f"{self.source}: {self.shape}, {self.place}: {self.steps:,} → {self.doubled:,} steps, ×{self.ratio:.2f}"


def steps(source: str, body: bytes, at: datetime) -> int:
    """Return the number of steps that the reader of a source needs for a body."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 (as Python calls it)
        nonlocal count
        count += event == "line"
        return trace

    page, before = Page(source, SOURCES[source].url({}), body, at), sys.gettrace()
    sys.settrace(trace)
    try:
        with suppress(PageChanged):
            SOURCES[source].reading(page)
    finally:
        sys.settrace(before)
    return count


def pairs(source: str, size: int = SIZE) -> Iterator[tuple[datetime, HostileBody, HostileBody]]:
    """Yield each hostile body of a source with one of twice as much of its shape, and the instant of the sample."""
    newest = {sample.shape: sample for sample in samples() if sample.source == source}
    for sample in newest.values():
        doubled = hostile_bodies(sample.body, 2 * size)
        yield from ((sample.at, *pair) for pair in zip(hostile_bodies(sample.body, size), doubled, strict=True))


def growth(source: str, at: datetime, single: HostileBody, double: HostileBody) -> Growth:
    """Return how the work of a reader grows from a body to one with twice as much of its shape."""
    counts = (steps(source, each.body, at) for each in (single, double))
    return Growth(source, single.shape, single.place, *counts)
