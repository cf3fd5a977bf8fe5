"""The frame of a comparison: both sides are made ready, answer, are compared, and only then are measured in turn."""

import resource
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal, TypeVar

Shared = TypeVar("Shared")
SideAnswer = Any
SLOW_SECONDS = 2.0
"""A row that takes longer says how far it is."""


def processor_seconds() -> float:
    """The processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _as_it_is(answer: SideAnswer) -> SideAnswer:
    return answer


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison."""

    work: Callable[[], SideAnswer]
    """The work that is measured."""
    normal: Callable[[SideAnswer], SideAnswer] = _as_it_is
    """Brings the answer into the form in which both sides are compared; it is not measured."""
    before: Callable[[], object] = _nothing
    """Runs before each call of `work`; it is not measured."""
    clock: Callable[[], float] = processor_seconds
    """The processor time in seconds."""
    figure: Callable[[SideAnswer], float] | None = None
    """The figure of an answer, in the unit of the row, where it is not the time of `work`."""


@dataclass(frozen=True)
class Sides:
    """Both sides, made ready. `baseline` is None where a row has only a goal."""

    ours: Side
    baseline: Side | float | None = None
    """A number is a stored figure, in the unit of the row."""
    is_yardstick: bool = False
    """The baseline does other work and shows only a size: the answers cannot be equal."""


class Bench:
    """Things that the rows of one call share: a folder, and whatever is dear to make. All goes at the end."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self._shared: dict[object, Any] = {}

    def shared(self, key: object, make: Callable[[], Shared]) -> Shared:
        """The thing with this key; it is made once."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def enter(self, context: AbstractContextManager[Shared]) -> Shared:
        """Enter a context until the end of the call."""
        return self._stack.enter_context(context)

    def at_end(self, callback: Callable[[], object]) -> None:
        """Call a function at the end of the call."""
        self._stack.callback(callback)


@dataclass(frozen=True)
class Row:
    """One piece of work with its goal."""

    name: str
    unit: Literal["ms", "s", "bytes", "MB", "KB"]
    goal: float
    goal_of: Literal["ratio", "ours"]
    """The goal is the highest ratio of ours to the baseline, or the highest figure of ours."""
    prepare: Callable[[Bench], Sides]
    pairs: int = 5
    calls: int = 1
    """Calls of `work` in each measurement: more than one where one is too short for the clock."""
    on_demand: bool = False
    """It takes long, and runs only when it is named."""


@dataclass(frozen=True)
class Result:
    """The medians of a row; `baseline` and `ratio` are None where it has no baseline."""

    name: str
    ours: float
    baseline: float | None
    ratio: float | None
    goal: float
    goal_of: str
    unit: str
    is_stored: bool = False
    """The baseline is a stored figure, not measured now."""

    @property
    def is_met(self) -> bool:
        """Return True if the goal is reached."""
        return (self.ours if self.goal_of == "ours" else self.ratio or 0) <= self.goal


class DifferentAnswers(Exception):
    """Both sides answer differently, so their times cannot be compared."""


SCALES = {"ms": 1000.0, "s": 1.0}


def measure(row: Row, bench: Bench) -> Result:
    """Measure one row. Raises DifferentAnswers before anything is timed."""
    progress = Progress(row.name)
    sides = row.prepare(bench)
    progress.tell("ready")
    baseline = sides.baseline
    answers = [_normal(sides.ours), *([_normal(baseline)] if isinstance(baseline, Side) else [])]
    if len(answers) > 1 and not sides.is_yardstick and answers[0] != answers[1]:
        raise DifferentAnswers(f"{row.name}: {_shortened(answers[0])} is not {_shortened(answers[1])}")
    progress.tell("compared")
    ours, theirs = list[float](), list[float]()
    for number in range(row.pairs):
        ours.append(_figure(row, sides.ours))
        if isinstance(baseline, Side):
            theirs.append(_figure(row, baseline))
        progress.tell(f"pair {number + 1} of {row.pairs}")
    other = baseline if isinstance(baseline, int | float) else median(theirs) if theirs else None
    mine = median(ours)
    ratio, is_stored = mine / other if other else None, isinstance(baseline, int | float)
    return Result(row.name, mine, other, ratio, row.goal, row.goal_of, row.unit, is_stored)


def _normal(side: Side) -> SideAnswer:
    side.before()
    return side.normal(side.work())


def _figure(row: Row, side: Side) -> float:
    """One measurement of a side, in the unit of the row."""
    side.before()
    began = side.clock()
    answer = side.work()
    for _ in range(row.calls - 1):
        side.before()
        answer = side.work()
    spent = side.clock() - began
    return side.figure(answer) if side.figure else spent * SCALES[row.unit] / row.calls


def _shortened(answer: SideAnswer) -> str:
    text = repr(answer)
    return text if len(text) <= 300 else f"{text[:300]}…"


class Progress:
    """Says on the standard error stream how far a row is, at most every `SLOW_SECONDS`."""

    def __init__(self, name: str) -> None:
        self._name, self._began, self._last = name, time.monotonic(), time.monotonic()

    def tell(self, what: str) -> None:
        now = time.monotonic()
        if now - self._last > SLOW_SECONDS:
            sys.stderr.write(f"{self._name}: {what} after {now - self._began:.0f} s\n")
            self._last = now
