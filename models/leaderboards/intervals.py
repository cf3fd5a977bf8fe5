"""Scores as intervals, and the places on a board that follow from them. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Score


@dataclass(frozen=True)
class Interval:
    """Where a score lies with the confidence that its source states."""

    low: Decimal
    high: Decimal

    def apart(self, other: "Interval") -> bool:
        return self.high < other.low or other.high < self.low

    def __str__(self) -> str:
        between = "–" if self.low >= 0 else " to "
        return f"{short(self.low)}{between}{short(self.high)}"


@dataclass(frozen=True)
class Places:
    """The best and the worst place that a contender may hold: those whose intervals overlap are tied."""

    best: int
    worst: int

    def __str__(self) -> str:
        return f"{self.best}" if self.best == self.worst else f"{self.best}–{self.worst}"


def stated(score: Score) -> Interval:
    """The stated interval, else the score by itself. Raises ValueError without a score."""
    if score.score is None:
        raise ValueError(f"no score: {score}")
    if score.ci_low is not None and score.ci_high is not None:
        return Interval(score.ci_low, score.ci_high)
    return Interval(score.score, score.score)


def places(intervals: Mapping[str, Interval]) -> Mapping[str, Places]:
    """The places of the contenders of one category, by key."""
    lows = sorted(its.low for its in intervals.values())
    highs = sorted(its.high for its in intervals.values())
    count = len(intervals)
    return {
        key: Places(1 + count - bisect_right(lows, its.high), count - bisect_left(highs, its.low))
        for key, its in intervals.items()
    }


def short(number: Decimal | None) -> str:
    """One digit behind the point from ten on, else three: nobody reads more of a score. Nothing is -0."""
    if number is None:
        return "unknown"
    return f"{number:z.1f}" if abs(number) >= 10 else f"{number:z.3f}"
