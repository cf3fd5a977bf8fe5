"""The state of a leaderboard before and after a reading. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.facts import Contender, Score
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.leaderboards.intervals import Interval
from models.leaderboards.places import Place, StatedScore

Member = tuple[str, str]
"""A contender's key and a category."""


@dataclass(frozen=True)
class Category:
    """The scores of one category before and after a reading, by contender key."""

    board: str
    name: str
    was: Mapping[str, Score]
    now: Mapping[str, Score]
    reported: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    """The interval of each contender that was reported last."""
    conventions: BoardConventions = EVERY_BOARD
    """The conventions of its source."""
    places_before: Mapping[str, Place] = field(default_factory=dict[str, Place])
    """The places that follow from the scores before; empty if the board needs none of them."""
    places_after: Mapping[str, Place] = field(default_factory=dict[str, Place])
    """The same of the scores after the reading."""

    @property
    def common(self) -> list[str]:
        """The contenders that it has before and after."""
        return [key for key in self.now if key in self.was]

    @property
    def moved(self) -> int:
        """The number of scores whose intervals lie apart from those before."""
        return sum(self.are_apart(self.was[key], self.now[key]) for key in self.common)

    def ranking(self, scores: Mapping[str, Score]) -> Mapping[str, StatedScore]:
        """Return scores of the category with the intervals from which their places follow."""
        intervals = {key: self.conventions.interval(score) for key, score in scores.items()}
        return {key: (scores[key].score, interval.low, interval.high) for key, interval in intervals.items()}

    def are_apart(self, score: Score, other: Score) -> bool:
        """Return True if the intervals of two scores have nothing in common."""
        return self.conventions.interval(score).apart(self.conventions.interval(other))


@dataclass(frozen=True)
class Board:
    """One board before and after a reading, and what was reported of it earlier."""

    source: str
    name: str
    categories: Sequence[Category]
    was: Mapping[str, Contender]
    now: Mapping[str, Contender]
    published: datetime
    """The instant from which the new scores hold."""
    known: frozenset[str] = frozenset()
    """The keys of contenders that were on the board at any time and were not reported as removed."""
    in_top: Mapping[Member, bool] = field(default_factory=dict[Member, bool])
    """True for a contender last reported in the top places, False for one reported to have left them."""
    conventions: BoardConventions = EVERY_BOARD
    """The conventions of its source."""

    def needs_places(self, category: Category) -> bool:
        """Return False if no place in a category can be news: its scores are those of before, and no report differs."""
        return category.was != category.now or any(name == category.name for _, name in self.in_top)
