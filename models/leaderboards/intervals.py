"""Intervals of scores, and the places on a board that follow from them. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Score


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


def interval_of(score: Score) -> Interval:
    """Return the stated interval, else one of the score alone. Raises ValueError without a score."""
    if score.score is None:
        raise ValueError(f"no score: {score}")
    if score.ci_low is not None and score.ci_high is not None:
        return Interval(score.ci_low, score.ci_high)
    return Interval(score.score, score.score)


def places(intervals: Mapping[str, Interval]) -> Mapping[str, PlaceRange]:
    """Return the places of the contenders of one category, by key."""
    lows = sorted(interval.low for interval in intervals.values())
    highs = sorted(interval.high for interval in intervals.values())
    count = len(intervals)
    return {
        key: PlaceRange(1 + count - bisect_right(lows, interval.high), count - bisect_left(highs, interval.low))
        for key, interval in intervals.items()
    }


def short(number: Decimal | None) -> str:
    """Return a score as text, with one decimal from 10 on, else three; never "-0"."""
    if number is None:
        return "unknown"
    return f"{number:z.1f}" if abs(number) >= 10 else f"{number:z.3f}"
