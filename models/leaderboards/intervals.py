"""Intervals of scores, and ranges of places. Pure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Interval:
    """The interval of a score, with the confidence that its source states."""

    low: Decimal
    high: Decimal

    def apart(self, other: "Interval") -> bool:
        """Return True if the intervals have nothing in common."""
        return self.high < other.low or other.high < self.low

    def __str__(self) -> str:
        between = "–" if self.low >= 0 else " to "
        return f"{short(self.low)}{between}{short(self.high)}"


@dataclass(frozen=True)
class PlaceRange:
    """The best and the worst place that a contender may have: contenders whose intervals overlap share places."""

    best: int
    worst: int

    def __str__(self) -> str:
        return f"{self.best}" if self.best == self.worst else f"{self.best}–{self.worst}"


def stated_interval(low: Decimal | None, high: Decimal | None) -> Interval | None:
    """Return the interval between two ends; None unless both are stated."""
    return None if low is None or high is None else Interval(low, high)


def short(number: Decimal | None) -> str:
    """Return a score as text, with one decimal from 10 on, else three; never "-0"."""
    if number is None:
        return "unknown"
    return f"{number:z.1f}" if abs(number) >= 10 else f"{number:z.3f}"
