"""Scores as intervals, and the places on a board that follow from them. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Score

MARGIN = Decimal("0.01")
"""Of the scale, where a board states no interval: Artificial Analysis puts its index's 95 % interval below ±1 %."""
INDEX = Decimal(100)
"""The scale of an index; a share's is one."""


@dataclass(frozen=True)
class Interval:
    """Where a score lies with the confidence that its source states."""

    low: Decimal
    high: Decimal

    def apart(self, other: "Interval") -> bool:
        return self.high < other.low or other.high < self.low


@dataclass(frozen=True)
class Places:
    """The best and the worst place that a contender may hold: those whose intervals overlap are tied."""

    best: int
    worst: int

    def __str__(self) -> str:
        return f"{self.best}" if self.best == self.worst else f"{self.best}–{self.worst}"


def interval(score: Score) -> Interval:
    """The stated interval, else the score with MARGIN. Raises ValueError without a score."""
    if score.score is None:
        raise ValueError(f"no score: {score}")
    if score.ci_low is not None and score.ci_high is not None:
        return Interval(score.ci_low, score.ci_high)
    is_share = abs(score.score) <= 1 and not score.category.endswith("_index")
    margin = MARGIN * (1 if is_share else INDEX)
    return Interval(score.score - margin, score.score + margin)


def places(scores: Iterable[Score]) -> Mapping[str, Places]:
    """The places of the contenders of one category, by key."""
    intervals = {score.contender_key: interval(score) for score in scores}
    lows = sorted(its.low for its in intervals.values())
    highs = sorted(its.high for its in intervals.values())
    count = len(intervals)
    return {
        key: Places(1 + count - bisect_right(lows, its.high), count - bisect_left(highs, its.low))
        for key, its in intervals.items()
    }
